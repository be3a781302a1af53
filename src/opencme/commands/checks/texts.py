"""What is said to people can be translated, and what the audit trail is told is an event it knows."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from opencme.apps.audit.events import EVENTS
from opencme.commands.checks.code import calls, modules, place
from opencme.rules.activity.lifecycle import STEPS

MARKERS: Final = ("_", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "pgettext")


def problems() -> Iterator[str]:
    """Give every text that cannot be translated and every unlisted event."""
    for path, tree in modules():
        for call in calls(tree, *MARKERS):
            yield from _untranslatable(path, call)
        yield from _unlisted(path, tree)
    for step in STEPS:
        if step.event not in EVENTS:
            yield f"src/opencme/rules/activity/lifecycle.py:1: {step.event} is not in apps/audit/events.py"


def _untranslatable(path: Path, call: ast.Call) -> Iterator[str]:
    for text in call.args:
        if isinstance(text, ast.JoinedStr):
            yield f"{place(path, call)}: a text to translate is no f-string; write %(name)s and give params"
        elif isinstance(text, ast.Constant) and isinstance(text.value, str) and "%s" in text.value:
            yield f"{place(path, call)}: name the place: %(name)s instead of %s"
        elif isinstance(text, ast.BinOp) and isinstance(text.op, ast.Mod | ast.Add):
            yield f"{place(path, call)}: fill in after translating: gettext(…) % {{…}}"


def _unlisted(path: Path, tree: ast.Module) -> Iterator[str]:
    for call in calls(tree, "record", "_record", "record_change"):
        for word in call.args[:1]:
            is_event = isinstance(word, ast.Constant) and isinstance(word.value, str) and "." in word.value
            if is_event and word.value not in EVENTS:  # type: ignore[attr-defined]  # a constant, asked in the line before
                yield f"{place(path, call)}: {word.value} is not in apps/audit/events.py"  # type: ignore[attr-defined]  # same
