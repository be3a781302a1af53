"""The plan in sections: each a form of its own, saved while people type, never over what others wrote meanwhile."""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.activities.selectors import Activity
from opencme.catalog.competencies import competencies
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.kernel.professions import PROFESSION_NAMES
from opencme.rules.activity.accreditors import Abstract
from opencme.rules.activity.editing import may_change
from opencme.rules.activity.formats import Format
from opencme.rules.activity.lifecycle import State
from opencme.rules.activity.plan import words_in
from opencme.rules.activity.support import read_supporters
from opencme.web.console.forms.board import date_field, format_choices
from opencme.web.console.forms.lines import as_lines
from opencme.web.console.forms.topics import LABEL, TopicsField
from opencme.web.ui.forms import Form

USUAL_ZONES: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)
NEVER_DESIGNATED: Final = "ama_pra_attendance"


def long_text(label: Any, *, rows: int = 3, help_text: Any = "") -> forms.CharField:
    """A field for a few sentences."""
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": rows}), help_text=help_text
    )


def short_text(label: Any, *, longest: int, help_text: Any = "", **attrs: Any) -> forms.CharField:
    """A field for a line."""
    return forms.CharField(
        label=label, required=False, max_length=longest, help_text=help_text, widget=forms.TextInput(attrs=attrs)
    )


def boxes(label: Any, *, help_text: Any = "", **attrs: str) -> forms.MultipleChoiceField:
    """Boxes to tick; the choices are set when the form is made."""
    return forms.MultipleChoiceField(
        label=label, required=False, help_text=help_text, widget=forms.CheckboxSelectMultiple(attrs=attrs)
    )


def yes_or_no(label: Any, *, help_text: Any = "") -> forms.TypedChoiceField:
    """A question with two answers, and none until it is answered."""
    return forms.TypedChoiceField(
        label=label,
        required=False,
        choices=[("True", _("Yes")), ("False", _("No"))],
        coerce=lambda value: value == "True",
        empty_value=None,
        widget=forms.RadioSelect(attrs={"class": "is-inline"}),
        help_text=help_text,
    )


class Section(Form):
    """One section of the plan. ``base`` holds what the page showed, so that only what was changed is sent on."""

    key = ""
    heading: Any = ""
    intro: Any = ""
    rows: tuple[tuple[str, ...], ...] = ()
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, activity: Activity, data: Any = None, *, abstract: Abstract, may_plan: bool) -> None:
        """Show what the activity holds; fields that may not change (any more) are shown and not asked."""
        super().__init__(data, prefix=self.key, initial=self.held(activity), auto_id="id_%s")
        self.activity, self.abstract = activity, abstract
        self.leave_out(formats.get(activity.format))
        for name in self.names:
            self.fields[name].disabled = not (may_plan and may_change(State(activity.state), self.locked_by(name)))
        if not self.is_bound:
            self.initial["base"] = self.base_of(self.initial)

    def leave_out(self, chosen: Format | None) -> None:
        """Drop the fields the format does not ask."""

    def held(self, activity: Activity) -> dict[str, Any]:
        """What the activity holds, by field."""
        return {name: getattr(activity, name) for name in self.base_fields if hasattr(activity, name)}

    def locked_by(self, name: str) -> str:
        """The name under which the rules know the field."""
        return name

    @property
    def names(self) -> tuple[str, ...]:
        """The fields people fill."""
        return tuple(name for name in self.fields if name != "base")

    @property
    def is_locked(self) -> bool:
        """Whether nothing here may be changed."""
        return all(self.fields[name].disabled for name in self.names)

    @property
    def lines(self) -> list[list[tuple[forms.BoundField, int, int]]]:
        """The fields in rows, each with its limit in words (0: none) and the words it holds."""
        grouped = {name: row for row in self.rows for name in row}
        found: list[list[tuple[forms.BoundField, int, int]]] = []
        done: set[str] = set()
        for name in self.names:
            if name in done:
                continue
            row = [each for each in grouped.get(name, (name,)) if each in self.fields]
            done |= set(row)
            found.append([self._line(each) for each in row])
        return found

    def _line(self, name: str) -> tuple[forms.BoundField, int, int]:
        limit = self.abstract.words.get(name, 0)
        field = self[name]
        return field, limit, words_in(str(field.value() or "")) if limit else 0

    def base_of(self, values: Mapping[str, Any]) -> str:
        """Give ``values`` as the hidden base keeps them."""
        raw = {name: self.fields[name].prepare_value(values.get(name)) for name in self.names}
        return json.dumps(raw, default=str)

    @property
    def seen(self) -> dict[str, Any]:
        """What the page had shown, as typed values; empty when it does not say."""
        try:
            raw = json.loads(self.data.get(f"{self.key}-base") or "{}")
        except ValueError:
            return {}
        found: dict[str, Any] = {}
        for name in self.names:
            if isinstance(raw, dict) and name in raw:
                try:
                    found[name] = self.fields[name].clean(raw[name])
                except forms.ValidationError:
                    continue
        return found

    @property
    def changes(self) -> dict[str, Any]:
        """What the person changed of what the page had shown."""
        seen = self.seen
        return {
            name: value
            for name, value in self.cleaned_data.items()
            if name != "base" and not self.fields[name].disabled and (name not in seen or seen[name] != value)
        }


