"""Taking questions from a file: all or nothing, and what cannot be taken only with consent."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from opencme.apps.assessment.models import Question
from opencme.apps.assessment.services.authoring import assessment_to_edit, note, to_edit, values_of
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.assessment.files import read_questions
from opencme.rules.assessment.reading import Remark

SOURCE = "opencme-questions"


@transaction.atomic
def import_questions(
    *,
    by: Actor,
    provider_id: int,
    activity_id: UUID,
    name: str,
    content: bytes,
    layout: str = "",
    sets_aside: bool = False,
    now: datetime,
) -> tuple[Question, ...]:
    """Add every question of a GIFT, Moodle XML or Aiken file, or none of them.

    sets_aside: the person agreed that parts which cannot be taken (essays, descriptions) are left out.
    Raises DomainError with one finding per line that is wrong.
    """
    activity = to_edit(by, provider_id, activity_id)
    reading = read_questions(content, layout=layout)
    against = reading.errors if reading.errors or sets_aside else reading.set_aside
    if against:
        raise DomainError(*(_finding(remark) for remark in against))
    if not reading.found:
        raise DomainError(_finding(Remark(1, _("There is no question in this file that can be taken."))))
    assessment = assessment_to_edit(activity)
    last = assessment.questions.aggregate(last=Max("position"))["last"] or 0
    rows = Question.objects.bulk_create(
        [
            Question(assessment=assessment, position=last + at, **values_of(found.question))
            for at, found in enumerate(reading.found, start=1)
        ]
    )
    after = {"file": name[:200], "layout": reading.layout, "taken": len(rows), "set_aside": len(reading.set_aside)}
    note("assessment.imported", by, assessment, activity, now, after=after)
    return tuple(rows)


def _finding(remark: Remark) -> Finding:
    return Finding(
        code="assessment.import.line",
        source=SOURCE,
        message="line %(line)s: " + remark.message,
        params={**remark.params, "line": str(remark.line)},
        field="file",
    )
