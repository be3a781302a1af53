"""What somebody looks for in the catalogue."""

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.apps.activities.selectors.catalogue import Wanted
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.kernel.professions import PROFESSION_NAMES
from opencme.web.ui.forms import Form


class SearchForm(Form):
    """Filters of the catalogue, read from the query string; a value that fits nothing is left out and said."""

    q = forms.CharField(required=False, max_length=200, label=_("Words"))
    format = forms.MultipleChoiceField(required=False, choices=[(key, key) for key in formats], label=_("Format"))
    credit = forms.ChoiceField(required=False, choices=[("", ""), *((key, key) for key in credit_systems)])
    profession = forms.ChoiceField(required=False, choices=[("", ""), *((str(key), key) for key in PROFESSION_NAMES)])
    provider = forms.SlugField(required=False)
    free = forms.BooleanField(required=False)
    first = forms.DateField(required=False, label=_("From"))
    last = forms.DateField(required=False, label=_("Until"))

    @property
    def wanted(self) -> Wanted:
        """What was asked for, as far as it can be understood."""
        self.full_clean()
        given = self.cleaned_data
        return Wanted(
            words=given.get("q", ""),
            formats=tuple(given.get("format", ())),
            credit_system=given.get("credit", ""),
            profession=given.get("profession", ""),
            provider=given.get("provider", ""),
            is_free=given.get("free", False),
            first=given.get("first"),
            last=given.get("last"),
        )
