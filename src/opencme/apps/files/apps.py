"""Django's entry for the app."""

from django.apps import AppConfig


class FilesConfig(AppConfig):
    """The app ``files``."""

    name = "opencme.apps.files"
    label = "files"
