"""The files people in control handed in, as content to review."""

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
