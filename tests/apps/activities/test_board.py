from datetime import timedelta

import factories
import people
import pytest

from opencme.apps.activities import selectors, services
from opencme.apps.activities.models import Activity, Glance
from opencme.apps.activities.selectors.glances import seen
from opencme.apps.activities.services.glances import refresh_glances
from opencme.kernel.findings import NotFound
from opencme.rules.activity.lifecycle import State

pytestmark = pytest.mark.django_db
NOW = people.NOW


def rows(activities: list[Activity]) -> list[Activity]:
    owner = people.lakeside()
    found = Activity.objects.of(owner.pk).select_related("provider", "glance")
    return list(found.filter(pk__in=[each.pk for each in activities]).order_by("pk"))


def test_glance_is_kept_and_holds_until_something_changes() -> None:
    activity = factories.activity(practice_gap="")
    assert refresh_glances(now=NOW) == 1
    assert refresh_glances(now=NOW) == 0

    kept = Glance.objects.across_providers(why="test").get()
    assert (kept.step, kept.due_on.isoformat()) == ("submit", "2026-05-14")
    missing = kept.blocking

    services.change_plan(
        by=people.as_actor(people.ada()),
        activity_id=activity.public_id,
        changes={"practice_gap": "A gap"},
        version=1,
        now=NOW,
    )
    (stale,) = seen(rows([activity]), NOW, at_most=0).values()
    (fresh,) = seen(rows([activity]), NOW, at_most=1).values()
    assert (stale.is_stale, stale.blocking) == (True, missing)
    assert (fresh.is_stale, fresh.blocking) == (False, missing - 1)

    assert refresh_glances(now=NOW) == 1
    assert seen(rows([activity]), NOW, at_most=0)[activity.pk].blocking == missing - 1


def test_glance_is_reckoned_again_the_next_day_and_when_the_provider_changes() -> None:
    activity = factories.activity()
    refresh_glances(now=NOW)

    assert refresh_glances(now=NOW + timedelta(days=1)) == 1

    from opencme.apps.providers.services import change_provider

    change_provider(
        by=people.as_actor(people.ada()), provider_id=activity.provider_id, changes={"status": "none"}, now=NOW
    )
    assert refresh_glances(now=NOW + timedelta(days=1)) == 1


def test_what_is_over_is_not_asked() -> None:
    over = [factories.activity(state="reported"), factories.activity(state="cancelled")]

    assert refresh_glances(now=NOW) == 0
    assert seen(rows(over), NOW, at_most=4) == {}


@pytest.mark.parametrize("count", [1, 3, 12])
def test_board_costs_the_same_however_many_activities_stand_on_it(count, django_assert_num_queries) -> None:
    for number in range(count):
        factories.session(factories.activity(state=list(State)[number % 6]))
    refresh_glances(now=NOW)
    ada, provider = people.as_actor(people.ada()), people.lakeside()

    with django_assert_num_queries(3):
        columns = selectors.board(actor=ada, provider_id=provider.pk, now=NOW)

    found = [row for column in columns for row in column.rows]
    assert len(found) == count
    assert all(row.seen is not None and not row.seen.is_stale for row in found)


@pytest.mark.parametrize("count", [8, 16])
def test_board_reckons_at_most_four_at_once(count, django_assert_max_num_queries) -> None:
    for _number in range(count):
        factories.session(factories.activity())
    ada, provider = people.as_actor(people.ada()), people.lakeside()

    with django_assert_max_num_queries(150):
        columns = selectors.board(actor=ada, provider_id=provider.pk, now=NOW)

    shown = [row.seen for column in columns for row in column.rows]
    assert sum(each is not None for each in shown) == 4


def test_board_places_by_state_and_sorts_by_start() -> None:
    late = factories.activity(title="Late", starts_at=factories.START + timedelta(days=9), ends_at=None)
    soon = factories.activity(title="Soon")
    undated = factories.activity(title="Undated", starts_at=None, ends_at=None)
    factories.activity(title="Gone", state="cancelled")
    ada, provider = people.as_actor(people.ada()), people.lakeside()

    columns = selectors.board(actor=ada, provider_id=provider.pk, now=factories.START - timedelta(days=3))

    placed = {column.state: [row.activity.title for row in column.rows] for column in columns if column.rows}
    assert placed == {State.PLANNING: [soon.title, late.title, undated.title]}
    (first, *_rest) = columns[1].rows
    assert first.seen is not None
    assert (first.due_kind, first.days_left) == ("due_soon", 3) if first.seen.blocking else ("", 0)


def test_table_filters_by_words_state_and_format() -> None:
    factories.activity(title="Sepsis on the Ward", city="Duluth")
    factories.enduring(title="Insulin Safety")
    factories.activity(title="Stroke", state="reported")
    ada, provider = people.as_actor(people.ada()), people.lakeside()

    def titles(**given) -> list[str]:
        return sorted(row.title for row in selectors.table(actor=ada, provider_id=provider.pk, **given))

    assert titles(words="duluth sepsis") == ["Sepsis on the Ward"]
    assert titles(state="current") == ["Insulin Safety", "Sepsis on the Ward"]
    assert titles(state="reported") == ["Stroke"]
    assert titles(format_key="enduring_internet") == ["Insulin Safety"]


def test_board_of_another_provider_is_not_there() -> None:
    factories.activity()
    provider = people.lakeside()

    with pytest.raises(NotFound):
        selectors.board(actor=people.as_actor(people.eve()), provider_id=provider.pk, now=NOW)
    elsewhere = people.elsewhere()
    columns = selectors.board(actor=people.as_actor(people.eve()), provider_id=elsewhere.pk, now=NOW)
    assert not any(column.rows for column in columns)
