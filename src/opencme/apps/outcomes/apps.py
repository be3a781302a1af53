"""Django's entry for the app."""

from django.apps import AppConfig


class OutcomesConfig(AppConfig):
    """The app ``outcomes``."""

    name = "opencme.apps.outcomes"
    label = "outcomes"
