"""Statements written as SQL and prepared once per connection, for the few pages that are asked for all day.

The ORM puts a statement together anew each time, and the server plans it anew: for a page that reads ten tables that
is most of its cost. Everything else stays with the ORM.
"""

import json
from typing import Any, Final
from weakref import WeakKeyDictionary

from django.db import connection

_PREPARED: Final[WeakKeyDictionary[Any, set[str]]] = WeakKeyDictionary()


class Prepared:
    """One statement; ``name`` is unique in the product, ``kinds`` are the types of its places ($1, $2, …)."""

    def __init__(self, name: str, kinds: str, sql: str) -> None:
        """Keep the words; the server sees them at the first ``rows``."""
        self.name, self.places = name, len(kinds.split(","))
        self._prepare = f"PREPARE {name} ({kinds}) AS {sql}"

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """Run it and give every row."""
        with connection.cursor() as cursor:
            known = _PREPARED.setdefault(connection.connection, set())
            if self.name not in known:
                cursor.execute(self._prepare)
                known.add(self.name)
            cursor.execute(f"EXECUTE {self.name} ({', '.join(['%s'] * self.places)})", values)
            found: list[tuple[Any, ...]] = cursor.fetchall()
            return found


def read_json(value: Any) -> Any:
    """Give a JSON value whether the driver has read it already or not; None stays None."""
    return json.loads(value) if isinstance(value, str) else value
