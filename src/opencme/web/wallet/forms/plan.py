"""An activity described by hand: what it is called, and what credit it gives as its flyer says."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.catalog.outside_credit import kinds
from opencme.catalog.requirement_sets import vocabulary
from opencme.rules.credit.flyer import Designated, read_flyer
from opencme.rules.requirements import amounts
from opencme.rules.requirements.shortest import Offer
from opencme.web.ui.forms import Form
from opencme.web.wallet.forms.fields import date_field, number_field

ROWS: Final = 3
CENTS: Final = 100
USUAL_MINUTES: Final = 60
LONGEST: Final = 8000
MOST_CREDIT: Final = 999


class CountsForm(Form):
    """What the person knows of an activity before spending the hour; what was read is theirs to check."""

    marks_optional = False
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("Title"), max_length=300)
    provider = forms.CharField(label=_("Provider"), max_length=200, required=False)
    statement = forms.CharField(
        label=_("Credit statement"),
        help_text=_("Paste the sentence of the flyer: “… for a maximum of 2.0 AMA PRA Category 1 Credits …”."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    system = forms.ChoiceField(label=_("Credit"))
    amount = number_field(_("How much at most"), min_value=Decimal("0.01"), max_value=Decimal(MOST_CREDIT))
    minutes = forms.IntegerField(
        label=_("Minutes it takes"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("Empty: as the credit."),
    )
    day = date_field(_("Day"), required=False, help_text=_("Empty: at any time."))
    price = number_field(
        _("Price in US dollars"), required=False, min_value=Decimal(0), help_text=_("0 where free; empty: not known.")
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        """Offer the pack's credits and topics."""
        super().__init__(data, **more)
        self.fields["system"].choices = [("", _("Choose")), *_systems()]  # type: ignore[attr-defined]  # a choice field
        for at in range(1, ROWS + 1):
            self.fields[f"topic_{at}"] = forms.ChoiceField(
                label=_("Topic"), required=False, choices=[("", _("None")), *topic_choices()]
            )
            self.fields[f"part_{at}"] = number_field(
                _("Credit on it"), required=False, min_value=Decimal("0.01"), help_text=_("Empty: all of it.")
            )

    @property
    def topic_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The topics with their part, a row each."""
        return [(self[f"topic_{at}"], self[f"part_{at}"]) for at in range(1, ROWS + 1)]

    def clean(self) -> dict[str, Any]:
        """A part is no larger than the whole, and belongs to a topic."""
        given = super().clean() or self.cleaned_data
        amount = given.get("amount")
        for at in range(1, ROWS + 1):
            part = given.get(f"part_{at}")
            if part is None:
                continue
            if not given.get(f"topic_{at}"):
                self.add_error(f"topic_{at}", gettext("Say which topic it is on."))
            elif amount is not None and part > amount:
                self.add_error(f"part_{at}", gettext("No more than the credit as a whole."))
        return dict(given)

    def offer(self, today: date) -> Offer:
        """Give what was described. Raises DomainError never; the form is valid."""
        given = self.cleaned_data
        amount = amounts.of(given["amount"])
        key: UUID = given["key"] or uuid4()
        price = given["price"]
        return Offer(
            key=str(key),
            title=given["title"],
            credits={given["system"]: amount},
            topics=dict(self._topics(amount)),
            minutes=given["minutes"] or amount * USUAL_MINUTES // amounts.ONE,
            first=given["day"] or today,
            last=given["day"],
            price=None if price is None else int(price * CENTS),
        )

    def _topics(self, amount: int) -> Iterator[tuple[str, int]]:
        for at in range(1, ROWS + 1):
            code, part = self.cleaned_data[f"topic_{at}"], self.cleaned_data[f"part_{at}"]
            if code:
                yield code, amount if part is None else amounts.of(part)


def read(data: Any) -> tuple[Any, tuple[Designated, ...]]:
    """Fill credit and amount from the pasted statement, and give all that was found in it."""
    found = read_flyer(data.get("statement", ""))
    filled = data.copy()
    if found:
        filled["system"], filled["amount"] = found[0].system, str(found[0].most)
    return filled, found


@cache
def topic_choices() -> tuple[tuple[str, str], ...]:
    """Give every topic of the pack by its name."""
    named = ((code, label[:1].upper() + label[1:]) for code, label in vocabulary().topics.items())
    return tuple(sorted(named, key=lambda each: each[1].casefold()))


def _systems() -> list[tuple[str, Any]]:
    common = [(code, _(kind.label)) for code, kind in kinds().items() if kind.is_common]
    rest = [(code, _(kind.label)) for code, kind in kinds().items() if not kind.is_common]
    return [(str(_("Usual")), common), (str(_("More")), rest)] if common else rest
