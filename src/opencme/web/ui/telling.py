"""Sentences about requirements in the reader's language."""

from datetime import date
from typing import Final

from django.utils import formats
from django.utils.translation import gettext, ngettext

from opencme.rules.requirements.spoken import Tongue, told
from opencme.rules.requirements.spoken.said import Word


def _one(message: str) -> str:
    return gettext(message) if message else ""


def _day(day: date) -> str:
    return formats.date_format(day, "M j, Y")


HERE: Final = Tongue(one=_one, many=ngettext, day=_day)


def spoken(word: Word) -> str:
    """Give a sentence, list, day or name in the language of the page."""
    return told(word, HERE)
