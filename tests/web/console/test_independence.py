from datetime import timedelta

import factories
import people
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from in_control import CONSULTANT, EMPLOYEE, cleared, invited, signed

from opencme.apps.faculty.models import InControl, Mitigation, Relevance
from opencme.apps.messaging.models import Message
from opencme.kernel import clock

pytestmark = pytest.mark.django_db
LIST = """Ada Planner <ada@example.org>, planner
Cy Teacher, MD <cy@example.org>, speaker
Mo Silva <mo@clinic.example>, moderator
"""


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def activity(now):
    return factories.activity(starts_at=now + timedelta(days=40), ends_at=now + timedelta(days=40, hours=2))


def address(name, activity=None, **where):
    places = {"provider": people.lakeside().slug, **({"activity_id": activity.public_id} if activity else {}), **where}
    return reverse(f"console:{name}", kwargs=places)


def in_control():
    return InControl.objects.across_providers(why="test")


def as_(client, who):
    people.lakeside()
    client.force_login(who)
    return client


def test_several_are_invited_from_a_list_and_the_page_says_who_owes_what(client, activity):
    as_(client, people.ada())
    assert "Nobody is named yet" in client.get(address("activity-people", activity)).text
    answer = client.post(address("invite-people", activity), {"people": LIST, "role": ""}, follow=True)

    assert "3 people are invited by mail." in answer.text
    assert "0 of 3 are cleared" in answer.text
    assert answer.text.count("Disclosure awaited") == 3
    assert "Remind 3 people" in answer.text
    assert Message.objects.count() == 3


def test_a_line_that_is_not_understood_keeps_the_list_and_invites_nobody(client, activity):
    as_(client, people.ada())
    answer = client.post(address("invite-people", activity), {"people": LIST + "Somebody, faculty\n", "role": ""})

    assert answer.status_code == 422
    assert "Line 4 holds no e-mail address" in answer.text
    assert "Mo Silva &lt;mo@clinic.example&gt;, moderator" in answer.text
    assert not in_control().exists()


def test_one_person_by_fields_with_a_start_on_the_venues_clock(client, activity, now):
    as_(client, people.ada())
    day = (now + timedelta(days=5)).date()
    given = {"name": "Cy", "email": "cy@example.org", "role": "faculty", "day": day.isoformat(), "at": "08:30"}
    assert client.post(address("invite-people", activity), given).status_code == 303
    row = in_control().get()
    there = row.role_starts_at.astimezone(activity.zone)
    assert (there.date(), there.hour, there.minute) == (day, 8, 30)

    again = client.post(address("invite-people", activity), given)
    assert (again.status_code, "holds this role already" in again.text) == (422, True)
    past = client.post(address("invite-people", activity), {**given, "email": "mo@x.example", "day": "2020-01-01"})
    assert (past.status_code, "cannot begin in the past" in past.text) == (422, True)


def test_remind_writes_once_and_says_who_was_left_in_peace(client, activity, now):
    as_(client, people.ada())
    invited(activity, now=now)
    Message.objects.all().delete()

    first = client.post(address("remind-people", activity), follow=True)
    second = client.post(address("remind-people", activity), follow=True)
    assert "Reminded: Cy Teacher." in first.text
    assert "Not written to again today: Cy Teacher." in second.text
    assert Message.objects.count() == 1


def test_the_list_is_exported_with_what_an_accreditor_asks_for(client, activity, now):
    as_(client, people.ada())
    signed(invited(activity, name="=HYPERLINK(1)", now=now), CONSULTANT, now=now)
    answer = client.get(address("activity-people", activity) + "?export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")

    assert text.splitlines()[0] == (
        'Name,Role,Begins,Standing,What is open,E-mail,Disclosed,"Relationships, relevance, mitigation"'
    )
    assert "Norvia Pharma, Consultant, relevance undecided" in text
    assert "\n=HYPERLINK" not in text


