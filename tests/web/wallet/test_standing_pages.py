"""Where I stand, in the browser's words: overview, authority with proof, set-up, questions, own rules."""

import json
import re
from datetime import date
from typing import Any

import icalendar
import ledger_rows
import people
import pytest
import wallets
from django.test import Client

from opencme.apps.accounts.models import Person
from opencme.apps.wallet.models import Earlier, Obligation, OwnRules, WalletSettings
from opencme.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: wallets.NOW)


def of(who: object) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page_of(family: str) -> str:
    return f"/me/renewals/{Obligation.objects.get(family=family).public_id}/"


def test_an_empty_wallet_says_how_to_begin():
    page = of(people.dee()).get("/me/")

    assert "Choose what you renew" in page.text
    assert "standing-cards" not in page.text


def test_the_overview_shows_each_authority_with_meter_missing_and_next_steps():
    client = of(wallets.dee())

    page = client.get("/me/").text

    assert page.count('class="card card-link standing-card') == 6
    assert "<strong>43</strong> of 50 credits" in " ".join(page.split())
    assert "3 of 9 topics" in page
    assert "2 credits: implicit bias" in page
    assert "Answer 3 questions" in page
    assert "Reference material, not legal advice" in page


def test_what_to_do_says_how_much_more_there_is_and_shows_it():
    client = of(wallets.dee())
    for family in ("us-ia-md", "us-mi-md", "us-fl-md", "us-il-md"):
        wallets.obligation(people.dee(), family, cycle_end=date(2027, 6, 30))

    first, whole = client.get("/me/"), client.get("/me/?all=1")

    assert len(first.context["tasks"]) == 5
    assert f'<a href="?all=1#next">and {first.context["more"]} more</a>' in first.text
    assert len(whole.context["tasks"]) == 5 + first.context["more"] > 5
    assert 'href="?all=1#next"' not in whole.text


def test_ten_authorities_and_awards_here_take_nine_queries(django_assert_num_queries):
    who = wallets.dee()
    ledger_rows.award(ledger_rows.registered(ledger_rows.designated(title="Sepsis"), who), "1.00")
    for family in ("us-ia-md", "us-mi-md", "us-fl-md", "us-il-md"):
        wallets.obligation(who, family, cycle_end=date(2027, 6, 30))
    for day in range(1, 28):
        wallets.credit(who, date(2026, 3, day))
    client = of(who)
    client.get("/me/")

    with django_assert_num_queries(9):
        page = client.get("/me/").text

    assert page.count("card card-link standing-card") == 10


def test_every_line_shows_its_proof_as_page_json_and_text():
    client = of(wallets.dee())
    address = page_of("us-ca-md")

    page = client.get(address).text
    proof = json.loads(client.get(address, {"format": "json"}).content)
    text = client.get(address, {"format": "text"}).text

    assert "this kind of credit does not count toward the total" in page
    assert "16 CCR 1336" in page
    total = next(line for line in proof["lines"] if line["line"] == "total")
    assert (total["required"], total["counted"], total["missing"]) == (50, 31, 19)
    assert [step["counted"] for step in total["why"]] == [18, 4, 6, 3, 0]
    assert "us-ca-md / total: not met (required 50, counted 31, missing 19, by 2027-05-31)" in text
    assert "not legal advice" in text


def test_the_renewal_summary_lists_what_can_be_attested_and_the_credits():
    page = of(wallets.dee()).get(page_of("us-ma-md") + "sheet/").text

    assert "Risk management: 10 credits" in page
    assert "All credit: 50 credits" in page
    assert "Counts toward the total" in page
    assert "none kept" in page


