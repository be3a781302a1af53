"""Everybody registered for an activity, as staff see them: who, how they came, how far they are."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from opencme.apps.activities.models import Activity
from opencme.apps.delivery.models import ContentProgress, PeopleImport, Registration
from opencme.kernel.findings import NotFound
from opencme.kernel.i18n import gettext_noop as _

SOURCE_WORDS: Mapping[str, str] = {
    "self": _("Registered themselves"),
    "staff": _("Added by staff"),
    "list": _("From a list"),
    "attendance": _("From an attendance file"),
    "check_in": _("By checking in"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How many required parts there are, and how many each registration has completed."""

    required: int
    done: Mapping[int, int]


def registrations_of(
    activity: Activity, *, words: str = "", profession: str = "", with_withdrawn: bool = False
) -> QuerySet[Registration]:
    """Give the registrations that fit, by name; words must all occur in name or e-mail."""
    rows: QuerySet[Registration] = activity.registrations.select_related("person")
    if not with_withdrawn:
        rows = rows.filter(withdrawn_at=None)
    if profession:
        rows = rows.filter(profession=profession)
    for word in words.split():
        rows = rows.filter(
            Q(person__given_name__icontains=word)
            | Q(person__family_name__icontains=word)
            | Q(person__email__icontains=word)
        )
    return rows.order_by("person__family_name", "person__given_name", "pk")


def registration_to_see(activity: Activity, registration_id: UUID) -> Registration:
    """Give one registration of the activity, withdrawn or not; NotFound outside."""
    found = activity.registrations.select_related("person", "roster_import__file").filter(public_id=registration_id)
    registration = found.first()
    if registration is None:
        raise NotFound
    registration.activity = activity
    return registration


def reading_of_all(activity: Activity) -> Reading:
    """Give how far everybody is in the required content: two queries."""
    rows = ContentProgress.objects.of(activity.provider_id).filter(
        registration__activity=activity, item__is_required=True
    )
    done = rows.exclude(completed_at=None).values_list("registration_id").annotate(n=Count("pk")).order_by()
    return Reading(required=activity.content_items.filter(is_required=True).count(), done=dict(done))


def people_imports_of(activity: Activity) -> tuple[PeopleImport, ...]:
    """Give the lists of people brought in, the newest first: one query."""
    return tuple(activity.people_imports.select_related("file", "by"))


def registered_count(activity: Activity) -> int:
    """Give how many are registered and have not withdrawn: one query."""
    return activity.registrations.filter(withdrawn_at=None).count()
