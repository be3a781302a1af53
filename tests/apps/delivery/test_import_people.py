"""Lists of people: columns found by their words, everybody or nobody, duplicates by address, undone as a whole."""

from io import BytesIO

import offers
import people
import pytest
import sepsis
import xlsxwriter

from opencme.apps.accounts.models import Person
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import PeopleImport, Registration
from opencme.apps.delivery.selectors.people import read_people_list
from opencme.apps.delivery.services import people as services
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
ROWS = [
    ["Harbor staff 2026"],
    [],
    ["Last Name", "First Name", "E-mail", "Credentials", "Profession", "Degree"],
    ["Orlova", "Галина", "Galina@Example.org", "MD", "Physician", "MD"],
    ["Żak", "Marta", "marta@example.org", "RN", "Registered Nurse", "BSN"],
    ["", "", "", "", "", ""],
    ["Learner", "Dee", "DEE@example.org", "MD", "physician", "MD"],
    ["Peña", "José", "marta@example.org", "", "Hospitalist", "MD, PhD"],
]


@pytest.fixture
def activity():
    return sepsis.activity()


@pytest.fixture
def ada():
    return people.as_actor(people.ada())


def workbook(rows):
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    page = book.add_worksheet()
    for line, row in enumerate(rows):
        page.write_row(line, 0, row)
    book.close()
    return out.getvalue()


def table(rows):
    return "\n".join(",".join(row) for row in rows).encode()


def bring(ada, activity, content, *, name="people.csv", **values):
    return services.import_people(
        by=ada,
        provider_id=activity.provider_id,
        activity_id=activity.public_id,
        file_id=sepsis.keep(name, content).public_id,
        **{"now": sepsis.NOW, **values},
    )


def registered(activity):
    standing = activity.registrations.filter(withdrawn_at=None).select_related("person")
    return {each.person.email: (each.person.full_name, each.profession, each.degree) for each in standing}


@pytest.mark.parametrize("make", [workbook, table])
def test_list_is_registered_with_accounts_where_they_are_missing(ada, activity, make):
    people.dee()

    made = bring(ada, activity, make(ROWS), name="people.xlsx" if make is workbook else "people.csv")

    assert registered(activity) == {
        "galina@example.org": ("Галина Orlova", "physician", "MD"),
        "marta@example.org": ("Marta Żak", "nurse", "nursing"),
        "dee@example.org": ("Dee Learner", "physician", "MD"),
    }
    assert (made.taken, made.accounts, made.known) == (3, 2, 0)
    assert {each.source for each in activity.registrations.all()} == {"list"}
    (event,) = AuditEvent.objects.filter(event="people.imported")
    assert (event.by_label, event.after["registered"], event.after["accounts"]) == ("Ada Planner", 3, 2)


def test_preview_tells_everything_and_changes_nothing(ada, activity):
    people.dee()
    offers.registration(activity, people.cy())
    rows = [
        *ROWS,
        ["Teacher", "Cy", "cy@example.org"],
        ["Lee", "Ann", "no address"],
        ["Other", "Name", "dee@example.org"],
    ]

    shown = read_people_list(activity, sepsis.keep("people.csv", table(rows)))

    assert shown.header_line == 3
    assert shown.mapping == {
        "email": 2, "given_name": 1, "family_name": 0, "credentials": 3, "profession": 4, "degree": 5,
    }  # fmt: skip
    assert (shown.new, shown.known, shown.registered, shown.to_register) == (2, 1, 1, 3)
    assert [(each.line, each.text, each.why) for each in shown.refused] == [
        (10, "no address", "This is not an e-mail address.")
    ]
    assert [(each.line, each.column) for each in shown.doubts] == [(8, "email"), (8, "profession"), (11, "email")]
    assert Person.objects.filter(email="marta@example.org").count() == 0


def test_one_row_that_cannot_be_read_refuses_the_whole_list(ada, activity):
    rows = [*ROWS, ["Lee", "Ann", "no address"], ["Low", "Bob", ""]]

    with pytest.raises(DomainError) as refusal:
        bring(ada, activity, table(rows))

    assert [str(finding) for finding in refusal.value.findings] == [
        "line 9, E-mail “no address”: This is not an e-mail address.",
        "line 10, E-mail “”: There is no e-mail address.",
    ]
    assert not activity.registrations.exists()
    assert not PeopleImport.objects.of(activity.provider_id).exists()
    assert not Person.objects.filter(email="marta@example.org").exists()


def test_rows_that_cannot_be_read_are_left_out_with_consent(ada, activity):
    made = bring(ada, activity, table([*ROWS, ["Lee", "Ann", "no address"]]), leaves_out=True)

    assert (made.taken, made.refused) == (3, [[9, "email", "no address", "This is not an e-mail address."]])


