"""Handing in slides and handouts by link, for the content review."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from opencme.apps.audit import services as audit
from opencme.apps.faculty.models import InControl, Submission
from opencme.apps.faculty.selectors import tasks
from opencme.apps.files.services import store_file
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _

ALLOWED: Final = frozenset({"pdf", "pptx", "png", "jpeg", "mp4"})
MOST: Final = 30


@transaction.atomic
def submit_file(*, token: str, name: str, content: Any, note: str = "", now: datetime) -> Submission:
    """Keep a file the person hands in; the same file again is the one that is there."""
    row = _open(token)
    by = tasks.actor_by_link(row)
    if row.submissions.filter(withdrawn_at=None).count() >= MOST:
        raise DomainError(
            Finding(
                code="submission.many",
                source="opencme-independence",
                field="file",
                message=_("There are %(most)s files already; take one back first."),
                params={"most": str(MOST)},
            )
        )
    file = store_file(by=by, provider_id=row.activity.provider_id, name=name, content=content, allowed=ALLOWED, now=now)
    kept: Submission | None = row.submissions.filter(file=file, withdrawn_at=None).first()
    if kept is not None:
        return kept
    made: Submission = Submission.objects.create(in_control=row, file=file, note=note.strip()[:300], submitted_at=now)
    _record("submission.made", row, made, now)
    return made


@transaction.atomic
def take_back_file(*, token: str, submission_id: UUID, now: datetime) -> Submission:
    """Take a file back; NotFound when it is none of the person's. Twice is once."""
    row = _open(token)
    found: Submission | None = row.submissions.filter(public_id=submission_id).select_related("file").first()
    if found is None:
        raise NotFound
    if found.withdrawn_at is None:
        found.withdrawn_at = now
        found.save(update_fields=["withdrawn_at"])
        _record("submission.taken_back", row, found, now)
    return found


def _open(token: str) -> InControl:
    row = tasks.by_token(token, locked=True)
    if tasks.link_state(row) is not tasks.LinkState.OPEN:
        raise DomainError(
            Finding(
                code="submission.closed",
                source="opencme-independence",
                field="file",
                message=_("This link no longer takes files."),
            )
        )
    return row


def _record(event: str, row: InControl, made: Submission, now: datetime) -> None:
    audit.record(
        event,
        by=tasks.actor_by_link(row),
        subject=made,
        at=now,
        provider_id=row.activity.provider_id,
        activity_id=row.activity_id,
        after={"file": made.file.name, "sha256": made.file.sha256},
    )
