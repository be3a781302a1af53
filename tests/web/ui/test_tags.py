"""Tags give escaped, accessible HTML."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from opencme.kernel.credits import Credits
from opencme.kernel.findings import Finding
from opencme.kernel.text import RichText

MOMENT = datetime(2026, 3, 4, 15, 5, tzinfo=UTC)
FOUND = Finding(
    code="x.y",
    message="%(who)s has not disclosed.",
    params={"who": "<Cy>"},
    source="accme-standard-3",
    owes="Cy",
    fix="people",
)


def drawn(source: str, **context: object) -> str:
    context.setdefault("request", RequestFactory().get("/x/?sort=name&page=3"))
    return Template("{% load ui %}" + source).render(Context(context)).strip()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        (
            '{% local moment "America/Chicago" %}',
            '<time datetime="2026-03-04T09:05-06:00">Mar 4, 2026, 9:05 AM CST</time>',
        ),
        (
            '{% local moment "Europe/Stockholm" "time_zone" %}',
            '<time datetime="2026-03-04T16:05+01:00">4:05 PM CET</time>',
        ),
        ('{% local moment "America/Chicago" "weekday" %}', '<time datetime="2026-03-04T09:05-06:00">Wed, Mar 4</time>'),
        ("{% local day %}", '<time datetime="2026-03-04">Mar 4, 2026</time>'),
        ("{% local nothing %}", "–"),
        ("{% credits amount %}", '<data class="number" value="1.50">1.50</data>'),
        ("{% credits amount short=True %}", '<data class="number" value="1.50">1.5</data>'),
        ("{% credits amount unit %}", '<data class="number" value="1.50">1.50</data> <em>AMA &amp; Co</em>™'),
        ("{{ 135|minutes }}|{{ 60|minutes }}|{{ 0|minutes }}", "2 h 15 min|1 h|0 min"),
        ("{% param page=2 %}", "?sort=name&amp;page=2"),
        ('{% param sort=None page="" %}', "?"),
        ("{{ 'Hạnh Nguyễn Thị'|initials }}|{{ 'محمد العلي'|initials }}|{{ '1st'|initials }}", "HT|ما|"),
        ('{% address "nowhere:at-all" %}', ""),
    ],
)
def test_tag_gives(source: str, expected: str):
    shown = drawn(
        source,
        moment=MOMENT,
        day=date(2026, 3, 4),
        nothing=None,
        amount=Credits(Decimal("1.5")),
        unit=RichText.parse("*AMA & Co*™"),
    )

    assert shown == expected


def test_icon_is_decoration_unless_it_has_a_label():
    assert 'aria-hidden="true"' in drawn('{% icon "award" %}')
    assert 'role="img" aria-label="&lt;Award&gt;"' in drawn('{% icon "award" label=word %}', word="<Award>")


def test_icon_with_an_unknown_name_is_a_bug():
    with pytest.raises(LookupError, match="no icon is called 'no-such'"):
        drawn('{% icon "no-such" %}')


@pytest.mark.parametrize("kind", ["met", "short", "due_soon", "overdue", "cannot_decide", "not_applicable"])
def test_status_is_shape_and_word(kind: str):
    shown = drawn("{% status kind word %}", kind=kind, word="A & B")

    assert "<svg" in shown
    assert "A &amp; B" in shown


def test_finding_says_what_who_when_and_which_rule():
    shown = drawn("{% finding found day=day %}", found=FOUND, day=date(2026, 3, 4))

    assert "&lt;Cy&gt; has not disclosed." in shown
    assert "by Mar 4, 2026" in shown
    assert "ACCME" in shown
    assert "<Cy>" not in shown


def test_refused_button_is_disabled_and_described_by_all_reasons():
    shown = drawn("{% refused 'Approve' found %}", found=[FOUND, "Say why."])

    assert "disabled aria-describedby=" in shown
    assert "Not yet, for these 2 reasons:" in shown
    assert "Say why." in shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Pain & Palliation in Practice", "Pain &amp; Palliation in Practice"),
        ("<" + "x" * 30, f'<span class="long-word">&lt;{"x" * 30}</span>'),
        ("", ""),
    ],
)
def test_only_a_text_with_a_word_too_long_may_break_anywhere(text, shown):
    assert drawn("{{ text|breakable }}", text=text) == shown
