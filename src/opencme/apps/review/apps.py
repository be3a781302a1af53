"""Django's entry for the app."""

from django.apps import AppConfig


class ReviewConfig(AppConfig):
    """The app ``review``."""

    name = "opencme.apps.review"
    label = "review"
