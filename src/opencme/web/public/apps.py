"""Django's entry for the surface."""

from django.apps import AppConfig


class SurfaceConfig(AppConfig):
    """Templates, static files and addresses of ``public``."""

    name = "opencme.web.public"
    label = "web_public"
