"""One sheet of the reviewer: relevance and, with it, how a relevant relationship is mitigated; all or nothing."""

from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from django.db import transaction

from opencme.apps.faculty.services.judging import case_of, decide_relevance
from opencme.apps.faculty.services.mitigating import ask_to_attest, record_mitigation
from opencme.apps.files.models import StoredFile
from opencme.apps.files.services import store_file
from opencme.rules.access import Actor

if TYPE_CHECKING:
    from django.core.files.base import File

ALLOWED: Final = frozenset({"pdf", "png", "jpeg", "txt"})


@transaction.atomic
def judge(
    *,
    by: Actor,
    relationship_id: UUID,
    is_relevant: bool,
    reason: str = "",
    method: str = "",
    is_asked: bool = False,
    note: str = "",
    peer_reviewer: str = "",
    upload: "File[bytes] | None" = None,
    now: datetime,
) -> None:
    """Decide relevance and, where ``method`` is given, record that step or ask the person to attest it (is_asked).

    upload: a file that shows the step.

    When the step is refused the decision is not kept either, so that the sheet stays as it was.
    """
    decide_relevance(by=by, relationship_id=relationship_id, is_relevant=is_relevant, reason=reason, now=now)
    if not (is_relevant and method):
        return
    if is_asked:
        ask_to_attest(by=by, relationship_id=relationship_id, method=method, note=note, now=now)
        return
    record_mitigation(
        by=by,
        relationship_id=relationship_id,
        method=method,
        note=note,
        peer_reviewer=peer_reviewer,
        evidence=_kept(upload, by, relationship_id, now),
        now=now,
    )


def _kept(upload: "File[bytes] | None", by: Actor, relationship_id: UUID, now: datetime) -> StoredFile | None:
    if upload is None:
        return None
    provider_id = case_of(by, relationship_id, now).row.activity.provider_id
    name = upload.name or "evidence"
    return store_file(by=by, provider_id=provider_id, name=name, content=upload, allowed=ALLOWED, now=now)
