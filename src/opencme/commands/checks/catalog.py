"""Every rule has a source that is listed, and every entry of the catalog has an example in the tests."""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import opencme.catalog
from opencme.catalog.sources import sources
from opencme.commands.checks.code import modules, place
from opencme.config.env import ROOT
from opencme.kernel.registry import Registry

WITH_EXAMPLE: Final = {"credit_systems", "disclosure_forms", "exporters", "formats", "statements"}


def problems() -> Iterator[str]:
    """Give unlisted sources and entries without an example."""
    for path, tree in modules():
        if "requirement_sets" in path.parts:  # has sources of its own, checked where they are read
            continue
        yield from _unlisted(path, tree)
    for name, registry in registries():
        for key, entry in registry.items():
            for edition in getattr(entry, "editions", ()):
                source = getattr(edition, "source", "")
                if source and source not in sources:
                    yield f"src/opencme/catalog/{name}:1: {key} stands on {source!r}, which is not in catalog/sources"
            if name in WITH_EXAMPLE and not re.search(rf"\b{re.escape(key)}\b", _examples()):
                yield f"src/opencme/catalog/{name}:1: {key} has no example in the tests"


def registries() -> Iterator[tuple[str, Registry[Any]]]:
    """Give each registry of the catalog with the name of its package."""
    for found in pkgutil.iter_modules(opencme.catalog.__path__):
        module = importlib.import_module(f"opencme.catalog.{found.name}")
        for value in vars(module).values():
            if isinstance(value, Registry):
                yield found.name, value


def _unlisted(path: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        values: list[ast.expr | None] = []
        if isinstance(node, ast.keyword) and node.arg == "source":
            values = [node.value]
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            if any(isinstance(each, ast.Name) and each.id.endswith("SOURCE") for each in targets):
                values = [node.value]
        for value in values:
            key = value.value if isinstance(value, ast.Constant) else None
            if isinstance(key, str) and _is_key(key) and key not in sources:
                yield f"{place(path, value)}: {key!r} is not in catalog/sources"


def _is_key(text: str) -> bool:
    """Say whether the text is meant as a key: ``source="self"`` says where a registration came from."""
    return "-" in text


@cache
def _examples() -> str:
    """Give everything that stands in the tests, with the names of their files."""
    folder = ROOT / "tests"
    paths = [path for path in sorted(folder.rglob("*")) if path.suffix in {".py", ".toml", ".json", ".xml", ".yaml"}]
    return "\n".join(f"{path.relative_to(folder)}\n{path.read_text(encoding='utf-8')}" for path in paths)
