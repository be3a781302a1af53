"""Inserting very many rows by COPY, several times as fast as one INSERT per batch.

Defaults and types stay where the model declares them; what the database holds (constraints, evidence triggers) holds
here too.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models


def insert_many(rows: Sequence[models.Model], *, skips_known: bool = False) -> None:
    """Insert unsaved ``rows`` of one table inside the caller's transaction; each gets its primary key.

    skips_known: leaves out rows that a unique constraint refuses (their key then belongs to no row).
    """
    if not rows:
        return
    meta: Any = rows[0]._meta  # noqa: SLF001 -- Django's documented way to a model's fields
    for row, key in zip(rows, _keys(meta, len(rows)), strict=True):
        row.pk = key
    fields = meta.concrete_fields
    is_json = [isinstance(field, models.JSONField) for field in fields]
    names = [field.attname for field in fields]
    given = ([getattr(row, name) for name in names] for row in rows)
    _copy(meta, ([_plain(*each) for each in zip(values, is_json, strict=True)] for values in given), skips_known)


def insert_values(
    model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]], *, skips_known: bool = False
) -> list[int]:
    """Insert rows given as the values of the columns ``names``; every other column gets its field's default.

    Gives the keys in order. For tens of thousands of rows, where making an instance of each is half of the work.
    skips_known: as in ``insert_many``.
    """
    if not rows:
        return []
    meta: Any = model._meta  # noqa: SLF001 -- Django's documented way to a model's fields
    if unknown := set(names) - {field.attname for field in meta.concrete_fields}:
        raise ValueError(unknown)
    keys = _keys(meta, len(rows))
    plan = [_source(field, names, meta.pk) for field in meta.concrete_fields]
    _copy(meta, ([give(key, row) for give in plan] for key, row in zip(keys, rows, strict=True)), skips_known)
    return keys


def _source(field: Any, names: Sequence[str], pk: Any) -> Callable[[int, Sequence[Any]], Any]:
    """Say where the value of one column comes from: the row's key, what was given, or the default."""
    if field is pk:
        return lambda key, _row: key
    is_json = isinstance(field, models.JSONField)
    if field.attname in names:
        at = names.index(field.attname)
        return (lambda _key, row: json.dumps(row[at])) if is_json else (lambda _key, row: row[at])
    if field.has_default() and callable(field.default) and not is_json:
        default = field.default
        return lambda _key, _row: default()
    value = _plain(field.get_default(), is_json)
    return lambda _key, _row: value


def _copy(meta: Any, rows: Iterable[Sequence[Any]], skips_known: bool) -> None:  # noqa: FBT001 -- one caller's own word
    """COPY rows of every column, in the order of the fields."""
    quote = connection.ops.quote_name
    table = quote(meta.db_table)
    names = ", ".join(quote(field.column) for field in meta.concrete_fields)
    with connection.cursor() as cursor:
        target = table
        if skips_known:
            target = quote(f"copied_{meta.db_table}")
            cursor.execute(f"CREATE TEMPORARY TABLE {target} (LIKE {table}) ON COMMIT DROP")
        with connection.wrap_database_errors, cursor.copy(f"COPY {target} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        if skips_known:
            cursor.execute(
                f"INSERT INTO {table} ({names}) SELECT {names} FROM {target} ON CONFLICT DO NOTHING"  # noqa: S608 -- names only
            )
            cursor.execute(f"DROP TABLE {target}")


def _keys(meta: Any, count: int) -> list[int]:
    """Take primary keys from the table's own sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(meta.db_table), meta.pk.column, count],
        )
        return [key for (key,) in cursor.fetchall()]


def _plain(value: Any, is_json: bool) -> Any:  # noqa: FBT001 -- a fact of the column
    return json.dumps(value) if is_json else value
