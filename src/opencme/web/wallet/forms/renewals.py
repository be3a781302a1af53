"""Forms about what a person renews: the first set-up, dates, and what happened before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.wallet.selectors.pages import Obligation
from opencme.catalog.requirement_sets.asking import question
from opencme.kernel.findings import DomainError
from opencme.kernel.professions import DEGREE_NAMES, PROFESSION_NAMES
from opencme.rules.activity.clock import is_zone
from opencme.web.ui.forms import Form
from opencme.web.ui.zones import zone_suggested
from opencme.web.wallet.forms.fields import date_field, number_field
from opencme.web.wallet.words import asked_words

#: The column of an obligation that answers a question of the set-up.
COLUMNS: Final = {
    "licence_expiry": "cycle_end",
    "licence_issue_date": "issued_on",
    "renewal_number": "renewal_number",
}


class ProfessionForm(Form):
    """What one practises as, and the degree that decides which licenses fit."""

    profession = forms.ChoiceField(label=_("Profession"))
    degree = forms.ChoiceField(label=_("Degree"))
    time_zone = zone_suggested()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Fill the lists in the reader's language."""
        super().__init__(*args, **kwargs)
        for name, known in (("profession", PROFESSION_NAMES), ("degree", DEGREE_NAMES)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker what the class says
            field.choices = [("", _("Choose …")), *((str(key), gettext(text)) for key, text in known.items())]

    def changes(self) -> dict[str, str]:
        """Give what ``change_profile`` takes; a time zone that nobody knows is none."""
        zone = self.cleaned_data["time_zone"]
        return {**self.cleaned_data, "time_zone": zone if is_zone(zone) else self.initial.get("time_zone", "")}


@dataclass(frozen=True, slots=True)
class Dated:
    """One obligation with the fields it still needs, as they are drawn."""

    obligation: Obligation
    fields: tuple[forms.BoundField, ...]


class DatesForm(Form):
    """The dates of everything that was just chosen, on one page; what is left empty is asked later."""

    marks_optional = False

    def __init__(self, *args: Any, wanted: Sequence[tuple[Obligation, tuple[str, ...]]], **kwargs: Any) -> None:
        """Make the fields. wanted: each obligation with the codes of what it still needs."""
        super().__init__(*args, **kwargs)
        self.wanted = wanted
        for obligation, codes in wanted:
            for code in codes:
                asked = question(code)
                if asked is None:
                    continue
                label, text = asked_words(asked), gettext(asked.help) if asked.help else ""
                name = _name(code, obligation.public_id)
                if code == "renewal_number":
                    self.fields[name] = number_field(label, places=0, help_text=text, required=False)
                else:
                    self.fields[name] = date_field(label, help_text=text, required=False)

    def drawn(self) -> Iterator[Dated]:
        """Give the fields by obligation."""
        for obligation, codes in self.wanted:
            yield Dated(obligation, tuple(self[_name(code, obligation.public_id)] for code in codes))

    def of(self, name: str) -> str:
        """Give the name of what a field is about."""
        return next(
            (row.label for row, codes in self.wanted for code in codes if _name(code, row.public_id) == name), ""
        )

    def values_of(self, obligation: Obligation, codes: Sequence[str]) -> dict[str, Any]:
        """Give what was typed for one obligation, by column; what was left empty is left out."""
        found = {COLUMNS[code]: self.cleaned_data.get(_name(code, obligation.public_id)) for code in codes}
        return {
            column: int(value) if isinstance(value, Decimal) else value
            for column, value in found.items()
            if value is not None
        }

    def refuse_at(self, refusal: DomainError, obligation: Obligation) -> None:
        """Show a refusal at the fields of one obligation."""
        codes = {column: code for code, column in COLUMNS.items()}
        for finding in refusal.findings:
            name = _name(codes.get(finding.field, ""), obligation.public_id)
            self.add_error(name if name in self.fields else None, gettext(finding.message) % dict(finding.params))


def _name(code: str, obligation_id: UUID) -> str:
    return f"{code}-{obligation_id.hex[:12]}"


class ChangeForm(Form):
    """Everything the person knows of one obligation."""

    marks_optional = False
    label = forms.CharField(label=_("Name"), max_length=200)
    number = forms.CharField(
        label=_("Number"), help_text=_("Of the license or certificate; only you see it."), max_length=60, required=False
    )
    cycle_end = date_field(_("Last day of the present cycle"), required=False)
    cycle_start = date_field(
        _("First day of the present cycle"),
        required=False,
        help_text=_("Only where it is not the regular length before the last day."),
    )
    issued_on = date_field(_("Day it was first issued"), required=False)
    renewal_number = number_field(
        _("Which renewal comes next"), places=0, required=False, help_text=_("1 for the first renewal ever.")
    )

    def values(self) -> dict[str, Any]:
        """Give what the service takes."""
        number = self.cleaned_data.get("renewal_number")
        return {**self.cleaned_data, "renewal_number": int(number) if number is not None else None}


class RenewForm(Form):
    """The last day of the next cycle, where it is not the regular one; and which one ended, so that it ends once."""

    ended = forms.DateField(widget=forms.HiddenInput(), required=False)
    cycle_end = date_field(_("Last day of the next cycle"), required=False)


class EarlierForm(Form):
    """Something done before: one list of what a rule looks at, a day, an amount."""

    what = forms.ChoiceField(label=_("What"))
    day = date_field(_("Day"), required=False, help_text=_("For what was done or happened."))
    quantity = number_field(
        _("Amount"), required=False, help_text=_("For surplus, and for events counted by hours or days.")
    )

    def __init__(self, *args: Any, options: Sequence[tuple[str, Sequence[tuple[str, str]]]], **kwargs: Any) -> None:
        """Offer what the rule looks at, in groups."""
        super().__init__(*args, **kwargs)
        field = self.fields["what"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker what the class says
        field.choices = [("", _("Choose …")), *options]

    @property
    def kind(self) -> str:
        """The kind of what was chosen."""
        return str(self.cleaned_data.get("what", "")).partition(":")[0]

    @property
    def name(self) -> str:
        """Its name in the rule."""
        return str(self.cleaned_data.get("what", "")).partition(":")[2]

    def refuse(self, refusal: DomainError) -> None:
        """Show what is wrong with the name at the list."""
        for finding in refusal.findings:
            place = "what" if finding.field == "name" else finding.field
            self.add_error(place if place in self.fields else None, gettext(finding.message) % dict(finding.params))


def typed_day(text: str) -> date | None:
    """Read a day of an address; None when it is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
