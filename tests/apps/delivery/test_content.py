"""The content of an activity: parts added, changed as new versions, ordered, required or not."""

import offers
import people
import pytest

from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.selectors import content as selectors
from opencme.apps.delivery.services import content as services
from opencme.apps.files import services as files
from opencme.kernel.findings import DomainError, NotAllowed, NotFound

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture
def activity():
    return offers.enduring(state="planning")


@pytest.fixture
def scope(activity):
    return {
        "by": people.as_actor(people.ada()),
        "provider_id": activity.provider_id,
        "activity_id": activity.public_id,
        "now": offers.NOW,
    }


def pdf(activity, content=PDF, name="slides.pdf"):
    return files.store_file(
        by=people.as_actor(people.ada()),
        provider_id=activity.provider_id,
        name=name,
        content=content,
        allowed=frozenset({"pdf"}),
        now=offers.NOW,
    )


def titles(activity):
    return [item.title for item in selectors.content_items(activity)]


def test_each_change_makes_a_version_and_the_audit_names_the_file(activity, scope):
    first, second = pdf(activity), pdf(activity, PDF + b"\n", "slides-2.pdf")
    item = services.save_item(kind="pdf", title="Slides", file=first, **scope)

    changed = services.save_item(kind="pdf", title="Slides", file=second, item_id=item.public_id, **scope)

    assert (changed.pk, changed.version, changed.file) == (item.pk, 2, second)
    event = AuditEvent.objects.filter(event="content.changed").latest("id")
    assert (event.before["file"], event.after["file"]) == ("slides.pdf", "slides-2.pdf")


def test_change_without_a_new_file_keeps_the_one_that_is_there(activity, scope):
    item = services.save_item(kind="pdf", title="Slides", file=pdf(activity), **scope)

    changed = services.save_item(kind="pdf", title="Slides of the day", item_id=item.public_id, **scope)

    assert changed.file.name == "slides.pdf"


@pytest.mark.parametrize(
    ("values", "fields"),
    [
        ({"kind": "article", "title": " ", "body": " "}, ["title", "body"]),
        ({"kind": "link", "title": "x" * 251, "address": "javascript:alert(1)"}, ["title", "address"]),
        ({"kind": "link", "title": "x", "address": "https://" + "x" * 500}, ["address"]),
        ({"kind": "pdf", "title": "x"}, ["file"]),
        ({"kind": "quiz", "title": "x"}, ["kind"]),
    ],
)
def test_part_that_lacks_something_is_refused_with_every_reason(activity, scope, values, fields):
    with pytest.raises(DomainError) as refusal:
        services.save_item(**values, **scope)

    assert [finding.field for finding in refusal.value.findings] == fields
    assert titles(activity) == []


def test_parts_change_places_and_stop_at_the_ends(activity, scope):
    items = [services.save_item(kind="article", title=title, body="Text", **scope) for title in "ABC"]

    services.move_item(item_id=items[2].public_id, is_upward=True, **scope)
    services.move_item(item_id=items[0].public_id, is_upward=True, **scope)
    services.move_item(item_id=items[1].public_id, is_upward=False, **scope)

    assert titles(activity) == ["A", "C", "B"]


def test_required_is_changed_without_a_new_version(activity, scope):
    item = services.save_item(kind="article", title="A", body="Text", **scope)

    for wanted in (False, False, True):
        item = services.set_required(item_id=item.public_id, is_required=wanted, **scope)

    assert (item.is_required, item.version) == (True, 1)
    assert AuditEvent.objects.filter(event="content.changed").count() == 3


def test_removed_part_is_told_in_the_audit(activity, scope):
    item = services.save_item(kind="article", title="A", body="Text", **scope)

    services.remove_item(item_id=item.public_id, **scope)

    assert titles(activity) == []
    assert AuditEvent.objects.filter(event="content.changed").latest("id").after == {"removed": True}


@pytest.mark.parametrize(("who", "refused"), [(people.eve, NotFound), (people.bo, NotAllowed)])
def test_others_cannot_change_content(activity, scope, who, refused):
    item = services.save_item(kind="article", title="A", body="Text", **scope)
    other = {**scope, "by": people.as_actor(who()), "item_id": item.public_id}

    for act in (
        lambda: services.save_item(kind="article", title="B", body="Text", **other),
        lambda: services.move_item(is_upward=True, **other),
        lambda: services.set_required(is_required=False, **other),
        lambda: services.remove_item(**other),
    ):
        with pytest.raises(refused):
            act()


def test_part_of_another_activity_is_not_there(activity, scope):
    item = services.save_item(kind="article", title="A", body="Text", **scope)
    elsewhere = {**scope, "activity_id": offers.enduring(state="planning").public_id}

    with pytest.raises(NotFound):
        services.remove_item(item_id=item.public_id, **elsewhere)
