"""What stands below the review and is content too: files handed in, and the program."""

from opencme.apps.activities.models import Activity
from opencme.apps.faculty.models import Submission


def submissions_of(activity: Activity) -> tuple[Submission, ...]:
    """Give the files that stand, with who handed them in."""
    rows = Submission.objects.of(activity.provider_id).filter(in_control__activity=activity, withdrawn_at=None)
    return tuple(rows.select_related("file", "in_control").order_by("in_control__name", "submitted_at"))


def state(activity: Activity) -> tuple[str, ...]:
    """Name the files by their bytes, for the digest of the content."""
    rows = Submission.objects.of(activity.provider_id).filter(in_control__activity=activity, withdrawn_at=None)
    return tuple(sorted(rows.values_list("file__sha256", flat=True)))


def agenda_state(activity: Activity) -> tuple[str, ...]:
    """Name the sessions by title and mark of an evolving topic; their times are no content."""
    sessions = activity.sessions.filter(kind="education").values_list("public_id", "title", "evolving_topic")
    return tuple(sorted(f"{key}:{title}:{is_evolving}" for key, title, is_evolving in sessions))
