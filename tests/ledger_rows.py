"""Ledger rows for tests of what is made from them; the ledger's own services are tested beside this file."""

from datetime import UTC, date, datetime
from decimal import Decimal

import factories
import people

from opencme.apps.activities.models import Designation
from opencme.apps.credit.models import Award, LockedStatement
from opencme.apps.delivery.models import Attendance, Registration

CLAIMED = datetime(2026, 5, 14, 16, 0, tzinfo=UTC)
ACCREDITATION = (
    "The Lakeside Health System is accredited by the Accreditation Council for Continuing Medical Education (ACCME) to "
    "provide continuing medical education for physicians."
)
STATEMENT = (
    "The Lakeside Health System designates this live activity for a maximum of 2 *AMA PRA Category 1 Credits*™. "
    "Physicians should claim only the credit commensurate with the extent of their participation in the activity."
)


def designated(**values):
    activity = factories.activity(state="open", **values)
    factories.session(activity)
    designation(activity)
    return activity


def designation(activity):
    """Write the designation of two AMA PRA Category 1 Credits with the words of a live activity, locked."""
    Designation.objects.create(
        activity=activity,
        credit_system="ama_pra_cat1",
        edition_from=date(2017, 9, 29),
        maximum=Decimal("2.00"),
        minutes=120,
        statement=STATEMENT,
        statement_key="ama_designation",
        statement_edition=date(2011, 7, 1),
        designated_at=people.NOW,
        by_label="Ada Planner",
    )
    LockedStatement.objects.create(
        activity=activity,
        kind="accreditation",
        statement_key="accme_direct",
        statement_edition=date(2014, 1, 1),
        text=ACCREDITATION,
        locked_at=people.NOW,
        by_label="Ada Planner",
    )


def registered(activity, person):
    return Registration.objects.create(
        activity=activity, person=person, degree=person.degree, profession=person.profession, registered_at=people.NOW
    )


def attended(registration, minutes=None, **values):
    """Evidence by staff that the participant was in the activity's first session; None minutes: all of it."""
    given = {
        "registration": registration,
        "session": registration.activity.sessions.order_by("starts_at").first(),
        "source": "staff",
        "minutes": minutes,
        "recorded_at": CLAIMED,
        "by_label": "Ada Planner",
        **values,
    }
    return Attendance.objects.create(**given)


def award(registration, amount="1.75", **values):
    count = Award.objects.of(registration.activity.provider_id).count() + 1
    is_physician = registration.degree in {"MD", "DO"}
    given = {
        "activity": registration.activity,
        "registration": registration,
        "person": registration.person,
        "number": f"CR-{count:04}",
        "kind": "award",
        "credit_system": "ama_pra_cat1" if is_physician else "ama_pra_attendance",
        "edition_from": date(2017, 9, 29),
        "basis": "awarded" if is_physician else "participated",
        "amount": Decimal(amount),
        "completed_on": date(2026, 5, 14),
        "printed_name": registration.person.name_with_credentials,
        "idempotency_key": f"key-{count}",
        "awarded_at": CLAIMED,
        "by_label": registration.person.full_name,
        "sequence": count,
        "previous_hash": "",
        "row_hash": f"{count:064}",
        **values,
    }
    return Award.objects.create(**given)
