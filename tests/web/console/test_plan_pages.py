import json
import re
from urllib.parse import parse_qs, urlsplit

import factories
import people
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from opencme.apps.activities.models import Activity
from opencme.apps.providers.models import Partner

pytestmark = pytest.mark.django_db


@pytest.fixture
def activity() -> Activity:
    return factories.activity()


@pytest.fixture
def ada(client: Client) -> Client:
    people.lakeside()
    client.force_login(people.ada())
    return client


def where(name: str, activity: Activity, *more: object) -> str:
    return reverse(f"console:{name}", args=[activity.provider.slug, activity.public_id, *more])


def base_of(page: str, section: str) -> str:
    found = re.search(rf'name="{section}-base"[^>]*value="([^"]*)"', page)
    assert found
    return found[1].replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")


def need(page: str, **values: str) -> dict[str, object]:
    """The section as the browser sends it: what it showed, with some values typed over."""
    shown = json.loads(base_of(page, "need"))
    return {"need-base": json.dumps(shown), **{f"need-{name}": value for name, value in {**shown, **values}.items()}}


def test_section_is_saved_and_leads_back_to_its_place(ada, activity) -> None:
    page = ada.get(where("activity-plan", activity)).text

    answer = ada.post(where("activity-plan-section", activity, "need"), need(page, practice_gap="A new gap"))

    activity.refresh_from_db()
    assert (answer.status_code, answer["Location"]) == (303, f"{where('activity-plan', activity)}#section-need")
    assert activity.practice_gap == "A new gap"


def test_section_saves_itself_and_tells_what_is_still_missing(ada) -> None:
    activity = factories.activity(practice_gap="", designed_to_change="")
    page = ada.get(where("activity-plan", activity)).text
    assert "Describe the practice gap" in page

    answer = ada.post(
        where("activity-plan-section", activity, "need"),
        need(page, practice_gap="A new gap", objectives="First\nSecond", evidence="Audit https://example.org/audit"),
        headers={"HX-Request": "true"},
    )

    assert (answer.status_code, "Saved" in answer.text, "<h1" in answer.text) == (200, True, False)
    assert "Describe the practice gap" not in answer.text
    assert "Say what it is designed to change" in answer.text
    assert json.loads(base_of(answer.text, "need"))["practice_gap"] == "A new gap"
    assert [row.text for row in activity.objectives.all()] == ["First", "Second"]
    assert [(row.text, row.address) for row in activity.gap_evidence.all()] == [("Audit", "https://example.org/audit")]


def test_somebody_changed_it_meanwhile_and_both_texts_are_shown(ada, activity) -> None:
    page = ada.get(where("activity-plan", activity)).text
    ada.post(where("activity-plan-section", activity, "need"), need(page, practice_gap="By the first"))

    late = ada.post(where("activity-plan-section", activity, "need"), need(page, practice_gap="By the second"))
    assert late.status_code == 422
    assert "By the first" in late.text
    assert "By the second" in late.text
    assert "changed this at" in late.text
    activity.refresh_from_db()
    assert activity.practice_gap == "By the first"

    kept = {**need(page, practice_gap="By the second"), "need-base": base_of(late.text, "need")}
    assert ada.post(where("activity-plan-section", activity, "need"), kept).status_code == 303
    activity.refresh_from_db()
    assert activity.practice_gap == "By the second"


def test_error_shows_the_section_alone_to_htmx_with_what_was_typed(ada, activity) -> None:
    answer = ada.post(
        where("activity-plan-section", activity, "time"),
        {"time-city": "Duluth", "time-country": "US1", "time-venue": "Harbor Hall"},
        headers={"HX-Request": "true"},
    )

    assert (answer.status_code, answer["HX-Retarget"]) == (422, "#section-time")
    assert "three letters" in answer.text
    assert "US1" in answer.text
    assert "<h1" not in answer.text


def test_locked_section_is_shown_and_refused(ada) -> None:
    approved = factories.activity(state="approved")
    page = ada.get(where("activity-plan", approved)).text

    answer = ada.post(where("activity-plan-section", approved, "basics"), {"basics-title": "Another"})

    approved.refresh_from_db()
    assert "Fixed" in page
    assert answer.status_code == 303
    assert approved.title == "Sepsis on the Ward"


def test_reader_sees_the_plan_without_forms(client, activity) -> None:
    client.force_login(people.bo())

    page = client.get(where("activity-plan", activity)).text

    assert "First antibiotics are given late" in page
    assert 'name="need-practice_gap"' not in page


def test_unknown_section_is_not_there(ada, activity) -> None:
    assert ada.post(where("activity-plan-section", activity, "nothing")).status_code == 404


