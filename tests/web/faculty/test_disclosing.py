from datetime import timedelta

import factories
import people
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from in_control import CONSULTANT, EMPLOYEE, invited, signed

from opencme.apps.faculty import services
from opencme.apps.faculty.models import Disclosure, InControl
from opencme.kernel import clock

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


@pytest.fixture
def now():
    return clock.now()


@pytest.fixture
def row(now):
    return invited(_activity(now), now=now)


def _activity(now, **values):
    return factories.activity(starts_at=now + timedelta(days=40), ends_at=now + timedelta(days=40, hours=2), **values)


def address(name, row, **where):
    return reverse(f"faculty:{name}", kwargs={"token": row.token, **where})


def disclosures():
    return Disclosure.objects.across_providers(why="test")


def rows(*ties, answer="some", name="Cy Teacher"):
    given = {"rows": str(max(len(ties), 1)), "answer": answer, "attested_name": name}
    for place, tie in enumerate(ties):
        given |= {f"relationship-{place}-{key}": value for key, value in tie.items()}
    return given


def test_the_first_time_the_form_stands_on_the_page_and_an_explicit_none_is_two_taps(client, row):
    shown = client.get(address("task", row))
    assert "An ineligible company is one whose primary business" in shown.text
    assert "There is no minimum" in shown.text
    assert "24 months" in shown.text
    assert (shown["Cache-Control"], shown["Referrer-Policy"]) == ("private, no-store", "same-origin")

    answer = client.post(address("disclose", row), rows(answer="none"), follow=True)
    assert answer.redirect_chain == [(address("task", row), 303)]
    assert "Your disclosure is signed" in answer.text
    assert "Cleared" in answer.text
    assert "Learners read that you have no relevant financial relationships" in answer.text
    assert disclosures().get().has_none


def test_relationships_are_listed_owner_and_employee_in_one_choice(client, row):
    ties = (
        {"company": "Norvia Pharma", "kind": "consultant"},
        {"company": "Helix Devices", "kind": "ownership:stock:public", "ended": "on"},
        {"company": "Aster Labs", "kind": "ownership:option"},
        {"company": "", "kind": ""},
    )
    answer = client.post(address("disclose", row), rows(*ties), follow=True)

    assert [
        (tie.company, tie.kind, tie.security_kind, tie.company_listing, tie.has_ended)
        for tie in disclosures().get().relationships.order_by("id")
    ] == [
        ("Norvia Pharma", "consultant", "", "", False),
        ("Helix Devices", "ownership", "stock", "public", True),
        ("Aster Labs", "ownership", "option", "", False),
    ]
    assert "If it is found relevant, learners will read" in answer.text


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (rows(answer=""), "leaving it open is not an answer"),
        (rows(answer="some"), "List at least one relationship"),
        (rows({"company": "Norvia Pharma", "kind": "consultant"}, answer="none"), "keep one of the two"),
        (
            rows({"company": "", "kind": ""}, {"company": "Cardiozil®", "kind": "consultant"}),
            "no web address, trade name",
        ),
        (rows({"company": "Norvia Pharma", "kind": "other"}), "Say in a few words"),
        (rows({"company": "Norvia Pharma", "kind": "ownership"}), "Select a valid choice"),
        (rows(answer="none", name=""), "Sign with your name."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client, row, given, said):
    answer = client.post(address("disclose", row), given)

    assert answer.status_code == 422
    assert said in answer.text
    assert not disclosures().exists()
    for name, typed in given.items():
        if name.endswith("-company") and typed:
            assert f'value="{typed}"' in answer.text


def test_one_more_line_keeps_what_was_typed_and_signs_nothing(client, row):
    given = rows({"company": "Norvia Pharma", "kind": "consultant"}) | {"add": "1"}
    answer = client.post(
        address("disclose", row), given, headers={"HX-Target": "disclosure-form", "HX-Request": "true"}
    )

    assert answer.status_code == 200
    assert "<h1>" not in answer.text
    assert 'value="Norvia Pharma"' in answer.text
    assert 'name="relationship-1-company"' in answer.text
    assert 'name="rows" value="2"' in answer.text
    assert not disclosures().exists()


def test_nothing_changed_is_one_tap_and_pressing_twice_is_harmless(client, row, now):
    old = invited(_activity(now, title="Stroke Alert"), now=now)
    signed(old, CONSULTANT, now=now)
    shown = client.get(address("task", row))
    assert "Is this still so?" in shown.text
    assert "Nothing changed. Sign as Cy Teacher" in shown.text
    assert "Norvia Pharma" in shown.text
    assert "Stroke Alert" in shown.text

    for _press in range(2):
        answer = client.post(address("confirm", row), follow=True)
    assert "Your disclosure is signed" in answer.text
    assert row.disclosures.count() == 1
    assert row.disclosures.get().reused_from.in_control_id == old.pk


def test_something_changed_begins_with_what_was_stated(client, row, now):
    signed(invited(_activity(now), now=now), CONSULTANT, now=now)
    shown = client.get(address("disclose", row))

    assert 'value="Norvia Pharma"' in shown.text
    assert '<option value="consultant" selected>' in shown.text


def test_an_employee_is_told_before_and_after_signing(client, row):
    assert "Owners and employees of an ineligible company cannot take the role" in client.get(address("task", row)).text
    signed(row, EMPLOYEE, now=clock.now())
    shown = client.get(address("task", row)).text

    assert "Excluded" in shown
    assert "The provider will speak with you" in shown
    assert "Slides and handouts" not in shown


