"""``{% load telling %}``: sentences about requirements in the reader's language."""

import re
from collections.abc import Iterable
from typing import Final

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from opencme.catalog.requirement_sets.entries import names
from opencme.rules.requirements.spoken import Said, about, in_words, listed, open_point
from opencme.web.ui.first_steps import Help
from opencme.web.ui.telling import spoken
from opencme.web.ui.templatetags.ui import status

register: Final = template.Library()


_NAME: Final = re.compile(r"(AMA PRA Category [12] Credits?)")


@register.filter
def credit_names(text: str) -> SafeString:
    """Set the names of AMA credit in italics, as their owner asks: ``{{ entry.text|translated|credit_names }}``."""
    parts = enumerate(_NAME.split(text))
    return format_html_join("", "{}", ((format_html("<em>{}</em>", part) if at % 2 else part,) for at, part in parts))


@register.filter
def said(word: Said) -> str:
    """Give one sentence or phrase: ``{{ row.head|said }}``."""
    return credit_names(spoken(word)) if word else ""


@register.filter
def sentences(words: Iterable[Said]) -> str:
    """Give several sentences one after the other: ``{{ clause.words|sentences }}``."""
    return credit_names(" ".join(spoken(word) for word in words))


@register.filter
def either(words: Iterable[Said]) -> str:
    """Give names as "a, b or c"."""
    return spoken(listed(words, "or"))


@register.filter
def remark(text: str) -> str:
    """Give a remark of the pack without its codes: ``{{ kept|remark }}``."""
    return in_words(text, names())


@register.filter
def unconfirmed(text: str) -> str:
    """Say an open point of the pack: ``{{ each|unconfirmed }}``."""
    return spoken(open_point(text, names()))


@register.filter
def about_what(field: str) -> str:
    """Say what sources disagree about: ``{{ field|about_what|capital }}``."""
    return spoken(about(field, names()))


@register.filter
def capital(text: str) -> str:
    """Begin with a capital: ``{{ mandate.names|either|capital }}``."""
    return text[:1].upper() + text[1:]


@register.simple_tag
def status_shown(shown: tuple[str, str, str]) -> SafeString:
    """Show the status of a rule: ``{% status_shown row.status_shown %}`` of kind, word and icon."""
    kind, word, shape = shown
    return status(kind, gettext(word), shape=shape)


@register.simple_tag
def help_address(help_: Help) -> str:
    """Give where a help of the newcomer's path leads; "" while no page has that name."""
    name, *where = help_.address.split(" ")
    try:
        return reverse(name, args=where)
    except NoReverseMatch:
        return ""
