"""Doubtful rows: assigned, added as a person, ignored, taken back; and what was decided helps the next file."""

import people
import pytest
import sepsis

from opencme.apps.accounts.models import Person
from opencme.apps.activities import checks
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import AttendanceRow, Registration
from opencme.apps.delivery.selectors import attended_minutes
from opencme.apps.delivery.services import attendance as services
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
HEAD = "Name,User Email,Join Time,Leave Time\n"


@pytest.fixture
def room():
    activity = sepsis.activity()
    first, second = sepsis.sessions(activity)
    return activity, first, second, sepsis.register_all(activity)


@pytest.fixture
def ada(room):
    return people.as_actor(people.ada())


def bring(ada, session, name, content=None):
    return services.import_attendance(
        by=ada,
        session_id=session.public_id,
        file_id=sepsis.keep(name, content).public_id,
        time_zone="America/New_York",
        now=sepsis.NOW,
    )


def row_named(name, **values):
    return AttendanceRow.objects.across_providers(why="test").get(shown_name=name, **values)


def zoom(*lines):
    return (HEAD + "".join(f"{line}\n" for line in lines)).encode()


def test_assigned_row_counts_from_now_on(room, ada):
    bring(ada, room[1], sepsis.ZOOM)
    sara = room[3]["Sara"]

    row = services.match_row(
        by=ada, row_id=row_named("iPhone").public_id, registration_id=sara.public_id, now=sepsis.NOW
    )

    assert (row.state, row.registration, row.decided_by) == ("matched", sara, "Ada Planner")
    assert attended_minutes(sara) == 45
    (event,) = AuditEvent.objects.filter(event="attendance.matched")
    assert (event.before, event.after) == ({"state": "doubtful"}, {"state": "matched", "participant": "Sara O’Neil"})


def test_decided_row_cannot_be_decided_again(room, ada):
    bring(ada, room[1], sepsis.ZOOM)
    row = row_named("iPhone")
    services.ignore_row(by=ada, row_id=row.public_id, now=sepsis.NOW)

    with pytest.raises(DomainError) as refusal:
        services.match_row(by=ada, row_id=row.public_id, registration_id=room[3]["Sara"].public_id, now=sepsis.NOW)

    assert str(refusal.value) == "This row is no longer waiting: Ada Planner has decided on it."


def test_decision_is_taken_back_with_its_attendance(room, ada):
    bring(ada, room[2], sepsis.TEAMS)
    row, sara = row_named("O'Neil, Sara"), room[3]["Sara"]
    services.match_row(by=ada, row_id=row.public_id, registration_id=sara.public_id, now=sepsis.NOW)

    again = services.reopen_row(by=ada, row_id=row.public_id, now=sepsis.NOW)

    assert (again.state, again.suggestion, again.decided_by) == ("doubtful", sara, "")
    assert attended_minutes(sara) == 0
    services.match_row(by=ada, row_id=row.public_id, registration_id=sara.public_id, now=sepsis.NOW)
    assert attended_minutes(sara) == 10


def test_ignored_row_comes_back_with_its_suggestion(room, ada):
    bring(ada, room[2], sepsis.TEAMS)
    row = row_named("O'Neil, Sara")
    services.ignore_row(by=ada, row_id=row.public_id, now=sepsis.NOW)

    again = services.reopen_row(by=ada, row_id=row.public_id, now=sepsis.NOW)

    assert (again.state, again.suggestion) == ("doubtful", room[3]["Sara"])


def test_row_of_somebody_new_opens_an_account_and_registers(room, ada):
    bring(ada, room[1], sepsis.ZOOM)

    row = services.add_person_for_row(
        by=ada,
        row_id=row_named("iPhone").public_id,
        email=" New.Person@Example.org",
        given_name="New",
        family_name="Person",
        now=sepsis.NOW,
    )

    made = Registration.objects.of(room[0].provider_id).get(person__email="new.person@example.org")
    assert (row.registration, made.source, made.person.full_name) == (made, "attendance", "New Person")
    assert not made.person.has_usable_password()
    assert attended_minutes(made) == 45


def test_row_of_somebody_with_an_account_uses_it_as_it_is(room, ada):
    bring(ada, room[1], sepsis.ZOOM)
    cy = people.cy()

    row = services.add_person_for_row(
        by=ada,
        row_id=row_named("iPhone").public_id,
        email="CY@example.org",
        given_name="X",
        family_name="Y",
        now=sepsis.NOW,
    )

    cy.refresh_from_db()
    assert (row.registration.person, cy.full_name) == (cy, "Cy Teacher")


