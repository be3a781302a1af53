"""Forms of people in control: inviting, changing a role, judging a relationship."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.kernel.findings import DomainError, Finding
from opencme.rules.independence.edition import ROLE_NAMES, ControlRole, Edition, Method
from opencme.rules.independence.invitations import Invitee, PastedList, read_list
from opencme.web.ui.forms import AskedChoice, AskedText, Form

ROLE_CHOICES: Final = [(str(role), _(name)) for role, name in ROLE_NAMES.items()]
EXAMPLE: Final = "Cy Teacher, MD <cy@clinic.example>, faculty\nMo Silva <mo@clinic.example>, moderator"
NINE: Final = time(9)


class WhenForm(Form):
    """A form that asks for the moment a role begins, on the activity's own clock."""

    day = forms.DateField(
        label=_("Begins on"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    at = forms.TimeField(
        label=_("at"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H:%M:%S", "%I:%M %p", "%I %p"],
    )

    def __init__(self, *args: Any, zone: ZoneInfo, **kwargs: Any) -> None:
        """zone: the activity's; the times are meant on its clock."""
        super().__init__(*args, **kwargs)
        self.zone = zone

    @property
    def role_starts_at(self) -> datetime | None:
        """The moment; None where no day was given. A day without a time begins at nine."""
        day: date | None = self.cleaned_data.get("day")
        return datetime.combine(day, self.cleaned_data.get("at") or NINE, tzinfo=self.zone) if day else None

    def refuse(self, refusal: DomainError) -> None:
        """Show what is said about the start at the day."""
        super().refuse(DomainError(*(_at_day(finding) for finding in refusal.findings)))


class InviteForm(WhenForm):
    """One person, by fields."""

    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.CharField(label=_("E-mail"), max_length=254, widget=forms.EmailInput())
    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    credentials = forms.CharField(label=_("Credentials"), max_length=80, required=False)
    topics = forms.CharField(
        label=_("What the person speaks on or decides"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The reviewer judges relationships against it."),
    )
    field_order = ("name", "email", "role", "credentials", "topics", "day", "at")


class InviteListForm(WhenForm):
    """Several people, pasted as they stand in a mail."""

    people = forms.CharField(
        label=_("People, one a line"),
        widget=forms.Textarea(attrs={"rows": 7, "placeholder": EXAMPLE, "spellcheck": "false"}),
        help_text=_("Name, e-mail, role; in any order, parted by commas or tabs."),
        error_messages={"required": _("Write one person a line: name, e-mail, role.")},
    )
    role = forms.ChoiceField(
        label=_("Role of lines that name none"),
        choices=[("", _("None: every line names it")), *ROLE_CHOICES],
        required=False,
    )
    field_order = ("people", "role", "day", "at")

    def read(self) -> PastedList:
        """Read the list; call it on a valid form."""
        role = self.cleaned_data.get("role")
        return read_list(self.cleaned_data["people"], otherwise=ControlRole(role) if role else None)

    def invitees(self) -> tuple[Invitee, ...] | None:
        """Give the people, or None after every line that was not understood became an error."""
        found = self.read()
        if found.findings:
            self.refuse(DomainError(*found.findings))
            return None
        return found.people


class RoleForm(WhenForm):
    """Changing a person's role, start and topics."""

    role = forms.ChoiceField(label=_("Role"), choices=ROLE_CHOICES)
    credentials = forms.CharField(label=_("Credentials"), max_length=80, required=False)
    affiliation = forms.CharField(label=_("Affiliation"), max_length=200, required=False)
    topics = forms.CharField(
        label=_("What the person speaks on or decides"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Other topics set the reviewer's decisions back."),
    )
    reason = forms.CharField(
        label=_("Why the role or its start changes"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("role", "day", "at", "topics", "credentials", "affiliation", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A role always begins on a day."""
        super().__init__(*args, **kwargs)
        self.fields["day"].required = True
        self.fields["day"].error_messages["required"] = str(_("Say on which day the role begins."))


class ReasonForm(Form):
    """Why something ends."""

    reason = forms.CharField(
        label=_("Why"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say why; the reason is kept in the activity's file.")},
    )


class MethodSelect(forms.RadioSelect):
    """The methods of mitigation as cards; each says whether it names a peer."""

    def __init__(self, methods: Sequence[Method]) -> None:
        """methods: those that suit the role."""
        super().__init__(attrs={"class": "is-cards"})
        self.peers = {method.key for method in methods if method.needs_peer}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Mark the options that ask for a peer, so that the page can show the field with them."""
        option: dict[str, Any] = super().create_option(name, value, *args, **kwargs)
        if str(value) in self.peers:
            option["attrs"]["data-peer"] = ""
        return option


class JudgeForm(Form):
    """Relevance, and with it how a relevant relationship is mitigated: one sheet, one press."""

    LATER: Final = "later"
    ASK: Final = "ask"

    is_relevant = forms.ChoiceField(
        label=_("Is it relevant to this content?"),
        choices=[("no", _("Not relevant")), ("yes", _("Relevant"))],
        widget=forms.RadioSelect(attrs={"class": "is-cards", "autofocus": True}),
        error_messages={"required": _("Say whether it is relevant.")},
    )
    reason = AskedText(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))
    peer_reviewer = AskedText(
        label=_("Peer reviewer"),
        max_length=200,
        widget=forms.TextInput(attrs={"list": "peers", "autocomplete": "off"}),
        help_text=_("Somebody without relevant relationships here."),
    )
    note = forms.CharField(
        label=_("What was done"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Where the person is asked: a word to them."),
    )
    evidence = forms.FileField(
        label=_("Evidence"),
        required=False,
        help_text=_("PDF, picture or text."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.txt"}),
    )
    field_order = ("is_relevant", "reason", "method", "peer_reviewer", "note", "evidence")

    def __init__(self, *args: Any, edition: Edition, role: ControlRole, **kwargs: Any) -> None:
        """Edition and role decide which methods are offered."""
        super().__init__(*args, **kwargs)
        methods = edition.methods_for(role)
        choices: list[tuple[str, Any]] = []
        for method in methods:
            if method.by_person:
                choices.append((f"{self.ASK}:{method.key}", _("Ask the person to attest, by mail and link")))
            choices.append((method.key, _(method.name)))
        choices.append((self.LATER, _("Decide relevance now, mitigate later")))
        self.fields["method"] = AskedChoice(
            label=_("How it is mitigated"),
            choices=choices,
            initial=self.LATER,
            widget=MethodSelect(methods),
        )
        self.order_fields(self.field_order)

    @property
    def relevant(self) -> bool:
        """The answer."""
        return bool(self.cleaned_data["is_relevant"] == "yes")

    @property
    def step(self) -> tuple[str, bool]:
        """The method chosen and whether the person is asked to attest it; empty for later or not relevant."""
        chosen = str(self.cleaned_data.get("method") or "")
        if not self.relevant or chosen in {"", self.LATER}:
            return "", False
        if chosen.startswith(f"{self.ASK}:"):
            return chosen.split(":", 1)[1], True
        return chosen, False


class ExceptionForm(Form):
    """An exception to the exclusion of an owner or employee."""

    confirms = forms.BooleanField(
        label=_("I confirm that the person recommends nothing, as b and c demand"), required=False
    )
    justification = AskedText(label=_("What shows it"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, edition: Edition, **kwargs: Any) -> None:
        """edition: whose exceptions are offered."""
        super().__init__(*args, **kwargs)
        self.fields["exception"] = AskedChoice(
            label=_("Exception"),
            choices=[
                (each.key, _exception(each.clause, each.condition, each.no_recommendations))
                for each in edition.owner_exceptions
            ],
            widget=forms.RadioSelect(attrs={"class": "is-cards"}),
        )
        self.order_fields(["exception", "confirms", "justification"])


def _exception(clause: str, condition: str, second: str) -> str:
    return " ".join((clause, str(_(condition)), str(_(second)) if second else "")).strip()


def _at_day(finding: Finding) -> Finding:
    return replace(finding, field="day") if finding.field == "role_starts_at" else finding


def role_initial(row: Any, zone: ZoneInfo) -> Mapping[str, Any]:
    """Give what the form of a role begins with."""
    there = row.starts_at.astimezone(zone)
    return {
        "role": row.role,
        "day": there.date(),
        "at": there.time().replace(second=0, microsecond=0),
        "topics": row.topics,
        "credentials": row.credentials,
        "affiliation": row.affiliation,
    }
