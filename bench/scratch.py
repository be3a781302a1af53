"""A database of its own for a measurement, on the server that OpenCME uses; dropped afterwards."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def scratch(name: str) -> Iterator[dict[str, str]]:
    """Make the database; gives the environment in which OpenCME uses it."""
    import django
    import psycopg
    from psycopg.conninfo import make_conninfo

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencme.config.settings")
    django.setup()
    from django.db import connection

    connection.ensure_connection()
    at = connection.connection.info
    parts = {"host": at.host, "port": at.port, "user": at.user, "password": at.password}
    with psycopg.connect(make_conninfo(**parts, dbname=at.dbname), autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {name}")
        password = f":{at.password}" if at.password else ""
        url = f"postgresql://{at.user}{password}@/{name}?host={at.host}&port={at.port}"
        try:
            yield {**os.environ, "OPENCME_DATABASE_URL": url}
        finally:
            server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def postmaster() -> int | None:
    """The process that heads the embedded PostgreSQL; None when another server is used."""
    from django.db import connection

    folder = connection.settings_dict.get("EMBEDDED")
    note = Path(folder or "/nowhere") / "postmaster.pid"
    return int(note.read_text().splitlines()[0]) if note.exists() else None
