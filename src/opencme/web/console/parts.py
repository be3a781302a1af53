"""The parts of the activity workspace, in the order of the work. One list makes the navigation."""

from dataclasses import dataclass
from typing import Final

from opencme.kernel.i18n import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the workspace; its page has the URL name ``console:activity-<key>``."""

    key: str
    title: str
    icon: str
    group: str


PARTS: Final = (
    Part("readiness", _("Readiness"), "list-checks", ""),
    Part("plan", _("Plan"), "notebook-pen", _("Plan")),
    Part("agenda", _("Agenda"), "calendar-clock", _("Plan")),
    Part("people", _("People in control"), "users", _("Independence")),
    Part("disclosures", _("Disclosures"), "scale", _("Independence")),
    Part("content", _("Content"), "book-open", _("Build")),
    Part("assessment", _("Assessment"), "clipboard-check", _("Build")),
    Part("evaluation", _("Evaluation"), "message-square-text", _("Build")),
    Part("review", _("Review"), "badge-check", _("Approve")),
    Part("credit", _("Credit"), "award", _("Approve")),
    Part("learners", _("Learners"), "user-plus", _("Deliver")),
    Part("attendance", _("Attendance"), "scan-line", _("Deliver")),
    Part("reports", _("Reports and file"), "file-output", _("Close")),
    Part("history", _("History"), "history", _("Close")),
)
