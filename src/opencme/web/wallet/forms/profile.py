"""The profile with its rows of licenses and board IDs, and the password."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from opencme.apps.accounts.selectors import Profile
from opencme.apps.accounts.services import Typed
from opencme.apps.accounts.services.persons import CHANGEABLE
from opencme.kernel.findings import Finding
from opencme.kernel.professions import DEGREE_NAMES, PROFESSION_NAMES
from opencme.rules.reporting.identity import BOARD, BOARDS, NPI, STATE_LICENSE, STATES
from opencme.web.ui.forms import Form
from opencme.web.ui.zones import zone_choices

MOST_ROWS: Final = 60
_ROW: Final = re.compile(r"(license|board)_(?:domain|value)_(\d{1,2})$")
_MONTHS: Final = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)
KINDS: Final = {"license": STATE_LICENSE, "board": BOARD}
LISTS: Final = {
    "license": (_("State"), _("License number"), STATES),
    "board": (_("Board"), _("Board ID"), BOARDS),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One license or board ID: its two fields, as they are drawn."""

    key: str
    domain: forms.BoundField
    value: forms.BoundField


class ProfileForm(Form):
    """Name, profession, birthday and identifiers; each row has a domain (state or board) and a number."""

    marks_optional = False
    given_name = forms.CharField(label=_("Given name"), max_length=120, required=False)
    family_name = forms.CharField(label=_("Family name"), max_length=120, required=False)
    credentials = forms.CharField(
        label=_("Credentials"), help_text=_("As printed after your name: MD, FACP."), max_length=80, required=False
    )
    profession = forms.TypedChoiceField(label=_("Profession"), required=False, empty_value="")
    degree = forms.TypedChoiceField(
        label=_("Degree"), help_text=_("It decides which credit you can be awarded."), required=False, empty_value=""
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        help_text=_("Your midnight ends a day: due days, reminders and your calendar go by it."),
        required=False,
        widget=forms.Select(attrs={"data-zone-field": "zone-suggested"}),
    )
    birth_month = forms.TypedChoiceField(
        label=_("Month of birth"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", "–"), *((number, name) for number, name in enumerate(_MONTHS, start=1))],
    )
    birth_day = forms.IntegerField(
        label=_("Day of birth"), required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    npi = forms.CharField(
        label=_("NPI"),
        help_text=_("Ten digits, from the national provider registry."),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    reports_agreed = forms.BooleanField(
        label=_("Report my completions to accreditors and boards"),
        help_text=_("Then boards that take credit from them count it without you sending certificates."),
        required=False,
    )

    def __init__(self, *args: Any, profile: Profile, more: str = "", **kwargs: Any) -> None:
        """Show what is kept of ``profile``; ``more`` names the list ("license", "board") that gets one more row."""
        super().__init__(*args, **kwargs)
        person = profile.person
        for name, names in (("profession", PROFESSION_NAMES), ("degree", DEGREE_NAMES)):
            field = self.fields[name]
            assert isinstance(field, forms.TypedChoiceField)  # noqa: S101 -- tells the type checker what the class says
            field.choices = [("", _("Choose …")), *((str(key), _(text)) for key, text in names.items())]
        zone = self.fields["time_zone"]
        assert isinstance(zone, forms.ChoiceField)  # noqa: S101 -- as above
        zone.choices = zone_choices(person.time_zone)
        self.initial = {
            **{name: getattr(person, name) for name in self.fields if hasattr(person, name)},
            "npi": next((each.value for each in profile.of_kind(NPI)), ""),
            "reports_agreed": person.report_consent_at is not None,
        }
        self._rows = {list_: self._make_rows(list_, profile, more == list_) for list_ in KINDS}

    def _make_rows(self, list_: str, profile: Profile, has_more: bool) -> list[str]:  # noqa: FBT001 -- one caller
        """Add the fields of one list: what is kept or was typed, and one empty row at the end."""
        kept = profile.of_kind(KINDS[list_])
        typed = {int(match[2]) for name in self.data if (match := _ROW.match(name)) and match[1] == list_}
        count = max(len(kept) + 1, max(typed, default=-1) + 1 + has_more)
        domain_label, value_label, choices = LISTS[list_]
        keys = []
        for place in range(min(count, MOST_ROWS)):
            key = f"{list_}_{{}}_{place}"
            self.fields[key.format("domain")] = forms.ChoiceField(
                label=domain_label,
                required=False,
                choices=[("", "–"), *((code, f"{code} · {name}") for code, name in choices.items())],
            )
            self.fields[key.format("value")] = forms.CharField(
                label=value_label, required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"})
            )
            if place < len(kept):
                self.initial[key.format("domain")] = kept[place].domain
                self.initial[key.format("value")] = kept[place].value
            keys.append(key)
        return keys

    def _drawn(self, list_: str) -> Iterator[Row]:
        for key in self._rows[list_]:
            yield Row(key.format("row"), self[key.format("domain")], self[key.format("value")])

    @property
    def licenses(self) -> tuple[Row, ...]:
        """The rows of state licenses."""
        return tuple(self._drawn("license"))

    @property
    def boards(self) -> tuple[Row, ...]:
        """The rows of board IDs."""
        return tuple(self._drawn("board"))

    def row_of(self, field: str) -> Row | None:
        """Give the row a field belongs to; None for fields that stand alone."""
        return next((row for row in (*self.licenses, *self.boards) if field in (row.domain.name, row.value.name)), None)

    def changes(self) -> dict[str, Any]:
        """Give what ``change_profile`` takes as changes."""
        return {name: self.cleaned_data[name] for name in CHANGEABLE if name in self.cleaned_data}

    def identifiers(self) -> list[Typed]:
        """Give every identifier as it was typed, each with the fields its errors belong to."""
        data = self.cleaned_data
        return [
            Typed(kind=NPI, value=data.get("npi", ""), field="npi"),
            *(
                Typed(
                    kind=kind,
                    domain=data.get(row.domain.name, ""),
                    value=data.get(row.value.name, ""),
                    field=row.value.name,
                    domain_field=row.domain.name,
                )
                for list_, kind in KINDS.items()
                for row in self._drawn(list_)
            ),
        ]

    def tell(self, findings: Iterable[Finding]) -> None:
        """Show findings at their fields while typing."""
        for finding in findings:
            if finding.field in self.fields:
                self.add_error(finding.field, gettext(finding.message) % dict(finding.params))


class AddressForm(Form):
    """A new e-mail address; the present password is asked unless the session was just opened by a link."""

    new = forms.EmailField(
        label=_("New e-mail address"),
        help_text=_("A link is mailed there. Nothing changes before you follow it."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
    )
    current = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )

    def __init__(self, *args: Any, asks_current: bool, **kwargs: Any) -> None:
        """Leave out the present password where it proves nothing more."""
        super().__init__(*args, **kwargs)
        if not asks_current:
            del self.fields["current"]


class PasswordForm(Form):
    """A new password; the present one is asked unless the session was just opened by a link."""

    current = forms.CharField(
        label=_("Present password"),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=_("New password"),
        help_text=_("Ten characters or more. A sentence you can remember is good."),
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, asks_current: bool, **kwargs: Any) -> None:
        """Leave out the present password where it proves nothing more."""
        super().__init__(*args, **kwargs)
        if not asks_current:
            del self.fields["current"]
