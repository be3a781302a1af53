"""The plan page and "does this count", in the browser's words."""

from datetime import date, timedelta
from decimal import Decimal

import offers
import people
import plan_rows
import pytest
import wallets
from django.test import Client

from opencme.apps.activities.selectors.catalogue import next_offered
from opencme.apps.audit.models import AuditEvent
from opencme.apps.wallet.models import Allowance, Expense, PlannedCredit
from opencme.apps.wallet.selectors import plans
from opencme.apps.wallet.selectors.offers import offers_here, offers_of
from opencme.apps.wallet.selectors.plans import plan_page
from opencme.kernel import clock

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
STATEMENT = "designates this live activity for a maximum of 2.0 AMA PRA Category 1 Credits."


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: wallets.NOW)


def of(who: object) -> Client:
    client = Client()
    client.force_login(who, backend="django.contrib.auth.backends.ModelBackend")
    return client


def shelf() -> dict[str, object]:
    """Four materials: two close a topic, one is long, one costs nobody knows how much."""
    return {
        "bias": plan_rows.material("Seeing bias", "2.00", minutes=120, topics={"implicit_bias": ""}),
        "rules": plan_rows.material("Rules of the board", "2.00", minutes=120, topics={"board_regulations": "2.0"}),
        "long": plan_rows.material("Review course", "20.00", minutes=1200, fee="yes", price=Decimal("400.00")),
        "dear": plan_rows.material(
            "Ethics at the bedside", "2.00", minutes=60, fee="yes", topics={"implicit_bias": ""}
        ),
    }


def massachusetts(who: object) -> None:
    wallets.obligation(
        who, wallets.MASSACHUSETTS, cycle_end=date(2027, 5, 14), renewal_number=4, issued_on=date(2018, 6, 4)
    )
    for code in ("prescribes_controlled", "practising_medicine", "serves_adults"):
        wallets.answer(who, code, value=False)


def test_an_empty_wallet_is_told_how_to_begin():
    page = of(people.dee()).get("/me/plan/").text

    assert "Nothing to plan for yet" in page
    assert "What to take" not in page


def test_nothing_on_offer_shows_what_is_open_and_another_way_on():
    who = people.dee()
    massachusetts(who)

    page = of(who).get("/me/plan/").text

    assert "Nothing is on offer" in page
    assert "Nothing on offer counts for it." in page


def test_an_overdue_line_keeps_the_day_on_which_it_was_due():
    page = of(wallets.dee()).get("/me/plan/").text

    assert "Aug 9, 2026" in page


def test_the_plan_says_what_to_take_what_it_closes_and_what_it_costs():
    who = people.dee()
    massachusetts(who)
    shelf()

    page = " ".join(of(who).get("/me/plan/").text.split())

    assert "Closes implicit bias (Massachusetts)" in page
    assert "Closes board regulations (Massachusetts)" in page
    assert page.count('class="card plan-card') == 4
    assert "All that is on offer gives" in page
    assert "Brought nearer: 24 of the 50 credits stay missing." in page


def test_of_a_series_that_has_begun_only_what_lies_ahead_is_offered_and_nothing_live_that_has_begun():
    days = [wallets.NOW + timedelta(days=7 * week) for week in (-3, -2, -1, 0, 1, 2)]
    series = offers.live(title="Grand rounds", format="rss", public_listing=True, starts_at=days[0],
                         ends_at=days[-1] + timedelta(hours=1),
                         requirement_topics={"patient_safety": "2.0", "implicit_bias": ""})  # fmt: skip
    begun = offers.live(title="Under way", public_listing=True, starts_at=wallets.NOW - timedelta(hours=1),
                        ends_at=wallets.NOW + timedelta(hours=1))  # fmt: skip
    ahead = offers.live(title="Next week", public_listing=True, starts_at=days[4], ends_at=days[4] + timedelta(hours=1))
    for each, times in ((series, days), (begun, [begun.starts_at]), (ahead, [ahead.starts_at])):
        offers.designation(each, f"{len(times)}.00")
        for start in times:
            offers.session(each, start)

    (rest, whole) = sorted(offers_here(wallets.NOW), key=lambda each: each.activity.title)
    assert (rest.activity, rest.is_rest, rest.starts_at) == (series, True, days[4])
    assert (rest.offer.credits, rest.offer.minutes) == ({"AMA_PRA_1": 2000}, 120)
    assert rest.offer.topics == {"implicit_bias": 2000}
    assert (whole.activity, whole.is_rest, whole.offer.credits) == (ahead, False, {"AMA_PRA_1": 1000})
    kept = offers_here(wallets.NOW, kept={begun.public_id})
    assert {each.activity for each in kept} == {series, begun, ahead}
    (all_of_it,) = offers_of([series], wallets.NOW, is_whole=True)
    assert (all_of_it.offer.credits, all_of_it.offer.minutes) == ({"AMA_PRA_1": 6000}, 360)

    shown = Client().get("/").text
    assert shown.index("Dec 2") < shown.index("Grand rounds")
    assert [(each, each.next_at) for each in next_offered(wallets.NOW, 3)] == [
        (begun, begun.starts_at), (series, days[4]), (ahead, days[4])
    ]  # fmt: skip


