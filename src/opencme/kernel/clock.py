"""The only place where the time of day is read."""

from datetime import UTC, datetime


def now() -> datetime:
    """Give the present moment, aware, in UTC."""
    return datetime.now(tz=UTC)  # noqa: TID251 -- the one place
