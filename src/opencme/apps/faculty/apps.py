"""Django's entry for the app."""

from django.apps import AppConfig


class FacultyConfig(AppConfig):
    """The app ``faculty``."""

    name = "opencme.apps.faculty"
    label = "faculty"