def test_columns_are_chosen_by_a_person_where_words_do_not_tell(ada, activity):
    content = table([["who", "where", "x"], ["Ann Lee", "clinic", "ann@example.org"]])
    file = sepsis.keep("people.csv", content)

    by_content = read_people_list(activity, file)
    made = bring(ada, activity, content, mapping={"full_name": 0, "email": 2})

    assert by_content.mapping == {"email": 2}
    assert made.mapping == {"full_name": 0, "email": 2}
    assert registered(activity) == {"ann@example.org": ("Ann Lee", "", "")}


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"Name,Phone\nAnn Lee,555\n", "people.mapping.email"),
        (b"Name,Email\n", "people.list.nobody"),
        (b"Name,Email\nDee,dee@example.org\n", "people.list.known"),
    ],
)
def test_list_with_nobody_to_register_is_refused(ada, activity, content, code):
    offers.registration(activity, people.dee())

    with pytest.raises(DomainError) as refusal:
        bring(ada, activity, content)

    assert [finding.code for finding in refusal.value.findings] == [code]


def test_same_list_again_finds_everybody_registered(ada, activity):
    bring(ada, activity, table(ROWS))

    with pytest.raises(DomainError) as refusal:
        bring(ada, activity, table(ROWS))

    assert [finding.code for finding in refusal.value.findings] == ["people.list.known"]
    assert activity.registrations.count() == 3


def test_somebody_who_had_withdrawn_is_registered_again(ada, activity):
    kept = offers.registration(activity, people.dee(), withdrawn_at=sepsis.NOW, registered_at=sepsis.at(2, 1, 9))

    made = bring(ada, activity, b"Name,Email\nDee,dee@example.org\n")

    kept.refresh_from_db()
    assert (kept.withdrawn_at, made.taken, made.accounts) == (None, 1, 0)
    services.undo_people_import(by=ada, provider_id=activity.provider_id, import_id=made.public_id, now=sepsis.NOW)
    kept.refresh_from_db()
    assert kept.withdrawn_at == sepsis.NOW


def test_undo_takes_registrations_and_unused_accounts_away(ada, activity):
    people.dee()
    made = bring(ada, activity, table(ROWS))
    used = Person.objects.get(email="galina@example.org")
    offers.registration(sepsis.activity(), used)

    for _again in range(2):
        services.undo_people_import(by=ada, provider_id=activity.provider_id, import_id=made.public_id, now=sepsis.NOW)

    assert registered(activity) == {}
    kept = set(Person.objects.values_list("email", flat=True))
    assert {"galina@example.org", "dee@example.org"} <= kept
    assert "marta@example.org" not in kept
    assert AuditEvent.objects.filter(event="people.import_undone").count() == 1


def test_undo_is_refused_once_somebody_has_begun(ada, activity):
    made = bring(ada, activity, table(ROWS))
    offers.impression(activity.registrations.get(person__email="marta@example.org"))

    with pytest.raises(DomainError) as refusal:
        services.undo_people_import(by=ada, provider_id=activity.provider_id, import_id=made.public_id, now=sepsis.NOW)

    assert "1 people of this list have begun (Marta Żak)" in str(refusal.value)
    assert len(registered(activity)) == 3


def test_one_participant_is_added_by_hand_once(ada, activity):
    given = {"email": "ann@example.org", "given_name": "Ann", "family_name": "Lee", "degree": "MD"}

    first, second = (
        services.add_participant(
            by=ada, provider_id=activity.provider_id, activity_id=activity.public_id, now=sepsis.NOW, **given
        )
        for _again in range(2)
    )

    assert (first, first.source, first.degree) == (second, "staff", "MD")
    assert AuditEvent.objects.filter(event="registration.made").count() == 1


@pytest.mark.parametrize("state", ["idea", "planning", "in_review", "approved", "closed", "reported", "cancelled"])
def test_people_are_added_from_designation_until_closing_only(ada, activity, state):
    activity.state = state
    activity.save(update_fields=["state"])

    with pytest.raises(DomainError) as refusal:
        bring(ada, activity, table(ROWS))

    assert [finding.code for finding in refusal.value.findings] == ["people.state"]


def test_others_cannot_bring_a_list_or_undo_it(ada, activity):
    made = bring(ada, activity, table(ROWS))

    for who, answer in ((people.eve, NotFound), (people.bo, NotAllowed)):
        actor = people.as_actor(who())
        with pytest.raises(answer):
            bring(actor, activity, table([*ROWS, ["N", "N", "n@example.org"]]))
        with pytest.raises(answer):
            services.undo_people_import(
                by=actor, provider_id=activity.provider_id, import_id=made.public_id, now=sepsis.NOW
            )
    with pytest.raises(NotFound):
        services.undo_people_import(
            by=people.as_actor(people.eve()),
            provider_id=people.elsewhere().pk,
            import_id=made.public_id,
            now=sepsis.NOW,
        )


def test_reading_costs_the_same_queries_for_one_and_for_many(activity, django_assert_num_queries):
    one = sepsis.keep("one.csv", table(ROWS[2:4]))
    many = sepsis.keep("many.csv", table(ROWS[2:3] + [["A", "B", f"p{n}@example.org"] for n in range(30)]))

    for file in (one, many):
        with django_assert_num_queries(3):
            read_people_list(activity, file)
    assert Registration.objects.of(activity.provider_id).count() == 0
