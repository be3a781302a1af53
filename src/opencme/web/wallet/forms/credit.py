"""The form of a credit from elsewhere: five fields, the rest folded; topics by tick or by search."""

import difflib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.wallet.selectors.asked import Asked
from opencme.apps.wallet.services.credits import Typed
from opencme.catalog.outside_credit import kinds
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.dates import DateOrder
from opencme.rules.credit.reading import Unreadable, day_of, read_amount, read_days, read_minutes, written
from opencme.web.ui.forms import Form
from opencme.web.wallet.earning import Earning, earnings

MOST_TOPICS: Final = 30
_MORE: Final = re.compile(r"more_topic_(\d{1,2})$")
_TRI: Final = (("", _("Not said")), ("yes", _("Yes")), ("no", _("No")))
NUMERIC: Final = {"inputmode": "decimal", "autocomplete": "off"}


class AmountField(forms.CharField):
    """An amount as people write it: 1.5 or 1,5."""

    def __init__(self, **kwargs: Any) -> None:
        """Take it short."""
        kwargs.setdefault("widget", forms.TextInput(attrs=NUMERIC))
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        """Give a Decimal, or None."""
        text = super().clean(value)
        return _read(read_amount, text) if text else None


class MinutesField(forms.CharField):
    """A length of time: 90, or 1:30."""

    def clean(self, value: Any) -> Any:
        """Give whole minutes, or None."""
        text = super().clean(value)
        return _read(read_minutes, text) if text else None


class DayField(forms.CharField):
    """A day picked or typed; month first where day and month could be swapped, as this form's language writes it."""

    def __init__(self, **kwargs: Any) -> None:
        """Offer the browser's own picker."""
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        super().__init__(max_length=40, **kwargs)

    def clean(self, value: Any) -> Any:
        """Give a date, or None."""
        text = super().clean(value.isoformat() if isinstance(value, date) else value)
        return _read(lambda text: day_of(read_days(text), DateOrder.MONTH_FIRST), text) if text else None


def _read(read: Any, text: str) -> Any:
    try:
        return read(text)
    except Unreadable as fault:
        raise forms.ValidationError(gettext(fault.why)) from None


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic of the form: a tick or a search field, and how much of the credit is on it."""

    code: str
    topic: forms.BoundField
    part: forms.BoundField


class TopicsForm(Form):
    """The part about topics: those the person's rules ask for as ticks, any other by its name."""

    marks_optional = False

    def __init__(
        self, *args: Any, asked: Asked, topics: Mapping[str, str] | None = None, more: bool = False, **kwargs: Any
    ) -> None:
        """topics: code -> how much as text, empty for the whole; more: one more search field."""
        super().__init__(*args, **kwargs)
        self.asked = asked
        known = dict(topics or {})
        self._ticks = list(asked.topics)
        for code in self._ticks:
            self.fields[f"topic_{code}"] = forms.BooleanField(
                label=_capital(vocabulary().topics[code]), required=False, initial=code in known
            )
            self.fields[f"part_{code}"] = AmountField(
                label=gettext("How much of it"), required=False, initial=known.pop(code, "")
            )
        rest = sorted(known.items(), key=lambda pair: _label(pair[0]))
        typed = {int(match[1]) for name in self.data if (match := _MORE.match(name))}
        count = max(len(rest) + 1, max(typed, default=-1) + 1 + more)
        self._searches = range(min(count, MOST_TOPICS))
        for place in self._searches:
            code, part = rest[place] if place < len(rest) else ("", "")
            self.fields[f"more_topic_{place}"] = forms.CharField(
                label=gettext("Another topic") if place == 0 and self._ticks else gettext("Topic"),
                required=False,
                max_length=120,
                initial=_label(code),
                widget=forms.TextInput(attrs={"list": "all-topics", "autocomplete": "off"}),
            )
            self.fields[f"more_part_{place}"] = AmountField(
                label=gettext("How much of it"), required=False, initial=part
            )

    @property
    def ticks(self) -> Iterator[TopicRow]:
        """The topics the person's rules ask for."""
        return (TopicRow(code, self[f"topic_{code}"], self[f"part_{code}"]) for code in self._ticks)

    @property
    def searches(self) -> Iterator[TopicRow]:
        """Any other topic."""
        return (TopicRow("", self[f"more_topic_{at}"], self[f"more_part_{at}"]) for at in self._searches)

    @property
    def all_topics(self) -> list[str]:
        """Every topic there is, by name, for the search."""
        return sorted((_capital(label) for label in vocabulary().topics.values()), key=str.casefold)

    @property
    def has_topics(self) -> bool:
        """Whether something is said of topics, or wrong with it: then they are not folded."""
        rows = (*self.ticks, *self.searches)
        return any(row.topic.value() or row.topic.errors or row.part.errors for row in rows) or bool(
            self.data.get("add")
        )

    def clean(self) -> dict[str, Any]:
        """Turn names into codes; an unknown name is told with the nearest that exist."""
        given: dict[str, Any] = super().clean() or {}
        by_name = {label.casefold(): code for code, label in vocabulary().topics.items()}
        for at in self._searches:
            name = " ".join(str(given.get(f"more_topic_{at}", "")).split()).casefold()
            if name and name not in by_name and name not in vocabulary().topics:
                near = difflib.get_close_matches(name, by_name, n=3, cutoff=0.5)
                text = gettext("No rule knows this topic.")
                if near:
                    text += " " + gettext("Near it: %(near)s.") % {"near": ", ".join(_capital(each) for each in near)}
                self.add_error(f"more_topic_{at}", text)
        return given

    def topics(self) -> dict[str, Decimal | None]:
        """Give what was said, topic by topic; None is the whole."""
        given = self.cleaned_data
        found: dict[str, Decimal | None] = {
            code: given.get(f"part_{code}") for code in self._ticks if given.get(f"topic_{code}")
        }
        by_name = {label.casefold(): code for code, label in vocabulary().topics.items()}
        for at in self._searches:
            name = " ".join(str(given.get(f"more_topic_{at}", "")).split()).casefold()
            code = by_name.get(name) or (name if name in vocabulary().topics else "")
            if code:
                found[code] = given.get(f"more_part_{at}")
        return found


