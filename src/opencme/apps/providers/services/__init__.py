"""Changing providers: setting one up, its settings, its staff, its partners."""

from opencme.apps.providers.services.numbers import next_activity_number
from opencme.apps.providers.services.partners import save_partner
from opencme.apps.providers.services.settings import change_provider, create_provider
from opencme.apps.providers.services.staff import end_role, invite_staff

__all__ = [
    "change_provider",
    "create_provider",
    "end_role",
    "invite_staff",
    "next_activity_number",
    "save_partner",
]
