"""Completions ready to be reported, one at a time, and everybody left out with the reason."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Final
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from opencme.apps.accounts.models import Identifier
from opencme.apps.activities.models import Activity
from opencme.apps.credit.models import Award
from opencme.apps.reporting.models import ReportedCompletion
from opencme.apps.reporting.selectors.facts import PARS_CERTIFICATION, PARS_SYSTEM
from opencme.kernel.findings import Finding
from opencme.rules.reporting.completions import (
    ADD,
    DELETE,
    Completion,
    Credit,
    best_identifier,
    credit_id,
    findings_on_completion,
)
from opencme.rules.reporting.identity import NPI, IdentifierFact, LearnerIdentity, findings_on_learner

BATCH: Final = 2000
CONCERNED: Final = (PARS_SYSTEM, "ama_pra_attendance")
"""Whose entries a PARS report looks at: AMA PRA credit, and participation instead of it."""
_ANY: Final = IdentifierFact(kind=NPI, domain="", value="1234567893")
_COLUMNS: Final = (
    "pk",
    "number",
    "amount",
    "completed_on",
    "basis",
    "credit_system",
    "person_id",
    "person__given_name",
    "person__family_name",
    "person__birth_month",
    "person__birth_day",
    "person__report_consent_at",
    "person__email",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A participant whose completion is not in the report, and every reason."""

    person_id: int
    name: str
    email: str
    is_physician: bool
    findings: tuple[Finding, ...]


@dataclass(slots=True)
class Sink:
    """Where a run over completions puts what does not go into the file."""

    left_out: Callable[[LeftOut], None]
    written: Callable[[int, str], None] = field(default=lambda _award, _action: None)
    tick: Callable[[int], None] = field(default=lambda _rows: None)


def standing(activity: Activity, *, every_system: bool = False) -> QuerySet[Award]:
    """Give the ledger entries of the activity that stand (not replaced, no revocation) and concern PARS, or all."""
    rows: QuerySet[Award] = (
        Award.objects.of(activity.provider_id)
        .filter(activity=activity, replaced_by=None)
        .exclude(kind="revocation")
        .order_by("pk")
    )
    return rows if every_system else rows.filter(credit_system__in=CONCERNED)


def unreported(activity: Activity) -> QuerySet[Award]:
    """Give the standing entries that no submitted report holds; what is not reported by name is among them."""
    return standing(activity).exclude(Exists(_submitted(ADD)))


def withdrawn(activity: Activity) -> QuerySet[Award]:
    """Give the entries that a submitted report added and that stand no more, unless their deletion was submitted."""
    rows: QuerySet[Award] = (
        Award.objects.of(activity.provider_id)
        .filter(Exists(_submitted(ADD)), activity=activity, replaced_by__isnull=False)
        .exclude(Exists(_submitted(DELETE)))
        .order_by("pk")
    )
    return rows


def to_report(activity: Activity) -> int:
    """Count the ledger entries that a report made now would look at."""
    return unreported(activity).count() + withdrawn(activity).count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why physicians are left out, and how many."""

    sentence: str
    people: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How an activity's completions stand toward PARS, counted by the database however many there are."""

    reportable: int
    reported: int
    physicians_left_out: int
    others: int
    reasons: tuple[Reason, ...]


