"""People in control with all that is known of them, put into the facts that the rules judge."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from opencme.apps.activities.checks import shared
from opencme.apps.activities.models import Activity
from opencme.apps.faculty.models import (
    AttestationRequest,
    Disclosure,
    InControl,
    Mitigation,
    OwnerException,
    Relationship,
    Relevance,
)
from opencme.catalog.disclosure_forms import disclosure_forms
from opencme.kernel.findings import NotFound
from opencme.rules.independence import facts, gates
from opencme.rules.independence.disclosure import excludes
from opencme.rules.independence.edition import ROLE_NAMES, ControlRole, Edition, Method
from opencme.rules.independence.status import STANDING_NAMES, Need, Standing, Status, is_relevant, status_of

FORM: Final = "standard_3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """One relationship of a person's newest disclosure with the newest decision, exception and mitigation.

    request: an attestation that was asked for and is not given yet.
    """

    row: Relationship
    judged: facts.Judged
    need: Need
    edition: Edition
    decision: Relevance | None
    exception: OwnerException | None
    mitigation: Mitigation | None
    request: AttestationRequest | None

    @property
    def kind_name(self) -> str:
        """What the relationship is, in the words of the disclosure, untranslated."""
        return kind_name(self.row, self.edition)

    @property
    def listing_name(self) -> str:
        """Whether the company is public or private, where it was asked, untranslated."""
        return self.edition.listings.get(self.row.company_listing, "")

    @property
    def excludes(self) -> bool:
        """Whether it makes the person an owner or employee."""
        return excludes(self.judged.stated, self.edition)

    @property
    def is_relevant(self) -> bool | None:
        """The relevance that counts; None while undecided."""
        return is_relevant(self.judged, self.edition)

    @property
    def method_name(self) -> str:
        """How it was mitigated, untranslated; empty while it is not."""
        method = self.edition.method(self.mitigation.method) if self.mitigation else None
        return method.name if method else (self.mitigation.method if self.mitigation else "")

    @property
    def exception_name(self) -> str:
        """The exception granted, untranslated; empty when none is."""
        found = self.edition.owner_exception(self.exception.exception) if self.exception else None
        return f"{found.clause}: {found.name}" if found else ""

    @property
    def is_open(self) -> bool:
        """Whether the reviewer has something to do about it."""
        return self.need in {Need.EXCEPTION, Need.RELEVANCE, Need.MITIGATION}

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is needed."""
        return self.need is Need.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """One person in control: the row, the facts, the standing and the newest disclosure with its relationships."""

    row: InControl
    facts: facts.Person
    edition: Edition
    status: Status
    disclosure: Disclosure | None
    ties: tuple[Tie, ...]

    @property
    def standing(self) -> Standing:
        """Where the person stands."""
        return self.status.standing

    @property
    def standing_name(self) -> str:
        """The standing in words, untranslated."""
        return STANDING_NAMES[self.standing]

    @property
    def role_name(self) -> str:
        """The role in words, untranslated."""
        return ROLE_NAMES[self.facts.role]

    @property
    def methods(self) -> tuple[Method, ...]:
        """The methods of mitigation that suit the role."""
        return self.edition.methods_for(self.facts.role)

    @property
    def owes_disclosure(self) -> bool:
        """Whether the person is asked and has not signed in time while time is left."""
        return self.standing is Standing.INVITED or any(
            each.code in {"independence.disclosure.stale", "independence.disclosure.short"}
            and each.owes == self.row.name
            for each in self.status.findings
        )

    @property
    def open_ties(self) -> tuple[Tie, ...]:
        """The relationships that wait for the reviewer."""
        return tuple(tie for tie in self.ties if tie.is_open)

    @property
    def requests(self) -> tuple[Tie, ...]:
        """The relationships for which the person was asked to attest and has not."""
        return tuple(tie for tie in self.ties if tie.request is not None and tie.need is Need.MITIGATION)

    @property
    def is_standing(self) -> bool:
        """Whether the person holds the role."""
        return self.row.withdrawn_at is None