class Basics(Section):
    """What it is and for whom."""

    key, heading = "basics", _("What it is, and for whom")
    title = forms.CharField(label=_("Title"), max_length=250)
    summary = long_text(_("Description"), help_text=_("What participants read in the catalogue."))
    audience = short_text(_("Audience"), longest=300, help_text=_("In words: hospitalists and ward nurses."))
    professions = boxes(_("Professions"), **{"class": "is-inline"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the professions."""
        super().__init__(*args, **kwargs)
        self.fields["professions"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(key), gettext(name)) for key, name in PROFESSION_NAMES.items()
        ]


class Need(Section):
    """The gap, the need behind it and what should change."""

    key, heading = "need", _("Practice gap and need")
    intro = _("These are the fields of the structured abstract; the activity file is made from them.")
    practice_gap = long_text(_("Practice gap"), help_text=_("Of your own learners: what is done, and what should be."))
    evidence = long_text(
        _("What shows the gap"), rows=2, help_text=_("One source a line; a web address may end the line.")
    )
    need_knowledge = long_text(_("Need: knowledge"), rows=2, help_text=_("What they do not know. One need is enough."))
    need_competence = long_text(_("Need: competence"), rows=2, help_text=_("What they do not know how to do."))
    need_performance = long_text(_("Need: performance"), rows=2, help_text=_("What they do not do in practice."))
    designed_to_change = long_text(
        _("Designed to change"), rows=2, help_text=_("In competence, performance or patient outcomes.")
    )
    objectives = long_text(_("Objectives"), help_text=_("One a line: at the end, participants can …"))
    competencies = boxes(_("Competencies"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the competencies, list by list."""
        super().__init__(*args, **kwargs)
        bodies: dict[str, list[tuple[str, str]]] = {}
        for each in competencies.values():
            bodies.setdefault(each.body, []).append((each.key, gettext(each.name)))
        self.fields["competencies"].choices = list(bodies.items())  # type: ignore[attr-defined]  # a choice field

    def held(self, activity: Activity) -> dict[str, Any]:
        """The two lists come as lines."""
        return {
            **super().held(activity),
            "objectives": "\n".join(row.text for row in activity.objectives.all()),
            "evidence": "\n".join(f"{row.text} {row.address}".strip() for row in activity.gap_evidence.all()),
        }

    def locked_by(self, name: str) -> str:
        """The rules call the evidence of a gap so."""
        return "gap_evidence" if name == "evidence" else name


class FormatAndCredit(Section):
    """How it is delivered, and which credit it shall give."""

    key, heading = "format", _("Format and credit")
    format = forms.ChoiceField(label=_("Format"), required=False)
    other_format_description = short_text(
        _("Kind of activity"), longest=120, help_text=_("A few words; the designation statement prints them.")
    )
    format_rationale = long_text(_("Why this format"), rows=2)
    credit_systems = boxes(_("Credit"), help_text=_("What you mean to designate."), **{"class": "is-inline"})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer formats and credit systems."""
        super().__init__(*args, **kwargs)
        self.fields["format"].choices = format_choices()  # type: ignore[attr-defined]  # a choice field
        self.fields["credit_systems"].choices = [  # type: ignore[attr-defined]  # a choice field
            (key, gettext(each.label)) for key, each in credit_systems.items() if key != NEVER_DESIGNATED
        ]

    def leave_out(self, chosen: Format | None) -> None:
        """Only "Other" is described."""
        if chosen is None or not chosen.needs_description:
            del self.fields["other_format_description"]


class WhenAndWhere(Section):
    """Where a live activity takes place; from when to when another is offered, and how long it takes."""

    key, heading = "time", _("When and where")
    rows = (("city", "state_or_province", "country"), ("release_on", "expires_on"), ("estimated_minutes", "units"))
    delivery_method = forms.ChoiceField(label=_("Delivered"), required=False)
    venue = short_text(_("Venue"), longest=200)
    city = short_text(_("City"), longest=100)
    state_or_province = short_text(_("State"), longest=60, help_text=_("Two letters in the USA."))
    country = short_text(_("Country"), longest=3, help_text=_("Three letters: USA."))
    time_zone = short_text(
        _("Time zone"),
        longest=60,
        help_text=_("All times of the activity are meant in it; left empty, in the provider's own."),
        list="usual-zones",
    )
    release_on = date_field(_("Release"))
    expires_on = date_field(_("Last day on offer"))
    estimated_minutes = forms.IntegerField(
        label=_("Minutes to complete"), required=False, min_value=1, max_value=100_000
    )
    units = forms.IntegerField(label=_("How many"), required=False, min_value=1, max_value=10_000)
    minutes_basis = short_text(_("How the time was estimated"), longest=500)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what the format admits."""
        super().__init__(*args, **kwargs)
        chosen = formats.get(self.activity.format)
        if "delivery_method" in self.fields:
            methods = chosen.delivery_methods if chosen else ()
            self.fields["delivery_method"].choices = [("", "–"), *((m, m) for m in methods)]  # type: ignore[attr-defined]  # a choice field
        own = self.activity.provider.time_zone
        self.fields["time_zone"].widget.attrs["placeholder"] = own

    def leave_out(self, chosen: Format | None) -> None:
        """A live activity has a place, another a time on offer; each its own."""
        gone = {"release_on", "expires_on", "estimated_minutes", "units", "minutes_basis", "delivery_method"}
        if chosen is not None:
            if len(chosen.delivery_methods) > 1:
                gone -= {"delivery_method"}
            if chosen.has_release:
                gone -= {"release_on", "expires_on"}
                gone |= {"venue", "city", "state_or_province", "country"}
            if chosen.has_estimate:
                gone -= {"estimated_minutes", "minutes_basis"}
            if chosen.unit:
                gone -= {"units"}
                self.fields["units"].label = gettext("How many %(unit)s") % {"unit": gettext(chosen.unit)}
        for name in gone:
            del self.fields[name]

    def clean_country(self) -> str:
        """Take the code in capitals."""
        code = str(self.cleaned_data["country"]).strip().upper()
        if code and not re.fullmatch(r"[A-Z]{3}", code):
            raise forms.ValidationError(gettext("Give the three letters of the country, like USA."))
        return code

    def clean_state_or_province(self) -> str:
        """Take two letters in capitals."""
        name = str(self.cleaned_data["state_or_province"]).strip()
        return name.upper() if len(name) == 2 else name  # noqa: PLR2004 -- the letters of a state


class SupportersField(forms.CharField):
    """Who gives support, a line each; the value is the list as it is kept."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        """Show a list as lines."""
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> Any:
        """Read the lines, and say of each that cannot be read what is wrong with it."""
        read, findings = read_supporters(as_lines(str(self.prepare_value(value) or "")))
        if findings:
            raise forms.ValidationError([gettext(each.message) % dict(each.params) for each in findings])
        return [each.line for each in read]


class Support(Section):
    """Whether an ineligible company gives support, and which."""

    key, heading = "support", _("Commercial support")
    commercial_support = yes_or_no(
        _("Is there commercial support?"),
        help_text=_("Money or goods from an ineligible company towards the cost of this activity."),
    )
    support_sources = SupportersField(
        label=_("Who gives it"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 2, "placeholder": "Northgate Devices Inc; 5000\nNorvia Pharma; in kind: two devices"}
        ),
        help_text=_(
            "One supporter a line: its name, a semicolon, then whole US dollars, or “in kind” and what. Participants "
            "are told the names, never the sums; PARS asks for both. Sign the agreement before the activity starts."
        ),
    )


class Topics(Section):
    """Which topics that boards ask for it covers, and how much of its credit is on each."""

    key, heading = "topics", LABEL
    intro = _(
        "Boards ask for hours on topics. Name those that the content bears out: participants see at once for which of "
        "their licenses it counts."
    )
    requirement_topics = TopicsField(
        label=_("Topic, and the credits on it"),
        required=False,
        help_text=_("Left empty, all of its credit is on the topic. Saved rows make room for more."),
    )


class Joining(Section):
    """How participants join; changes until the activity is closed."""

    key, heading = "joining", _("How participants join")
    rows = (("fee", "price", "fee_text"),)
    public_listing = forms.BooleanField(
        label=_("List it in the public catalogue"), required=False, help_text=_("Once it is open.")
    )
    registration_open_to = forms.ChoiceField(
        label=_("Registration"),
        choices=[("all", _("Open to all")), ("limited", _("Limited"))],
        widget=forms.RadioSelect(attrs={"class": "is-inline"}),
    )
    fee = forms.ChoiceField(
        label=_("Fee"), choices=[("free", _("No, it is free")), ("yes", _("Yes")), ("variable", _("Varies"))]
    )
    price = forms.DecimalField(
        label=_("Price in US dollars"),
        required=False,
        min_value=0,
        max_digits=9,
        decimal_places=2,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text=_("Of a clinician; plans of participants reckon with it."),
    )
    fee_text = short_text(_("What the fee is"), longest=200)
    claim_until = date_field(_("Credit is claimed until"), help_text=_("Left empty, there is no last day."))


SECTIONS: Final[Mapping[str, type[Section]]] = {
    each.key: each for each in (Basics, Need, FormatAndCredit, WhenAndWhere, Topics, Support, Joining)
}


def sections_of(activity: Activity, *, abstract: Abstract, may_plan: bool) -> Sequence[Section]:
    """Give every section with what the activity holds."""
    return [section(activity, abstract=abstract, may_plan=may_plan) for section in SECTIONS.values()]
