"""Structured logs on standard error: event names, ids, durations, the request's id. Never names, addresses or answers.

For a terminal they are lines to read, otherwise one JSON object per line.
"""

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import TYPE_CHECKING, Any

import structlog

if TYPE_CHECKING:
    from structlog.typing import Processor


def set_up(level: str, *, is_for_people: bool | None = None) -> dict[str, Any]:
    """Set up structlog and give Django's LOGGING.

    level: one of ``env.LEVELS``; is_for_people: None asks whether standard error is a terminal.
    """
    before: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _without_path,
        _place_of_error,
    ]
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        cache_logger_on_first_use=True,
    )
    is_for_people = sys.stderr.isatty() if is_for_people is None else is_for_people
    last = structlog.dev.ConsoleRenderer() if is_for_people else structlog.processors.JSONRenderer(ensure_ascii=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "structured": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
                "foreign_pre_chain": before,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "opencme": {"level": level.upper()},
            "django": {"handlers": [], "propagate": True},
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "propagate": True, "level": "WARNING"},
            "psycopg.pool": {"level": "ERROR"},
            "fontTools": {"level": "ERROR"},
        },
    }


def _without_path(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Drop what Django says of a request that failed: its address may hold a link's secret."""
    if str(event.get("logger", "")).startswith(("django.request", "django.security")):
        event["event"] = "request.failed"
    return event


def _place_of_error(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    """Tell of an exception its kind, the first line of its words and where it was raised; no values.

    The further lines of a database's error quote the row.
    """
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["says"] = next((line for line in str(error).splitlines() if line.strip()), "")[:300]
        event["trace"] = [
            f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)
        ]
    return event
