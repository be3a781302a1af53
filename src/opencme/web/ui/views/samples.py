"""Invented content for the living style guide."""

from datetime import UTC, datetime
from typing import Any, Final

from opencme.kernel.credits import Credits
from opencme.kernel.findings import Finding
from opencme.kernel.text import RichText
from opencme.rules.activity.lifecycle import State

MOMENT: Final = datetime(2026, 3, 4, 15, 0, tzinfo=UTC)
FOUND: Final = (
    Finding(
        code="sample.disclosure",
        message="%(who)s has not disclosed.",
        params={"who": "Dr. Cy Teacher"},
        source="accme-standard-3",
        owes="Dr. Cy Teacher, faculty",
        fix="people",
    ),
    Finding(code="sample.evidence", message="The gap has no evidence yet.", source="accme-core-criteria"),
    Finding(
        code="sample.advice",
        message="Consider a baseline assessment, so that change can be shown.",
        source="accme-core-criteria",
        blocking=False,
    ),
)
STATUSES: Final = (
    ("met", "Met"),
    ("short", "Short by 3.5"),
    ("due_soon", "Due in 9 days"),
    ("overdue", "Overdue"),
    ("cannot_decide", "Cannot decide"),
    ("not_applicable", "Not applicable"),
    ("info", "In review"),
    ("calm", "Idea"),
)


def _step(title: str, state: str) -> dict[str, str]:
    return {"title": title, "state": state, "url": "#steps" if state == "done" else ""}


def _task(title: str, hint: str, kind: str, word: str) -> dict[str, str]:
    return {"title": title, "hint": hint, "kind": kind, "word": word, "url": "" if kind == "met" else "#tasks"}


def _part(title: str, icon: str, group: str, **more: Any) -> dict[str, Any]:
    return {"title": title, "icon": icon, "group": group, "url": "#parts", **more}


SAMPLES: Final[dict[str, Any]] = {
    "statuses": STATUSES,
    "states": tuple(str(state) for state in State),
    "found": FOUND,
    "moment": MOMENT,
    "amount": Credits.of("1.25"),
    "unit": RichText.parse("*AMA PRA Category 1 Credits*™"),
    "statement": RichText.parse(
        "Sample only, not an accreditor's words: at most 2.5 *AMA PRA Category 1 Credits*™ for this activity."
    ),
    "icons": ("award", "users", "scale", "calendar-clock", "clipboard-check", "file-output", "history", "search"),
    "steps": (
        _step("Idea", "done"),
        _step("Planning", "done"),
        _step("In review", "current"),
        _step("Approved", "todo"),
        _step("Designated", "todo"),
        _step("Open", "todo"),
    ),
    "rows": (
        {"title": "Title", "value": "Sepsis on the Ward", "url": "#summary"},
        {"title": "Format", "value": "Live activity", "url": "#summary"},
        {"title": "Joint provider", "value": ""},
    ),
    "tasks": (
        _task("Disclose your financial relationships", "One minute", "overdue", "Overdue"),
        _task("Upload your slides", "PDF, by Mar 20", "due_soon", "Due in 9 days"),
        _task("Sign the faculty agreement", "", "met", "Done"),
    ),
    "tabs": (
        {"title": "Learners", "url": "#tabs", "is_current": True, "count": 42},
        {"title": "Attendance", "url": "#tabs", "count": 3},
        {"title": "Claims", "url": "#tabs"},
    ),
    "parts": (
        _part("Readiness", "list-checks", "", count=3, kind="bad"),
        _part("Plan", "notebook-pen", "Plan", is_current=True),
        _part("Agenda", "calendar-clock", "Plan", kind="met"),
        _part("People in control", "users", "Independence", count=1, kind="warn"),
    ),
    "crumbs": ({"title": "Lakeside Health System", "url": "#"}, {"title": "Activities", "url": "#"}),
    "menu": ({"title": "Duplicate", "url": "#", "icon": "copy"}, {"title": "Print", "url": "#", "icon": "printer"}),
    "entries": (
        {
            "at": MOMENT,
            "event": "activity.submitted",
            "words": "submitted the plan for review",
            "who": "Ada Planner",
            "changes": (("state", "planning", "in_review"),),
        },
        {
            "at": MOMENT,
            "event": "file.stored",
            "words": "stored a file",
            "who": "Cy Teacher",
            "subject": "slides.pdf",
            "changes": (),
        },
    ),
}