def test_a_search_that_runs_out_of_time_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    who = people.dee()
    massachusetts(who)
    shelf()
    looks = iter([1.0, 1.0] + [0.0] * 99)
    monkeypatch.setattr(plans, "seconds_left", lambda _budget: lambda: next(looks))

    page = " ".join(of(who).get("/me/plan/").text.split())

    assert "Best found in 5 seconds; not proved shortest." in page
    assert "Closes implicit bias (Massachusetts)" in page


def test_with_much_on_offer_the_page_says_first_that_it_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    who = people.dee()
    massachusetts(who)
    shelf()
    monkeypatch.setattr(plans, "MANY", 3)
    client = of(who)

    first = client.get("/me/plan/", {"limit": "none"}).text
    then = client.get("/me/plan/", {"limit": "none", "go": "1"}).text

    assert 'content="0;url=/me/plan/?limit=none&amp;go=1"' in first
    assert "4 activities are weighed" in first
    assert "What to take" not in first
    assert "What to take" in then


def test_a_choice_is_kept_dropped_brought_back_and_left_out():
    who = people.dee()
    massachusetts(who)
    found = shelf()
    client = of(who)
    key = found["long"].public_id

    kept = client.post(f"/me/plan/activities/{key}/add/")
    again = client.post(f"/me/plan/activities/{key}/add/")
    row = PlannedCredit.objects.get(person=who)
    shown = client.get("/me/plan/").text
    dropped = client.post(f"/me/plan/{row.public_id}/drop/")
    after = client.get("/me/plan/").text
    client.post(f"/me/plan/{row.public_id}/restore/")
    left_out = client.post(f"/me/plan/activities/{found['bias'].public_id}/leave-out/")
    without = client.get("/me/plan/").text
    out = PlannedCredit.objects.get(person=who, is_left_out=True)
    client.post(f"/me/plan/{out.public_id}/drop/")
    with_it = client.get("/me/plan/").text
    client.post(f"/me/plan/{out.public_id}/restore/")
    client.post(f"/me/plan/activities/{found['bias'].public_id}/add/")

    assert (kept.status_code, kept.url, again.status_code) == (303, "/me/plan/", 303)
    assert "In your plan" in shown
    assert "Review course" in shown
    assert dropped.status_code == 303
    assert "is out of your plan" in after
    assert "In your plan" not in after
    assert PlannedCredit.objects.get(pk=row.pk).dropped_at is None
    assert left_out.status_code == 303
    assert "Left out by you" in without
    assert "Closes implicit bias" in without
    assert f'href="/activities/{found["bias"].public_id}/"' not in without
    assert "may be planned again" in with_it
    assert f'href="/activities/{found["bias"].public_id}/"' in with_it
    active = PlannedCredit.objects.filter(person=who, dropped_at=None)
    assert [(row.title, row.is_left_out) for row in active] == [("Review course", False), ("Seeing bias", False)]
    changes = [e.after["change"] for e in AuditEvent.objects.filter(event="wallet.plan_changed").order_by("id")]
    assert changes == ["added", "dropped", "restored", "left_out", "dropped", "restored", "added"]
    assert not any("Review" in str(e.after) for e in AuditEvent.objects.filter(event="wallet.plan_changed"))


def test_the_plan_keeps_within_the_allowance_unless_told_otherwise():
    who = people.dee()
    massachusetts(who)
    shelf()
    Allowance.objects.create(
        person=who, employer="Harbor", starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31), budget=Decimal(100)
    )
    client = of(who)

    within = client.get("/me/plan/").text
    beyond = client.get("/me/plan/", {"limit": "none"}).text

    assert "The plan keeps within $100" in within
    assert "Ethics at the bedside" not in within
    assert "The plan does not look at it." in beyond
    assert "Ethics at the bedside" in beyond


