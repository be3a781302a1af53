"""What somebody looks for in the catalogue."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.apps.activities.selectors.catalogue import Wanted
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.professions import PROFESSION_NAMES
from opencme.web.ui.forms import Form

MINE: Final = "mine"


class SearchForm(Form):
    """Filters of the catalogue, read from the query string; a value that fits nothing is left out and said."""

    q = forms.CharField(required=False, max_length=200, label=_("Words"))
    format = forms.MultipleChoiceField(required=False, choices=[(key, key) for key in formats], label=_("Format"))
    credit = forms.ChoiceField(required=False, choices=[("", ""), *((key, key) for key in credit_systems)])
    profession = forms.ChoiceField(required=False, choices=[("", ""), *((str(key), key) for key in PROFESSION_NAMES)])
    provider = forms.SlugField(required=False)
    counts = forms.ChoiceField(
        required=False, choices=[("", ""), (MINE, MINE), *((code, code) for code in vocabulary().topics)]
    )
    authority = forms.SlugField(required=False)
    free = forms.BooleanField(required=False)
    first = forms.DateField(required=False, label=_("From"))
    last = forms.DateField(required=False, label=_("Until"))

    @property
    def asks_for_mine(self) -> bool:
        """Whether only what gives something to an open line of the reader is asked for."""
        self.full_clean()
        return self.cleaned_data.get("counts") == MINE

    @property
    def authority_named(self) -> str:
        """The authority (family of the pack) before which it is to count; empty for any."""
        self.full_clean()
        given: str = self.cleaned_data.get("authority", "")
        return given

    @property
    def wanted(self) -> Wanted:
        """What was asked for, as far as it can be understood."""
        self.full_clean()
        given = self.cleaned_data
        topic = given.get("counts", "")
        return Wanted(
            words=given.get("q", ""),
            formats=tuple(given.get("format", ())),
            credit_system=given.get("credit", ""),
            profession=given.get("profession", ""),
            provider=given.get("provider", ""),
            topics=vocabulary().narrower.get(topic, frozenset()),
            is_free=given.get("free", False),
            first=given.get("first"),
            last=given.get("last"),
        )
