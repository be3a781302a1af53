"""Django's entry for the app."""

from django.apps import AppConfig


class ProvidersConfig(AppConfig):
    """The app ``providers``."""

    name = "opencme.apps.providers"
    label = "providers"
