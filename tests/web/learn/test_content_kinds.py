"""A PDF, a video and a link as participants meet them: shown, handed out, finished; what is optional holds nobody up."""

import html
import re

import in_control
import offers
import people
import pytest
import time_machine
from django.test import Client
from offers import NOW

from opencme.apps.delivery.models import ContentProgress
from opencme.apps.delivery.services.content import save_item
from opencme.apps.files.services import store_file

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
VIDEO = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(range(256)) * 8
LINK = "https://example.org/guideline?part=2&lang=en"


@pytest.fixture(autouse=True)
def _clock():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def material():
    """A required PDF, video and link, and an optional PDF after them."""
    activity = in_control.everybody_cleared(offers.enduring())
    for kind, title, extra in (
        ("pdf", "Slides", {"file": kept(activity, "slides.pdf", PDF)}),
        ("video", "Lecture", {"file": kept(activity, "lecture.mp4", VIDEO)}),
        ("link", "Guideline", {"address": LINK}),
        ("pdf", "Handout", {"file": kept(activity, "handout.pdf", PDF + b"\n"), "is_required": False}),
    ):
        save_item(
            by=people.as_actor(people.ada()),
            provider_id=activity.provider_id,
            activity_id=activity.public_id,
            kind=kind,
            title=title,
            now=NOW,
            **extra,
        )
    offers.impression(offers.registration(activity))
    offers.assessment(activity)
    offers.designation(activity, "1.00")
    return activity


@pytest.fixture
def dee(client):
    client.force_login(people.dee(), backend="django.contrib.auth.backends.ModelBackend")
    return client


def kept(activity, name, content):
    return store_file(
        by=people.as_actor(people.ada()),
        provider_id=activity.provider_id,
        name=name,
        content=content,
        allowed=frozenset({"pdf", "mp4"}),
        now=NOW,
    )


def pages(activity):
    home = f"/learn/{activity.public_id}/"
    return [f"{home}content/{item.public_id}/" for item in activity.content_items.order_by("position")]


def file_on(page):
    return html.unescape(re.search(r'src="(/files/[^"]+)"', page.text)[1])


def body(answer):
    return b"".join(answer.streaming_content)


def test_pdf_is_shown_beside_its_link_and_handed_out_as_what_it_is(dee, material):
    page = dee.get(pages(material)[0])
    given = dee.get(file_on(page))

    assert page.text.count(html.escape(file_on(page))) == 2  # the frame, and the link for who sees no frame
    assert (given["Content-Type"], body(given)) == ("application/pdf", PDF)
    assert (given["X-Content-Type-Options"], given["Content-Disposition"]) == (
        "nosniff",
        'inline; filename="slides.pdf"',
    )


def test_video_is_given_in_the_parts_a_player_asks_for_and_goes_on_where_it_was_left(dee, material):
    address = pages(material)[1]
    file = file_on(dee.get(address))
    part = dee.get(file, headers={"Range": "bytes=4-11"})

    assert (part.status_code, part["Content-Range"], body(part)) == (206, f"bytes 4-11/{len(VIDEO)}", b"ftypmp42")
    assert dee.get(file, headers={"Range": f"bytes={len(VIDEO)}-"}).status_code == 416
    whole = dee.get(f"{file}&download")
    assert (body(whole), whole["Content-Disposition"]) == (VIDEO, 'attachment; filename="lecture.mp4"')

    assert dee.post(f"{address}place/", {"seconds": "75"}).status_code == 204
    assert 'data-seconds="75"' in dee.get(address).text
    assert not ContentProgress.objects.across_providers(why="test").get().completed_at


def test_link_opens_elsewhere_and_tells_the_site_nothing(dee, material):
    page = dee.get(pages(material)[2])

    assert f'href="{html.escape(LINK)}" target="_blank" rel="noopener external"' in page.text
    assert page["Referrer-Policy"] == "same-origin"


def test_finishing_leads_part_by_part_past_the_optional_one_to_the_assessment(dee, material):
    slides, lecture, guideline, handout = pages(material)
    home = f"/learn/{material.public_id}/"

    assert [dee.post(each)["Location"] for each in (slides, lecture)] == [lecture, guideline]
    assert "2 of 4" in dee.get(home).text

    assert dee.post(guideline)["Location"] == f"{home}assessment/"
    assert dee.post(handout)["Location"] == f"{home}assessment/"
    assert "4 of 4" in dee.get(home).text

    dee.post(lecture, {"reopen": "1"})
    assert dee.post(slides)["Location"] == lecture


def test_file_of_content_opens_to_the_participant_and_not_by_its_address_alone(dee, material):
    file = file_on(dee.get(pages(material)[0]))
    bare = file.partition("?")[0]
    nia = Client()
    nia.force_login(people.nia(), backend="django.contrib.auth.backends.ModelBackend")

    assert body(dee.get(file)) == PDF
    assert [each.get(bare).status_code for each in (Client(), nia, dee)] == [404, 404, 404]
    assert nia.get(file).status_code == 404