def test_set_up_from_nothing_to_the_questions():
    who = people.dee()
    client = of(who)

    chosen = client.post("/me/set-up/", {"pick": ["us-ma-md", "us-ny-md", "us-fed-dea-mate", "not-a-rule"]})
    dates = client.get(chosen.url)
    names = {row.family: row.public_id.hex[:12] for row in Obligation.objects.filter(person=who)}
    refused = client.post(chosen.url, {f"licence_expiry-{names['us-ma-md']}": "1027-05-14"})
    slip = client.post(chosen.url, {f"licence_expiry-{names['us-ny-md']}": "2027-02-31"})
    kept = client.post(
        chosen.url,
        {f"licence_expiry-{names[family]}": "2027-05-31" for family in names},
    )

    assert (chosen.status_code, chosen.url) == (303, "/me/set-up/dates/")
    assert sorted(names) == ["us-fed-dea-mate", "us-ma-md", "us-ny-md"]
    assert dates.text.count('type="date"') == 5
    assert (refused.status_code, "This year cannot be right: 1027." in refused.text) == (422, True)
    (told,) = re.findall(r'<li><a href="#[^"]+">([^<]+)</a>: There is no such day; write it as 2026-03-14.', slip.text)
    assert told.endswith(f", {Obligation.objects.get(family='us-ny-md').label}")
    assert (kept.status_code, kept.url) == (303, "/me/questions/")


def test_a_search_without_scripts_keeps_what_is_ticked():
    who = people.dee()
    client = of(who)

    looked = client.post("/me/set-up/", {"pick": ["us-tx-md", "not-a-rule"], "q": "ohio", "search": "1"})
    shown = client.get(looked.url)
    nothing = client.get("/me/set-up/", {"pick": "us-tx-md", "q": "atlantis"}).text
    added = client.post("/me/set-up/", {"pick": [*re.findall(r'value="([^"]+)" checked', shown.text), "us-oh-md"]})

    assert (looked.status_code, looked.url) == (303, "/me/set-up/?pick=us-tx-md&q=ohio")
    assert set(re.findall(r'name="pick" value="([^"]+)"', shown.text)) == {"us-tx-md", "us-oh-md"}
    assert "Nothing in the pack has these words" in nothing
    assert 'href="/me/set-up/?pick=us-tx-md"' in nothing
    assert added.status_code == 303
    assert set(Obligation.objects.filter(person=who).values_list("family", flat=True)) == {"us-tx-md", "us-oh-md"}


def test_questions_come_one_at_a_time_say_who_asks_and_end_at_the_overview():
    who = people.dee()
    wallets.obligation(who, "us-ny-md", cycle_end=date(2027, 5, 31), renewal_number=3)
    client = of(who)

    first = client.get("/me/questions/").text
    codes = []
    for _turn in range(10):
        page = client.get("/me/questions/")
        if page.status_code == 302:
            break
        asked = page.context["asked"]
        codes.append(asked.code)
        sent = {"unknown": "1"} if asked.code == "initial_application" else {"answer": "yes"}
        client.post("/me/questions/", sent)

    assert "Who asks, and why" in first
    assert "New York State Education Department" in first
    assert page.url == "/me/"
    assert sorted(codes) == ["dea_registered", "initial_application", "no_contact_with_minors"]
    assert "Does not apply" in client.get(page_of("us-ny-md")).text


def test_duties_on_one_topic_have_names_that_differ():
    who = people.dee()
    wallets.obligation(who, "us-ny-md", cycle_end=date(2027, 5, 31), renewal_number=3)

    page = of(who).get(page_of("us-ny-md")).text

    for which in ("at the first application for the license", "by Apr 1, 2025", "by Nov 17, 2026"):
        assert f"Child abuse (once, {which})" in page


