"""Django's entry for the app."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """The app ``activities``."""

    name = "opencme.apps.activities"
    label = "activities"
