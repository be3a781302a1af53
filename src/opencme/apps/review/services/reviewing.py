"""Signing a content review, by staff or by an invited reviewer's link."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.audit import services as audit
from opencme.apps.faculty.selectors.tasks import actor_by_link, by_token
from opencme.apps.providers.permissions import require
from opencme.apps.review.models import ContentReview
from opencme.apps.review.selectors.reviews import ReviewPage, review_page, review_page_by_link
from opencme.catalog.content_standards import review_edition
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.independence.review import Answer, findings_on_review, passes


@transaction.atomic
def review_content(
    *,
    by: Actor,
    activity_id: UUID,
    answers: Mapping[str, Answer],
    comment: str = "",
    digest: str = "",
    now: datetime,
) -> ContentReview:
    """Sign a review of the content as it is now; it passes when every item is answered with yes.

    digest: of the content the reviewer saw; when it changed meanwhile the review is refused. The same review by the
    same person of the same content is the one that stands.
    """
    activity = activities.activity_anywhere(actor=by, activity_id=activity_id, locked=True)
    require(by, Permission.CONTENT_REVIEW, on=activity.provider_id)
    shown = review_page(actor=by, provider_id=activity.provider_id, activity_id=activity_id, now=now)
    return _sign(by, shown, answers, comment, digest, now=now)


@transaction.atomic
def review_by_link(
    *, token: str, answers: Mapping[str, Answer], comment: str = "", digest: str = "", now: datetime
) -> ContentReview:
    """Sign a review by the link of an invited reviewer; NotFound for every other link."""
    row = by_token(token)
    Activity.objects.of(row.activity.provider_id).select_for_update(of=("self",)).get(pk=row.activity_id)
    shown = review_page_by_link(token=token, now=now)
    return _sign(actor_by_link(row), shown, answers, comment, digest, now=now)


def _sign(
    by: Actor, shown: ReviewPage, answers: Mapping[str, Answer], comment: str, digest: str, *, now: datetime
) -> ContentReview:
    findings = [*shown.findings, *findings_on_review(answers, shown.items)]
    if digest and digest != shown.digest:
        findings.append(
            Finding(
                code="review.changed_meanwhile",
                source="accme-standard-1",
                message=_("The content changed while you read it. Look at it again, then sign."),
            )
        )
    if findings:
        raise DomainError(*findings)
    is_passed = passes(answers, shown.items)
    kept = {
        item.key: {"ok": answers[item.key].is_ok, "comment": answers[item.key].comment.strip()} for item in shown.items
    }
    newest = shown.newest.review if shown.newest else None
    same = (by.person_id, by.label, shown.digest, kept, comment.strip())
    if newest and same == (newest.by_id, newest.by_label, newest.content_digest, newest.answers, newest.comment):
        return newest
    made: ContentReview = ContentReview.objects.create(
        activity=shown.activity,
        answers=kept,
        is_passed=is_passed,
        comment=comment.strip(),
        content_digest=shown.digest,
        reviewed_at=now,
        by_id=by.person_id,
        by_label=by.label,
    )
    audit.record(
        "review.made",
        by=by,
        subject=made,
        at=now,
        provider_id=shown.activity.provider_id,
        activity_id=shown.activity.pk,
        after={
            "passed": is_passed,
            "content": shown.digest[:16],
            **({"no": [item.clause for item in shown.items if not answers[item.key].is_ok]} if not is_passed else {}),
        },
        rule_edition=review_edition(now.astimezone(shown.activity.zone).date()),
    )
    return made