class DetailsForm(TopicsForm):
    """What else a rule may ask of a credit; each is shown where one of the person's rules looks at it."""

    in_practice_area = forms.ChoiceField(label=_("In your own practice area"), choices=_TRI, required=False)
    assessed = forms.BooleanField(label=_("It had an assessment, and you passed"), required=False)
    score = AmountField(label=_("Score in percent"), required=False)
    approved_course = forms.ChoiceField(
        label=_("A course your board approved for the topic"), choices=_TRI, required=False
    )
    interactive = forms.ChoiceField(label=_("Interactive: you could ask and be answered"), choices=_TRI, required=False)
    axis = forms.ChoiceField(label=_("Axis"), required=False)
    approved_list = forms.ChoiceField(label=_("On the approved list of"), required=False)

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        """Leave out what no rule of the person looks at."""
        super().__init__(*args, asked=asked, **kwargs)
        for name, choices in (("axis", asked.axes), ("approved_list", asked.lists)):
            if choices or self.initial.get(name):
                every = dict.fromkeys([*choices, *filter(None, [self.initial.get(name)])])
                self.fields[name].choices = [("", "–"), *((each, each) for each in every)]  # type: ignore[attr-defined]  # a choice field
            else:
                del self.fields[name]

    @property
    def asked_details(self) -> list[forms.BoundField]:
        """The fields that a rule of the person looks at."""
        return [self[name] for name in _DETAILS if name in self.fields and self._matters(name)]

    @property
    def other_details(self) -> list[forms.BoundField]:
        """The others, for whoever wants to note them."""
        return [self[name] for name in _DETAILS if name in self.fields and not self._matters(name)]

    def _matters(self, name: str) -> bool:
        of = {"axis": bool(self.asked.axes), "approved_list": bool(self.asked.lists), "score": self.asked.assessed}
        return of.get(name, bool(getattr(self.asked, name, False)))

    def details(self) -> dict[str, Any]:
        """Give what was said, by the names of the rules."""
        given = self.cleaned_data
        found: dict[str, Any] = {
            name: given[name] == "yes"
            for name in ("in_practice_area", "approved_course", "interactive")
            if given.get(name)
        }
        if given.get("assessed"):
            found["assessed"] = True
        if given.get("score") is not None:
            found["score"] = written(given["score"])
        found |= {name: given[name] for name in ("axis", "approved_list") if given.get(name)}
        return found


