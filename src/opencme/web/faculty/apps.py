"""Django's entry for the surface."""

from django.apps import AppConfig


class SurfaceConfig(AppConfig):
    """Templates, static files and addresses of ``faculty``."""

    name = "opencme.web.faculty"
    label = "web_faculty"
