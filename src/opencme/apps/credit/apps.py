"""Django's entry for the app."""

from django.apps import AppConfig


class CreditConfig(AppConfig):
    """The app ``credit``."""

    name = "opencme.apps.credit"
    label = "credit"
