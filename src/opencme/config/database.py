"""Which PostgreSQL is used: the one named in the environment, or the embedded one under ``var``."""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from opencme.config.embedded import embedded
from opencme.config.env import BadSetting, Env


def database(env: Env) -> dict[str, Any]:
    """Give Django's description of the database; nothing is started before the first connection."""
    if not env.database_url:
        folder = env.var / "postgres"
        place = str(embedded(folder).socket_folder)
        return {**_COMMON, "NAME": "postgres", "USER": "postgres", "HOST": place, "EMBEDDED": folder}
    try:
        told = dict(conninfo_to_dict(env.database_url))
    except ProgrammingError as error:
        msg = f"OPENCME_DATABASE_URL cannot be read: {error}"
        raise BadSetting(msg) from error
    return {
        **_COMMON,
        "NAME": told.pop("dbname", "") or "postgres",
        "USER": told.pop("user", "") or "",
        "PASSWORD": told.pop("password", "") or "",
        "HOST": told.pop("host", "") or "",
        "PORT": str(told.pop("port", "") or ""),
        "OPTIONS": told,
        "EMBEDDED": None,
    }


_COMMON = {"ENGINE": "opencme.config.postgres", "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
