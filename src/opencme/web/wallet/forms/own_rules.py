"""The rules of a hospital, employer or society, as a form with a row per topic."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.findings import DomainError
from opencme.rules.requirements.writing import MOST_TOPICS, OwnRule, OwnTopic
from opencme.web.ui.forms import Form
from opencme.web.wallet.forms.fields import date_field, number_field

_ROW: Final = re.compile(r"topic_(\d{1,2})$")
_CLAUSE: Final = re.compile(r"(topic|hours)_(\d{1,2})$")
SYSTEMS: Final = (
    "AMA_PRA_1",
    "AMA_PRA_2",
    "AAFP_P",
    "AAFP_E",
    "AOA_1A",
    "AOA_1B",
    "AOA_2A",
    "AOA_2B",
    "ANCC",
    "ACPE",
    "AAPA_1",
    "INFORMAL",
)
EVERY: Final = (
    ("cycle", _("Every cycle")),
    ("year", _("Every year")),
    ("once", _("Once")),
    ("24", _("Every 2 years")),
    ("36", _("Every 3 years")),
    ("48", _("Every 4 years")),
    ("60", _("Every 5 years")),
)
KINDS: Final = (
    ("hospital", _("Hospital")),
    ("employer", _("Employer or group")),
    ("society", _("Society")),
    ("other", _("Somebody else")),
)


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic: its three fields as they are drawn."""

    topic: forms.BoundField
    hours: forms.BoundField
    every: forms.BoundField


class OwnRulesForm(Form):
    """What is asked: how much, over how long, which credit counts, and which topics."""

    kind = forms.ChoiceField(label=_("Whose rules are these?"), choices=KINDS)
    name = forms.CharField(label=_("Name"), max_length=200)
    hours = number_field(_("Hours or credits in all"), help_text=_("0 where only topics are asked."))
    unit = forms.ChoiceField(label=_("Counted in"), choices=[("hour", _("Hours")), ("credit", _("Credits"))])
    months = forms.TypedChoiceField(
        label=_("Over"),
        coerce=int,
        choices=[(12, _("1 year")), (24, _("2 years")), (36, _("3 years")), (48, _("4 years")), (60, _("5 years"))],
        initial=24,
    )
    cycle_end = date_field(_("Last day of the present cycle"))
    systems = forms.MultipleChoiceField(
        label=_("Which credit counts"),
        help_text=_("None ticked: every accredited credit counts."),
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"class": "is-inline"}),
    )
    in_total = forms.BooleanField(label=_("Hours on topics lie inside the total"), required=False, initial=True)
    written = forms.CharField(
        label=_("Where is it written?"),
        help_text=_("Bylaws, a letter, a page: shown beside every answer that rests on it."),
        max_length=200,
        required=False,
    )
    in_force_from = date_field(
        _("In force from"),
        required=False,
        help_text=_("For rules that changed: cycles that end before this day keep the rules before it."),
    )

    def __init__(self, *args: Any, rows: int = 1, more: bool = False, is_amended: bool = False, **kwargs: Any) -> None:
        """Make a row per topic. rows: of the rules as they are; more: one row beyond what was typed."""
        super().__init__(*args, **kwargs)
        words = vocabulary()
        systems = self.fields["systems"]
        assert isinstance(systems, forms.MultipleChoiceField)  # noqa: S101 -- tells the type checker what the class says
        systems.choices = [(code, words.credit_systems[code]) for code in SYSTEMS]
        typed = [int(match[1]) for name in self.data if (match := _ROW.match(name))]
        self.places: list[int] = []
        self.count = min(max(rows, max(typed, default=-1) + 1 + more), MOST_TOPICS)
        topics = sorted(words.topics.items(), key=lambda entry: entry[1].lower())
        named = [("", _("Choose …")), *((code, label[:1].upper() + label[1:]) for code, label in topics)]
        for place in range(self.count):
            self.fields[f"topic_{place}"] = forms.ChoiceField(label=_("Topic"), choices=named, required=False)
            self.fields[f"hours_{place}"] = number_field(_("Hours; empty for one course"), required=False)
            self.fields[f"every_{place}"] = forms.ChoiceField(label=_("How often"), choices=EVERY, required=False)
        if is_amended:
            del self.fields["kind"], self.fields["cycle_end"]
        else:
            del self.fields["in_force_from"]

    def topics(self) -> Iterator[TopicRow]:
        """Give the rows of topics."""
        for place in range(self.count):
            yield TopicRow(self[f"topic_{place}"], self[f"hours_{place}"], self[f"every_{place}"])

    def rule(self, today: date) -> OwnRule:
        """Give what was typed as the service takes it; rows without a topic are left out."""
        data = self.cleaned_data
        self.places = [place for place in range(self.count) if data.get(f"topic_{place}")]
        chosen = tuple(
            OwnTopic(
                topic=data[f"topic_{place}"],
                hours=data.get(f"hours_{place}"),
                every=data.get(f"every_{place}") or "cycle",
            )
            for place in self.places
        )
        return OwnRule(
            name=data["name"],
            hours=data["hours"],
            unit=data["unit"],
            months=data["months"],
            systems=tuple(data["systems"]),
            topics=chosen,
            in_total=data["in_total"],
            written=data["written"],
            in_force_from=data.get("in_force_from"),
            seen_on=today,
        )

    def refuse(self, refusal: DomainError) -> None:
        """Show each finding at its field; topics are counted without the rows left empty."""
        for finding in refusal.findings:
            name = finding.field
            if (match := _CLAUSE.match(name)) and int(match[2]) < len(self.places):
                name = f"{match[1]}_{self.places[int(match[2])]}"
            text = gettext(finding.message) % dict(finding.params)
            self.add_error(name if name in self.fields else None, text)

    @staticmethod
    def initial_of(rule: OwnRule) -> Mapping[str, Any]:
        """Give the fields of rules as they are."""
        found: dict[str, Any] = {
            "name": rule.name,
            "hours": rule.hours,
            "unit": rule.unit,
            "months": rule.months,
            "systems": list(rule.systems),
            "in_total": rule.in_total,
            "written": rule.written,
        }
        for place, topic in enumerate(rule.topics):
            found |= {f"topic_{place}": topic.topic, f"hours_{place}": topic.hours, f"every_{place}": topic.every}
        return found