def edition_for(day: date) -> Edition:
    """Give the edition of the disclosure form for a role that begins on ``day``; the first one before all editions."""
    form = disclosure_forms[FORM]
    return form.on(max(day, form.editions[0].in_force_from))


def standing_exception(activity: Activity, edition: Edition) -> str:
    """Give the exception to Standard 3 that holds for the activity; empty when people disclose (TRAP-42)."""
    return gates.holds(activity.std3_exception, activity.format, edition)


def is_required(activity: Activity, now: datetime) -> bool:
    """Say whether people in control of the activity disclose at all."""
    edition = edition_for(now.astimezone(activity.zone).date())
    return not standing_exception(activity, edition)


def people_in_control(activity: Activity, now: datetime) -> tuple[PersonRow, ...]:
    """Give everybody in control, those who left included: seven queries, however many there are.

    Inside one round of checks they are read once.
    """
    return shared("faculty.people", activity, now, lambda: _people(activity, now))


def _people(activity: Activity, now: datetime) -> tuple[PersonRow, ...]:
    rows = with_evidence(InControl.objects.of(activity.provider_id).filter(activity=activity))
    return people_of(activity, rows, now)


def people_of(activity: Activity, rows: Iterable[InControl], now: datetime) -> tuple[PersonRow, ...]:
    """Judge ``rows`` of ``activity``, fetched with ``with_evidence``; planners first, then by role and name."""
    order = {str(role): place for place, role in enumerate(ControlRole)}
    found = sorted(rows, key=lambda row: (row.withdrawn_at is not None, order.get(row.role, 99), row.name, row.pk))
    return tuple(person_row(activity, row, now) for row in found)


def with_evidence(rows: QuerySet[InControl]) -> QuerySet[InControl]:
    """Fetch with each person all disclosures and what was decided about them."""
    relationships = Relationship.related.prefetch_related(
        Prefetch("decisions", queryset=Relevance.related.order_by("-decided_at", "-id")),
        Prefetch("exceptions", queryset=OwnerException.related.order_by("-approved_at", "-id")),
        Prefetch(
            "mitigations", queryset=Mitigation.related.select_related("evidence").order_by("-completed_at", "-id")
        ),
        Prefetch("requests", queryset=AttestationRequest.related.filter(answered_at=None)),
    )
    disclosures = Disclosure.related.order_by("-signed_at", "-id").prefetch_related(
        Prefetch("relationships", queryset=relationships.order_by("id"))
    )
    return rows.prefetch_related(Prefetch("disclosures", queryset=disclosures))


def person_row(activity: Activity, row: InControl, now: datetime) -> PersonRow:
    """Put one person's rows into facts and judge them.

    A decision about a relationship holds in every later disclosure of the same person in the same role that states
    it again; a decision for another activity never does, because its topic is another one (TRAP-41).
    """
    row.activity, zone = activity, activity.zone
    edition = edition_for(row.starts_at.astimezone(zone).date())
    counted = [
        each for each in row.disclosures.all() if row.asked_again_at is None or each.signed_at >= row.asked_again_at
    ]
    known = _decided(row)
    disclosures = tuple(
        facts.Disclosed(
            signed_at=each.signed_at,
            lookback_from=each.lookback_from,
            has_none=each.has_none,
            relationships=tuple(_judged(tie, known) for tie in each.relationships.all()),
        )
        for each in counted
    )
    person = facts.Person(
        key=row.email.casefold(),
        name=row.name,
        role=ControlRole(row.role),
        starts_at=row.starts_at,
        zone=zone,
        disclosures=disclosures,
        withdrawn_at=row.withdrawn_at,
    )
    status = status_of(person, edition, now, standard_exception=standing_exception(activity, edition))
    newest = counted[0] if counted else None
    needs = status.needs or tuple(Need.NOTHING for _each in (newest.relationships.all() if newest else ()))
    ties = tuple(
        _tie(tie, _judged(tie, known), need, edition, known)
        for tie, need in zip(newest.relationships.all() if newest else (), needs, strict=True)
    )
    return PersonRow(row=row, facts=person, edition=edition, status=status, disclosure=newest, ties=ties)


