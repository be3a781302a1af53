"""What the gates ask: planners before planning goes on, everybody before approval, designation and opening."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.independence.edition import ControlRole, Edition
from opencme.rules.independence.facts import Person, spoken
from opencme.rules.independence.status import OFFICE, Status, is_planner, role_phrase

Row = tuple[Person, Status]
TEACHING: Final = frozenset({ControlRole.FACULTY, ControlRole.AUTHOR, ControlRole.MODERATOR})


def findings_on_standard_exception(
    key: str, justification: str, activity_format: str, edition: Edition
) -> tuple[Finding, ...]:
    """Say what stands against calling the activity an exception to Standard 3 (2.3.6); nothing when it calls on none.

    A series (grand rounds, tumor board, M&M) is planned and never a spontaneous conversation among peers (TRAP-42).
    """
    if not key:
        return ()
    exception = edition.standard_exception(key)
    if exception is None:
        return (
            Finding(
                code="independence.exception.unknown",
                source="accme-standard-3-exceptions",
                message=_("Choose which exception to the disclosure rules applies, or none."),
                owes=OFFICE,
                fix="plan",
            ),
        )

    def find() -> Iterator[Finding]:
        if activity_format in exception.never_formats:
            yield Finding(
                code="independence.exception.format",
                source=exception.source,
                message=_("“%(exception)s” never applies to a planned activity such as a series; people disclose."),
                params={"exception": exception.name},
                owes=OFFICE,
                fix="plan",
            )
        if not justification.strip():
            yield Finding(
                code="independence.exception.justification",
                source=exception.source,
                message=_("Say why “%(exception)s” applies; the reason is kept in the activity's file."),
                params={"exception": exception.name},
                owes=OFFICE,
                fix="plan",
            )
        yield Finding(
            code="independence.exception.claimed",
            source=exception.source,
            message=_("Nobody discloses, because the activity calls on “%(exception)s”; whoever approves answers."),
            params={"exception": exception.name},
            fix="plan",
            blocking=False,
        )

    return tuple(find())


def holds(key: str, activity_format: str, edition: Edition) -> str:
    """Give ``key`` when that exception can hold for a format; empty otherwise, and then everybody discloses."""
    exception = edition.standard_exception(key)
    return key if exception is not None and activity_format not in exception.never_formats else ""


def findings_on_disclosures(rows: Iterable[Row], *, planners_only: bool, is_required: bool) -> tuple[Finding, ...]:
    """Say whose disclosure is missing, late or short; and whether the people are named at all."""
    standing = [row for row in rows if row[0].withdrawn_at is None]

    def find() -> Iterator[Finding]:
        if is_required and not any(is_planner(person) for person, _status in standing):
            yield Finding(
                code="independence.disclosure.no_planner",
                source="std-order",
                message=_("Name the planners; they disclose before planning goes on."),
                owes=OFFICE,
                fix="people",
            )
        if is_required and not planners_only and not any(person.role in TEACHING for person, _status in standing):
            yield Finding(
                code="independence.disclosure.no_faculty",
                source="std-order",
                message=_("Name who teaches or writes the content; they disclose before they begin."),
                owes=OFFICE,
                fix="people",
            )
        for person, status in standing:
            if not planners_only or is_planner(person):
                yield from status.on_disclosure

    return tuple(find())


def findings_on_starts(
    rows: Iterable[Row], starts_at: datetime | None, ends_at: datetime | None
) -> tuple[Finding, ...]:
    """Say whose role is set to begin too late to be true: planning after the start, teaching after the end.

    starts_at, ends_at: of the activity; None while no date is set. A role set too late would let a late signature pass.
    """
    standing = [person for person, _status in rows if person.withdrawn_at is None]

    def find() -> Iterator[Finding]:
        for person in standing:
            is_planning_late = is_planner(person) and starts_at is not None and person.starts_at > starts_at
            is_teaching_late = person.role in TEACHING and ends_at is not None and person.starts_at > ends_at
            if is_planning_late or is_teaching_late:
                yield Finding(
                    code="independence.disclosure.start",
                    source="std-order",
                    message=_(
                        "The role of %(name)s (%(role)s) is set to begin on %(day)s, too late for this activity; "
                        "correct it."
                    ),
                    params={
                        "name": person.name,
                        "role": role_phrase(person.role),
                        "day": spoken(person.start_day),
                    },
                    owes=OFFICE,
                    fix="people",
                )

    return tuple(find())


def findings_on_mitigation(rows: Iterable[Row], *, planners_only: bool) -> tuple[Finding, ...]:
    """Say who is excluded, whose relationships wait for a decision and which wait for mitigation."""
    return tuple(
        finding
        for person, status in rows
        if person.withdrawn_at is None and (not planners_only or is_planner(person))
        for finding in status.on_mitigation
    )
