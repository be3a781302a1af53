"""Starting an activity."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.catalog.formats import formats
from opencme.kernel.findings import Finding
from opencme.kernel.periods import Interval
from opencme.rules.activity.clock import findings_on_clock, moment
from opencme.rules.activity.formats import Format
from opencme.web.ui.forms import Form

Choices = Sequence[tuple[str, Any]]
_GROUPS: Final = (
    (_("At a set time"), lambda each: each.is_live),
    (_("When participants want"), lambda each: not each.is_live and each.needs_content),
    (_("Other ways of learning"), lambda each: not each.is_live and not each.needs_content),
)


def format_choices() -> Choices:
    """The formats in groups, with an empty first line."""
    groups: list[tuple[str, Any]] = [("", _("Choose a format"))]
    for title, belongs in _GROUPS:
        entries = [(each.key, gettext(each.name)) for each in formats.values() if belongs(each)]
        groups.append((str(title), entries))
    return groups


def date_field(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, picked or typed."""
    kwargs.setdefault("required", False)
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def time_field(label: Any, **kwargs: Any) -> forms.TimeField:
    """A time of day, picked or typed."""
    kwargs.setdefault("required", False)
    return forms.TimeField(
        label=label,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%I:%M %p", "%I %p", "%I:%M%p", "%I%p"],
        **kwargs,
    )


class StartForm(Form):
    """Title, format, when, who plans: enough to begin."""

    activity_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)
    title = forms.CharField(label=_("Title"), max_length=250, help_text=_("As participants will read it."))
    format = forms.ChoiceField(label=_("Format"))
    day = date_field(_("Day"))
    starts = time_field(_("From"))
    ends = time_field(_("To"))
    planners = forms.CharField(
        label=_("Who plans it"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": "Grace Chen, MD <grace.chen@example.org>"}),
        help_text=_("One a line: name and e-mail. Each is asked for a disclosure by a link, and needs no account."),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        """zone: of the provider; the times are meant on its clocks."""
        super().__init__(*args, **kwargs)
        self.zone = zone
        self.fields["format"].choices = format_choices()  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> Format | None:
        """The format that was chosen."""
        return formats.get(self.cleaned_data.get("format", ""))

    @property
    def time(self) -> Interval | None:
        """The first session's time; None where the format has no sessions or no times were given."""
        given = self.cleaned_data
        if self.chosen is None or not self.chosen.has_sessions or not given.get("starts"):
            return None
        return Interval(
            moment(given["day"], given["starts"], self.zone), moment(given["day"], given["ends"], self.zone)
        )

    @property
    def release_on(self) -> date | None:
        """The day of release of a format that has one."""
        return self.cleaned_data.get("day") if self.chosen is not None and self.chosen.has_release else None

    def clean(self) -> dict[str, Any]:
        """See that day and times belong together and exist on the clock."""
        given = super().clean() or self.cleaned_data
        day, starts, ends = given.get("day"), given.get("starts"), given.get("ends")
        is_live = self.chosen is not None and self.chosen.has_sessions
        if (starts or ends) and not day and "day" not in self.errors:
            self.add_error("day", gettext("Give the day of these times."))
        if is_live and day and not (starts and ends) and not {"starts", "ends"} & set(self.errors):
            self.add_error("starts", gettext("Say from when to when; it may be changed later."))
        if is_live and day and starts and ends:
            check_times(self, day, starts, ends, self.zone)
        return given


def check_times(form: Form, day: date, starts: time, ends: time, zone: ZoneInfo) -> None:
    """Add an error where the end is not after the start, or the clock never shows one of them."""
    if ends <= starts:
        form.add_error("ends", gettext("It ends before it starts."))
    for name, at in (("starts", starts), ("ends", ends)):
        add_findings(form, findings_on_clock(day, at, zone, field=name))


def add_findings(form: Form, found: Iterable[Finding]) -> None:
    """Turn blocking findings into errors of their fields."""
    for finding in found:
        if finding.blocking:
            place = finding.field if finding.field in form.fields else None
            form.add_error(place, gettext(finding.message) % dict(finding.params))


class BoardFilter(Form):
    """Search and filters of the board and the table."""

    q = forms.CharField(label=_("Search"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False)
    format = forms.ChoiceField(label=_("Format"), required=False)
