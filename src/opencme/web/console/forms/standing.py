"""Asking what another rule would change."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.catalog.requirement_sets import editions_of, pack
from opencme.web.ui.forms import Form


class WhatIfForm(Form):
    """The rule people are under, and the one to judge them by instead; other editions of the same rule come first."""

    marks_optional = False
    family = forms.ChoiceField(label=_("Who renews under"))
    rule = forms.ChoiceField(label=_("Judge them by"))

    def __init__(self, *args: Any, families: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        editions = [rule for family, _title in families for rule in editions_of(family)]
        known = {rule.id for rule in editions}
        others = sorted((rule for rule in pack().values() if rule.id not in known), key=lambda rule: rule.title)
        groups: list[Any] = [
            (_("Editions of the same"), [(rule.id, edition_words(rule)) for rule in editions]),
            (_("All other rules"), [(rule.id, edition_words(rule)) for rule in others]),
        ]
        self.fields["family"].choices = list(families)  # type: ignore[attr-defined]  # a ChoiceField has them
        self.fields["rule"].choices = groups  # type: ignore[attr-defined]  # as above


def edition_words(rule: Any) -> str:
    """Name an edition: its title and from when it is in force."""
    return f"{rule.title} ({rule.in_force_from})" if rule.in_force_from else str(rule.title)