@pytest.mark.parametrize(
    ("email", "name", "codes"),
    [
        ("no address", "New", ["people.person.email"]),
        ("new@example.org", " ", ["people.person.given_name"]),
        ("", "", ["people.person.email", "people.person.given_name"]),
    ],
)
def test_person_without_address_or_name_is_refused(room, ada, email, name, codes):
    bring(ada, room[1], sepsis.ZOOM)
    before = Person.objects.count()

    with pytest.raises(DomainError) as refusal:
        services.add_person_for_row(
            by=ada, row_id=row_named("iPhone").public_id, email=email, given_name=name, family_name="", now=sepsis.NOW
        )

    assert [finding.code for finding in refusal.value.findings] == codes
    assert Person.objects.count() == before
    assert row_named("iPhone").state == "doubtful"


def test_what_was_decided_is_known_for_the_next_file(room, ada):
    bring(ada, room[2], "two.csv", zoom("T. R. and team,,03/05/2026 05:00:00 PM,03/05/2026 06:00:00 PM"))
    tomas = room[3]["Tomás"]
    services.match_row(
        by=ada, row_id=row_named("T. R. and team").public_id, registration_id=tomas.public_id, now=sepsis.NOW
    )

    made = bring(ada, room[1], "one.csv", zoom("T. R. and team,,03/12/2026 08:00:00 AM,03/12/2026 08:30:00 AM"))

    (row,) = made.rows.all()
    assert (row.state, row.registration, row.why) == (
        "matched",
        tomas,
        "Somebody decided so in another file of this activity",
    )


def test_same_name_in_other_files_is_decided_alike_when_asked(room, ada):
    bring(ada, room[2], "two.csv", zoom("Sara,,03/05/2026 05:00:00 PM,03/05/2026 06:00:00 PM"))
    one = bring(
        ada,
        room[1],
        "one.csv",
        zoom(
            "Sara,,03/12/2026 08:00:00 AM,03/12/2026 08:30:00 AM",
            "iPhone,,03/12/2026 08:00:00 AM,03/12/2026 08:30:00 AM",
        ),
    )
    sara = room[3]["Sara"]

    services.match_row(
        by=ada,
        row_id=row_named("Sara", attendance_import=one).public_id,
        registration_id=sara.public_id,
        with_same=True,
        now=sepsis.NOW,
    )

    assert attended_minutes(sara) == 90
    assert row_named("iPhone").state == "doubtful"


def test_suggestions_are_accepted_together_from_a_confidence_on(room, ada):
    made = bring(ada, room[2], sepsis.TEAMS)

    assert services.accept_suggestions(by=ada, import_id=made.public_id, at_least=80, now=sepsis.NOW) == 1
    assert services.accept_suggestions(by=ada, import_id=made.public_id, at_least=0, now=sepsis.NOW) == 1
    assert not made.rows.filter(state="doubtful").exists()


def test_doubts_keep_the_activity_from_closing(room, ada):
    made = bring(ada, room[1], sepsis.ZOOM)

    before = [str(finding) for finding in checks.findings("nothing_doubtful", room[0], sepsis.NOW)]
    for row in made.rows.filter(state="doubtful"):
        services.ignore_row(by=ada, row_id=row.public_id, now=sepsis.NOW)

    assert before == ["Rows of attendance still in doubt: 2. Decide on each."]
    assert checks.findings("nothing_doubtful", room[0], sepsis.NOW) == ()


def test_row_of_an_undone_import_takes_no_decision(room, ada):
    made = bring(ada, room[1], sepsis.ZOOM)
    services.undo_import(by=ada, import_id=made.public_id, now=sepsis.NOW)
    decide = (
        lambda row: services.ignore_row(by=ada, row_id=row.public_id, now=sepsis.NOW),
        lambda row: services.reopen_row(by=ada, row_id=row.public_id, now=sepsis.NOW),
    )

    for act in decide:
        with pytest.raises(DomainError) as refusal:
            act(row_named("iPhone"))
        assert [finding.code for finding in refusal.value.findings] == ["attendance.row.undone"]
    assert services.accept_suggestions(by=ada, import_id=made.public_id, at_least=0, now=sepsis.NOW) == 0


@pytest.mark.parametrize(("who", "answer"), [(people.eve, NotFound), (people.bo, NotAllowed)])
def test_others_cannot_decide(room, ada, who, answer):
    bring(ada, room[1], sepsis.ZOOM)
    given = {"by": people.as_actor(who()), "row_id": row_named("iPhone").public_id, "now": sepsis.NOW}

    with pytest.raises(answer):
        services.match_row(registration_id=room[3]["Sara"].public_id, **given)
    for act in (services.ignore_row, services.reopen_row):
        with pytest.raises(answer):
            act(**given)


def test_participant_of_another_activity_is_not_there(room, ada):
    bring(ada, room[1], sepsis.ZOOM)
    other = sepsis.offers.registration(sepsis.activity(), people.dee())

    with pytest.raises(NotFound):
        services.match_row(
            by=ada, row_id=row_named("iPhone").public_id, registration_id=other.public_id, now=sepsis.NOW
        )
