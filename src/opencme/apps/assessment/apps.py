"""Django's entry for the app."""

from django.apps import AppConfig


class AssessmentConfig(AppConfig):
    """The app ``assessment``."""

    name = "opencme.apps.assessment"
    label = "assessment"
