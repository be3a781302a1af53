"""Forms about attendance: a file, what it leaves open, a record by hand."""

from collections.abc import Sequence
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from opencme.apps.activities.selectors import local
from opencme.apps.delivery.selectors.placing import OTHER_ZONES, Placement, sessions_of
from opencme.apps.delivery.selectors.sessions import RollLine
from opencme.rules.delivery.moments import DateOrder
from opencme.web.ui.forms import Form

TABLE_FILES = ".csv,.tsv,.txt,.xlsx"


class FileForm(Form):
    """The file, and nothing else: the rest is asked only if the file leaves it open."""

    file = forms.FileField(
        label=_("Attendance file"),
        help_text=_(
            "The participants report of Zoom or the attendance report of Teams, as it was downloaded. Drop it here."
        ),
        widget=forms.FileInput(attrs={"accept": TABLE_FILES}),
    )


class PlaceForm(Form):
    """What a file leaves open: which session, which time zone, which order of day and month."""

    sessions = forms.MultipleChoiceField(
        label=_("Session"),
        error_messages={"required": _("Choose the session the file is of.")},
        widget=forms.CheckboxSelectMultiple(attrs={"class": "is-cards"}),
    )
    time_zone = forms.ChoiceField(label=_("The file's times are in"))
    date_order = forms.ChoiceField(
        label=_("Order of day and month"),
        required=False,
        choices=[
            ("", _("As the file and the session tell")),
            (DateOrder.MONTH_FIRST, _("Month first: 5/14 is 14 May")),
            (DateOrder.DAY_FIRST, _("Day first: 14/5 is 14 May")),
        ],
    )

    def __init__(self, *args: Any, placement: Placement, activity: Any, **kwargs: Any) -> None:
        """Suggest what the file's times tell."""
        initial = {
            "sessions": [str(session.public_id) for session in placement.sessions],
            "time_zone": placement.other_zone or str(placement.zone),
            "date_order": placement.order or "",
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["sessions"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(session.public_id), _session_words(activity, session)) for session in sessions_of(activity)
        ]
        near = dict.fromkeys([str(activity.zone), activity.provider.time_zone, str(placement.zone), *OTHER_ZONES])
        others = sorted(zone for zone in available_timezones() if "/" in zone and zone not in near)
        self.fields["time_zone"].choices = [  # type: ignore[attr-defined]  # a choice field
            (_("Likely"), [(zone, zone.replace("_", " ")) for zone in near]),
            (_("All"), [(zone, zone.replace("_", " ")) for zone in others if not zone.startswith(("Etc/", "posix/"))]),
        ]


def _session_words(activity: Any, session: Any) -> str:
    start, end = local(activity, session.starts_at), local(activity, session.ends_at)
    return f"{session.title} · {date_format(start, 'D, M j, g:i A')}–{date_format(end, 'g:i A')}"


class HandForm(Form):
    """What staff know of otherwise: who was there, for how long, and how it is known."""

    people = forms.MultipleChoiceField(
        label=_("Participants"),
        error_messages={"required": _("Choose at least one participant.")},
        widget=forms.CheckboxSelectMultiple,
    )
    presence = forms.ChoiceField(
        label=_("They were there"),
        choices=[
            ("whole", _("For the whole session")),
            ("minutes", _("For some of it")),
            ("none", _("Not at all (outweighs a file or a check-in)")),
        ],
        initial="whole",
        widget=forms.RadioSelect,
    )
    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, widget=forms.NumberInput)
    note = forms.CharField(
        label=_("How you know"),
        help_text=_("Kept with the record, for example “Sign-in sheet, Room B, page 2”."),
        max_length=300,
        error_messages={"required": _("Say how you know; the note is kept with the record.")},
    )

    def __init__(self, *args: Any, roll: Sequence[RollLine], **kwargs: Any) -> None:
        """Offer everybody on the roll."""
        super().__init__(*args, **kwargs)
        self.roll = roll
        self.fields["people"].choices = [  # type: ignore[attr-defined]  # a choice field
            (str(line.registration.public_id), line.name) for line in roll
        ]

    def clean(self) -> dict[str, Any]:
        """Ask for minutes where only a part of the session is meant."""
        given: dict[str, Any] = super().clean() or {}
        if given.get("presence") == "minutes" and not given.get("minutes") and "minutes" not in self.errors:
            self.add_error("minutes", _("Say for how many minutes."))
        return given

    @property
    def said_minutes(self) -> int | None:
        """What the choice means for the service: None for all, 0 for not at all."""
        given = self.cleaned_data
        return {"whole": None, "none": 0}.get(given["presence"], given["minutes"])


class NewPersonForm(Form):
    """Somebody who is in a file or a room but not registered yet."""

    email = forms.CharField(
        label=_("E-mail"),
        max_length=254,
        error_messages={"required": _("Give the person's e-mail address; it tells people apart.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    given_name = forms.CharField(label=_("Given name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
