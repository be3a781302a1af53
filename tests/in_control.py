"""People in control for tests, by the services that make them: invited, signed, judged, mitigated."""

from datetime import timedelta

import factories
import people

from opencme.apps.activities.models import Activity
from opencme.apps.faculty import services
from opencme.apps.faculty.models import Disclosure, InControl
from opencme.rules.independence.facts import Relationship

NOW = people.NOW
CONSULTANT = Relationship(company="Norvia Pharma", kind="consultant")
EMPLOYEE = Relationship(company="Norvia Pharma", kind="employee")


def invited(activity: Activity, who=None, role="faculty", *, now=NOW, **values) -> InControl:
    """Invite a person (Cy unless said otherwise) to a role that begins with the activity, or in a week."""
    person = who or people.cy()
    values = {"name": person.full_name, "email": person.email, **values}
    return services.invite(
        by=people.as_actor(people.ada()), activity_id=activity.public_id, role=role, now=now, **values
    )


def signed(row: InControl, *relationships: Relationship, now=NOW + timedelta(hours=1)) -> Disclosure:
    """Sign what the person states; nothing stated is an explicit none."""
    return services.sign_disclosure(
        token=row.token, has_none=not relationships, relationships=relationships, attested_name=row.name, now=now
    )


def cleared(activity: Activity, who=None, role="faculty", *, now=NOW, **values) -> InControl:
    """Invite a person who signs that there is nothing to disclose."""
    row = invited(activity, who, role, now=now, **values)
    signed(row, now=now + timedelta(hours=1))
    return row


def everybody_cleared(activity: Activity | None = None, *, now=NOW) -> Activity:
    """An activity with Ada as planner, Bo as reviewer and Cy as faculty, all of whom disclosed none."""
    found = activity or factories.activity()
    for who, role in ((people.ada(), "planner"), (people.bo(), "reviewer"), (people.cy(), "faculty")):
        cleared(found, who, role, now=now)
    return found
