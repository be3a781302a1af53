"""The reviews of an activity, and the page on which one is made."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from opencme.apps.accounts.models import Person
from opencme.apps.activities import selectors as activities
from opencme.apps.activities.models import Activity
from opencme.apps.faculty.models import InControl, Submission
from opencme.apps.faculty.selectors import PersonRow, people_in_control
from opencme.apps.faculty.selectors.tasks import by_token
from opencme.apps.review import content
from opencme.apps.review.models import ContentReview
from opencme.apps.review.selectors.submissions import submissions_of
from opencme.catalog.content_standards import review_items
from opencme.kernel.findings import Finding, NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor, Permission
from opencme.rules.activity.lifecycle import State
from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.review import Answer, Reviewed, ReviewItem, findings_on_reviewer

REVIEWED_IN = frozenset({State.PLANNING, State.IN_REVIEW, State.APPROVED, State.DESIGNATED, State.OPEN})
TEACHES = frozenset({ControlRole.FACULTY, ControlRole.AUTHOR, ControlRole.MODERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One review as it is read: the answers with their items, and whether the content is still the same."""

    review: ContentReview
    answers: tuple[tuple[ReviewItem, Answer], ...]
    is_fresh: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewPage:
    """The review form: what is to be read, the items, who reviews, and what stands against it.

    me: the reader's own row as reviewer; None when the reader holds no such role.
    """

    activity: Activity
    items: tuple[ReviewItem, ...]
    submissions: tuple[Submission, ...]
    reviews: tuple[ReviewRow, ...]
    me: PersonRow | None
    findings: tuple[Finding, ...]
    may: bool
    digest: str

    @property
    def newest(self) -> ReviewRow | None:
        """The review that counts."""
        return self.reviews[0] if self.reviews else None

    @property
    def is_not_now(self) -> bool:
        """Whether the activity's state is no time for a review."""
        return NOT_NOW in self.findings

    @property
    def may_review(self) -> bool:
        """Whether the reader may sign a review now."""
        return self.may and not self.findings


def newest_review(activity: Activity, people: tuple[PersonRow, ...]) -> Reviewed | None:
    """Give the review that counts as facts; None before the first."""
    newest: ContentReview | None = (
        ContentReview.objects.of(activity.provider_id).filter(activity=activity).select_related("by").first()
    )
    if newest is None:
        return None
    rows = [each for each in people if _is_by(newest, each)]
    return Reviewed(
        by=newest.by_label,
        on=newest.reviewed_at.astimezone(activity.zone).date(),
        is_passed=newest.is_passed,
        comment=newest.comment,
        is_fresh=newest.content_digest == content.digest(activity),
        reviewer_cleared=any(
            each.facts.role is ControlRole.REVIEWER and (each.status.is_cleared or _was_cleared(each)) for each in rows
        ),
        reviewed_own=any(each.facts.role in TEACHES and each.is_standing for each in rows),
    )


def reviews_of(activity: Activity, digest: str = "") -> tuple[ReviewRow, ...]:
    """Give all reviews, the newest first, with the answers to the items in force when they were made.

    digest: of the content as it is, where the caller has it already.
    """
    now = digest or content.digest(activity)
    rows = ContentReview.objects.of(activity.provider_id).filter(activity=activity)
    return tuple(
        ReviewRow(
            review=each,
            answers=tuple(
                (item, _answer(each.answers.get(item.key)))
                for item in review_items(each.reviewed_at.astimezone(activity.zone).date())
            ),
            is_fresh=each.content_digest == now,
        )
        for each in rows
    )


def review_page(*, actor: Actor, provider_id: int, activity_id: UUID, now: datetime) -> ReviewPage:
    """Give the review page of an activity to the provider's staff."""
    activity = activities.activity_to_see(actor=actor, provider_id=provider_id, activity_id=activity_id)
    email = Person.objects.filter(pk=actor.person_id or 0).values_list("email", flat=True).first() or ""
    people = people_in_control(activity, now)
    me = next((each for each in people if _is_reviewer(each, actor.person_id, email)), None)
    return _page(activity, me, now, may=actor.may(Permission.CONTENT_REVIEW, on=provider_id))


def review_page_by_link(*, token: str, now: datetime) -> ReviewPage:
    """Give the review page to a reviewer who came by link; NotFound for every other role."""
    row = by_token(token)
    if row.role != ControlRole.REVIEWER or row.withdrawn_at is not None:
        raise NotFound
    me = next(each for each in people_in_control(row.activity, now) if each.row.pk == row.pk)
    return _page(row.activity, me, now, may=True)


def findings_before_review(activity: Activity, me: PersonRow | None) -> tuple[Finding, ...]:
    """Say what stands against reviewing now: the reviewer's own disclosure, or the activity's state."""
    found = findings_on_reviewer(is_in_control=me is not None, is_cleared=me is not None and me.status.is_cleared)
    if State(activity.state) not in REVIEWED_IN:
        found = (*found, NOT_NOW)
    return found


NOT_NOW = Finding(
    code="review.state",
    source="accme-standard-1",
    message=_("The content is reviewed while the activity is planned, in review or offered."),
)


def _page(activity: Activity, me: PersonRow | None, now: datetime, *, may: bool) -> ReviewPage:
    digest = content.digest(activity)
    return ReviewPage(
        activity=activity,
        items=review_items(now.astimezone(activity.zone).date()),
        submissions=submissions_of(activity),
        reviews=reviews_of(activity, digest),
        me=me,
        findings=findings_before_review(activity, me),
        may=may,
        digest=digest,
    )


def _is_reviewer(person: PersonRow, person_id: int | None, email: str) -> bool:
    is_me = _same(person.row, person_id, email)
    return is_me and person.is_standing and person.facts.role is ControlRole.REVIEWER


def _same(row: InControl, person_id: int | None, email: str) -> bool:
    by_account = person_id is not None and row.person_id == person_id
    return by_account or (bool(email) and row.email.casefold() == email.casefold())


def _is_by(review: ContentReview, person: PersonRow) -> bool:
    if review.by is None:
        return review.by_label == person.row.name
    return _same(person.row, review.by_id, review.by.email)


def _was_cleared(person: PersonRow) -> bool:
    return person.status.before is not None and person.status.before.value == "cleared"


def _answer(kept: object) -> Answer:
    if not isinstance(kept, dict):
        return Answer(is_ok=None)
    return Answer(is_ok=kept.get("ok"), comment=str(kept.get("comment", "")))