def test_what_is_planned_for_the_plan_itself_frees_its_own_allowance_only():
    who = people.dee()
    massachusetts(who)
    key = shelf()["long"].public_id
    of(who).post(f"/me/plan/activities/{key}/add/")
    year = {"starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31)}
    harbor = Allowance.objects.create(person=who, employer="Harbor", budget=Decimal(500), days=Decimal(3), **year)
    clinic = Allowance.objects.create(person=who, employer="Klinik", budget=Decimal(900), currency="EUR", **year)
    for given, amount, days in ((harbor, 400, 1), (clinic, 300, 0)):
        Expense.objects.create(
            person=who, allowance=given, activity_id=key, spent_on=date(2026, 6, 1), kind="registration", what="Review",
            amount=Decimal(amount), days=Decimal(days), is_planned=True, added_at=wallets.NOW,
        )  # fmt: skip

    wish = plan_page(actor=people.as_actor(who), now=wallets.NOW).wish

    assert (wish.money, wish.days) == (50_000, 3_000)


def test_nobody_reaches_the_plan_of_another():
    row = plan_rows.by_hand(people.dee())
    client = of(people.eve())

    gone = client.post(f"/me/plan/{row.public_id}/drop/")

    assert gone.status_code == 404
    assert "Grand rounds" not in client.get("/me/plan/").text
    assert PlannedCredit.objects.get().dropped_at is None


def test_a_statement_is_read_checked_judged_and_planned():
    who = people.dee()
    massachusetts(who)
    client = of(who)
    typed = {"title": "Ethics evening", "provider": "Elsewhere", "statement": STATEMENT}

    read = client.post("/me/counts/", {**typed, "act": "read"})
    refused = client.post("/me/counts/", {**typed, "act": "check"})
    given = {**typed, "system": "AMA_PRA_1", "amount": "2.0", "topic_1": "implicit_bias", "price": "20"}
    judged = client.post("/me/counts/", {**given, "act": "check"})
    more = client.post("/me/counts/", {**given, "part_1": "3", "act": "check"})
    planned = client.post("/me/counts/", {**given, "act": "plan", "key": "0e9f8a1e-6f3c-4f8e-9a3e-1d2c3b4a5f60"})
    twice = client.post("/me/counts/", {**given, "act": "plan", "key": "0e9f8a1e-6f3c-4f8e-9a3e-1d2c3b4a5f60"})

    assert 'value="2.0"' in read.text
    assert '<option value="AMA_PRA_1" selected>' in read.text
    assert (refused.status_code, "Elsewhere" in refused.text) == (422, True)
    assert "Closes implicit bias: gives 2 credits, 2 were missing." in judged.text
    assert (more.status_code, "No more than the credit as a whole." in more.text) == (422, True)
    assert (planned.status_code, planned.url, twice.status_code) == (303, "/me/plan/", 303)
    assert PlannedCredit.objects.get(person=who).offer["credits"] == {"AMA_PRA_1": "2"}
    assert "Ethics evening" in client.get("/me/plan/").text


def test_queries_do_not_grow_with_what_is_on_offer(django_assert_max_num_queries):
    who = people.dee()
    massachusetts(who)
    client = of(who)
    shelf()
    client.get("/me/plan/")
    for number in range(3):
        plan_rows.material(f"More {number}", "1.00", minutes=60)

    with django_assert_max_num_queries(17):
        client.get("/me/plan/")


def test_what_is_kept_stands_beside_the_standing_and_on_the_timeline():
    who = people.dee()
    massachusetts(who)
    found = shelf()
    plan_rows.by_hand(who)
    client = of(who)
    for name in ("bias", "rules"):
        client.post(f"/me/plan/activities/{found[name].public_id}/add/")
    found["rules"].__class__.objects.across_providers(why="withdrawn by its provider").filter(
        pk=found["rules"].pk
    ).update(public_listing=False)

    standing, timeline, plan = (
        " ".join(client.get(url).text.split()) for url in ("/me/", "/me/timeline/", "/me/plan/")
    )

    for page in (standing, timeline):
        assert "Seeing bias" in page
        assert "Grand rounds elsewhere" in page
        assert page.index("Rules of the board") < page.index("No longer on offer")
    assert "An activity in your plan is no longer on offer. The plan below was made anew without it." in plan
    assert "Closes implicit bias (Massachusetts)" in plan


def test_a_kept_activity_whose_line_was_closed_otherwise_is_no_longer_needed():
    who = people.dee()
    massachusetts(who)
    found = shelf()
    client = of(who)
    client.post(f"/me/plan/activities/{found['bias'].public_id}/add/")
    wallets.credit(who, date(2026, 6, 1), "60", topics={"implicit_bias": "2", "risk_management": "10"})
    before = " ".join(client.get("/me/plan/").text.split())

    assert "No longer needed" in before
    assert "Counts for no open line; it is in your plan because you put it there." in before
