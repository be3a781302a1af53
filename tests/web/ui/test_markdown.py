"""Articles and questions are written in Markdown; nothing in them is ever run."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opencme.web.ui.markdown import ATTRIBUTES, TAGS, rendered, rendered_line


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("# A\n\ntext *b*", "<h2>A</h2>\n<p>text <em>b</em></p>\n"),
        ("### A\n\n#### B", "<h2>A</h2>\n<h3>B</h3>\n"),
        ("# A\n\n###### B", "<h2>A</h2>\n<h6>B</h6>\n"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n"),
        ("~~old~~", "<p><s>old</s></p>\n"),
        (
            "[page](https://a.example/?x=1&y=2)",
            '<p><a href="https://a.example/?x=1&amp;y=2" rel="noopener noreferrer">page</a></p>\n',
        ),
        ("![scan](/files/1/scan.png)", '<p><img src="/files/1/scan.png" alt="scan"></p>\n'),
    ],
)
def test_markdown_becomes_html(text, html):
    assert rendered(text) == html


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("a <img src=x onerror=alert(1)>", "<p>a &lt;img src=x onerror=alert(1)&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](JaVa&#x53;cript:alert(1))", "<p>[x](JaVaScript:alert(1))</p>\n"),
        ("[x](data:text/html;base64,PHNjcmlwdD4=)", "<p>[x](data:text/html;base64,PHNjcmlwdD4=)</p>\n"),
        ("[x](vbscript:x)", "<p>[x](vbscript:x)</p>\n"),
        ('[x](https://a.example "t\\" onclick=\\"x")', None),
        ("![](https://tracker.example/p.gif)", '<p><img alt=""></p>\n'),
        ("![](data:image/png;base64,AAAA)", '<p><img alt=""></p>\n'),
        ("![](//tracker.example/p.gif)", '<p><img alt=""></p>\n'),
        ("```\n<iframe src=//x>\n```", "<pre><code>&lt;iframe src=//x&gt;\n</code></pre>\n"),
    ],
)
def test_nothing_written_is_run(text, html):
    shown = rendered(text)

    assert html is None or shown == html
    assert_harmless(shown)


def test_a_short_text_stands_inside_a_sentence():
    assert rendered_line("When is *insulin* reviewed?") == "When is <em>insulin</em> reviewed?"
    assert rendered_line("one\n\ntwo") == "<p>one</p>\n<p>two</p>\n"
    assert rendered_line("<b onclick=x>") == "&lt;b onclick=x&gt;"


@given(
    st.lists(
        st.sampled_from(
            ["<", ">", '"', "'", "[x](", ")", "javascript:", "![", "onerror=", "<svg", "\n", "`", "&#106;"]
        ),
        max_size=30,
    )
)
def test_whatever_is_put_together_stays_harmless(pieces):
    assert_harmless(rendered("".join(pieces)))
    assert_harmless(rendered_line("".join(pieces)))


def assert_harmless(html: str) -> None:
    """Fail on a tag, attribute or scheme that is not on the list."""

    class Judge(HTMLParser):
        def handle_starttag(self, tag, attrs):
            assert tag in TAGS
            for name, value in attrs:
                assert name in ATTRIBUTES.get(tag, set()) | {"rel"}
                if name in ("href", "src"):
                    assert value.partition(":")[0].lower() not in {"javascript", "data", "vbscript"}

    Judge().feed(html)
