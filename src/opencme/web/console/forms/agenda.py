"""Forms of the agenda: one session, many pasted lines, a series."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.activities.selectors import Session
from opencme.apps.activities.services import Break, SessionToSave
from opencme.kernel.periods import Interval
from opencme.rules.activity.clock import findings_on_clock, moment
from opencme.rules.activity.pasting import Unread, read_agenda, read_breaks, series_days
from opencme.web.console.forms.board import add_findings, check_times, date_field, time_field
from opencme.web.console.forms.sections import short_text
from opencme.web.ui.forms import Form

REPEATS: Final = [("", _("Once")), ("1", _("Every week")), ("2", _("Every two weeks")), ("4", _("Every four weeks"))]
MOST_REPEATS: Final = 104


class SessionForm(Form):
    """One session, on the venue's clock."""

    day = date_field(_("Day"), required=True)
    starts = time_field(_("From"), required=True)
    ends = time_field(_("To"), required=True)
    title = forms.CharField(label=_("Title"), max_length=250)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Session.KINDS, help_text=_("Only education counts towards credit.")
    )
    room = short_text(_("Room"), longest=120)
    online_address = forms.URLField(label=_("Address online"), required=False, assume_scheme="https")
    breaks = short_text(
        _("Breaks inside it"), longest=500, help_text=_("Taken out of the time: 10:30-10:45 Coffee; 12:00-13:00 Lunch")
    )
    evolving_topic = forms.BooleanField(label=_("Topic on which opinion is still evolving"), required=False)

    def __init__(self, *args: Any, zone: ZoneInfo, is_online: bool = False, **kwargs: Any) -> None:
        """zone: of the venue; is_online: participants join by an address."""
        super().__init__(*args, **kwargs)
        self.zone = zone
        if is_online:
            del self.fields["room"]

    def clean(self) -> dict[str, Any]:
        """See that the times exist on the clock and the breaks can be read."""
        given = super().clean() or self.cleaned_data
        day, starts, ends = given.get("day"), given.get("starts"), given.get("ends")
        if day and starts and ends:
            check_times(self, day, starts, ends, self.zone)
        read = read_breaks(given.get("breaks", ""))
        if isinstance(read, Unread):
            self.add_error("breaks", f"{read.text}: {gettext(read.reason)}")
            read = ()
        given["read_breaks"] = read
        return given

    def to_save(self, day: date | None = None) -> SessionToSave:
        """The session, on its own day or on another."""
        given = self.cleaned_data
        on = day or given["day"]
        return SessionToSave(
            title=given["title"],
            kind=given["kind"],
            time=self._time(on, given["starts"], given["ends"]),
            room=given.get("room", ""),
            online_address=given["online_address"],
            evolving_topic=given.get("evolving_topic", False),
            breaks=tuple(
                Break(label=each.label[:120], time=self._time(on, each.starts, each.ends))
                for each in given["read_breaks"]
                if each.ends > each.starts
            ),
        )

    def _time(self, day: date, starts: time, ends: time) -> Interval:
        return Interval(moment(day, starts, self.zone), moment(day, ends, self.zone))


class NewSessionForm(SessionForm):
    """A new session, perhaps repeated."""

    repeat = forms.ChoiceField(label=_("Repeat"), choices=REPEATS, required=False)
    until = date_field(_("Until"))

    def clean(self) -> dict[str, Any]:
        """See that a repeated session has an end, and that each of its days knows the time."""
        given = super().clean()
        if not given.get("repeat") or not given.get("day"):
            return given
        if not given.get("until"):
            self.add_error("until", gettext("Say until when it is repeated."))
        elif given["until"] < given["day"]:
            self.add_error("until", gettext("This is before the first session."))
        elif len(self.days) > MOST_REPEATS:
            self.add_error("until", gettext("At most 104 sessions are made at once."))
        else:
            for day in self.days:
                for name in ("starts", "ends"):
                    if given.get(name):
                        add_findings(self, findings_on_clock(day, given[name], self.zone, field="until"))
        return given

    @property
    def days(self) -> Sequence[date]:
        """The days on which it takes place."""
        given = self.cleaned_data
        if not given.get("repeat"):
            return [given["day"]]
        return series_days(given["day"], given["until"], every_weeks=int(given["repeat"]))


class PasteForm(Form):
    """Many sessions at once, one a line."""

    lines = forms.CharField(
        label=_("Sessions"),
        widget=forms.Textarea(
            attrs={"rows": 7, "placeholder": "2026-05-14\n8:00-8:15 Welcome\n8:15-9:45 Recognize early | Room A"}
        ),
        help_text=_("One a line: times, title, and the room after a bar. A day alone counts for the lines below."),
    )

    def __init__(self, *args: Any, zone: ZoneInfo, day: date | None = None, **kwargs: Any) -> None:
        """day: of lines before the first heading."""
        super().__init__(*args, prefix="paste", **kwargs)
        self.zone, self.day = zone, day
        self.sessions: list[SessionToSave] = []

    def clean(self) -> dict[str, Any]:
        """Read every line; an error names the line and the reason, and nothing is taken over."""
        given = super().clean() or self.cleaned_data
        read = read_agenda(given.get("lines", ""), day=self.day)
        for line in read.unread:
            told = {"line": line.line, "text": line.text[:60], "reason": gettext(line.reason)}
            self.add_error("lines", gettext("Line %(line)s, “%(text)s”: %(reason)s") % told)
        for each in read.sessions:
            end_day = each.day if each.ends > each.starts else each.day + timedelta(days=1)
            for day, at in ((each.day, each.starts), (end_day, each.ends)):
                add_findings(self, findings_on_clock(day, at, self.zone, field="lines"))
            time = Interval(moment(each.day, each.starts, self.zone), moment(end_day, each.ends, self.zone))
            self.sessions.append(SessionToSave(title=each.title, kind=each.kind, time=time, room=each.room[:120]))
        return given


def initial_of(session: Session, zone: ZoneInfo) -> dict[str, Any]:
    """A stored session as the form shows it."""

    def local(at: datetime) -> datetime:
        return at.astimezone(zone)

    return {
        "day": local(session.starts_at).date(),
        "starts": local(session.starts_at).time(),
        "ends": local(session.ends_at).time(),
        "title": session.title,
        "kind": session.kind,
        "room": session.room,
        "online_address": session.online_address,
        "evolving_topic": session.evolving_topic,
        "breaks": "; ".join(
            f"{local(each.starts_at):%H:%M}-{local(each.ends_at):%H:%M} {each.label}" for each in session.breaks.all()
        ),
    }
