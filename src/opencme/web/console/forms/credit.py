"""Forms of credit: the maximum of each system, the owner's letter, a correction with its reason."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.credit.selectors import DesignationLine, DesignationPage
from opencme.kernel.credits import Credits
from opencme.web.ui.forms import Form


def amount_field(step: Decimal, **kwargs: Any) -> forms.DecimalField:
    """An amount of credit: typed or stepped; the rules judge it."""
    kwargs.setdefault("required", False)
    widget = forms.NumberInput(attrs={"step": f"{step:f}", "min": "0", "inputmode": "decimal", "class": "is-amount"})
    return forms.DecimalField(min_value=0, max_digits=7, decimal_places=2, widget=widget, **kwargs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One credit system as the designation page draws it: what is known, and its fields."""

    line: DesignationLine
    amount: forms.BoundField
    letter: forms.BoundField | None


class DesignationForm(Form):
    """The maximum of each credit system; left empty, a system is not designated.

    Its fields come from the page: ``<system>-asked`` and, where the owner approves each activity, ``<system>-letter``.
    """

    marks_optional = False

    def __init__(self, *args: Any, shown: DesignationPage, **kwargs: Any) -> None:
        """Make the fields of every system whose rules know the activity's format."""
        super().__init__(*args, **kwargs)
        self.shown = shown
        for line in self._offered():
            self.fields[f"{line.system}-asked"] = amount_field(
                line.edition.step,
                label=gettext("Maximum, %(units)s") % {"units": line.edition.units.plain},
                help_text=_said(line),
                initial=line.asked.amount if line.is_included else None,
            )
            if line.edition.by_letter:
                self.fields[f"{line.system}-letter"] = forms.CharField(
                    label=_("Credit statement as received"),
                    help_text=_("Paste it from the approval letter, without a change. It is printed exactly so."),
                    required=False,
                    max_length=4000,
                    widget=forms.Textarea(attrs={"rows": 4}),
                    initial=line.standing.statement if line.standing else "",
                )

    def _offered(self) -> tuple[DesignationLine, ...]:
        return tuple(line for line in (*self.shown.chosen, *self.shown.others) if line.rule is not None)

    @property
    def maxima(self) -> dict[str, Credits]:
        """The amounts typed, by system."""
        typed = ((line.system, self.cleaned_data.get(f"{line.system}-asked")) for line in self._offered())
        return {system: Credits(amount) for system, amount in typed if amount is not None}

    @property
    def letters(self) -> dict[str, str]:
        """The owners' words typed, by system."""
        typed = ((line.system, self.cleaned_data.get(f"{line.system}-letter")) for line in self._offered())
        return {system: text for system, text in typed if text}

    def chosen(self) -> Iterator[Card]:
        """Give the systems the plan names or that stand designated, with their fields."""
        yield from self._cards(self.shown.chosen)

    def others(self) -> Iterator[Card]:
        """Give the systems that could be added, with their fields."""
        yield from self._cards(self.shown.others)

    def _cards(self, lines: Iterable[DesignationLine]) -> Iterator[Card]:
        for line in lines:
            if line.rule is None:
                continue
            letter = f"{line.system}-letter"
            yield Card(
                line=line, amount=self[f"{line.system}-asked"], letter=self[letter] if letter in self.fields else None
            )


def _said(line: DesignationLine) -> str:
    """Say what the plan comes to, and of a series what one session does."""
    most = gettext("The plan comes to %(most)s.") % {"most": line.computed}
    if not line.session:
        return most
    told = gettext("The statement says %(one)s, the credit of one session; reports tell the whole series.")
    return f"{most} {told % {'one': line.session.short}}"


class ApplicationForm(Form):
    """When credit was applied for with its owner."""

    filed_on = forms.DateField(label=_("Filed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


class ReplaceForm(Form):
    """What an entry of the ledger says from now on, and why. confirmed: the before and after was seen."""

    amount = amount_field(Decimal("0.25"), label=_("Amount from now on"), required=True)
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays in the ledger and is printed on the new version of the certificate."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, step: Decimal, **kwargs: Any) -> None:
        """Step by what the credit system allows."""
        super().__init__(*args, **kwargs)
        self.fields["amount"].widget.attrs["step"] = f"{step:f}"


class RevokeForm(Form):
    """Why an award is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("It stays in the ledger; whoever verifies the certificate sees that it was revoked."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)
