"""Django's entry for the surface."""

from django.apps import AppConfig


class SurfaceConfig(AppConfig):
    """Templates, static files and addresses of ``console``."""

    name = "opencme.web.console"
    label = "web_console"
