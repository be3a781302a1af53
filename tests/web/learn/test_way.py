"""A participant's whole way through an enduring material, as the browser walks it, and its refusals."""

import re
from datetime import timedelta

import in_control
import offers
import people
import pytest
import time_machine
from offers import NOW

from opencme.apps.activities.models import Activity
from opencme.apps.assessment.models import Attempt
from opencme.apps.credit.models import Award, Certificate
from opencme.apps.delivery.models import ContentProgress, DisclosureImpression, Registration
from opencme.apps.outcomes.models import EvaluationForm, EvaluationResponse
from opencme.web.learn.views.assessment import read_answers

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

EVALUATION = {"e-objectives": "4", "e-balanced": "yes", "e-intent": "change", "e-barriers": ["time", "cost"]}


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def material() -> Activity:
    """One article, two questions at 75 percent, an evaluation asked before the claim, one credit."""
    activity = in_control.everybody_cleared(offers.enduring())
    offers.article(activity)
    offers.assessment(activity)
    EvaluationForm.objects.create(activity=activity)
    offers.designation(activity, "1.00")
    return activity


def as_person(client, who=None):
    client.force_login(who or people.dee(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def shown_on(answer) -> str:
    return re.search(r'name="shown" value="([0-9a-f]{64})"', answer.text).group(1)


def answers(activity, *choices):
    rows = activity.assessments.get(kind="post").questions.filter(retired_at=None)
    return {f"q-{row.public_id}": choice for row, choice in zip(rows, choices, strict=True)}


def begin(client, activity, **more):
    page = client.get(f"/activities/{activity.public_id}/")
    return client.post(f"/learn/{activity.public_id}/begin/", {"shown": shown_on(page), **more})


def test_from_the_announcement_to_the_certificate(client, material, run_jobs):
    home = f"/learn/{material.public_id}/"
    as_person(client)

    begun = begin(client, material)
    item = begun["Location"]
    assert item == f"{home}content/{material.content_items.get().public_id}/"
    assert "<h2>Part</h2>" in client.get(item).text

    finished = client.post(item)
    assert finished["Location"] == f"{home}assessment/"
    asked = client.get(finished["Location"])
    key = re.search(r'name="key" value="([^"]+)"', asked.text).group(1)
    passed = client.post(finished["Location"], {"key": key, **answers(material, "0", "0")})
    assert passed["Location"] == f"{home}#claim"

    page = client.get(home)
    assert "Ready to claim" in page.text
    assert "Your participation comes to 1 AMA PRA Category 1 Credit™ at most." in page.text
    claimed = client.post(f"{home}claim/", {**EVALUATION, "ama_pra_cat1": "0,75"})
    assert (claimed.status_code, claimed["Location"]) == (303, home)

    page = client.get(home)
    award = Award.objects.across_providers(why="test").get()
    assert (award.person, str(award.amount), award.basis) == (people.dee(), "0.75", "awarded")
    assert "0.75 <em>AMA PRA Category 1 Credits</em>™" in page.text
    paper = client.get(f"{home}certificate.pdf")
    assert paper["Content-Type"] == "application/pdf"
    assert b"".join(paper.streaming_content).startswith(b"%PDF")
    number = Certificate.objects.across_providers(why="test").get().number
    assert number in client.get(home).text
    kept = EvaluationResponse.objects.across_providers(why="test").get()
    assert kept.answers == {"objectives": "4", "balanced": "yes", "intent": "change", "barriers": ["time", "cost"]}
    assert "issue_certificate" in "".join(run_jobs())


def test_nothing_opens_before_the_disclosure_was_shown_trap_38(client, material):
    registration = offers.registration(material)
    item = f"/learn/{material.public_id}/content/{material.content_items.get().public_id}/"
    as_person(client)

    page = client.get(f"/learn/{material.public_id}/")
    assert "None of the planners" in page.text
    assert item not in page.text
    closed = client.get(item)
    assert "Read the disclosure before you begin." in closed.text
    assert "Text." not in closed.text
    refused = client.post(f"/learn/{material.public_id}/assessment/", answers(material, "0", "0"))
    assert refused.status_code == 422
    assert not Attempt.objects.across_providers(why="test").exists()
    assert not ContentProgress.objects.across_providers(why="test").exists()

    client.post(f"/learn/{material.public_id}/begin/", {"shown": shown_on(page)})
    shown = DisclosureImpression.objects.across_providers(why="test").get()
    assert (shown.registration, shown.shown_at, shown.digest) == (registration, NOW, shown_on(page))
    assert "Cy Teacher" in shown.text
    assert "Text." in client.get(item).text


def test_words_that_changed_meanwhile_are_read_again_trap_43(client, material):
    as_person(client)
    page = client.get(f"/activities/{material.public_id}/")
    begin(client, material)
    in_control.cleared(material, people.nia(), "moderator", now=NOW + timedelta(hours=2))

    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        stale = client.post(f"/learn/{material.public_id}/begin/", {"shown": shown_on(page)}, follow=True)
        assert "The disclosure was updated while this page was open." in stale.text
        again = client.get(f"/learn/{material.public_id}/")
        assert "Nia Nurse (moderator)" in again.text
        client.post(f"/learn/{material.public_id}/begin/", {"shown": shown_on(again)})
        assert 'id="disclosure"' not in client.get(f"/learn/{material.public_id}/").text

    assert DisclosureImpression.objects.across_providers(why="test").count() == 2


@pytest.mark.parametrize(("ticked", "shares"), [({}, False), ({"share_consent": "on"}, True)])
def test_sharing_is_a_choice_that_is_not_made_for_anybody_trap_45(client, material, ticked, shares):
    as_person(client)
    unsupported = client.get(f"/activities/{material.public_id}/").text
    assert "share_consent" not in unsupported
    Activity.objects.across_providers(why="test").filter(pk=material.pk).update(
        commercial_support=True, support_sources=["Northgate Devices Inc; 5000"]
    )
    box = re.search(
        r'<input type="checkbox" name="share_consent"[^>]*>', client.get(f"/activities/{material.public_id}/").text
    )
    assert "checked" not in box.group(0)

    begin(client, material, **ticked)
    made = Registration.objects.across_providers(why="test").get()
    assert (made.share_consent_at is not None) == shares
    client.post(f"/learn/{material.public_id}/consent/", {} if shares else {"share_consent": "on"})
    made.refresh_from_db()
    assert (made.share_consent_at is not None) == (not shares)


def test_a_hand_in_with_gaps_is_refused_and_kept(client, material):
    as_person(client)
    client.post(begin(client, material)["Location"])
    first, second = answers(material, "0", "1")

    refused = client.post(f"/learn/{material.public_id}/assessment/", {second: "1"})
    assert refused.status_code == 422
    assert "Question 1 has no answer yet." in refused.text
    again = client.get(f"/learn/{material.public_id}/assessment/")
    assert f'name="{second}" value="1" checked' in again.text
    assert f'name="{first}" value="0" checked' not in again.text


def test_failing_tells_why_and_passing_tells_what_is_right(client, material):
    as_person(client)
    client.post(begin(client, material)["Location"])
    page = f"/learn/{material.public_id}/assessment/"

    failed = client.post(page, answers(material, "1", "0"), follow=True)
    assert "50 percent, 75 are needed" in failed.text
    assert "Reason 1." in failed.text
    assert "Right is:" not in failed.text
    wrong, right = answers(material, "1", "0")
    assert f'name="{right}" value="0" checked' in failed.text
    assert f'name="{wrong}" value="1" checked' not in failed.text
    client.post(page, answers(material, "0", "0"))
    told = client.get(page)
    assert "Passed with 100 percent" in told.text
    assert "Hand in" not in told.text


def test_one_press_too_many_counts_once(client, material):
    as_person(client)
    client.post(begin(client, material)["Location"])
    page = f"/learn/{material.public_id}/assessment/"
    key = re.search(r'name="key" value="([^"]+)"', client.get(page).text).group(1)

    for _press in range(2):
        client.post(page, {"key": key, **answers(material, "0", "0")})
        client.post(f"/learn/{material.public_id}/begin/", {"shown": "0" * 64})
    for _press in range(2):
        client.post(f"/learn/{material.public_id}/claim/", {**EVALUATION, "ama_pra_cat1": "1"})

    for table in (Attempt, Award, EvaluationResponse, Registration, DisclosureImpression):
        assert table.objects.across_providers(why="test").count() == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.25", "This activity is designated for at most 1 AMA PRA Category 1 Credit™."),
        ("0.30", "Credit is claimed in steps of 0.25."),
        ("0", "Say how much you claim."),
        ("much", "Type an amount like 0.75."),
    ],
)
def test_an_amount_that_cannot_be_is_refused_with_its_reason_trap_17(client, material, typed, said):
    as_person(client)
    client.post(begin(client, material)["Location"])
    client.post(f"/learn/{material.public_id}/assessment/", answers(material, "0", "0"))

    refused = client.post(f"/learn/{material.public_id}/claim/", {**EVALUATION, "ama_pra_cat1": typed})

    assert refused.status_code == 422
    assert said in refused.text
    assert f'value="{typed}"' in refused.text
    assert not Award.objects.across_providers(why="test").exists()
    assert EvaluationResponse.objects.across_providers(why="test").count() == 1