def test_a_society_is_chosen_asked_for_its_day_and_judged():
    who = people.dee()
    client = of(who)
    offered = client.get("/me/set-up/?q=family+physicians").text
    chosen = client.post("/me/set-up/", {"pick": ["aafp-membership"]})
    name = Obligation.objects.get(person=who).public_id.hex[:12]
    client.post(chosen.url, {f"licence_expiry-{name}": "2026-12-31"})
    wallets.credit(who, date(2025, 3, 1), "60", "AAFP_P", title="Board review")
    wallets.credit(who, date(2025, 4, 1), "100", title="Internal Medicine Update")

    page = client.get(page_of("aafp-membership")).text

    assert "American Academy of Family Physicians" in offered
    assert "<strong>160</strong> of 150 credits" in " ".join(page.split())
    assert "15 credits" in page
    teaching = page[page.index("At most: ") :].split("</summary>")[0]
    assert "Within the limit" in teaching
    assert "Met" not in teaching


def test_two_licenses_of_one_board_are_told_apart_where_they_are_chosen():
    who = people.dee()
    Person.objects.filter(pk=who.pk).update(profession="nurse", degree="")

    page = of(who).get("/me/set-up/?q=alabama").text

    assert "Alabama Board of Nursing · AL RN license" in page
    assert "Alabama Board of Nursing · Alabama APRN: pharmacology hours" in page


def test_a_duty_attested_once_says_so_and_shows_no_hours_that_are_not_held():
    who = people.dee()
    row = wallets.obligation(who, wallets.DEA, cycle_end=date(2027, 3, 31))
    wallets.answer(who, "attested_before", value=True, to=row)

    for page in (of(who).get("/me/").text, of(who).get(page_of(wallets.DEA)).text):
        assert "Met, attested" in page
        assert "8 of 8" not in " ".join(page.replace("<strong>8</strong>", "8").split())


def test_an_answer_that_cannot_be_is_refused_and_kept():
    who = people.dee()
    row = wallets.obligation(who, "us-ca-md", cycle_end=date(2027, 5, 31), issued_on=date(2022, 8, 9))
    wallets.answer(who, "specialty", "internal_medicine")
    address = f"/me/questions/?code=patients_65plus_share&of={row.public_id}"

    refused = of(who).post(address, {"answer": "140"})

    assert refused.status_code == 422
    assert "A share lies between 0 and 100 percent." in refused.text
    assert 'value="140"' in refused.text


@pytest.mark.parametrize("typed", ["30", "30%", "30 %"])
def test_a_share_is_taken_with_its_sign(typed):
    row = wallets.obligation(people.dee(), "us-ca-md", cycle_end=date(2027, 5, 31), issued_on=date(2022, 8, 9))
    address = f"/me/questions/?code=patients_65plus_share&of={row.public_id}"

    assert of(people.dee()).post(address, {"answer": typed}).status_code == 303
    kept = WalletSettings.objects.get(person=people.dee()).facts["patients_65plus_share"]
    assert kept == {"number": "0.3"}


def test_what_was_done_is_noted_at_the_line_and_taken_out_again():
    client = of(wallets.dee())
    address = page_of("us-ma-md")

    empty = client.post(address + "note/", {"what": "completed:ma-bias"})
    kept = client.post(address + "note/", {"what": "completed:ma-bias", "day": "2022-09-01"})
    shown = client.get(address).text
    gone = client.post(f"/me/renewals/noted/{Earlier.objects.get().public_id}/remove/")

    assert (empty.status_code, "Give the day." in empty.text) == (422, True)
    assert (kept.status_code, gone.status_code) == (303, 303)
    assert "completed 2022-09-01" in shown
    assert not Earlier.objects.exists()


