"""The files that belong to an activity file, in the order of its sections."""

from collections.abc import Iterator
from dataclasses import dataclass

from opencme.apps.activities.models import Activity
from opencme.apps.faculty.models import Mitigation
from opencme.apps.files.models import StoredFile

LARGEST_IN_ZIP = 200 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A stored file and what it shows."""

    number: int
    file: StoredFile
    shows: str

    @property
    def is_pdf(self) -> bool:
        """Whether it can be joined to the PDF."""
        return self.file.media_type == "application/pdf"

    @property
    def is_too_large(self) -> bool:
        """Whether it is left out of the ZIP and only named (videos)."""
        return self.file.size > LARGEST_IN_ZIP


def evidence_of(activity: Activity) -> tuple[Evidence, ...]:
    """Give every file that shows something of the activity, each once, numbered from 1."""
    found: dict[str, tuple[StoredFile, str]] = {}
    for file, shows in _files(activity):
        if file is not None:
            found.setdefault(file.sha256, (file, shows))
    return tuple(
        Evidence(number=number, file=file, shows=shows) for number, (file, shows) in enumerate(found.values(), start=1)
    )


def _files(activity: Activity) -> Iterator[tuple[StoredFile | None, str]]:
    for gap in activity.gap_evidence.select_related("file").exclude(file=None):
        yield gap.file, f"Practice gap: {gap.text}"[:160]
    for joint in activity.joint_providers.select_related("partner", "agreement").exclude(agreement=None):
        yield joint.agreement, f"Agreement with {joint.partner.name}"
    for item in activity.content_items.select_related("file").exclude(file=None):
        yield item.file, f"Content: {item.title}"[:160]
    mitigations = (
        Mitigation.objects.of(activity.provider_id)
        .filter(relationship__disclosure__in_control__activity=activity)
        .exclude(evidence=None)
        .select_related("evidence", "relationship__disclosure__in_control")
        .order_by("completed_at", "pk")
    )
    for each in mitigations:
        yield each.evidence, f"Mitigation for {each.relationship.disclosure.in_control.name}"
    imports = activity.attendance_imports.select_related("file", "session").filter(undone_at=None, state="done")
    for each in imports.order_by("imported_at"):
        yield each.file, f"Attendance export of “{each.session.title}”"[:160]