def test_an_evaluation_with_gaps_is_refused_beside_its_question(client, material):
    as_person(client)
    client.post(begin(client, material)["Location"])
    client.post(f"/learn/{material.public_id}/assessment/", answers(material, "0", "0"))

    refused = client.post(
        f"/learn/{material.public_id}/claim/",
        {"e-balanced": "no", "e-bias_comment": "A <brand>", "ama_pra_cat1": "0.50"},
    )

    assert refused.status_code == 422
    assert refused.text.count("Please answer this question.") == 2
    assert 'name="e-balanced" value="no" checked' in refused.text
    assert "A &lt;brand&gt;" in refused.text
    assert 'value="0.50"' in refused.text
    assert not EvaluationResponse.objects.across_providers(why="test").exists()


def test_credit_is_refused_before_the_pass_mark_and_the_page_says_so_trap_18(client, material):
    as_person(client)
    client.post(begin(client, material)["Location"])

    page = client.get(f"/learn/{material.public_id}/")
    assert "Pass the post-activity assessment first." in page.text
    refused = client.post(f"/learn/{material.public_id}/claim/", {**EVALUATION, "ama_pra_cat1": "1"})
    assert refused.status_code == 422
    assert not Award.objects.across_providers(why="test").exists()


def test_a_nurse_gets_participation_and_never_reads_of_an_award_trap_48(client, material):
    as_person(client, people.nia())
    client.post(begin(client, material)["Location"])
    client.post(f"/learn/{material.public_id}/assessment/", answers(material, "0", "0"))

    page = client.get(f"/learn/{material.public_id}/")
    assert "Certificate of participation" in page.text
    assert "Up to" not in page.text
    hidden = dict(re.findall(r'type="hidden" name="(ama_pra_\w+)" value="([^"]+)"', page.text))
    done = client.post(f"/learn/{material.public_id}/claim/", {**EVALUATION, **hidden}, follow=True)

    award = Award.objects.across_providers(why="test").get()
    assert (award.credit_system, award.basis) == ("ama_pra_attendance", "participated")
    for word in ("Awarded", "awarded", "Claim credit"):
        assert word not in done.text