def test_the_page_never_shows_anybody_else(client, row, now):
    other = invited(row.activity, name="Mo Silva", email="mo@clinic.example", now=now)
    signed(other, EMPLOYEE, now=now)
    signed(row, now=now)
    shown = client.get(address("task", row)).text

    assert "Cy Teacher" in shown
    for private in ("Mo Silva", "mo@clinic.example", "Norvia Pharma", other.token):
        assert private not in shown


def test_other_roles_of_the_person_at_this_provider_are_listed_and_those_elsewhere_are_not(client, row, now):
    second = invited(_activity(now, title="Stroke Alert"), now=now)
    elsewhere = services.invite(
        by=people.as_actor(people.eve()),
        activity_id=factories.activity(people.elsewhere(), title="Secret Elsewhere").public_id,
        name="Cy Teacher",
        email="cy@example.org",
        role="planner",
        now=now - timedelta(days=1),
        role_starts_at=now + timedelta(days=9),
    )
    shown = client.get(address("task", row)).text

    assert second.token in shown
    assert "Secret Elsewhere" not in shown
    assert elsewhere.token not in shown


def test_a_link_that_ended_says_so_and_an_unknown_one_says_what_to_do(client, row, now):
    services.withdraw(
        by=people.as_actor(people.ada()),
        activity_id=row.activity.public_id,
        in_control_id=row.public_id,
        reason="Ill",
        now=now,
    )
    ended = client.get(address("task", row))
    assert (ended.status_code, "Nothing more is asked of you here" in ended.text) == (410, True)
    assert client.post(address("confirm", row)).status_code == 409

    unknown = client.get(reverse("faculty:task", kwargs={"token": "cut-in-tw"}))
    assert (unknown.status_code, "copy the whole link" in unknown.text) == (404, True)


def test_a_closed_activity_shows_what_was_signed_and_takes_no_more(client, row, now):
    signed(row, CONSULTANT, now=now)
    row.activity.state = "closed"
    row.activity.save()
    shown = client.get(address("task", row)).text

    assert "Norvia Pharma" in shown
    assert "Sign again" not in shown
    assert "Hand in" not in shown
    assert client.get(address("disclose", row)).status_code == 302


def test_guessing_links_is_braked_and_the_real_one_still_opens(client, row):
    guesses = [client.get(reverse("faculty:task", kwargs={"token": f"guess-{number}"})) for number in range(42)]

    assert {answer.status_code for answer in guesses[:40]} == {404}
    assert guesses[-1].status_code == 429
    assert client.get(address("task", row)).status_code == 200


def test_a_post_needs_the_forms_own_mark_also_without_an_account(row):
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(address("disclose", row), rows(answer="none")).status_code == 403

    page = strict.get(address("task", row))
    mark = {"csrfmiddlewaretoken": page.context["csrf_token"]}
    assert strict.post(address("disclose", row), rows(answer="none") | mark).status_code == 303


def test_an_attestation_is_asked_on_the_page_and_given_by_one_press(client, row, now):
    tie = signed(row, CONSULTANT, now=now).relationships.get()
    services.judge(
        by=people.as_actor(people.bo()),
        relationship_id=tie.public_id,
        is_relevant=True,
        method="attest_evidence",
        is_asked=True,
        note="For the part on antibiotics",
        now=now,
    )
    shown = client.get(address("task", row)).text
    assert "One attestation about Norvia Pharma" in shown
    assert "For the part on antibiotics" in shown

    request = tie.requests.get()
    for _press in range(2):
        answer = client.post(address("attest", row, request_id=request.public_id), follow=True)
    assert "Cleared" in answer.text
    assert "Cy Teacher (faculty): Consultant – Norvia Pharma." in answer.text
    assert tie.mitigations.count() == 1


def test_slides_are_handed_in_and_taken_back_and_a_wrong_file_is_told(client, row, now):
    signed(row, now=now)
    wrong = SimpleUploadedFile("talk.html", b"<html><script>1</script></html>")
    answer = client.post(address("hand-in", row), {"file": wrong, "note": "My talk"})
    assert answer.status_code == 422
    assert "of no kind known here" in answer.text
    assert 'value="My talk"' in answer.text

    answer = client.post(address("hand-in", row), {"file": SimpleUploadedFile("talk.pdf", PDF)}, follow=True)
    assert "talk.pdf" in answer.text
    kept = row.submissions.get()
    client.post(address("take-back", row, submission_id=kept.public_id))
    assert not row.submissions.filter(withdrawn_at=None).exists()


def test_a_disclosure_after_the_role_began_is_kept_and_told_that_it_cannot_count(client, row, now):
    InControl.objects.of(row.activity.provider_id).filter(pk=row.pk).update(
        role_starts_at=now - timedelta(days=1), follows_activity=False
    )
    assert "The role has begun" in client.get(address("task", row)).text
    answer = client.post(address("disclose", row), rows(answer="none"), follow=True)

    assert "Too late" in answer.text
    assert disclosures().count() == 1


def test_a_reviewer_answers_the_form_by_link(client, now):
    row = invited(_activity(now, state="in_review"), role="reviewer", now=now)
    assert client.get(address("review", row)).status_code == 200
    assert "not settled" in client.get(address("review", row)).text
    signed(row, now=now)
    form = client.get(address("review", row))
    yes = {name: "yes" for name in form.context["form"].fields if name.endswith("-ok")}
    digest = form.context["form"]["digest"].value()

    short = client.post(address("review", row), {"digest": digest, **dict(list(yes.items())[1:])})
    assert (short.status_code, "Answer clause 1.1" in short.text) == (422, True)
    done = client.post(address("review", row), {"digest": digest, **yes}, follow=True)
    assert "Your review is signed" in done.text
    assert row.activity.reviews.get().is_passed
