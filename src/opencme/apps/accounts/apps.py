"""Django's entry for the app."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app ``accounts``."""

    name = "opencme.apps.accounts"
    label = "accounts"
