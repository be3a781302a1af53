import ast
from pathlib import Path

import pytest

from opencme.commands import checks
from opencme.commands.checks import catalog, locks, suppressions, texts
from opencme.config.env import ROOT

PLACE = ROOT / "src" / "opencme" / "made_up.py"


@pytest.mark.parametrize(
    ("line", "is_address"),
    [
        ("django==5.2.19 \\", False),
        ("    --hash=sha256:0a1b2c3d4e5f", False),
        ('colorama==0.4.6 ; sys_platform == "win32" \\', False),
        ("    # via -r requirements/run.in", False),
        ("--index-url https://example.org/simple", True),
        ("opencme @ file:///srv/opencme", True),
        ("-i http://127.0.0.1/simple", True),
        ("--find-links /opt/wheels", True),
        ("-e git+ssh://git@example.org/x.git#egg=x", True),
    ],
)
def test_lock_line_names_an_address(line, is_address):
    assert bool(locks.ADDRESS.search(line)) == is_address


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ('_("Pass the assessment first.")', []),
        ('_("At most %(max)s.")', []),
        ('_(f"At most {most}.")', ["a text to translate is no f-string; write %(name)s and give params"]),
        ('_("At most %s.")', ["name the place: %(name)s instead of %s"]),
        ('gettext("At most %(max)s." % params)', ["fill in after translating: gettext(…) % {…}"]),
        ('audit.record("credit.awarded", by=by)', []),
        ('audit.record("credit.invented", by=by)', ["credit.invented is not in apps/audit/events.py"]),
    ],
)
def test_texts_and_events_are_checked(monkeypatch, code, says):
    monkeypatch.setattr(texts, "modules", lambda: [(PLACE, ast.parse(code))])

    assert [each.partition(": ")[2] for each in texts.problems()] == says


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ('Finding(code="x", source="opencme-files")', []),
        ('Finding(code="x", source="accme-invented")', ["'accme-invented' is not in catalog/sources"]),
        ('SOURCE: Final = "accme-invented"', ["'accme-invented' is not in catalog/sources"]),
        ('enroll(source="self")', []),
    ],
)
def test_sources_are_listed(monkeypatch, code, says):
    monkeypatch.setattr(catalog, "modules", lambda: [(PLACE, ast.parse(code))])
    monkeypatch.setattr(catalog, "registries", list)

    assert [each.partition(": ")[2] for each in catalog.problems()] == says


@pytest.mark.parametrize(
    ("line", "is_bare"),
    [
        ("x = 1  # noqa: S101", True),
        ("x = 1  # noqa: S101 -- narrows the type", False),
        ("x = 1  # type: ignore[misc]", True),
        ("x = 1  # type: ignore[misc]  # why", False),
    ],
)
def test_suppression_needs_a_reason(line, is_bare):
    assert bool(suppressions.BARE.search(line)) == is_bare


def test_every_check_is_run():
    folder = Path(checks.__file__).parent
    offering = {path.stem for path in folder.glob("*.py") if "def problems()" in path.read_text()}

    from opencme.commands.checks.__main__ import CHECKS

    assert {check.__name__.rpartition(".")[2] for check in CHECKS} == offering