def test_the_person_page_changes_the_role_and_ends_it_with_a_reason(client, activity, now):
    as_(client, people.ada())
    row = cleared(activity, now=now - timedelta(hours=2))
    page = address("person-in-control", activity, in_control_id=row.public_id)
    shown = client.get(page).text
    assert row.token in shown
    assert "No financial relationships." in shown

    later = (now + timedelta(days=60)).date().isoformat()
    given = {"role": "faculty", "day": later, "at": "09:00", "topics": "", "credentials": "MD", "affiliation": ""}
    assert "Say why" in client.post(page, {**given, "reason": ""}).text
    assert client.post(page, {**given, "reason": "Moved"}).status_code == 303
    assert "Disclosure awaited" in client.get(page).text

    end = address("end-role", activity, in_control_id=row.public_id)
    assert client.post(end, {"reason": ""}).status_code == 409
    assert "has ended" in client.post(end, {"reason": "Cannot come"}, follow=True).text
    assert in_control().get().withdrawn_reason == "Cannot come"


def test_the_queue_leads_from_one_relationship_to_the_next_until_nothing_waits(client, activity, now):
    as_(client, people.bo())
    first = signed(invited(activity, now=now), CONSULTANT, now=now).relationships.get()
    mo = invited(activity, name="Mo Silva", email="mo@clinic.example", role="planner", now=now)
    second = signed(mo, CONSULTANT, now=now).relationships.get()
    queue = client.get(address("disclosures")).text
    assert "2 relationships wait for a decision" in queue
    assert queue.index("Mo Silva") < queue.index("Cy Teacher")  # planners begin earlier

    case = address("disclosure-case", relationship_id=second.public_id)
    shown = client.get(case)
    assert (shown.status_code, "1 of 2" in shown.text, "needs your attention" in shown.text) == (200, True, False)
    answer = client.post(case, {"is_relevant": "no", "reason": "Sepsis: they make no such drugs"})
    assert answer["Location"] == address("disclosure-case", relationship_id=first.public_id)

    given = {"is_relevant": "yes", "method": "peer_review_content", "peer_reviewer": "Bo Reviewer"}
    answer = client.post(answer["Location"], given, follow=True)
    assert "Nothing waits" in answer.text
    assert (
        Relevance.objects.of(activity.provider_id).count(),
        Mitigation.objects.of(activity.provider_id).count(),
    ) == (2, 1)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "Say whether it is relevant."),
        ({"is_relevant": "no", "reason": ""}, "Say why the content does not touch"),
        ({"is_relevant": "yes", "method": "peer_review_content", "peer_reviewer": ""}, "Name who reviewed"),
        ({"is_relevant": "yes", "method": "divest", "note": ""}, "Say what was done."),
        ({"is_relevant": "yes", "method": "recuse", "note": "x"}, "Select a valid choice"),
    ],
)
def test_a_sheet_that_is_refused_keeps_nothing(client, activity, now, given, said):
    as_(client, people.bo())
    tie = signed(invited(activity, now=now), CONSULTANT, now=now).relationships.get()
    answer = client.post(address("disclosure-case", relationship_id=tie.public_id), given)

    assert (answer.status_code, said in answer.text) == (422, True)
    assert not Relevance.objects.of(activity.provider_id).exists()


def test_evidence_is_kept_with_the_step_and_a_wrong_file_is_told(client, activity, now):
    as_(client, people.bo())
    tie = signed(invited(activity, now=now), CONSULTANT, now=now).relationships.get()
    case = address("disclosure-case", relationship_id=tie.public_id)
    given = {"is_relevant": "yes", "method": "divest", "note": "Resigned"}
    wrong = client.post(case, {**given, "evidence": SimpleUploadedFile("a.html", b"<html></html>")})
    assert (wrong.status_code, "of no kind known here" in wrong.text) == (422, True)
    assert not Relevance.objects.of(activity.provider_id).exists()

    client.post(case, {**given, "evidence": SimpleUploadedFile("a.pdf", b"%PDF-1.7\n%%EOF\n")})
    assert Mitigation.objects.of(activity.provider_id).get().evidence.name == "a.pdf"