def test_file_that_shows_the_gap_is_kept_and_stays_when_the_lines_are_edited(ada, activity) -> None:
    chart = SimpleUploadedFile("audit.csv", b"chart,minutes\n1,240\n", "text/csv")
    address = where("activity-evidence-add", activity)

    assert "Choose the file." in ada.post(address, {"words": "Audit"}, follow=True).text
    page = ada.post(address, {"words": "Audit, 112 charts", "file": chart}, follow=True).text
    assert "“audit.csv” is kept with the evidence." in page
    ada.post(where("activity-plan-section", activity, "need"), need(page, evidence="Audit, 112 charts\nMinutes of May"))

    assert [(row.text, row.file.name if row.file else "") for row in activity.gap_evidence.all()] == [
        ("Audit, 112 charts", "audit.csv"),
        ("Minutes of May", ""),
    ]


# ── agenda ──

NEW = {"day": "2026-05-14", "starts": "08:00", "ends": "10:00", "title": "Recognize", "kind": "education", "room": "A"}


def test_session_is_added_with_its_break_on_the_venues_clock(ada, activity) -> None:
    answer = ada.post(where("activity-agenda-add", activity), {**NEW, "breaks": "9:00-9:15 Coffee"}, follow=True)

    session = activity.sessions.get()
    assert session.starts_at == factories.START
    assert "1 session is added." in answer.text
    assert "1 h 45 min" in answer.text
    assert "8:00 a.m." in answer.text or "8:00 AM" in answer.text


def test_series_is_made_at_once(ada, activity) -> None:
    activity.format = "rss"
    activity.save()

    ada.post(where("activity-agenda-add", activity), {**NEW, "repeat": "1", "until": "2026-06-04"})

    assert [f"{each.starts_at:%m-%d}" for each in activity.sessions.all()] == ["05-14", "05-21", "05-28", "06-04"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ends": "07:00"}, "It ends before it starts."),
        ({"day": "2026-03-08", "starts": "02:30"}, "does not exist on 2026-03-08"),
        ({"breaks": "at noon"}, "Begin with the times"),
        ({"repeat": "1"}, "Say until when it is repeated."),
        ({"repeat": "1", "until": "2026-05-01"}, "before the first session"),
        ({"breaks": "11:00-11:15 Coffee"}, "A break lies outside its session."),
    ],
)
def test_session_that_cannot_be_keeps_what_was_typed(ada, activity, typed, said) -> None:
    answer = ada.post(where("activity-agenda-add", activity), {**NEW, **typed})

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Recognize"' in answer.text
    assert not activity.sessions.exists()


def test_agenda_is_pasted_whole_or_not_at_all(ada, activity) -> None:
    good = "2026-05-14\n8:00-8:15 Welcome\n8:15-9:45 Recognize early | Room A"

    bad = ada.post(where("activity-agenda-paste", activity), {"paste-lines": f"{good}\nnoon: lunch"})
    assert (bad.status_code, activity.sessions.count()) == (422, 0)
    assert "Line 4, “noon: lunch”: Begin with the times" in bad.text

    ada.post(where("activity-agenda-paste", activity), {"paste-lines": good})
    assert [(each.title, each.kind, each.room) for each in activity.sessions.all()] == [
        ("Welcome", "welcome", ""),
        ("Recognize early", "education", "Room A"),
    ]


def test_session_taken_out_is_put_back(ada, activity) -> None:
    row = factories.session(activity)

    gone = ada.post(where("activity-session-remove", activity, row.public_id), follow=True)
    assert activity.sessions.count() == 0
    assert "“Recognize” is taken out." in gone.text

    packed = parse_qs(urlsplit(gone.redirect_chain[-1][0]).query)["removed"][0]
    ada.post(where("activity-agenda-put-back", activity), {"removed": packed})
    assert [(each.title, each.starts_at) for each in activity.sessions.all()] == [("Recognize", factories.START)]


def test_forged_session_is_not_put_back(ada, activity) -> None:
    answer = ada.post(where("activity-agenda-put-back", activity), {"removed": "made-up"}, follow=True)

    assert "can no longer be put back" in answer.text
    assert not activity.sessions.exists()
    assert ada.get(f"{where('activity-agenda', activity)}?removed=made-up").status_code == 200


def test_session_is_changed(ada, activity) -> None:
    row = factories.session(activity)
    page = ada.get(where("activity-session", activity, row.public_id)).text
    assert 'value="08:00"' in page

    answer = ada.post(where("activity-session", activity, row.public_id), {**NEW, "title": "Recognize early"})

    row.refresh_from_db()
    assert (answer.status_code, row.title) == (303, "Recognize early")


def test_format_without_sessions_says_where_its_time_is(ada) -> None:
    material = factories.enduring()

    assert "This format has no sessions" in ada.get(where("activity-agenda", material)).text


# ── steps, readiness, history ──


def test_readiness_shows_every_point_with_rule_and_way_to_fix_it(ada) -> None:
    activity = factories.activity(practice_gap="")

    page = ada.get(where("activity-readiness", activity)).text

    assert "Describe the practice gap of your own learners." in page
    assert f'href="{where("activity-plan", activity)}' in page
    assert "Submit for review" in page
    assert "disabled" in page


