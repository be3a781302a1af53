"""Rules as they are written in the pack's files, for showing and for giving away: nothing in them is left out."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Final

from opencme.catalog.requirement_sets import files_of, pack, vocabulary
from opencme.catalog.requirement_sets.located import load
from opencme.rules.requirements.spoken import Names

SCHEMA: Final = "opencme-requirement-pack/1"
NAMED: Final = 3


@cache
def names() -> Names:
    """Give what the vocabulary calls topics, systems and facts, and what each mandate of the pack is about."""
    words = vocabulary()
    told = {topic.id: _called(topic.topics, words.topics) for rule in pack().values() for topic in rule.topics}
    return Names(topics=words.topics, systems=words.credit_systems, facts=words.facts, mandates=told)


def _called(codes: frozenset[str], topics: Mapping[str, str]) -> str:
    """Name what a mandate is about; of many topics the first two."""
    found = sorted(topics[each] for each in codes)
    return " or ".join(found) if len(found) <= NAMED else f"{', '.join(found[: NAMED - 1])} or others"


@cache
def entries() -> Mapping[str, Mapping[str, Any]]:
    """Give every rule as it is written, by id, with its authority in one place."""
    found = {entry["id"]: entry for path in files_of() for entry in _read(path.read_text(encoding="utf-8"))}
    return {rule_id: found[rule_id] for rule_id in pack()}


def _read(text: str) -> Iterator[dict[str, Any]]:
    held = load(text)
    for rule in held["rules"]:
        written = dict(rule)
        authority = {
            **held["authority"],
            "kind": written.pop("kind", ""),
            "licence_types": written.pop("licence_types", []),
        }
        yield {
            "id": written.pop("id"),
            "family": written.pop("family", rule["id"]),
            "title": written.pop("title"),
            "authority": authority,
            "status": written.pop("status", "in_force"),
            **written,
        }


def document(rule_ids: Iterator[str] | tuple[str, ...]) -> dict[str, Any]:
    """Give rules as one JSON document, whose form is in ``pack.schema.json``."""
    return {
        "schema": SCHEMA,
        "edition": digest(),
        "note": (
            "Reference material, not legal advice. Every rule names its sources, the day they were checked, "
            "how sure they are, where they disagree and what they leave open."
        ),
        "rules": [plain(entries()[rule_id]) for rule_id in rule_ids],
    }


def plain(value: Any) -> Any:
    """Give a value of the pack as JSON has it; the only floats, made for the reader of JSON."""
    if isinstance(value, Mapping):
        return {key: plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [plain(each) for each in value]
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value


@cache
def digest() -> str:
    """Give twelve signs that change when anything in the pack or its vocabulary does."""
    held = {"entries": plain(entries()), "topics": vocabulary().topics, "facts": vocabulary().facts}
    text = json.dumps([held, vocabulary().credit_systems], sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


@cache
def schema() -> bytes:
    """Give the JSON Schema of the pack."""
    return (files(__package__) / "pack.schema.json").read_bytes()
