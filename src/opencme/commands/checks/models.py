"""Each table says which personal data it holds, and each table of evidence is guarded by the database."""

import inspect
import re
from collections.abc import Iterator
from typing import Final

from django.apps import apps

from opencme.config.env import ROOT

GUARD: Final = re.compile(r"evidence\(([^)]*)\)", re.DOTALL)


def problems() -> Iterator[str]:
    """Give the tables that do not."""
    guarded = _guarded()
    for model in apps.get_models():
        if not model.__module__.startswith("opencme."):
            continue
        path, line = inspect.getsourcefile(model) or "", inspect.getsourcelines(model)[1]
        where = f"{path.removeprefix(f'{ROOT}/')}:{line}"
        if "# PII:" not in inspect.getsource(model):
            yield f"{where}: {model.__name__} does not say which personal data it holds (# PII: …)"
        if getattr(model, "is_evidence", False) and model._meta.db_table not in guarded:  # noqa: SLF001 -- Django's documented way
            yield f"{where}: {model.__name__} is evidence and its table is not guarded by evidence(…) in a migration"


def _guarded() -> set[str]:
    """Give the tables that migrations guard."""
    migrations = (path.read_text() for path in (ROOT / "src/opencme/apps").glob("*/migrations/0*.py"))
    told = (names for text in migrations for names in GUARD.findall(text))
    return {name for names in told for name in re.findall(r"[\"'](\w+)[\"']", names)}
