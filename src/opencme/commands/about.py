"""What a command is about: who acts, and which activity or session is meant."""

import argparse
from typing import TYPE_CHECKING
from uuid import UUID

from opencme.commands.output import BadInput

if TYPE_CHECKING:  # models can be imported once the apps are loaded, inside the commands
    from opencme.apps.activities.models import Activity, Session
    from opencme.rules.access import Actor


def add_actor(parser: argparse.ArgumentParser) -> None:
    """Declare --as."""
    parser.add_argument(
        "--as",
        dest="email",
        default="",
        help="e-mail of the person who does it; without it the audit names the command",
    )


def add_activity(parser: argparse.ArgumentParser) -> None:
    """Declare --activity."""
    parser.add_argument(
        "--activity", required=True, help='the activity: its id, or "<provider>/<number>" (lakeside/LHS-2026-0007)'
    )


def actor(options: argparse.Namespace) -> "Actor":
    """Give who acts: the person named with --as, with the roles that stand today, or the command itself."""
    from opencme.apps.accounts.services import person_for_email  # noqa: PLC0415 -- app ready
    from opencme.apps.providers.selectors import actor_of  # noqa: PLC0415 -- app ready
    from opencme.rules.access.roles import system  # noqa: PLC0415 -- with the others

    if not options.email:
        return system("opencme command")
    person = person_for_email(options.email)
    if person is None:
        msg = f"Nobody here has the e-mail {options.email}."
        raise BadInput(msg)
    return actor_of(person)


def activity(options: argparse.Namespace) -> "Activity":
    """Give the activity that is meant."""
    from opencme.apps.activities.models import Activity  # noqa: PLC0415 -- app ready

    rows = Activity.objects.across_providers(why="the service asks for the right at its provider")
    provider, slash, number = options.activity.partition("/")
    if slash:
        found = rows.filter(provider__slug=provider, number=number).first()
    else:
        found = rows.filter(public_id=an_id(options.activity)).first()
    if found is None:
        msg = f"There is no activity {options.activity}."
        raise BadInput(msg)
    meant: Activity = found
    return meant


def session(meant: "Activity", wanted: str) -> "Session":
    """Give the session of the activity: by id, by its position (1, 2, …), or the only one."""
    sessions = list(meant.sessions.order_by("starts_at", "id"))
    if not wanted and len(sessions) == 1:
        return sessions[0]
    if wanted.isdecimal() and 1 <= int(wanted) <= len(sessions):
        return sessions[int(wanted) - 1]
    found = [each for each in sessions if str(each.public_id) == wanted]
    if found:
        return found[0]
    listed = "; ".join(f"{number} {each.title}" for number, each in enumerate(sessions, start=1))
    msg = f"Say which session with --session: {listed}." if sessions else "The activity has no session."
    raise BadInput(msg)


def an_id(text: str) -> UUID:
    """Read an id; BadInput otherwise."""
    try:
        return UUID(text)
    except ValueError:
        msg = f"{text!r} is neither an id nor <provider>/<number>."
        raise BadInput(msg) from None
