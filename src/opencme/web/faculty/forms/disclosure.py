"""The disclosure form: an explicit answer, rows of relationships, a name as signature."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from opencme.kernel.findings import DomainError, Finding
from opencme.rules.independence.edition import Edition
from opencme.rules.independence.facts import Relationship
from opencme.web.ui.forms import AskedChoice, AskedText, Form

NONE, SOME = "none", "some"
FIRST_ROWS: Final = 1
MOST_ROWS: Final = 40


class DisclosureForm(Form):
    """What one person states. A row whose company and kind are empty is left out.

    edition: whose kinds are offered; name: filled in as the signature; stated: rows to begin with.
    """

    def __init__(
        self,
        data: Any = None,
        *,
        edition: Edition,
        name: str,
        stated: Sequence[Relationship] = (),
        has_answer: bool = False,
    ) -> None:
        """Make one group of fields per row."""
        self.edition = edition
        self.stated_before = tuple(stated)
        initial = {"attested_name": name}
        if has_answer or stated:
            initial["answer"] = SOME if stated else NONE
        super().__init__(data, initial=initial)
        self.row_count = self._row_count(data)
        self.fields["answer"] = AskedChoice(
            label=_("Your answer"),
            choices=[(NONE, _("No, none in this time")), (SOME, _("Yes, I list them"))],
            widget=forms.RadioSelect(attrs={"class": "is-cards"}),
        )
        for place in range(self.row_count):
            self._add_row(place)
        self.fields["attested_name"] = AskedText(
            label=_("Sign with your name"),
            max_length=200,
            widget=forms.TextInput(attrs={"autocomplete": "name"}),
        )

    def _row_count(self, data: Any) -> int:
        if data is None:
            return min(max(FIRST_ROWS, len(self.stated_before)), MOST_ROWS)
        try:
            asked = int(data.get("rows", ""))
        except ValueError:
            asked = FIRST_ROWS
        return min(max(asked, FIRST_ROWS) + ("add" in data), MOST_ROWS)

    def _add_row(self, place: int) -> None:
        before = self.stated_before[place] if place < len(self.stated_before) else None
        prefix = f"relationship-{place}-"
        self.fields[prefix + "company"] = AskedText(
            label=_("Company"),
            help_text=_("Its name alone"),
            max_length=300,
            initial=before.company if before else "",
            widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        )
        self.fields[prefix + "kind"] = AskedChoice(
            label=_("What the relationship is"),
            choices=[("", _("Choose")), *kind_choices(self.edition)],
            initial=_key(before) if before else "",
        )
        self.fields[prefix + "note"] = forms.CharField(
            label=_("In a few words"),
            help_text=_("What the relationship is."),
            max_length=300,
            required=False,
            initial=before.note if before else "",
            widget=forms.TextInput(attrs={"placeholder": " "}),
        )
        self.fields[prefix + "ended"] = forms.BooleanField(
            label=_("It has ended"), required=False, initial=before.has_ended if before else False
        )

    def kept(self) -> "DisclosureForm":
        """Give the same form unbound, with everything typed so far: a line was added, nothing is judged yet."""
        fresh = DisclosureForm(edition=self.edition, name="")
        fresh.row_count = self.row_count
        for place in range(self.row_count):
            fresh._add_row(place)
        fresh.order_fields(["answer", *(name for name in fresh.fields if name.startswith("relationship-"))])
        fresh.initial = {name: self[name].value() for name in fresh.fields}
        return fresh

    @property
    def rows(self) -> list[dict[str, Any]]:
        """The rows as the template draws them: the bound fields by their short names, and a number from 1."""
        return [
            {
                "number": place + 1,
                **{name: self[f"relationship-{place}-{name}"] for name in ("company", "kind", "note", "ended")},
            }
            for place in range(self.row_count)
        ]

    @property
    def can_add(self) -> bool:
        """Whether one more row may be asked for."""
        return self.row_count < MOST_ROWS

    @property
    def has_none(self) -> bool | None:
        """The answer; None when nothing was chosen."""
        return {NONE: True, SOME: False}.get(self.cleaned_data.get("answer", ""))

    def stated(self) -> tuple[Relationship, ...]:
        """Give the relationships of the rows that are not empty; none when the answer is "none" and rows are empty."""
        return tuple(relationship for _place, relationship in self._filled())

    def _filled(self) -> list[tuple[int, Relationship]]:
        found = []
        for place in range(self.row_count):
            company, kind, note, ended = (
                self.cleaned_data.get(f"relationship-{place}-{name}") for name in ("company", "kind", "note", "ended")
            )
            if not (company or kind):
                continue
            key, security, listing = [*str(kind or "").split(":"), "", ""][:3]
            relationship = Relationship(
                company=company or "",
                kind=key,
                security_kind=security,
                company_listing=listing,
                has_ended=bool(ended),
                note=note or "",
            )
            found.append((place, relationship))
        return found

    def refuse(self, refusal: DomainError) -> None:
        """Show each finding at the row it is about: rules count the rows that are filled, the page counts all."""
        places = [place for place, _relationship in self._filled()]
        moved = (_moved(finding, places) for finding in refusal.findings)
        super().refuse(DomainError(*moved))


def _moved(finding: Finding, places: Sequence[int]) -> Finding:
    if not finding.field.startswith("relationship-"):
        return finding
    _word, number, name = finding.field.split("-", 2)
    name = "kind" if name in {"security_kind", "company_listing"} else name
    return replace(finding, field=f"relationship-{places[int(number)]}-{name}")


def kind_choices(edition: Edition) -> list[tuple[str, Any]]:
    """Give the kinds as one list: what is held is asked in the same choice, so that nothing is asked back (TRAP-63)."""
    found: list[tuple[str, Any]] = []
    for kind in edition.kinds:
        if not kind.is_holding:
            found.append((kind.key, _(kind.name)))
            continue
        for security, security_name in edition.securities.items():
            if security not in edition.listing_asked_for:
                found.append((f"{kind.key}:{security}", _(security_name)))
                continue
            found += [
                (
                    f"{kind.key}:{security}:{listing}",
                    _("%(security)s: %(listing)s") % {"security": _(security_name), "listing": _(listing_name)},
                )
                for listing, listing_name in edition.listings.items()
            ]
    return found


def _key(stated: Relationship) -> str:
    return ":".join(part for part in (stated.kind, stated.security_kind, stated.company_listing) if part)