def standing_of(activity: Activity) -> Standing:
    """Count who can be reported, who is, and who is left out by which reason; three queries.

    Identifiers were judged when they were kept, so one that is there counts as good; the report itself judges again.
    """
    physicians = unreported(activity).filter(credit_system=PARS_SYSTEM)
    lacks: dict[str, Q] = {
        "consent": Q(person__report_consent_at=None),
        "name": Q(person__given_name="") | Q(person__family_name=""),
        "birthday": Q(person__birth_month=None) | Q(person__birth_day=None),
        "identifier": Q(~Exists(Identifier.objects.filter(person=OuterRef("person")))),
    }
    whole = LearnerIdentity(
        given_name="x", family_name="x", birth_month=1, birth_day=1, has_consented=True, identifiers=(_ANY,)
    )
    bare = {
        "consent": replace(whole, has_consented=False),
        "name": replace(whole, given_name=""),
        "birthday": replace(whole, birth_month=None, birth_day=None),
        "identifier": replace(whole, identifiers=()),
    }
    counts = physicians.order_by().aggregate(
        every=Count("pk"),
        left_out=Count("pk", filter=lacks["consent"] | lacks["name"] | lacks["birthday"] | lacks["identifier"]),
        **{f"lacks_{key}": Count("pk", filter=condition) for key, condition in lacks.items()},
    )
    totals = standing(activity).aggregate(
        reported=Count("pk", filter=Exists(_submitted(ADD))), others=Count("pk", filter=~Q(credit_system=PARS_SYSTEM))
    )
    reasons = [
        Reason(sentence=str(findings_on_learner(bare[key])[0]), people=counts[f"lacks_{key}"])
        for key in lacks
        if counts[f"lacks_{key}"]
    ]
    return Standing(
        reportable=counts["every"] - counts["left_out"] + withdrawn(activity).count(),
        reported=totals["reported"],
        physicians_left_out=counts["left_out"],
        others=totals["others"],
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.people)),
    )


def completions(activity: Activity, sink: Sink) -> Iterator[Completion]:
    """Give what is to be deleted, then what is to be added; memory stays that of one batch.

    A participant with several credits is one completion; only credit PARS takes is named. sink hears of everybody who
    is left out, of each ledger entry that is written, and of the rows looked at.
    """
    host = urlsplit(settings.BASE_URL).netloc
    seen = 0
    for action, rows in ((DELETE, withdrawn(activity)), (ADD, unreported(activity))):
        for batch in _batches(rows.values_list(*_COLUMNS).iterator(chunk_size=BATCH)):
            identifiers = _identifiers({row[6] for row in batch})
            for row in batch:
                if (made := _completion(row, action, identifiers.get(row[6], ()), host, sink)) is not None:
                    sink.written(row[0], action)
                    yield made
            seen += len(batch)
            sink.tick(seen)


def left_out(activity: Activity) -> tuple[LeftOut, ...]:
    """Give everybody whose credit cannot be reported now, with every reason, physicians first."""
    found: list[LeftOut] = []
    for _completion in completions(activity, Sink(left_out=found.append)):
        pass
    return tuple(sorted(found, key=lambda each: (not each.is_physician, each.name.casefold())))


def _completion(
    row: tuple[Any, ...], action: str, identifiers: tuple[IdentifierFact, ...], host: str, sink: Sink
) -> Completion | None:
    _pk, number, amount, completed_on, basis, system, person_id, given, family, month, day, consent, email = row
    learner = LearnerIdentity(
        given_name=given,
        family_name=family,
        birth_month=month,
        birth_day=day,
        has_consented=consent is not None,
        identifiers=identifiers,
    )
    is_physician = system == PARS_SYSTEM
    findings = findings_on_completion(learner, basis=basis if is_physician else "participated")
    if findings:
        sink.left_out(
            LeftOut(
                person_id=person_id,
                name=f"{given} {family}".strip() or email,
                email=email,
                is_physician=is_physician,
                findings=findings,
            )
        )
        return None
    return Completion(
        action=action,
        given_name=given,
        family_name=family,
        birth_month=month,
        birth_day=day,
        identifier=best_identifier(identifiers),
        credits=(Credit(credit_id=credit_id(host, number), certification=PARS_CERTIFICATION, amount=amount),),
        completed_on=completed_on,
    )


def _submitted(action: str) -> QuerySet[ReportedCompletion]:
    return ReportedCompletion.objects.filter(award=OuterRef("pk"), action=action, report__submitted_at__isnull=False)


def _identifiers(people: set[int]) -> dict[int, tuple[IdentifierFact, ...]]:
    found: dict[int, tuple[IdentifierFact, ...]] = {}
    rows = Identifier.objects.filter(person_id__in=people).values_list("person_id", "kind", "domain", "value")
    for person_id, kind, domain, value in rows:
        found[person_id] = (*found.get(person_id, ()), IdentifierFact(kind=kind, domain=domain, value=value))
    return found


def _batches(rows: Iterator[tuple[Any, ...]]) -> Iterator[list[tuple[Any, ...]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch
