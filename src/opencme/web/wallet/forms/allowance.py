"""An allowance, an expense with its receipt, and the day expenses were paid back."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.apps.wallet.selectors.allowance import Allowance, Expense
from opencme.apps.wallet.selectors.held import Held
from opencme.apps.wallet.services.allowances import AllowanceValues, ExpenseValues
from opencme.documents.certificate import days_in_words, in_words
from opencme.web.ui.forms import Form
from opencme.web.wallet.forms.fields import date_field

CURRENCIES: Final = (
    ("USD", _("US dollars (USD)")),
    ("CAD", _("Canadian dollars (CAD)")),
    ("EUR", _("Euros (EUR)")),
    ("GBP", _("Pounds (GBP)")),
    ("CHF", _("Swiss francs (CHF)")),
    ("AUD", _("Australian dollars (AUD)")),
    ("NZD", _("New Zealand dollars (NZD)")),
    ("INR", _("Indian rupees (INR)")),
    ("JPY", _("Yen (JPY)")),
)
STATES: Final = (("spent", _("Spent")), ("planned", _("Planned")))
KINDS: Final = tuple(Expense.KINDS)
RECEIPT_TYPES: Final = "application/pdf,image/jpeg,image/png,.pdf,.jpg,.jpeg,.png"


class Amount(forms.DecimalField):
    """Money or days as people type them: "$1,240.50" and "1 240" are read too."""

    def __init__(self, **more: Any) -> None:
        """Take decimals typed on a phone's number pad."""
        attrs = {"inputmode": "decimal", "autocomplete": "off"}
        messages = {"invalid": _("Write a number: 1240.50.")}
        super().__init__(widget=forms.TextInput(attrs=attrs), error_messages=messages, **more)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs' own base says int
        """Leave out currency signs, blanks, and commas between thousands."""
        if isinstance(value, str):
            value = value.strip().lstrip("$€£¥₹").replace(" ", "").replace("\u00a0", "")
            if "," in value and "." not in value and len(value.rpartition(",")[2]) != 3:  # noqa: PLR2004 -- thousands
                value = value.replace(",", ".")
            value = value.replace(",", "")
        return super().to_python(value)


