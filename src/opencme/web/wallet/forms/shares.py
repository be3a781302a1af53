"""Choosing what a link shows, to whom and until when."""

from datetime import date, datetime, time, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.wallet.selectors.cycles import Cycle
from opencme.apps.wallet.selectors.shares import Choices, Chosen
from opencme.apps.wallet.selectors.standing import Standing
from opencme.apps.wallet.services.shares import LONGEST, SHORTEST_KEY, new_key
from opencme.documents.certificate import days_in_words
from opencme.kernel.clock import day_in
from opencme.web.ui.forms import Form
from opencme.web.wallet.forms.fields import date_field
from opencme.web.wallet.shared import belongs_to

LASTS: Final = (("7", _("7 days")), ("30", _("30 days")), ("90", _("90 days")), ("until", _("Until a day")))
PERIODS: Final = (
    ("cycles", _("The cycles of the authorities chosen above")),
    ("days", _("From a day to a day")),
    ("all", _("All that is recorded")),
)


def _day(**more: Any) -> forms.DateField:
    return date_field(required=False, **more)


class ShareForm(Form):
    """A share before it is made; nothing is chosen beforehand."""

    marks_optional = False
    key = forms.CharField(widget=forms.HiddenInput, max_length=80, required=False)
    recipient = forms.CharField(
        label=_("For whom"), help_text=_("Only you and the holder of the link see it."), max_length=200
    )
    lasts = forms.ChoiceField(
        label=_("How long it opens"),
        choices=LASTS,
        initial="30",
        widget=forms.RadioSelect(attrs={"class": "is-cards"}),
    )
    until = _day(label=_("Last day"))
    obligations = forms.MultipleChoiceField(
        label=_("How you stand with"), widget=forms.CheckboxSelectMultiple, required=False
    )
    past = forms.MultipleChoiceField(
        label=_("Earlier cycles"),
        help_text=_("Each as it stood on its last day, by the rules of that time."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    with_numbers = forms.BooleanField(label=_("With license and certificate numbers of these"), required=False)
    as_of = _day(
        label=_("Standing on the day"),
        help_text=_("Empty: the day it is opened."),
    )
    credits = forms.BooleanField(label=_("Show my credit, line by line"), required=False)
    period = forms.ChoiceField(
        label=_("Of which days"), choices=PERIODS, initial="cycles", widget=forms.RadioSelect, required=False
    )
    first = _day(label=_("First day"))
    last = _day(label=_("Last day"))
    certificates = forms.BooleanField(label=_("With certificate numbers, which anybody can verify"), required=False)
    documents = forms.MultipleChoiceField(
        label=_("Which are shown"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, offered: Choices, now: datetime, zone: str, **kwargs: Any) -> None:
        """Offer the person's authorities and documents. zone: whose clock ends the last day."""
        super().__init__(*args, **kwargs)
        self.offered, self.now, self.zone = offered, now, zone
        named = {
            "obligations": [(str(each.obligation.public_id), _named(each)) for each in offered.standings],
            "past": [(_key(each), _cycle_named(each)) for each in offered.past],
            "documents": [(str(each.public_id), f"{each.file.name}, {belongs_to(each)}") for each in offered.documents],
        }
        for name, choices in named.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 -- tells the type checker what it is
            field.choices = choices

    def clean_key(self) -> str:
        """Give the form's key; a form that lost it gets a new one, so that it can be sent."""
        typed: str = self.cleaned_data["key"]
        return typed if len(typed) >= SHORTEST_KEY else new_key()

    def clean(self) -> dict[str, Any]:
        """Ask for the days that a choice needs."""
        typed = super().clean() or self.cleaned_data
        if typed.get("lasts") == "until" and not typed.get("until") and "until" not in self.errors:
            self.add_error("until", gettext("Say the last day on which it opens."))
        if (typed.get("until") or date.min) > day_in(self.zone, self.now) + LONGEST:
            self.add_error("until", gettext("A link lasts at most a year."))
        if typed.get("credits") and typed.get("period") == "cycles" and not self._terms():
            self.add_error(
                "period", gettext("Choose an authority with a cycle above, or say from which day to which day.")
            )
        if typed.get("credits") and typed.get("period") == "days" and not (typed.get("first") or typed.get("last")):
            self.add_error("first", gettext("Say at least one of the two days."))
        return typed

    def expires_at(self) -> datetime:
        """Give when the link closes: with the last second of its last day, on its owner's clock."""
        if self.cleaned_data["lasts"] != "until":
            return self.now + timedelta(days=int(self.cleaned_data["lasts"]))
        end: datetime = datetime.combine(self.cleaned_data["until"], time(23, 59, 59), ZoneInfo(self.zone))
        return end

    def chosen(self) -> Chosen:
        """Give what was chosen, the days of cycles as they are now."""
        typed = self.cleaned_data
        first = last = None
        if typed["credits"] and typed["period"] == "days":
            first, last = typed["first"], typed["last"]
        elif typed["credits"] and typed["period"] == "cycles":
            terms = self._terms()
            first, last = min(each[0] for each in terms), max(each[1] for each in terms)
        return Chosen(
            obligations=tuple(UUID(each) for each in typed["obligations"]),
            past=tuple(
                (each.obligation.public_id, each.as_of)
                for each in self.offered.past
                if _key(each) in set(typed["past"])
            ),
            with_numbers=typed["with_numbers"],
            as_of=typed["as_of"],
            credits=typed["credits"],
            first=first,
            last=last,
            certificates=typed["credits"] and typed["certificates"],
            documents=tuple(UUID(each) for each in typed["documents"]),
        )

    def _terms(self) -> list[tuple[Any, Any]]:
        wanted, past = set(self.cleaned_data.get("obligations", ())), set(self.cleaned_data.get("past", ()))
        terms = [
            *(each.term for each in self.offered.standings if str(each.obligation.public_id) in wanted),
            *(each.term for each in self.offered.past if _key(each) in past),
        ]
        return [(each.first, each.last) for each in terms if each]


def _key(cycle: Cycle) -> str:
    return f"{cycle.obligation.public_id}~{cycle.as_of}"


def _cycle_named(cycle: Cycle) -> str:
    label, term = cycle.obligation.label, cycle.term
    return f"{label}, {days_in_words(term.first, term.last or term.first)}" if term else label


def _named(standing: Standing) -> str:
    label = standing.obligation.label
    term = standing.term
    return f"{label}, {days_in_words(term.first, term.last or term.first)}" if term else label
