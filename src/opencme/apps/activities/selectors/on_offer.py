"""Which kinds of credit are on offer: listed activities put together where systems, topics and format are the same."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from opencme.apps.records.prepared import Prepared, read_json


@dataclass(frozen=True, slots=True)
class Alike:
    """Listed activities whose credit is of one kind: how many, and their public ids where they were asked for."""

    systems: tuple[str, ...]
    topics: tuple[str, ...]
    format: str
    delivery_method: str
    number: int
    ids: tuple[str, ...] = ()


GROUPS: Final = """
SELECT systems, topics, format, delivery_method, count(*) number, array_agg(public_id) ids FROM (
    SELECT o.public_id, o.format, o.delivery_method,
        ARRAY(SELECT topic FROM jsonb_object_keys(o.requirement_topics) topic ORDER BY topic) topics,
        ARRAY(SELECT DISTINCT d.credit_system FROM activities_designation d WHERE d.activity_id = o.id AND d.maximum > 0
            AND NOT EXISTS (SELECT 1 FROM activities_designation n WHERE n.replaces_id = d.id)
            ORDER BY d.credit_system) systems
    FROM offered o) kinds
WHERE systems <> '{}' GROUP BY systems, topics, format, delivery_method
"""
"""The groups, of a table ``offered`` that the statement makes before."""


_ALIKE: Final = Prepared(
    "catalogue_alike",
    "timestamptz, date",
    """
WITH offered AS (
    SELECT a.id, a.public_id, a.format, a.delivery_method, a.requirement_topics FROM activities_activity a
    WHERE a.state = 'open' AND a.public_listing AND (a.ends_at IS NULL OR a.ends_at >= $1)
        AND (a.expires_on IS NULL OR a.expires_on >= $2)
)
SELECT to_jsonb(systems), to_jsonb(topics), format, delivery_method, number, to_jsonb(ids)
FROM (GROUPS) x
""".replace("GROUPS", GROUPS),
)


def alike(now: datetime) -> tuple[Alike, ...]:
    """Give what the catalogue lists by kind of credit: one statement."""
    return tuple(
        Alike(tuple(read_json(systems)), tuple(read_json(topics)), format_, delivery, number, tuple(read_json(ids)))
        for systems, topics, format_, delivery, number, ids in _ALIKE.rows(now, now.date())
    )
