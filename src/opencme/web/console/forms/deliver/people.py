"""Forms about people: one added, a list with its columns, a unit completed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.delivery.selectors.people import PeopleList
from opencme.kernel.professions import DEGREE_NAMES, PROFESSION_NAMES
from opencme.rules.delivery.cycles import CycleKind
from opencme.rules.delivery.people_list import FIELDS
from opencme.web.console.forms.deliver.attendance import NewPersonForm
from opencme.web.ui.forms import Form


class ListForm(Form):
    """A list of people."""

    file = forms.FileField(
        label=_("List of people"),
        help_text=_("An XLSX or CSV file with a header row. Drop it here; you see what was understood first."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )


class ColumnsForm(Form):
    """Which column holds what."""

    marks_optional = False

    def __init__(self, *args: Any, listed: PeopleList, **kwargs: Any) -> None:
        """One choice per field, preset to what was understood."""
        super().__init__(*args, **kwargs)
        columns = [("", gettext("Not in the list"))]
        columns += [
            (str(column.place), column.title or gettext("Column %(n)s") % {"n": column.place + 1})
            for column in listed.columns
        ]
        for field, name in FIELDS.items():
            at = listed.mapping.get(field)
            self.fields[field] = forms.ChoiceField(
                label=gettext(name), choices=columns, required=False, initial="" if at is None else str(at)
            )

    @property
    def mapping(self) -> dict[str, int]:
        """The chosen columns by field."""
        return {field: int(at) for field, at in self.cleaned_data.items() if at}


def mapping_in(query: Mapping[str, str], width: int) -> dict[str, int] | None:
    """Read the columns from a query string; None when it names none."""
    if not any(field in query for field in FIELDS):
        return None
    return {
        field: int(query[field]) for field in FIELDS if query.get(field, "").isdecimal() and int(query[field]) < width
    }


class PersonForm(NewPersonForm):
    """One participant added by staff."""

    credentials = forms.CharField(
        label=_("Credentials"), help_text=_("As printed after the name: MD, FACP"), max_length=80, required=False
    )
    profession = forms.ChoiceField(
        label=_("Profession"),
        required=False,
        choices=[("", _("The person says it later")), *((str(key), name) for key, name in PROFESSION_NAMES.items())],
    )
    degree = forms.ChoiceField(
        label=_("Degree"),
        help_text=_("Decides which credit may be awarded."),
        required=False,
        choices=[("", _("The person says it later")), *((str(key), name) for key, name in DEGREE_NAMES.items())],
    )


class CycleForm(Form):
    """A unit that a participant completed, with what its kind asks for."""

    completed_on = forms.DateField(
        label=_("Completed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args: Any, kind: CycleKind, **kwargs: Any) -> None:
        """Ask for the kind's own facts."""
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = {}
        if kind.choices:
            choices = [(value, gettext(words)) for value, words in kind.choices]
            fields["reference"] = forms.ChoiceField(label=gettext(kind.reference), choices=choices)
        elif kind.reference:
            fields["reference"] = forms.CharField(
                label=gettext(kind.reference), help_text=gettext(kind.reference_help), max_length=120
            )
        if kind.has_minutes:
            fields["minutes"] = forms.IntegerField(label=gettext("Minutes"), min_value=1)
        for fact in kind.facts:
            given: dict[str, Any] = {"label": gettext(fact.label), "help_text": gettext(fact.help) if fact.help else ""}
            fields[fact.key] = (
                forms.BooleanField(required=False, **given)
                if fact.is_confirmed
                else forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 2}), **given)
            )
        self.fields = {**fields, "completed_on": self.fields["completed_on"]}


class ReasonForm(Form):
    """Why something is taken back."""

    note = forms.CharField(label=_("Why"), max_length=300)