def test_an_employee_is_excluded_first_and_after_an_exception_judged(client, activity, now):
    as_(client, people.bo())
    tie = signed(invited(activity, now=now), EMPLOYEE, now=now).relationships.get()
    case = address("disclosure-case", relationship_id=tie.public_id)
    assert "Owners and employees of ineligible companies are excluded" in client.get(case).text
    given = {"exception": "device_technician", "justification": "Shows how to use the pump"}
    refused = client.post(case, given)
    assert (refused.status_code, "confirm it" in refused.text) == (422, True)

    answer = client.post(case, {**given, "confirms": "on"}, follow=True)
    assert answer.redirect_chain == [(case, 303)]
    assert "Is it relevant to this content?" in answer.text


def test_ones_own_relationship_is_shown_and_refused_with_the_reason(client, activity, now):
    as_(client, people.bo())
    tie = signed(invited(activity, people.bo(), "reviewer", now=now), CONSULTANT, now=now).relationships.get()
    shown = client.get(address("disclosure-case", relationship_id=tie.public_id)).text

    assert "These are your own relationships; another reviewer judges them." in shown
    assert "Is it relevant" not in shown
    assert "another reviewer" in client.get(address("disclosures")).text


def test_a_decision_made_elsewhere_is_shown_as_advice(client, activity, now):
    from opencme.apps.faculty import services

    as_(client, people.bo())
    other = factories.activity(
        title="Stroke Alert", starts_at=now + timedelta(days=50), ends_at=now + timedelta(days=51)
    )
    before = signed(invited(other, now=now), CONSULTANT, now=now).relationships.get()
    services.decide_relevance(
        by=people.as_actor(people.bo()),
        relationship_id=before.public_id,
        is_relevant=False,
        reason="No stroke drugs",
        now=now,
    )
    tie = signed(invited(activity, now=now), CONSULTANT, now=now).relationships.get()
    shown = client.get(address("disclosure-case", relationship_id=tie.public_id)).text

    assert "Decided elsewhere" in shown
    assert "No stroke drugs" in shown


def test_the_disclosures_page_shows_the_words_for_learners(client, activity, now):
    as_(client, people.bo())
    cleared(activity, people.ada(), "planner", now=now - timedelta(hours=2))
    signed(invited(activity, now=now), CONSULTANT, now=now)
    shown = client.get(address("activity-disclosures", activity)).text

    assert "to disclose: Ada Planner (planner)." in shown
    assert "Draft: not everybody is cleared" in shown
    assert "Judge 1 relationship" in shown


def test_the_reviewer_takes_the_role_discloses_and_signs_the_review(client, activity, now):
    as_(client, people.bo())
    activity.state = "in_review"
    activity.save()
    page = address("activity-review", activity)
    assert "Take the role of reviewer" in client.get(page).text
    joined = client.post(address("join-review", activity))
    row = in_control().get()
    assert joined["Location"] == reverse("faculty:task", kwargs={"token": row.token})
    signed(row, now=now)

    form = client.get(page).context["form"]
    answers = {name: "yes" for name in form.fields if name.endswith("-ok")} | {"digest": form["digest"].value()}
    no = client.post(page, {**answers, "c1_3-ok": "no", "c1_3-comment": ""})
    assert (no.status_code, "Say what has to change for clause 1.3" in no.text) == (422, True)
    assert (
        "asks for changes"
        in client.post(page, {**answers, "c1_3-ok": "no", "c1_3-comment": "Mark it"}, follow=True).text
    )
    assert "The content passed your review." in client.post(page, answers, follow=True).text


def test_pages_cost_the_same_however_many_people(client, activity, now, django_assert_max_num_queries):
    as_(client, people.ada())
    for number in range(6):
        signed(invited(activity, name=f"P {number}", email=f"p{number}@x.example", now=now), CONSULTANT, now=now)
    for name in ("activity-people", "activity-disclosures"):
        with django_assert_max_num_queries(40):
            client.get(address(name, activity))
