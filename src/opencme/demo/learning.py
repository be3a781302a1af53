"""Participants on their way: registering, taking part, answering, claiming, holding a certificate."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import uuid5

from opencme.apps.activities.models import Activity, Session
from opencme.apps.assessment import services as assessment
from opencme.apps.assessment.selectors import assessment_of, questions_of
from opencme.apps.credit import services as credit
from opencme.apps.credit.selectors.claims import claim_page
from opencme.apps.credit.services.certificates import issue_certificate
from opencme.apps.delivery.models import AttendanceImport, Registration
from opencme.apps.delivery.services import impressions, progress
from opencme.apps.delivery.services.attendance import import_attendance
from opencme.apps.delivery.services.people import import_people
from opencme.apps.files.kinds import TABLES
from opencme.apps.files.models import StoredFile
from opencme.apps.files.services import store_file
from opencme.apps.outcomes.services import answer_evaluation
from opencme.demo import office
from opencme.demo.case import Case
from opencme.demo.texts.cast import DemoPerson
from opencme.rules.access.roles import system

ZOOM_HEAD: Final = ("Meeting ID", "Topic", "Start Time", "End Time", "User Email", "Duration (Minutes)", "Participants")
ZOOM_ROWS: Final = (
    "Name (Original Name)",
    "User Email",
    "Join Time",
    "Leave Time",
    "Duration (Minutes)",
    "Guest",
    "Recording Consent",
)
EVALUATION: Final[Sequence[Mapping[str, Any]]] = (
    {"objectives": "5", "balanced": "yes", "intent": "change", "change": "Write why.", "barriers": ["time"]},
    {"objectives": "4", "balanced": "yes", "intent": "confirms", "barriers": ["nothing"]},
    {"objectives": "4", "balanced": "yes", "intent": "change", "change": "Call earlier.", "barriers": ["system"]},
    {"objectives": "3", "balanced": "yes", "intent": "undecided", "barriers": ["resources"]},
)


def register_list(case: Case, days: int, people: Iterable[DemoPerson]) -> None:
    """Let the office register people from a list, as a CSV file with a header."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["Email", "First name", "Last name", "Credentials", "Profession", "Degree"])
    for each in people:
        row = [each.email, each.given_name, each.family_name, each.credentials, each.profession, each.degree]
        writer.writerow(row)
    import_people(
        by=case.by(case.office),
        provider_id=case.provider.pk,
        activity_id=case.activity_id,
        file_id=_stored(case, "participants.csv", out.getvalue(), case.at(days, 10)).public_id,
        now=case.at(days, 10),
    )


def begin(case: Case, days: int, who: DemoPerson, *, shares: bool = False) -> Registration:
    """Register, with a new account if needed, and be shown the disclosure."""
    office.sign_up(who, now=case.at(days, 17))
    return impressions.begin(
        by=case.by(who), activity_id=case.activity_id, share_consent=shares, shown="", now=case.at(days, 18)
    )


def see_disclosure(case: Case, days: int, who: DemoPerson) -> None:
    """Open the activity before it begins, which shows the disclosure."""
    impressions.record_impression(
        by=case.by(who), registration_id=registration(case.activity, who).public_id, now=case.at(days, 7)
    )


def import_zoom(case: Case, days: int, session: Session, rows: Iterable[tuple[str, str, int, int]]) -> AttendanceImport:
    """Let the office import a Zoom participants report.

    rows: name as Zoom had it, e-mail or empty, minutes after the session's start of joining and of leaving.
    """
    zone = case.zone
    start, end = session.starts_at.astimezone(zone), session.ends_at.astimezone(zone)
    told = list(rows)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(ZOOM_HEAD)
    opened, closed = start - timedelta(minutes=12), end + timedelta(minutes=6)
    length = int((closed - opened).total_seconds() // 60)
    host = "cme@lakeside.example"
    writer.writerow(["812 3456 7890", session.title, _zoom(opened), _zoom(closed), host, length, len(told)])
    writer.writerow([])
    writer.writerow(ZOOM_ROWS)
    for name, email, joined, left in told:
        came, went = start + timedelta(minutes=joined), start + timedelta(minutes=left)
        guest = "No" if email else "Yes"
        writer.writerow([name, email, _zoom(came), _zoom(went), left - joined, guest, "Y" if email else ""])
    name = f"participants_81234567890_{start:%Y_%m_%d}.csv"
    return import_attendance(
        by=case.by(case.office),
        session_id=session.public_id,
        file_id=_stored(case, name, "\ufeff" + out.getvalue(), case.at(days, 9)).public_id,
        time_zone=case.provider.time_zone,
        now=case.at(days, 9),
    )


def work_through(case: Case, days: int, who: DemoPerson, *, items: int | None = None) -> None:
    """Open and finish the content, or only the first ``items`` parts of it."""
    by = case.by(who)
    for number, item in enumerate(case.activity.content_items.all()[:items]):
        opened = case.at(days, 19) + timedelta(minutes=12 * number)
        progress.open_item(by=by, activity_id=case.activity_id, item_id=item.public_id, now=opened)
        done = opened + timedelta(minutes=10)
        progress.complete_item(by=by, activity_id=case.activity_id, item_id=item.public_id, now=done)


def answer(case: Case, days: int, who: DemoPerson, *, wrong: int = 0, kind: str = "post", hour: int = 20) -> None:
    """Hand in the assessment with so many wrong answers."""
    asked = assessment_of(case.activity, kind)
    if asked is None:
        return
    rows = questions_of(asked)
    given = {}
    for number, row in enumerate(rows):
        weights = [float(choice["weight"]) for choice in row.body["choices"]]
        right = weights.index(max(weights))
        given[str(row.public_id)] = str((right + 1) % len(weights) if number < wrong else right)
    assessment.submit_attempt(
        by=case.by(who),
        activity_id=case.activity_id,
        kind=kind,
        answers=given,
        submission_key=uuid5(case.activity_id, f"{who.email}:{kind}:{days}:{hour}"),
        now=case.at(days, hour),
    )


def evaluate(case: Case, days: int, who: DemoPerson) -> None:
    """Answer the evaluation; different people say different things."""
    answers = EVALUATION[len(who.email) % len(EVALUATION)]
    answer_evaluation(by=case.by(who), activity_id=case.activity_id, answers=answers, now=case.at(days, 20, 30))


def claim(case: Case, days: int, who: DemoPerson) -> None:
    """Claim all that may be had, and have the certificate of it."""
    by, now = case.by(who), case.at(days, 21)
    page = claim_page(actor=by, activity_id=case.activity_id, now=now)
    asked = {line.system: line.allowed for line in page.lines if line.can_claim}
    if not asked:
        return
    credit.claim_credit(by=by, activity_id=case.activity_id, asked=asked, now=now)
    issue_certificate(by=system(), registration_id=registration(case.activity, who).pk, now=now)


def registration(activity: Activity, who: DemoPerson) -> Registration:
    """Give the registration of somebody in the activity."""
    found: Registration = activity.registrations.get(person__email=who.email)
    return found


def _zoom(moment: datetime) -> str:
    return moment.strftime("%m/%d/%Y %I:%M:%S %p")


def _stored(case: Case, name: str, text: str, now: datetime) -> StoredFile:
    return store_file(
        by=case.by(case.office),
        provider_id=case.provider.pk,
        name=name,
        content=text.encode(),
        allowed=TABLES,
        now=now,
    )