def test_a_hospitals_rules_are_refused_at_the_field_added_and_amended():
    client = of(people.dee())
    typed = {
        "kind": "hospital",
        "name": "Harbor Hospital",
        "hours": "20",
        "unit": "hour",
        "months": "24",
        "cycle_end": "2027-06-30",
        "systems": ["AMA_PRA_1"],
        "in_total": "on",
        "topic_0": "",
        "every_0": "cycle",
        "topic_1": "patient_safety",
        "hours_1": "30",
        "every_1": "cycle",
    }

    more = client.post("/me/rules/new/", typed | {"add": "topic"})
    refused = client.post("/me/rules/new/", typed)
    kept = client.post("/me/rules/new/", typed | {"hours_1": "2"})
    again = client.post("/me/rules/new/", typed | {"hours_1": "2"})
    amended = client.post(kept.url + "rules/", typed | {"hours": "40", "hours_1": "2", "in_force_from": "2027-07-01"})

    assert (more.status_code, 'name="topic_2"' in more.text) == (200, True)
    assert "This is more than the total it lies in." in refused.context["form"].errors["hours_1"]
    assert kept.url == again.url == amended.url
    assert Obligation.objects.count() == 1
    assert [row.definition["total"]["amount"] for row in OwnRules.objects.order_by("id")] == [20, 40]
    assert "of 20 hours" in client.get(kept.url).text


def test_taking_out_can_be_undone_and_renewing_moves_on():
    client = of(wallets.dee())
    address = page_of("us-ma-md")

    ended = client.post(address + "end/")
    gone = client.get(address)
    back = client.post(address + "restore/")
    renewed = client.post(address + "renewed/", {"cycle_end": ""}, follow=True)

    assert (ended.url, gone.status_code, back.url) == ("/me/renewals/ended/", 404, address)
    assert (
        "May 15, 2027 – May 14, 2029" in " ".join(renewed.text.replace("<", " <").split())
        or "May 14, 2029" in renewed.text
    )


def test_a_next_cycle_that_cannot_be_is_told_on_the_page_and_changes_nothing():
    client = of(wallets.dee())
    address = page_of("us-ma-md")

    told = [client.post(address + "renewed/", {"cycle_end": day}, follow=True).text for day in ("2047-05-14", "x")]

    assert "a cycle of 24 months ends on 2029-05-14" in told[0]
    assert "There is no such day; write it as 2026-03-14." in told[1]
    assert Obligation.objects.get(family="us-ma-md").cycle_end == date(2027, 5, 14)


def test_a_press_sent_twice_renews_and_ends_once():
    client = of(wallets.dee())
    address = page_of("us-ma-md")
    shown = client.get(address).text

    for _press in range(2):
        client.post(address + "renewed/", {"cycle_end": "", "ended": "2027-05-14"})
    ends = [client.post(address + "end/").status_code for _press in range(2)]

    assert 'name="ended" value="2027-05-14"' in shown
    assert Obligation.objects.get(family="us-ma-md").cycle_end == date(2029, 5, 14)
    assert ends == [303, 303]


def test_nobody_elses_wallet_is_there():
    wallets.dee()
    client = of(people.eve())
    places = [page_of("us-ma-md"), page_of("us-ma-md") + "sheet/", page_of("us-ma-md") + "change/"]

    assert [client.get(place).status_code for place in places] == [404, 404, 404]
    assert "Massachusetts" not in client.get("/me/").text


def test_the_timeline_lists_every_cycle_and_the_calendar_says_only_who_and_when():
    who = wallets.dee()
    client = of(who)

    timeline = client.get("/me/timeline/").text
    client.post("/me/reminders/calendar/")
    address = f"/me/calendar/{wallets.settings_of(who).calendar_token}.ics"
    feed = Client().get(address)

    assert timeline.count('class="cycle-bar"') == 6
    assert "Aug 9, 2026" in timeline, "what is overdue is listed with the day that has passed"
    assert "US Drug Enforcement Administration" in timeline
    assert feed["Content-Type"] == "text/calendar; charset=utf-8"
    events = events_in(feed.text)
    assert [(str(each["SUMMARY"]), each.start, each.end) for each in events][:2] == [
        (
            "Renewal: US Drug Enforcement Administration (something is missing)",
            date(2027, 3, 31),
            date(2027, 4, 1),
        ),
        (
            "Renewal: Massachusetts Board of Registration in Medicine (something is missing)",
            date(2027, 5, 14),
            date(2027, 5, 15),
        ),
    ]
    assert {str(each["TRANSP"]) for each in events} == {"TRANSPARENT"}
    assert not {name for each in events for name in each} & {"DESCRIPTION", "LOCATION", "ATTENDEE", "ORGANIZER"}
    assert "Dee" not in feed.text


