"""The environment, read once into one frozen value; bad values are refused at start with a sentence."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

LEVELS: Final = ("debug", "info", "warning", "error")
ROOT: Final = Path(__file__).resolve().parents[3]


class BadSetting(Exception):  # noqa: N818 -- reads as a statement
    """A variable has a value OpenCME cannot use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Env:
    """Every setting that comes from the environment; docs/reference/settings.md names each."""

    database_url: str
    var: Path
    is_demo: bool
    is_debug: bool
    secret_key: str
    hosts: tuple[str, ...]
    base_url: str
    mail_url: str
    mail_from: str
    schema_dir: Path | None
    log_level: str
    time_zone: str


def read(environ: Mapping[str, str] = os.environ) -> Env:
    """Read the environment. Raises BadSetting with a sentence that names the variable and the remedy."""

    def flag(name: str, *, default: bool) -> bool:
        value = environ.get(name, "").strip().lower()
        if value in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
            return default if not value else value in {"1", "true", "yes", "on"}
        msg = f"{name} is {value!r}; write 1 or 0."
        raise BadSetting(msg)

    is_demo = flag("OPENCME_DEMO", default=False)
    is_debug = flag("OPENCME_DEBUG", default=False)
    secret = environ.get("OPENCME_SECRET_KEY", "")
    var = Path(environ.get("OPENCME_VAR", "") or ROOT / "var").absolute()
    if not secret and not (is_demo or is_debug):
        secret = _kept_secret(var)
    database_url = environ.get("OPENCME_DATABASE_URL", "")
    if database_url and not database_url.startswith(("postgresql://", "postgres://")):
        msg = "OPENCME_DATABASE_URL must start with postgresql:// (PostgreSQL 15 or later)."
        raise BadSetting(msg)
    log_level = environ.get("OPENCME_LOG", "").lower() or "info"
    if log_level not in LEVELS:
        msg = f"OPENCME_LOG is {log_level!r}; write one of {', '.join(LEVELS)}."
        raise BadSetting(msg)
    time_zone = environ.get("OPENCME_TIME_ZONE", "").strip() or "UTC"
    if time_zone not in available_timezones():
        msg = f"OPENCME_TIME_ZONE is {time_zone!r}; write a time zone such as America/Chicago."
        raise BadSetting(msg)
    schema_dir = environ.get("OPENCME_SCHEMA_DIR", "")
    return Env(
        database_url=database_url,
        var=var,
        is_demo=is_demo,
        is_debug=is_debug,
        secret_key=secret or "only-for-demo-and-tests-never-for-real-work-0123456789",
        hosts=tuple(environ.get("OPENCME_HOSTS", "127.0.0.1,localhost").split(",")),
        base_url=environ.get("OPENCME_BASE_URL", "http://127.0.0.1:8000").rstrip("/"),
        mail_url=environ.get("OPENCME_MAIL_URL", ""),
        mail_from=environ.get("OPENCME_MAIL_FROM", "OpenCME <noreply@localhost>"),
        schema_dir=Path(schema_dir) if schema_dir else None,
        log_level=log_level,
        time_zone=time_zone,
    )


def _kept_secret(var: Path) -> str:
    """Give the deployment's own secret, made on first use and kept under ``var``, readable by its owner only."""
    import secrets  # noqa: PLC0415 -- leaf

    kept = var / "secret-key"
    if not kept.exists():
        var.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
            out.write(secrets.token_urlsafe(48))
    return kept.read_text()
