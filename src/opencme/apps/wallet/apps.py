"""Django's entry for the app."""

from django.apps import AppConfig


class WalletConfig(AppConfig):
    """The app ``wallet``."""

    name = "opencme.apps.wallet"
    label = "wallet"
