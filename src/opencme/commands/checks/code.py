"""The product's own source, read once and looked through as syntax trees."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

from opencme.config.env import ROOT

SOURCE: Final = ROOT / "src" / "opencme"


@cache
def modules() -> tuple[tuple[Path, ast.Module], ...]:
    """Give each module but the migrations, with its tree."""
    paths = (path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)
    return tuple((path, ast.parse(path.read_text(encoding="utf-8"))) for path in paths)


def calls(tree: ast.Module, *names: str) -> Iterator[ast.Call]:
    """Give the calls of functions with one of these names, whatever object they are taken from."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and called(node) in names:
            yield node


def called(call: ast.Call) -> str:
    """Give the last part of the name of what is called."""
    function = call.func
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def place(path: Path, node: ast.AST | None = None) -> str:
    """Give "src/opencme/…:line"."""
    return f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"
