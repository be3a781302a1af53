"""What somebody looks for in the requirement explorer."""

from dataclasses import dataclass

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.catalog.requirement_sets import vocabulary
from opencme.catalog.requirement_sets.places import places
from opencme.web.public.explorer.professions import DEFAULT, PROFESSIONS
from opencme.web.ui.forms import Form

ALL = "all"
WALLET = "wallet"


@dataclass(frozen=True, slots=True)
class Looked:
    """What is looked for; an empty text asks for everything."""

    profession: str
    topic: str
    words: str


class ExplorerForm(Form):
    """Filters of the explorer, read from the query string; a value that fits nothing is left out."""

    profession = forms.ChoiceField(
        required=False, choices=[(each.key, each.name) for each in PROFESSIONS] + [(ALL, ALL)], label=_("Profession")
    )
    topic = forms.ChoiceField(required=False, choices=[(each, each) for each in vocabulary().topics], label=_("Topic"))
    q = forms.CharField(required=False, max_length=100, label=_("Words"))

    @property
    def looked(self) -> Looked:
        """What was asked for, as far as it can be understood; a profession is chosen for who chose none."""
        self.full_clean()
        given = self.cleaned_data
        profession = given.get("profession", "") or DEFAULT
        return Looked("" if profession == ALL else profession, given.get("topic", ""), given.get("q", ""))


class JumpForm(Form):
    """The short way: one jurisdiction, one profession."""

    place = forms.ChoiceField(choices=[(each.slug, each.name) for each in places.values()], label=_("State or country"))
    profession = forms.ChoiceField(
        required=False, choices=[(each.key, each.name) for each in PROFESSIONS], label=_("Profession")
    )
    to = forms.ChoiceField(required=False, choices=[(WALLET, WALLET)])
