"""The content review against Standards 1, 2 and 5.2c: every item answered, a "no" explained, nothing changed since."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.independence.facts import spoken

REVIEWER: Final = _("Content reviewer")


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewItem:
    """One question of the review form, standing for a clause."""

    key: str
    clause: str
    question: str
    help: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer; None while the reviewer has not said."""

    is_ok: bool | None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reviewed:
    """The newest review of an activity.

    is_fresh: nothing of the content changed since. reviewer_cleared: the reviewer is a person in control who was
    cleared. reviewed_own: the reviewer teaches or writes in the same activity.
    """

    by: str
    on: date
    is_passed: bool
    comment: str
    is_fresh: bool
    reviewer_cleared: bool
    reviewed_own: bool = False


def passes(answers: Mapping[str, Answer], items: Iterable[ReviewItem]) -> bool:
    """Say whether every item is answered with yes."""
    return all((answer := answers.get(item.key)) is not None and answer.is_ok is True for item in items)


def findings_on_review(answers: Mapping[str, Answer], items: Iterable[ReviewItem]) -> tuple[Finding, ...]:
    """Say what keeps a review from being signed: items left open, and a "no" without words."""

    def find() -> Iterator[Finding]:
        for item in items:
            answer = answers.get(item.key, Answer(is_ok=None))
            if answer.is_ok is None:
                yield Finding(
                    code="review.open",
                    source=item.source,
                    field=f"{item.key}-ok",
                    message=_("Answer clause %(clause)s."),
                    params={"clause": item.clause},
                )
            elif not answer.is_ok and not answer.comment.strip():
                yield Finding(
                    code="review.comment",
                    source=item.source,
                    field=f"{item.key}-comment",
                    message=_("Say what has to change for clause %(clause)s."),
                    params={"clause": item.clause},
                )

    return tuple(find())


def findings_on_reviewer(*, is_in_control: bool, is_cleared: bool) -> tuple[Finding, ...]:
    """Say what stands against reviewing: a reviewer is in control of content and discloses first (TRAP-35)."""
    if is_in_control and is_cleared:
        return ()
    return (
        Finding(
            code="review.reviewer.not_cleared" if is_in_control else "review.reviewer.not_in_control",
            source="accme-standard-3",
            message=_("Your own disclosure comes first: whoever reviews content controls it.")
            if not is_in_control
            else _("You cannot review yet: your own disclosure is not settled."),
        ),
    )


def findings_on_content_review(newest: Reviewed | None) -> tuple[Finding, ...]:
    """Say what the gate misses: a review that passed, of the content as it is now, by somebody cleared."""
    if newest is None:
        return (
            Finding(
                code="review.missing",
                source="accme-standard-1",
                message=_("The content has not been reviewed against Standards 1, 2 and 5."),
                owes=REVIEWER,
                fix="review",
            ),
        )

    def find() -> Iterator[Finding]:
        params = {"name": newest.by, "day": spoken(newest.on)}
        if not newest.is_passed:
            yield Finding(
                code="review.changes_asked",
                source="accme-standard-1",
                message=_("%(name)s asked for changes on %(day)s; make them and have the content reviewed again."),
                params=params,
                fix="review",
            )
        elif not newest.is_fresh:
            yield Finding(
                code="review.stale",
                source="accme-standard-1",
                message=_("The content changed after %(name)s reviewed it on %(day)s; have it reviewed again."),
                params=params,
                owes=REVIEWER,
                fix="review",
            )
        if not newest.reviewer_cleared:
            yield Finding(
                code="review.reviewer",
                source="accme-standard-3",
                message=_("%(name)s reviewed the content but is not cleared as a person in control."),
                params=params,
                owes=newest.by,
                fix="people",
            )
        if newest.reviewed_own:
            yield Finding(
                code="review.own",
                source="opencme-independence",
                message=_("%(name)s also teaches or writes here; a second pair of eyes is better."),
                params=params,
                fix="review",
                blocking=False,
            )

    return tuple(find())
