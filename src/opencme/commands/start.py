"""Bringing OpenCME up inside a command: settings, database, tables, static files."""

import os
import sys
import threading
import time
from typing import Final

import django
from django.core.management import call_command
from django.db import Error, NotSupportedError, connection, connections

from opencme.commands import output
from opencme.config.embedded import embedded
from opencme.config.env import BadSetting

MIGRATION_LOCK: Final = 4_201_977  # any number that is always the same


def start() -> None:
    """Load settings and apps. Raises BadSetting with a sentence for a setting that cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opencme.config.settings")
    django.setup()


def start_with_database() -> None:
    """Load everything and see that the database answers and has its tables."""
    start()
    reach_database()
    migrate()


def reach_database() -> None:
    """Open the connection. Raises BadSetting where the database does not answer or is too old."""
    try:
        connection.ensure_connection()
    except NotSupportedError as error:
        msg = f"OPENCME_DATABASE_URL names a server that is too old: {error}"
        raise BadSetting(msg) from error
    except Error as error:
        said = " ".join(str(error).split())
        msg = f"The database does not answer: {said}. OPENCME_DATABASE_URL says which one is used."
        raise BadSetting(msg) from error


def let_go_of_database() -> None:
    """Close this process's connections, before it starts others or only waits."""
    connections.close_all()


def keep_database() -> None:
    """Start the embedded server again whenever somebody killed it, as long as this program runs."""
    folder = connection.settings_dict.get("EMBEDDED")
    if folder is None:
        return

    def look() -> None:
        while True:
            time.sleep(1)
            try:
                embedded(folder).ensure_running()
            except BadSetting as error:
                output.error(str(error))

    threading.Thread(target=look, daemon=True).start()


def migrate() -> None:
    """Bring the tables up to date; of several programs that start together one does it and the others wait."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [MIGRATION_LOCK])
        try:
            if _waiting():
                output.progress("bringing the tables up to date")
                call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [MIGRATION_LOCK])


def collect_static() -> None:
    """Copy the static files under their hashed names, compressed, to where the server takes them from."""
    call_command("collectstatic", verbosity=0, interactive=False)


def opencme(*arguments: str) -> list[str]:
    """Give the command line that runs ``opencme`` with ``arguments`` in this environment."""
    return [sys.executable, "-m", "opencme", *arguments]


def _waiting() -> bool:
    from django.db.migrations.executor import MigrationExecutor  # noqa: PLC0415 -- slow import

    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
