"""Connections that wait for a server that is starting, and start the embedded one where it is the one in use."""

import time
from typing import TYPE_CHECKING, Any, Final

import psycopg
from django.db.backends.postgresql import base, features

from opencme.config.embedded import embedded

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE_SECONDS: Final = 10.0
CANNOT_CONNECT_NOW: Final = "57P03"


class DatabaseFeatures(features.DatabaseFeatures):
    """What the server must offer."""

    minimum_database_version = (15,)


class DatabaseWrapper(base.DatabaseWrapper):
    """Connects, or waits up to ten seconds for a server that is not there yet (just started, or just killed).

    Its setting EMBEDDED names the data folder of the embedded server; None means that another server is used.
    """

    features_class = DatabaseFeatures

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Give a new connection."""
        folder: Path | None = self.settings_dict.get("EMBEDDED")
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            if folder is not None:
                embedded(folder).ensure_running()
            try:
                return super().get_new_connection(conn_params)
            except psycopg.OperationalError as error:
                is_starting = error.sqlstate == CANNOT_CONNECT_NOW or (folder is not None and error.sqlstate is None)
                if not is_starting or time.monotonic() > deadline:
                    raise
            time.sleep(0.1)