def in_control_to_change(*, activity: Activity, in_control_id: UUID) -> InControl:
    """Give one person in control of the activity with the row locked; call it inside a transaction."""
    rows = InControl.objects.of(activity.provider_id).select_for_update(of=("self",))
    found: InControl | None = rows.filter(activity=activity, public_id=in_control_id).first()
    if found is None:
        raise NotFound
    found.activity = activity
    return found


@dataclass(slots=True)
class _Known:
    """The decisions about one relationship, whichever disclosure of the person they were made on; the newest first."""

    decisions: list[Relevance]
    exceptions: list[OwnerException]
    mitigations: list[Mitigation]


_Key = tuple[str, str, str, str]


def _decided(row: InControl) -> dict[_Key, _Known]:
    found: dict[_Key, _Known] = {}
    for disclosure in row.disclosures.all():
        for tie in disclosure.relationships.all():
            known = found.setdefault(stated(tie).identity, _Known([], [], []))
            known.decisions += [each for each in tie.decisions.all() if _counts(row, each.decided_at)]
            known.exceptions += [each for each in tie.exceptions.all() if _counts(row, each.approved_at)]
            known.mitigations += [each for each in tie.mitigations.all() if _counts(row, each.completed_at)]
    for known in found.values():
        known.decisions.sort(key=lambda each: (each.decided_at, each.pk), reverse=True)
        known.exceptions.sort(key=lambda each: (each.approved_at, each.pk), reverse=True)
        known.mitigations.sort(key=lambda each: (each.completed_at, each.pk), reverse=True)
    return found


def _counts(row: InControl, at: datetime) -> bool:
    return row.judge_again_at is None or at >= row.judge_again_at


def stated(tie: Relationship) -> facts.Relationship:
    """Give the relationship as the person stated it."""
    return facts.Relationship(
        company=tie.company,
        kind=tie.kind,
        has_ended=tie.has_ended,
        security_kind=tie.security_kind,
        company_listing=tie.company_listing,
        note=tie.note,
    )


def kind_name(tie: Relationship, edition: Edition) -> str:
    """Say what a relationship is, in the words of the disclosure, untranslated."""
    kind = edition.kind(tie.kind)
    if kind is None:
        return tie.kind
    return edition.securities.get(tie.security_kind, kind.phrase) if kind.is_holding else kind.phrase


def judged_alone(tie: Relationship) -> facts.Judged:
    """Give a relationship of a disclosure that no longer counts, without any decision."""
    return facts.Judged(stated=stated(tie))


def _judged(tie: Relationship, known: dict[_Key, _Known]) -> facts.Judged:
    about = known[stated(tie).identity]
    return facts.Judged(
        stated=stated(tie),
        is_relevant=about.decisions[0].is_relevant if about.decisions else None,
        exception=about.exceptions[0].exception if about.exceptions else "",
        mitigations=tuple(facts.Mitigated(method=each.method, at=each.completed_at) for each in about.mitigations),
    )


def _tie(tie: Relationship, judged: facts.Judged, need: Need, edition: Edition, known: dict[_Key, _Known]) -> Tie:
    about = known[judged.stated.identity]
    requests: Sequence[AttestationRequest] = list(tie.requests.all())
    return Tie(
        row=tie,
        judged=judged,
        need=need,
        edition=edition,
        decision=about.decisions[0] if about.decisions else None,
        exception=about.exceptions[0] if about.exceptions else None,
        mitigation=about.mitigations[0] if about.mitigations else None,
        request=requests[0] if requests else None,
    )