@pytest.mark.parametrize("page", ["", "assessment/", "certificate.pdf", "claim/"])
def test_what_is_not_mine_is_not_there(client, material, page):
    offers.registration(material)
    as_person(client, people.nia())

    answer = client.get(f"/learn/{material.public_id}/{page}")

    assert (answer.status_code, answer.headers.get("Location", "")) in {
        (302, f"/activities/{material.public_id}/"),
        (302, f"/learn/{material.public_id}/"),
        (404, ""),
    }


def test_withdrawing_can_be_undone(client, material):
    as_person(client)
    begin(client, material)

    left = client.post(f"/learn/{material.public_id}/withdraw/", follow=True)
    assert "Your registration is withdrawn." in left.text
    begin(client, material)

    assert Registration.objects.across_providers(why="test").get().withdrawn_at is None


def test_baseline_comes_first_and_is_asked_once(client, material):
    baseline = offers.assessment(material, kind="baseline", pass_percent=None)
    as_person(client)

    begun = begin(client, material)
    assert begun["Location"] == f"/learn/{material.public_id}/baseline/"
    wrong = {f"q-{row.public_id}": "1" for row in baseline.questions.all()}
    done = client.post(begun["Location"], wrong)
    assert "/content/" in done["Location"]
    assert client.post(begun["Location"], wrong).status_code == 422