def events_in(text: str) -> list[icalendar.Event]:
    """The events of a calendar, as a program of somebody else reads them; a fault in it is an error."""
    read = icalendar.Calendar.from_ical(text)
    events = list(read.walk("VEVENT"))
    assert [fault for each in (read, *events) for fault in each.errors] == []
    assert len({str(each["UID"]) for each in events}) == len(events)
    return events


def test_the_calendar_follows_what_is_done_and_closes_with_its_address():
    who = people.dee()
    wallets.obligation(who, "us-ca-md", cycle_end=date(2027, 5, 31), issued_on=date(2001, 8, 9), renewal_number=9)
    wallets.answer(who, "specialty", "pathology")
    client = of(who)

    def feed() -> Any:
        return Client().get(f"/me/calendar/{token}.ics")

    for _twice in range(2):
        client.post("/me/reminders/calendar/")
    token = wallets.settings_of(who).calendar_token
    before = events_in(feed().text)
    wallets.credit(who, date(2026, 1, 5), "50")
    after = events_in(feed().text)
    client.post("/me/reminders/calendar/")
    renewed = feed().status_code
    token = wallets.settings_of(who).calendar_token
    again = events_in(feed().text)
    closed = [client.post("/me/reminders/calendar/", {"close": "1"}).status_code for _twice in range(2)]

    assert [str(each["SUMMARY"]) for each in (*before, *after)] == [
        "Renewal: Medical Board of California (something is missing)",
        "Renewal: Medical Board of California (nothing is missing)",
    ]
    assert before[0]["UID"] == after[0]["UID"] == again[0]["UID"]
    assert (renewed, closed, feed().status_code) == (404, [303, 303], 404)


def test_reminders_are_chosen_and_ended_on_their_page():
    who = people.dee()
    client = of(who)

    kept = client.post("/me/reminders/", {"days": ["90", "30"]})
    refused = client.post("/me/reminders/", {"days": ["11"]})
    ended = client.post("/me/reminders/", {})

    assert (kept.status_code, refused.status_code, ended.status_code) == (303, 422, 303)
    assert wallets.settings_of(who).remind_days == []


def test_first_steps_say_what_is_done_and_what_is_next_in_ones_own_licenses():
    newcomer, who = of(people.nia()), wallets.dee()

    empty = newcomer.get("/me/first-steps/").context["steps"]
    own = of(who).get("/me/first-steps/")

    assert [each.state for each in empty] == ["current", "todo", "todo", "todo", "todo", "todo", "todo"]
    states = {each.entry.key: each.state for each in own.context["steps"]}
    assert (states["list"], states["dates"], states["topics"], states["claim"]) == ("done", "done", "current", "done")
    shown = {each.entry.key: [line.words for line in each.own] for each in own.context["mistakes"]}
    assert shown["only-hours"] == [
        "Harbor Hospital medical staff: the total is met, and still missing: Patient safety",
    ]
    assert shown["proof"] == ["5 credits from elsewhere have no document."]
    assert "Massachusetts Board of Registration in Medicine: ends May 14, 2027" in own.text


def test_a_full_total_of_the_wrong_kind_is_told_in_the_first_steps():
    nia = people.nia()
    wallets.obligation(nia, "us-md-md", cycle_end=date(2027, 9, 30))
    wallets.credit(nia, date(2026, 9, 1), "60", system="AMA_PRA_2")

    mistakes = of(nia).get("/me/first-steps/").context["mistakes"]

    shown = {each.entry.key: [line.words for line in each.own] for each in mistakes}
    assert shown["wrong-kind"] == [
        "Maryland Board of Physicians: the total is met, but too little of it is Category 1",
    ]
