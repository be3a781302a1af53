"""Addresses of topics, and mandates with the pages of the topics they name."""

from dataclasses import dataclass

from django.urls import reverse

from opencme.catalog.requirement_sets import vocabulary
from opencme.rules.requirements.spoken import Mandate


def slug(code: str) -> str:
    """Give how addresses call a topic: "opioid-prescribing"."""
    return code.replace("_", "-")


def url(code: str) -> str:
    """Give the address of a topic's page."""
    return reverse("public:requirement-topic", args=[slug(code)])


@dataclass(frozen=True, slots=True)
class Linked:
    """A mandate with name and address of each topic it accepts."""

    mandate: Mandate
    links: tuple[tuple[str, str], ...]


def linked(mandate: Mandate) -> Linked:
    """Add the addresses."""
    names = vocabulary().topics
    codes = sorted(mandate.topics, key=lambda code: names.get(code, code).casefold())
    return Linked(mandate, tuple((names.get(code, code), url(code)) for code in codes))
