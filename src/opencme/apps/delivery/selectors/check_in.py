"""Finding the session that a check-in code belongs to."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from opencme.apps.activities.models import Session
from opencme.apps.activities.selectors import ATTENDED
from opencme.rules.activity.lifecycle import State
from opencme.rules.delivery import codes

RUNNING = (State.OPEN, State.DELIVERED)


def session_with_code(code: str, now: datetime) -> Session | None:
    """Give the session whose present code this is; None when no session shows it now."""
    typed = codes.as_typed(code)
    if len(typed) != codes.LENGTH:
        return None
    sessions = _running(now).exclude(check_in_secret="")
    return next((session for session in sessions if codes.is_current(session.check_in_secret, typed, now)), None)


def session_running(session_id: UUID, moment: datetime) -> Session | None:
    """Give the session if people could check in to it at ``moment``."""
    return _running(moment).exclude(check_in_secret="").filter(public_id=session_id).first()


def _running(moment: datetime) -> QuerySet[Session]:
    sessions: QuerySet[Session] = (
        Session.objects.across_providers(why="a code names its session; nothing else is known")
        .filter(
            activity__state__in=RUNNING,
            kind__in=ATTENDED,
            starts_at__lte=moment + codes.TOLERANCE,
            ends_at__gte=moment - codes.TOLERANCE,
        )
        .select_related("activity__provider")
        .order_by("starts_at", "pk")
    )
    return sessions
