"""A provider with one person per role, and the values that addresses name: for walks over every URL."""

import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from http import HTTPStatus

import credit_rows
import factories
import ledger_rows
import money_rows
import offers
import people
import plan_rows
import sepsis
import wallets
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from matrix import LINK_HOLDER, MATRIX, STAFF_ROLES, Line

from opencme.apps.accounts.models import Person
from opencme.apps.activities.models import Activity, JointProvider
from opencme.apps.credit.services.certificates import issue_certificate
from opencme.apps.delivery.services.attendance import import_attendance
from opencme.apps.delivery.services.cycles import record_cycle
from opencme.apps.delivery.services.people import import_people
from opencme.apps.faculty.models import Disclosure, InControl
from opencme.apps.files.models import StoredFile
from opencme.apps.providers.models import Membership
from opencme.apps.reporting.models import Report
from opencme.apps.wallet.services.consents import give_consent
from opencme.apps.wallet.services.facts import add_earlier
from opencme.apps.wallet.services.reminder_mails import stop_token
from opencme.apps.wallet.services.reminders import renew_calendar
from opencme.rules.access import Role
from opencme.rules.access.roles import system


def addresses(resolver: URLResolver | None = None, space: str = "") -> Iterator[tuple[str, set[str]]]:
    """Every URL with the names of its places."""
    for each in (resolver or get_resolver()).url_patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            for name, places in addresses(each, inner):
                yield name, places | set(each.pattern.converters)
        elif isinstance(each, URLPattern):
            yield f"{space}{each.name}", set(each.pattern.converters)


@dataclass
class Scene:
    """A provider with one person per role, an activity, and the values that addresses name."""

    persons: dict[str, Person] = field(default_factory=dict)
    places: dict[str, object] = field(default_factory=dict)
    link: str = ""

    def address(self, name: str, places: set[str]) -> str:
        """The address of ``name`` with real things in it; AssertionError says what is missing."""
        line = MATRIX.get(name, Line())
        missing = places - set(line.where) - set(self.places)
        assert not missing, f"{name}: say in Line.where or scene() what stands for {missing}"
        where = {place: line.where.get(place, self.places.get(place)) for place in places}
        named = {place: self.places[str(value)[1:]] for place, value in where.items() if str(value).startswith("@")}
        return reverse(name, kwargs=where | named)

    def client(self, role: str) -> Client:
        client = Client()
        if role in self.persons:
            client.force_login(self.persons[role])
        if role == LINK_HOLDER:
            assert client.get(self.link).status_code == HTTPStatus.OK
        return client


def scene() -> Scene:
    provider = people.lakeside()
    people.elsewhere()
    made = Scene(persons={"participant": people.dee(), "elsewhere": people.eve()})
    for role in STAFF_ROLES:
        who = people.person(role.title(), "Staff")
        Membership.objects.create(provider=provider, person=who, role=Role(role), from_at=people.NOW)
        made.persons[role] = who
    activity = factories.activity(provider)
    session = factories.session(activity)
    partner = factories.partner(provider)
    joint = JointProvider.objects.create(activity=activity, partner=partner)
    ledger_rows.designation(activity)
    award = ledger_rows.award(ledger_rows.registered(activity, people.dee()))
    issue_certificate(by=system(), registration_id=award.registration_id, now=ledger_rows.CLAIMED)
    report = Report.objects.create(
        provider=provider, activity=activity, kind="pars_activity_xml", state="ready", asked_at=people.NOW
    )
    made.places = {
        "award_id": award.public_id,
        "award_number": award.number,
        "provider": provider.slug,
        "activity_id": activity.public_id,
        "person_id": people.dee().public_id,
        **_in_control(activity),
        "file_id": uuid.uuid4(),
        "session_id": session.public_id,
        "partner_id": partner.public_id,
        "joint_id": joint.public_id,
        "membership_id": Membership.objects.of(provider.pk).get(person=made.persons["designer"]).public_id,
        "registration_id": award.registration_id,
        "report_id": report.public_id,
    }
    made.places |= _offered() | _attended() | credit_rows.places(people.dee()) | _renewed(people.dee())
    made.places |= money_rows.places(people.dee())  # last: its link shows the document that addresses name
    made.places |= {"planned_id": plan_rows.by_hand(people.dee()).public_id}
    made.link = made.address("faculty:task", {"token"})
    return made


