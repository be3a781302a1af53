"""The parts of the documentation that are made from code: ``docs/reference/generated``."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from opencme.apps.audit.events import EVENTS
from opencme.catalog.sources import sources
from opencme.commands.checks.drawing import lifecycle_drawing
from opencme.commands.checks.usage import commands_page
from opencme.config.env import ROOT
from opencme.rules.access.roles import ROLE_NAMES, ROLE_SAYS, ROLE_TABLE, Permission
from opencme.rules.activity.lifecycle import table

FOLDER: Final = ROOT / "docs" / "reference" / "generated"
GRADES: Final[Mapping[str, str]] = {
    "A": "the authority's own text",
    "B": "two independent quotations of it",
    "C": "one quotation; shown with a warning",
    "U": "not verified; never a hard rule",
}


def pages() -> dict[str, str]:
    """Give each file's name and what it must hold."""
    return {
        "lifecycle.svg": lifecycle_drawing(),
        "lifecycle.md": f"# The activity's steps\n\n![States and the steps between them](lifecycle.svg)\n\n{table()}",
        "sources.md": _sources(),
        "roles.md": _roles(),
        "events.md": _events(),
        "commands.md": commands_page(),
    }


def problems() -> Iterator[str]:
    """Give the files that are not what the code would make."""
    for name, text in pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            yield f"docs/reference/generated/{name}:1: is not current; run `make fix`"


def write() -> Iterator[Path]:
    """Renew what is not current, and give its path."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        path = FOLDER / name
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
            yield path


def _sources() -> str:
    lines = ["# Sources", "", "Every text that a rule stands on. Grades:", ""]
    lines += [f"- **{key}**: {says}" for key, says in GRADES.items()]
    lines += ["", "| key | title | publisher | date | grade |", "| --- | --- | --- | --- | --- |"]
    for key, each in sorted(sources.items()):
        title = f"[{_cell(each.title)}]({each.address})" if each.address else _cell(each.title)
        lines.append(f"| `{key}` | {title} | {_cell(each.publisher)} | {each.date} | {each.grade} |")
    return "\n".join(lines) + "\n"


def _roles() -> str:
    lines = ["# Roles", ""]
    lines += [f"- **{ROLE_NAMES[role]}**: {ROLE_SAYS[role]}" for role in ROLE_TABLE]
    lines += ["", "| may | " + " | ".join(ROLE_NAMES[role] for role in ROLE_TABLE) + " |"]
    lines += ["| --- |" + " --- |" * len(ROLE_TABLE)]
    for permission in Permission:
        cells = ("yes" if permission in allowed else "–" for allowed in ROLE_TABLE.values())
        lines.append(f"| `{permission}` | " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _events() -> str:
    lines = ["# Audit events", "", "| event | as the timeline says it |", "| --- | --- |"]
    lines += [f"| `{key}` | {_cell(says)} |" for key, says in sorted(EVENTS.items())]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
