"""Django's entry for the app."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """The app ``reporting``."""

    name = "opencme.apps.reporting"
    label = "reporting"
