"""Django's entry for the surface."""

from django.apps import AppConfig


class SurfaceConfig(AppConfig):
    """Templates, static files and addresses of ``learn``."""

    name = "opencme.web.learn"
    label = "web_learn"
