"""The frame of every page, the style guide, the colors and the pages for what went wrong."""

from pathlib import Path

import pytest
from django.test import Client, RequestFactory, override_settings

from opencme.kernel.findings import DomainError, Finding, NotAllowed, NotFound
from opencme.web.ui import middleware
from opencme.web.ui.assets import STYLES, stylesheet


def test_style_guide_shows_everything(client: Client):
    answer = client.get("/ui/")

    assert answer.status_code == 200
    assert answer["Cache-Control"] == "no-cache"
    assert "style=" not in answer.text
    assert "onclick" not in answer.text
    assert answer.text.count("<script") == answer.text.count("<script src=") + answer.text.count(
        '<script type="module" src='
    )


@pytest.mark.parametrize("choice", ["light", "dark"])
def test_theme_is_kept_in_a_cookie(client: Client, choice: str):
    answer = client.post("/ui/theme/", {"theme": choice, "next": "/ui/?sort=title"})

    assert (answer.status_code, answer["Location"]) == (303, "/ui/?sort=title")
    assert f'data-theme="{choice}"' in client.get("/ui/").text


def test_theme_never_leads_to_another_site(client: Client):
    answer = client.post("/ui/theme/", {"theme": "auto", "next": "https://elsewhere.example/"})

    assert answer["Location"] == "/"
    assert "data-theme" not in client.get("/ui/").text.split("<body>")[0]


def test_theme_cookie_with_other_words_is_ignored(client: Client):
    client.cookies["theme"] = '"><script>'

    assert "data-theme=" not in client.get("/ui/").text.split("<body>")[0]


REFUSAL = DomainError(Finding(code="a.b", message="The plan is locked.", source="accme-core-criteria"))


@pytest.mark.parametrize(
    ("raised", "status", "words"),
    [
        (NotFound(), 404, "This page is not here"),
        (NotAllowed(), 403, "This is not yours to do"),
        (REFUSAL, 409, "The plan is locked."),
    ],
)
def test_refusals_become_pages(rf: RequestFactory, raised: Exception, status: int, words: str):
    answer = middleware.refusals(lambda _: None).process_exception(rf.get("/x/"), raised)

    assert answer.status_code == status
    assert words in answer.content.decode()


def test_refusal_for_htmx_goes_to_the_messages(rf: RequestFactory):
    request = rf.post("/x/")
    request.htmx = True

    answer = middleware.refusals(lambda _: None).process_exception(request, REFUSAL)

    assert (answer.status_code, answer["HX-Retarget"]) == (409, "#messages")
    assert "<html" not in answer.content.decode()


def test_unknown_address_is_a_page_of_ours(client: Client):
    answer = client.get("/no/such/page/")

    assert answer.status_code == 404
    assert "This page is not here" in answer.text


@override_settings(DEBUG=False)
def test_pages_are_compressed(client: Client):
    answer = client.get("/ui/", headers={"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"


def test_no_raw_color_outside_the_tokens():
    for path in sorted(Path(STYLES).glob("*.css")):
        if "tokens" in path.name:
            continue
        words = (
            path.read_text()
            .replace("#fff;", "")
            .replace("#000;", "")
            .replace("#000 calc", "")
            .replace("#15222b;", "")
            .split("url(")[0]
        )
        assert "#" not in words.replace("@", ""), path.name


def test_stylesheet_starts_with_the_order_of_layers():
    assert stylesheet().startswith(b"@layer reset, tokens, base, layout, components, surface;")


def test_language_comes_from_the_browser_among_those_offered(client: Client, settings):
    settings.LANGUAGES = [("en-us", "English"), ("ar", "Arabic")]

    assert '<html lang="ar" dir="rtl">' in client.get("/ui/", headers={"Accept-Language": "ar,en;q=0.5"}).text
    assert '<html lang="en-us">' in client.get("/ui/", headers={"Accept-Language": "sv,en;q=0.5"}).text
