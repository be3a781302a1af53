"""Django's entry for the app."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """The app ``delivery``."""

    name = "opencme.apps.delivery"
    label = "delivery"
