"""Django's entry for the surface."""

from django.apps import AppConfig


class SurfaceConfig(AppConfig):
    """Templates, static files and addresses of ``ui``."""

    name = "opencme.web.ui"
    label = "web_ui"