_DETAILS: Final = ("in_practice_area", "assessed", "score", "approved_course", "interactive", "axis", "approved_list")


class CreditForm(DetailsForm):
    """A credit from elsewhere."""

    marks_optional = True
    title = forms.CharField(
        label=_("Title"),
        max_length=300,
        error_messages={"required": _("Give the activity's title, as on the certificate.")},
    )
    provider = forms.CharField(label=_("Provider"), max_length=200, required=False)
    completed_on = DayField(
        label=_("Completed on"), error_messages={"required": _("Give the day on which it was completed.")}
    )
    amount = AmountField(label=_("Amount"), error_messages={"required": _("Say how much credit it was.")})
    system = forms.ChoiceField(
        label=_("Credit"), error_messages={"required": _("Say which credit it is; the certificate names it.")}
    )
    way = forms.ChoiceField(label=_("How it was earned"), required=False)
    minutes = MinutesField(
        label=_("Time it took"),
        help_text=_("In minutes, or as 1:30."),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    course = forms.CharField(
        label=_("Course or activity number"),
        help_text=_("As printed on the certificate. Finds the same course twice."),
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    note = forms.CharField(
        label=_("Your notes"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.FileField(
        label=_("Certificate or other proof"),
        help_text=_("PDF, PNG or JPEG, at most 20 MB. Only you see it."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,application/pdf,image/png,image/jpeg"}),
    )

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        """Offer the kinds of credit, those of the person's own rules first."""
        super().__init__(*args, asked=asked, **kwargs)
        self.fields["system"].choices = _systems(asked, str(self.initial.get("system", "")))  # type: ignore[attr-defined]  # a choice field
        self.fields["way"].choices = _ways()  # type: ignore[attr-defined]  # as above

    def clean(self) -> dict[str, Any]:
        """Read the way only where it belongs to the kind of credit."""
        given = super().clean()
        system, _colon, way = str(given.get("way", "")).partition(":")
        given["way"] = way
        if way and given.get("system") and system != given["system"]:
            name = kinds()[given["system"]].label
            self.add_error("way", gettext("This is no way in which %(name)s is earned.") % {"name": gettext(name)})
        return given

    def typed(self) -> Typed:
        """Give the credit as typed."""
        given = self.cleaned_data
        return Typed(
            title=given["title"],
            provider=given["provider"],
            completed_on=given["completed_on"],
            system=given["system"],
            amount=given["amount"],
            minutes=given["minutes"],
            topics=self.topics(),
            way=given["way"],
            details=self.details(),
            course=given["course"],
            note=given["note"],
        )

    @property
    def earnings(self) -> list[tuple[str, list[Earning]]]:
        """What each way gives, for the kinds that stand first in the list."""
        return earnings(_first(self.asked, str(self.initial.get("system", ""))))

    @property
    def is_open(self) -> bool:
        """Whether the folded part must be open: something stands in it, or is wrong with it."""
        names = ("way", "minutes", "course", "note", *_DETAILS)
        return any(self[name].errors or self[name].value() for name in names if name in self.fields)


def _systems(asked: Asked, chosen: str) -> list[Any]:
    every = kinds()
    first = _first(asked, chosen)
    rest = [code for code in every if code not in first]

    def named(codes: list[str]) -> list[tuple[str, str]]:
        return [(code, gettext(every[code].label)) for code in codes]

    return [("", gettext("Choose …")), (gettext("Usual"), named(first)), (gettext("All others"), named(rest))]


def _first(asked: Asked, chosen: str) -> list[str]:
    """Give the kinds of the person's own rules and the usual ones."""
    return [code for code, kind in kinds().items() if code in asked.systems or kind.is_common or code == chosen]


def _ways() -> list[Any]:
    found: list[Any] = [("", gettext("As usual"))]
    for code, kind in kinds().items():
        if kind.ways:
            found.append((gettext(kind.label), [(f"{code}:{way.key}", gettext(way.label)) for way in kind.ways]))
    return found


def _label(code: str) -> str:
    return _capital(vocabulary().topics.get(code, code))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
