"""Django's entry for the app."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """The app ``messaging``."""

    name = "opencme.apps.messaging"
    label = "messaging"
