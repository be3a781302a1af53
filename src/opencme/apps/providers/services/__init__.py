"""Changing providers: setting one up, its settings, its staff, its partners."""

from opencme.apps.providers.services.numbers import next_activity_number
from opencme.apps.providers.services.partners import save_partner
from opencme.apps.providers.services.settings import change_provider, create_provider

__all__ = ["change_provider", "create_provider", "next_activity_number", "save_partner"]
