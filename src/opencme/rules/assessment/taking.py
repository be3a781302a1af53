"""When an activity needs an assessment, and when a participant may take it.

The AMA asks a minimum performance level, told beforehand, of enduring material and journal-based activities; the ACCME
asks no assessment of any type, so none is ever demanded of a live activity (TRAP-18).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _

ASSESSMENT_SOURCE: Final = "ama-enduring-journal-assessment"
HOUSE_SOURCE: Final = "opencme-questions"


def wants_assessment(format_key: str) -> bool:
    """Say whether the format's credit hangs on a pass mark."""
    return format_key.startswith(("enduring", "journal"))


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessmentFacts:
    """What is known of an activity's post-activity assessment."""

    format_key: str
    question_count: int
    pass_percent: int | None


def findings_on_assessment(facts: AssessmentFacts) -> tuple[Finding, ...]:
    """Say what the assessment lacks before the activity opens."""

    def find() -> Iterator[Finding]:
        if not wants_assessment(facts.format_key):
            return
        if not facts.question_count:
            yield Finding(
                code="assessment.missing",
                source=ASSESSMENT_SOURCE,
                fix="assessment",
                message=_("This format needs a post-activity assessment: add its questions."),
            )
        if facts.pass_percent is None:
            yield Finding(
                code="assessment.no_pass_mark",
                source=ASSESSMENT_SOURCE,
                fix="assessment",
                message=_("Set the pass mark; participants are told it before they begin."),
            )

    return tuple(find())


@dataclass(frozen=True, slots=True, kw_only=True)
class AttemptFacts:
    """What is known when somebody hands in an attempt. attempts_allowed None means without limit."""

    is_open: bool
    has_seen_disclosure: bool
    is_content_done: bool
    is_passed_already: bool
    attempts_made: int
    attempts_allowed: int | None
    unanswered: tuple[int, ...] = ()


def findings_on_attempt(facts: AttemptFacts) -> tuple[Finding, ...]:
    """Say everything that stands against handing in the attempt."""

    def find() -> Iterator[Finding]:
        if not facts.is_open:
            yield _against("not_open", _("This activity is not open for assessment at this time."))
        if not facts.has_seen_disclosure:
            yield Finding(
                code="assessment.attempt.disclosure",
                source="accme-standard-3",
                message=_("Read the disclosure at the top of this page before you begin."),
            )
        if not facts.is_content_done:
            yield _against("content", _("Finish the required content before the assessment."))
        if facts.is_passed_already:
            yield _against("passed", _("You have passed this assessment already."))
        elif facts.attempts_allowed is not None and facts.attempts_made >= facts.attempts_allowed:
            allowed = str(facts.attempts_allowed)
            yield _against("exhausted", _("You have used every attempt; allowed: %(count)s."), count=allowed)
        for number in facts.unanswered:
            yield _against("unanswered", _("Question %(number)s has no answer yet."), number=str(number))

    return tuple(find())


def _against(code: str, message: str, **params: str) -> Finding:
    return Finding(code=f"assessment.attempt.{code}", source=HOUSE_SOURCE, message=message, params=params)