def _offered() -> dict[str, object]:
    """An open material with content, baseline and assessment, in which the participant has begun."""
    activity = offers.enduring(release_on=date(2020, 1, 1), expires_on=date(2099, 12, 31))
    registration = offers.registration(activity)
    offers.impression(registration)
    post = offers.assessment(activity)
    offers.assessment(activity, kind="baseline", pass_percent=None)
    return {
        "offered_id": activity.public_id,
        "item_id": offers.article(activity).public_id,
        "question_id": post.questions.first().public_id,
    }


def _attended() -> dict[str, object]:
    """A running live activity with an attendance file, a doubtful row, a list of people and a stage of a project."""
    ada = people.as_actor(people.ada())
    activity = sepsis.activity()
    session, _other = sepsis.sessions(activity)
    registration = sepsis.register_all(activity)["Lena"]
    file = sepsis.keep(sepsis.ZOOM)
    made = import_attendance(
        by=ada, session_id=session.public_id, file_id=file.public_id, time_zone="America/New_York", now=sepsis.NOW
    )
    names = sepsis.keep("people.csv", b"Name,E-mail\nAnn Lee,ann.lee@example.org\n")
    listed = import_people(
        by=ada,
        provider_id=activity.provider_id,
        activity_id=activity.public_id,
        file_id=names.public_id,
        now=sepsis.NOW,
    )
    project = sepsis.activity(format="pi_cme")
    improver = offers.registration(project)
    stage = record_cycle(
        by=ada,
        registration_id=improver.public_id,
        reference="A",
        facts={"measures": "Time to antibiotics", "depth": True},
        completed_on=date(2026, 3, 10),
        now=sepsis.NOW,
    )
    return {
        "running_id": activity.public_id,
        "running_session_id": session.public_id,
        "running_registration_id": registration.public_id,
        "attendance_file_id": file.public_id,
        "attendance_import_id": made.public_id,
        "attendance_row_id": made.rows.get(shown_name="iPhone").public_id,
        "people_file_id": names.public_id,
        "people_import_id": listed.public_id,
        "project_id": project.public_id,
        "improver_id": improver.public_id,
        "cycle_id": stage.public_id,
    }


def _renewed(who: Person) -> dict[str, object]:
    """What the participant renews: a license with something done before, and a hospital's own rules."""
    license_ = wallets.obligation(who, wallets.MASSACHUSETTS, cycle_end=date(2027, 5, 14))
    noted = add_earlier(
        by=wallets.actor(who),
        obligation_id=license_.public_id,
        kind="completed",
        name="ma-bias",
        day=date(2022, 9, 1),
        now=wallets.NOW,
    )
    consent = give_consent(
        by=wallets.actor(who), provider_id=people.lakeside().public_id, department="", with_lines=True, now=wallets.NOW
    )
    return {
        "consent_id": consent.public_id,
        "obligation_id": license_.public_id,
        "earlier_id": noted.public_id,
        "hospital_id": wallets.hospital(who).public_id,
        "calendar_word": renew_calendar(by=wallets.actor(who), now=wallets.NOW).calendar_token,
        "stop_word": stop_token(who.pk),
    }


def _in_control(activity: Activity) -> dict[str, object]:
    """Cy, invited to teach, with a relationship that waits, a request to attest and a file handed in."""
    cy = InControl.objects.create(
        activity=activity,
        name="Cy Teacher",
        email="cy@example.org",
        role="faculty",
        role_starts_at=datetime(2126, 5, 14, 13, tzinfo=UTC),
        token="a-token-nobody-guesses",
    )
    signed = Disclosure.objects.create(
        in_control=cy,
        has_none=False,
        lookback_from=date(2024, 5, 14),
        form_edition="accme-2022",
        attested_name="Cy Teacher",
        signed_at=people.NOW,
    )
    tie = signed.relationships.create(company="Norvia Pharma", kind="consultant")
    request = tie.requests.create(method="attest_evidence", asked_at=people.NOW)
    file = StoredFile.objects.create(
        provider=activity.provider, name="talk.pdf", media_type="application/pdf", size=9, stored_at=people.NOW
    )
    return {
        "token": cy.token,
        "in_control_id": cy.public_id,
        "relationship_id": tie.public_id,
        "request_id": request.public_id,
        "submission_id": cy.submissions.create(file=file, submitted_at=people.NOW).public_id,
    }
