"""Time zones in forms: the browser's own suggested, the usual ones first, and all others after them."""

from typing import Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.rules.activity.clock import zones

USUAL: Final = {
    "America/New_York": _("Eastern"),
    "America/Chicago": _("Central"),
    "America/Denver": _("Mountain"),
    "America/Phoenix": _("Arizona"),
    "America/Los_Angeles": _("Pacific"),
    "America/Anchorage": _("Alaska"),
    "Pacific/Honolulu": _("Hawaii"),
    "America/Puerto_Rico": _("Puerto Rico"),
}
AREAS: Final = ("Africa/", "America/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")
Choices = list[tuple[str, str | list[tuple[str, str]]]]


def zone_choices(present: str = "") -> Choices:
    """Give every time zone: nothing said first, the United States, then the rest, with ``present`` in any case."""
    others = {*_others(), "UTC", *({present} if present and present not in USUAL else ())}
    return [
        ("", gettext("As this site: %(zone)s") % {"zone": settings.HOME_ZONE.replace("_", " ")}),
        (gettext("United States"), [(zone, str(name)) for zone, name in USUAL.items()]),
        (gettext("Elsewhere"), [(zone, zone.replace("_", " ")) for zone in sorted(others)]),
    ]


def _others() -> set[str]:
    return {zone for zone in zones() if zone.startswith(AREAS) and zone not in USUAL}


def zone_suggested() -> forms.CharField:
    """Give a hidden field that carries the browser's own time zone, where it says one."""
    widget = forms.HiddenInput(attrs={"data-zone-field": "", "autocomplete": "off"})
    return forms.CharField(required=False, max_length=64, widget=widget)
