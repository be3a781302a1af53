"""``{% load telling %}``: sentences about requirements in the reader's language."""

from collections.abc import Iterable
from typing import Final

from django import template

from opencme.rules.requirements.spoken import Said, listed
from opencme.web.ui.telling import spoken

register: Final = template.Library()


@register.filter
def said(word: Said) -> str:
    """Give one sentence or phrase: ``{{ row.head|said }}``."""
    return spoken(word) if word else ""


@register.filter
def sentences(words: Iterable[Said]) -> str:
    """Give several sentences one after the other: ``{{ clause.words|sentences }}``."""
    return " ".join(spoken(word) for word in words)


@register.filter
def either(words: Iterable[Said]) -> str:
    """Give names as "a, b or c"."""
    return spoken(listed(words, "or"))


@register.filter
def capital(text: str) -> str:
    """Begin with a capital: ``{{ mandate.names|either|capital }}``."""
    return text[:1].upper() + text[1:]