class AllowanceForm(Form):
    """What an employer gives, from when to when."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    employer = forms.CharField(label=_("Who gives it"), max_length=200)
    starts_on = date_field(label=_("First day"))
    ends_on = date_field(label=_("Spend by"), help_text=_("The last day. What is unspent then lapses."))
    budget = Amount(label=_("Money"), max_digits=10, decimal_places=2, required=False)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="USD")
    days = Amount(label=_("Days away"), max_digits=5, decimal_places=1, required=False)
    carried = Amount(
        label=_("Money taken over from before"),
        help_text=_("Only if your employer allows it. Nothing is carried over by itself."),
        max_digits=10,
        decimal_places=2,
        required=False,
    )
    carried_days = Amount(label=_("Days taken over from before"), max_digits=5, decimal_places=1, required=False)
    claim_by = date_field(
        label=_("Receipts due by"), help_text=_("Where your employer set a last day for claims."), required=False
    )
    note = forms.CharField(
        label=_("Note"),
        help_text=_("What it pays for, whom to ask."),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
    )

    def values(self) -> AllowanceValues:
        """Give what was typed."""
        typed = self.cleaned_data
        return AllowanceValues(
            employer=typed["employer"],
            starts_on=typed["starts_on"],
            ends_on=typed["ends_on"],
            budget=typed["budget"],
            currency=typed["currency"],
            days=typed["days"],
            carried=typed["carried"] or Decimal(0),
            carried_days=typed["carried_days"] or Decimal(0),
            claim_by=typed["claim_by"],
            note=typed["note"],
        )


class ExpenseForm(Form):
    """One expense or absence; what it was for is chosen from the person's own credits and plan."""

    marks_optional = False
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    kept_receipt = forms.UUIDField(widget=forms.HiddenInput, required=False)
    state = forms.ChoiceField(
        label=_("It is"), choices=STATES, initial="spent", widget=forms.RadioSelect(attrs={"class": "is-cards"})
    )
    what = forms.CharField(label=_("What it was for"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=KINDS)
    spent_on = date_field(label=_("Day"))
    amount = Amount(label=_("Amount"), max_digits=10, decimal_places=2, required=False)
    days = Amount(label=_("Days away"), max_digits=4, decimal_places=1, required=False)
    allowance = forms.ChoiceField(label=_("Put it to"), required=False)
    currency = forms.ChoiceField(
        label=_("Currency"),
        help_text=_("Of what you pay yourself; an allowance has its own."),
        choices=CURRENCIES,
        initial="USD",
        required=False,
    )
    belongs_to = forms.ChoiceField(
        label=_("Belongs to"), help_text=_("Then you see what each activity and each credit cost."), required=False
    )
    receipt = forms.FileField(
        label=_("Receipt"),
        help_text=_("PDF, or a photo as JPEG or PNG. Only you see it."),
        widget=forms.FileInput(attrs={"accept": RECEIPT_TYPES}),
        required=False,
    )
    drops_receipt = forms.BooleanField(label=_("Take the receipt away"), required=False)
    reimbursed_on = date_field(label=_("Paid back on"), required=False)

    def __init__(
        self,
        *args: Any,
        allowances: Iterable[Allowance],
        belongings: Iterable[tuple[str, str]],
        has_receipt: bool = False,
        **kwargs: Any,
    ) -> None:
        """Offer the person's allowances and what an expense may belong to."""
        super().__init__(*args, **kwargs)
        for name, choices in (
            (
                "allowance",
                [("", _("None: I pay it myself")), *((str(each.public_id), _name(each)) for each in allowances)],
            ),
            ("belongs_to", [("", _("Nothing in particular")), *belongings]),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 -- tells the type checker what the class says
            field.choices = choices
        if not has_receipt:
            del self.fields["drops_receipt"]

    def values(self) -> ExpenseValues:
        """Give what was typed."""
        typed = self.cleaned_data
        kind, _colon, number = typed["belongs_to"].partition(":")
        return ExpenseValues(
            spent_on=typed["spent_on"],
            kind=typed["kind"],
            what=typed["what"],
            amount=typed["amount"] or Decimal(0),
            days=typed["days"] or Decimal(0),
            currency=typed["currency"] or "USD",
            allowance=UUID(typed["allowance"]) if typed["allowance"] else None,
            credit=UUID(number) if kind == "outside" else None,
            activity=UUID(number) if kind == "activity" else None,
            is_planned=typed["state"] == "planned",
            reimbursed_on=typed["reimbursed_on"],
        )


class ReimbursedForm(Form):
    """On which day some expenses were paid back."""

    expenses = forms.MultipleChoiceField(
        label=_("Paid back"), error_messages={"required": _("Choose what was paid back.")}
    )
    on = date_field(label=_("Paid back on"))

    def __init__(self, *args: Any, waiting: Iterable[Expense], **kwargs: Any) -> None:
        """Offer what waits."""
        super().__init__(*args, **kwargs)
        field = self.fields["expenses"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- tells the type checker what the class says
        field.choices = [(str(each.public_id), each.what) for each in waiting]


def allowance_initial(allowance: Allowance) -> dict[str, Any]:
    """Give the form's values of an allowance that is there."""
    names = ("employer", "starts_on", "ends_on", "budget", "currency", "days", "claim_by", "note")
    return {
        **{name: getattr(allowance, name) for name in names},
        "carried": allowance.carried or None,
        "carried_days": allowance.carried_days or None,
    }


def next_initial(allowance: Allowance) -> dict[str, Any]:
    """Give the form's values for the year after an allowance: everything but what would be taken over."""
    return {
        **allowance_initial(allowance),
        "key": uuid4(),
        "carried": None,
        "carried_days": None,
        "starts_on": _year_later(allowance.starts_on),
        "ends_on": _year_later(allowance.ends_on),
        "claim_by": _year_later(allowance.claim_by) if allowance.claim_by else None,
    }


def expense_initial(expense: Expense) -> dict[str, Any]:
    """Give the form's values of an expense that is there."""
    belongs_to = ""
    if expense.activity_id:
        belongs_to = f"activity:{expense.activity_id}"
    elif expense.credit:
        belongs_to = f"outside:{expense.credit.public_id}"
    return {
        "state": "planned" if expense.is_planned else "spent",
        "what": expense.what,
        "kind": expense.kind,
        "spent_on": expense.spent_on,
        "amount": expense.amount or None,
        "days": expense.days or None,
        "allowance": str(expense.allowance.public_id) if expense.allowance else "",
        "currency": expense.currency or "USD",
        "belongs_to": belongs_to,
        "reimbursed_on": expense.reimbursed_on,
    }


def belongings(
    held: Iterable[Held], planned: Iterable[tuple[str, str]], kept: tuple[str, str] | None
) -> list[tuple[str, str]]:
    """Give what an expense may belong to: plans first, then credits, each activity once; ``kept`` is offered anyhow."""
    found = dict(planned)
    for each in held:
        key = f"activity:{each.activity_id}" if each.activity_id else each.key
        found.setdefault(key, f"{each.title}, {in_words(each.completed_on)}")
    if kept:
        found.setdefault(*kept)
    return list(found.items())


def _name(allowance: Allowance) -> str:
    return f"{allowance.employer}, {days_in_words(allowance.starts_on, allowance.ends_on)} ({allowance.currency})"


def _year_later(day: date) -> date:
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)
