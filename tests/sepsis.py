"""An open live activity of two sessions with its participants, as the attendance files in ``tests/data`` tell of it."""

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo

import offers
import people

from opencme.apps.activities.models import Activity, Session
from opencme.apps.delivery.models import Registration
from opencme.apps.files import services as files
from opencme.apps.files.kinds import TABLES
from opencme.apps.files.models import StoredFile

DATA = Path(__file__).parent / "data" / "attendance"
ZONE = ZoneInfo("America/New_York")
NOW = datetime(2026, 3, 13, 15, 0, tzinfo=UTC)
ZOOM, UNIQUE = "sepsis-zoom-meeting-participants.csv", "sepsis-zoom-unique-users.csv"
TEAMS, LEGACY = "sepsis-teams-attendance-report-day-first.csv", "sepsis-teams-legacy-meetingAttendanceList.csv"
LEARNERS = (
    ("Ngozi", "Okafor", "ngozi.okafor@example.org"),
    ("Lena", "Vogt", "lena.vogt@example.org"),
    ("Hạnh", "Nguyễn Thị", "hanh@example.org"),
    ("Tomás", "Ruiz", "tomas.ruiz@example.org"),
    ("محمد", "العلي", "m.alali@example.org"),
    ("Sara", "O’Neil", "sara.oneil@example.org"),
)


def at(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE).astimezone(UTC)


def activity(**values: object) -> Activity:
    """The open activity, 12 March and 5 March 2026, in New York's time; nobody is registered."""
    return offers.live(
        title="Sepsis in the Ward", time_zone="America/New_York", starts_at=at(3, 5, 17), ends_at=at(3, 12, 9), **values
    )


def sessions(of: Activity) -> tuple[Session, Session]:
    """Session 1 (12 March, 08:00–09:00) and session 2 (5 March, 17:00–18:00)."""
    return (
        offers.session(of, at(3, 12, 8), title="Session 1"),
        offers.session(of, at(3, 5, 17), title="Session 2"),
    )


def register_all(of: Activity) -> dict[str, Registration]:
    """Register the six participants; by given name."""
    made = {}
    for given, family, email in LEARNERS:
        who = people.Person.objects.create_person(email=email, given_name=given, family_name=family)
        made[given] = offers.registration(of, who)
    return made


def keep(name: str, content: bytes | None = None, of: Activity | None = None) -> StoredFile:
    """Store a file as the upload does: one of ``tests/data/attendance``, or ``content`` under ``name``."""
    owner = of.provider if of else people.lakeside()
    return files.store_file(
        by=people.as_actor(people.ada()),
        provider_id=owner.pk,
        name=name,
        content=BytesIO((DATA / name).read_bytes() if content is None else content),
        allowed=TABLES,
        now=NOW,
    )
