"""The pack as files: CSV with one row per clause, and JSON as the pack is written."""

import json
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from opencme.apps.files.tables import Value, csv_chunks
from opencme.catalog.requirement_sets import editions_of, pack
from opencme.catalog.requirement_sets.entries import document, entries, names
from opencme.rules.requirements import amounts
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.spoken import Clause, clauses

COLUMNS: Final = (
    "rule",
    "family",
    "effective_from",
    "effective_to",
    "title",
    "jurisdiction",
    "authority",
    "kind",
    "license_types",
    "status",
    "confidence",
    "section",
    "clause_kind",
    "clause",
    "amount",
    "share",
    "unit",
    "systems",
    "topics",
    "frequency",
    "unknown",
    "words",
    "remark",
    "checked",
    "sources",
)


def table(rules: Iterable[Rule]) -> Iterator[Sequence[Value]]:
    """Give the head and one row per clause, in English."""
    yield COLUMNS
    for rule in rules:
        for clause in clauses(rule, names(), entries()[rule.id]):
            yield _row(rule, clause)


def _row(rule: Rule, clause: Clause) -> Sequence[Value]:
    return (
        rule.id,
        rule.family,
        rule.in_force_from,
        rule.in_force_to,
        rule.title,
        rule.authority.jurisdiction,
        rule.authority.name,
        rule.authority.kind,
        " ".join(rule.authority.licence_types),
        rule.status,
        rule.confidence,
        clause.section,
        clause.kind,
        clause.key,
        amounts.shown(clause.amount) if clause.amount is not None else None,
        f"{float(clause.share):g}" if clause.share is not None else None,
        clause.unit if clause.amount is not None or clause.share is not None else None,
        " ".join(sorted(clause.systems)),
        " ".join(sorted(clause.topics)),
        clause.frequency,
        "yes" if clause.is_open else "no",
        " ".join(str(said) for said in clause.words),
        clause.note,
        max(source.checked for source in rule.sources),
        " ".join(source.url for source in rule.sources if source.url),
    )


@lru_cache(maxsize=256)
def csv_of(family: str) -> bytes:
    """Give the CSV of a family, of the whole pack for ""."""
    return b"".join(csv_chunks(table(_rules(family))))


@lru_cache(maxsize=256)
def json_of(family: str) -> bytes:
    """Give the JSON of a family, of the whole pack for ""."""
    held = document(tuple(rule.id for rule in _rules(family)))
    return json.dumps(held, ensure_ascii=False, indent=1).encode()


def _rules(family: str) -> tuple[Rule, ...]:
    return editions_of(family) if family else tuple(pack().values())
