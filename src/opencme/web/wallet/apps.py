"""Django's entry for the surface."""

from django.apps import AppConfig


class SurfaceConfig(AppConfig):
    """Templates, static files and addresses of ``wallet``."""

    name = "opencme.web.wallet"
    label = "web_wallet"
