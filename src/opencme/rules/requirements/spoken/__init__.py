"""Rules in plain words that can be translated: every clause, what is unknown, and what an edition changed."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.spoken.asides import aside_clauses
from opencme.rules.requirements.spoken.changes import Change, changes
from opencme.rules.requirements.spoken.clause import SECTIONS, Clause, Mandate
from opencme.rules.requirements.spoken.credit import amount_clauses, credit_clauses, ease_clauses, headline
from opencme.rules.requirements.spoken.mandates import mandates, topic_clauses
from opencme.rules.requirements.spoken.phrases import Names
from opencme.rules.requirements.spoken.remarks import about, in_words, open_field, open_point
from opencme.rules.requirements.spoken.said import ENGLISH, Listed, Said, Tongue, listed, told
from opencme.rules.requirements.spoken.text import changes_as_text, rule_as_text
from opencme.rules.requirements.spoken.time import records_clause, time_clauses
from opencme.rules.requirements.spoken.unknown import unknowns

__all__ = [
    "ENGLISH",
    "SECTIONS",
    "Change",
    "Clause",
    "Listed",
    "Mandate",
    "Names",
    "Said",
    "Tongue",
    "about",
    "changes",
    "changes_as_text",
    "clauses",
    "headline",
    "in_words",
    "listed",
    "mandates",
    "open_field",
    "open_point",
    "rule_as_text",
    "told",
    "unknowns",
]


def clauses(rule: Rule, names: Names, entry: Mapping[str, Any]) -> tuple[Clause, ...]:
    """Give every clause of a rule, in the order of ``SECTIONS``. entry: the rule as it is written in its file."""
    found = [
        *amount_clauses(rule),
        *credit_clauses(rule, names),
        *topic_clauses(rule, names),
        *time_clauses(rule, names),
        *ease_clauses(rule, names),
        records_clause(rule),
        *aside_clauses(rule, entry),
    ]
    order = list(SECTIONS)
    worded = (replace(each, note=in_words(each.note, names)) if each.note else each for each in found)
    return tuple(sorted(worded, key=lambda each: order.index(each.section)))