def test_step_is_taken_once_and_a_second_press_does_no_harm(client) -> None:
    activity = factories.activity(state="in_review")
    client.force_login(people.bo())
    address = where("activity-step", activity, "return_for_changes")
    assert "Return for changes" in client.get(address).text

    without = client.post(address, {"note": ""})
    first = client.post(address, {"note": "The gap needs a figure."})
    second = client.post(address, {"note": "The gap needs a figure."})

    activity.refresh_from_db()
    assert (without.status_code, first.status_code, second.status_code) == (422, 303, 303)
    assert (activity.state, activity.steps.count()) == ("planning", 1)


def test_step_that_is_not_possible_says_why(ada, activity) -> None:
    answer = ada.post(where("activity-step", activity, "close"), {"note": "Over"})

    assert answer.status_code == 422
    assert "is not possible while the activity is in the state “Planning”" in answer.text
    assert ada.get(where("activity-step", activity, "fly")).status_code == 404


def test_history_tells_values_and_is_exported(ada, activity) -> None:
    page = ada.get(where("activity-plan", activity)).text
    ada.post(where("activity-plan-section", activity, "need"), need(page, practice_gap="=HYPERLINK(1)"))

    shown = ada.get(where("activity-history", activity)).text
    assert "changed the plan" in shown
    assert "Practice gap" in shown
    assert "No change fits this filter." in ada.get(f"{where('activity-history', activity)}?event=activity.closed").text

    file = b"".join(ada.get(f"{where('activity-history', activity)}?export=csv").streaming_content).decode()
    assert "Ada Planner" in file
    assert "=HYPERLINK(1)" in file


# ── joint providers ──


def test_partner_is_added_from_the_plan_and_agreed_with(ada, activity) -> None:
    new = reverse("console:partner-new", args=["lakeside"])
    typed = {"name": "Sepsis Alliance", "kind": "membership_organization", "makes_products": "False"}

    answer = ada.post(f"{new}?for={activity.public_id}", typed)
    row = activity.joint_providers.get()
    assert answer["Location"].endswith("#section-joint")
    assert row.partner.name == "Sepsis Alliance"

    ada.post(where("activity-joint", activity, row.public_id), {"agreed_on": "2026-02-01", "may_withdraw": "on"})
    row.refresh_from_db()
    assert (row.agreed_on.isoformat(), row.may_withdraw) == ("2026-02-01", True)

    ada.post(where("activity-joint-remove", activity, row.public_id))
    assert not activity.joint_providers.exists()
    ada.post(where("activity-joint-add", activity), {"joint-partner": str(row.partner.public_id)})
    assert activity.joint_providers.count() == 1


def test_ineligible_company_is_stopped_on_the_partners_page(ada) -> None:
    new = reverse("console:partner-new", args=["lakeside"])

    answer = ada.post(new, {"name": "Northgate Devices", "kind": "device", "makes_products": "True"})

    assert answer.status_code == 422
    assert "An ineligible company can never be a joint provider" in answer.text
    assert not Partner.objects.of(people.lakeside().pk).exists()


# ── announcement, calendar, copy ──


def test_trap_09_announcement_before_designation_holds_no_statement_and_no_credit(ada, activity) -> None:
    page = ada.get(where("activity-announcement", activity)).text

    assert "Not to be published yet" in page
    assert "Recognize the change that calls for a sepsis screen" in page
    assert "There is no commercial support for this activity." in page
    assert "AMA PRA" not in page
    assert "is accredited by" not in page


def test_calendar_file_holds_every_session_in_utc(ada, activity) -> None:
    row = factories.session(activity, title="Recognize; early")

    answer = ada.get(where("activity-calendar", activity))

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{activity.number}.ics"'
    lines = answer.text.split("\r\n")
    assert f"UID:{row.public_id}@testserver" in lines
    assert "DTSTART:20260514T130000Z" in lines
    assert "SUMMARY:Sepsis on the Ward: Recognize\\; early" in lines


def test_activity_is_copied_to_another_day(ada, activity) -> None:
    factories.session(activity)
    assert "Plan it again" in ada.get(where("activity-copy", activity)).text

    answer = ada.post(
        where("activity-copy", activity), {"what": "copy", "title": "Sepsis, fall", "first_day": "2026-10-01"}
    )

    copy = Activity.objects.of(activity.provider_id).get(title="Sepsis, fall")
    assert answer["Location"] == where("activity-readiness", copy)
    assert f"{copy.starts_at:%Y-%m-%d %H:%M}" == "2026-10-01 13:00"


def test_recording_is_offered_as_a_new_activity(ada, activity) -> None:
    ada.post(where("activity-copy", activity), {"what": "recorded", "title": "Sepsis, recorded"})

    made = Activity.objects.of(activity.provider_id).get(title="Sepsis, recorded")
    assert (made.format, made.lineage) == ("enduring_internet", activity)


def test_running_activity_owes_nothing_and_says_until_when(ada) -> None:
    from datetime import timedelta

    from opencme.kernel import clock

    start = clock.now() - timedelta(hours=1)
    running = factories.activity(state="open", starts_at=start, ends_at=start + timedelta(hours=3))

    page = ada.get(where("activity-readiness", running)).text

    assert "Running" in page
    assert "It runs until" in page
    assert "Nothing is owed." in page
    assert "1 thing missing" not in page
