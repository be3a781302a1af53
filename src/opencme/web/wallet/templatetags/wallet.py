"""The wallet's own navigation: one list, shown on every page of the wallet that exists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django import template
from django.template import Context
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

register = template.Library()

#: Title, the page's name, and the beginnings of addresses that belong to it (after "/me/").
NAV: Final = (
    (
        _("Standing"),
        "wallet:standing",
        ("renewals/", "questions/", "set-up/", "timeline/", "reminders/", "rules/", "first-steps/"),
    ),
    (_("Credits"), "wallet:transcript", ("credit/", "credits/", "transcript/", "import/")),
    (_("Plan"), "wallet:plan", ("plan/", "counts/")),
    (_("Allowance"), "wallet:allowance", ("allowance/",)),
    (_("Sharing"), "wallet:shares", ("shares/", "consent/", "consents/", "providers/")),
    (_("Profile"), "wallet:profile", ("profile/", "password/", "account/", "sessions/")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One entry."""

    title: str
    url: str
    is_current: bool
    icon: str = ""
    count: str = ""


@register.filter
def translated_with(text: str, params: Mapping[str, str]) -> str:
    """Translate a sentence that was marked elsewhere and fill its places: ``{{ each.because|translated_with:… }}``."""
    return gettext(text) % dict(params) if text else ""


@register.inclusion_tag("wallet/nav.html", takes_context=True)
def wallet_nav(context: Context) -> dict[str, Any]:
    """Draw the wallet's navigation with the page one is on."""
    return {"tabs": tuple(_tabs(context["request"].path))}


def _tabs(path: str) -> Iterator[Tab]:
    home = reverse("wallet:standing")
    for title, name, starts in NAV:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        is_current = path == url or path.removeprefix(home).startswith(starts)
        yield Tab(gettext(title), url, is_current)
