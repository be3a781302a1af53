"""Django's entry for the app."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The app ``records``."""

    name = "opencme.apps.records"
    label = "records"