def test_draft_is_kept_while_typing(client, material):
    as_person(client)
    client.post(begin(client, material)["Location"])
    first, _second = answers(material, "0", "0")

    kept = client.post(f"/learn/{material.public_id}/assessment/draft/", {first: "1"})

    assert kept.status_code == 204
    assert f'name="{first}" value="1" checked' in client.get(f"/learn/{material.public_id}/assessment/").text


def test_answers_are_read_by_their_names():
    from django.http import QueryDict

    one, two, three = ("a" * 36, "b" * 36, "c" * 36)
    data = QueryDict(f"q-{one}=2&q-{two}[]=0&q-{two}[]=3&q-{three}-1=4&q-{three}-0=&csrf=x&q-{three}-999=1")

    assert read_answers(data) == {one: "2", two: ["0", "3"], three: ["", "4"]}


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_of_the_database_whatever_it_shows(client, django_assert_num_queries, count):
    activity = in_control.everybody_cleared(offers.enduring())
    offers.designation(activity, "1.00")
    for at in range(count):
        offers.article(activity, f"Part {at}")
    offers.assessment(activity, questions=count)
    EvaluationForm.objects.create(activity=activity)
    as_person(client)
    begin(client, activity)

    with django_assert_num_queries(5):
        client.get(f"/learn/{activity.public_id}/")
    with django_assert_num_queries(3):
        client.get(f"/learn/{activity.public_id}/assessment/")


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"kind": "link", "address": "https://example.org/a"}, 'href="https://example.org/a"'),
        ({"kind": "article", "body": "<script>x</script>"}, "&lt;script&gt;x&lt;/script&gt;"),
    ],
)
def test_each_kind_of_content_is_shown_safely(client, values, told):
    activity = in_control.everybody_cleared(offers.enduring())
    item = offers.article(activity, **values)
    as_person(client)
    begin(client, activity)

    assert told in client.get(f"/learn/{activity.public_id}/content/{item.public_id}/").text


def test_after_the_expiration_the_page_says_so_and_opens_nothing_trap_30(client, material):
    as_person(client)
    begin(client, material)

    with time_machine.travel(NOW + timedelta(days=400), tick=False):
        as_person(client)
        page = client.get(f"/learn/{material.public_id}/").text
        item = client.get(f"/learn/{material.public_id}/content/{material.content_items.get().public_id}/").text
        refused = client.post(f"/learn/{material.public_id}/assessment/", answers(material, "0", "0"))

    assert "It could be done through Apr 30, 2027." in page
    assert "/content/" not in page
    assert "The content is not open at this time." in item
    assert refused.status_code == 422
