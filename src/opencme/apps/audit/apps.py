"""Django's entry for the app."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The app ``audit``."""

    name = "opencme.apps.audit"
    label = "audit"
