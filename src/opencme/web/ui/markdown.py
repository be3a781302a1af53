"""Markdown as people write it, to HTML that is safe to show: the one place where it happens.

Written HTML is shown as text, never run. What Markdown gives is cleaned once more by an allow-list, so that a fault in
one of the two does no harm. Pictures come from this deployment only: another address would tell strangers who reads
(TRAP-44).
"""

from functools import lru_cache
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

TAGS: Final = frozenset(
    [
        "p",
        "br",
        "hr",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "em",
        "strong",
        "s",
        "del",
        "a",
        "img",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "sup",
        "sub",
    ]
)
ATTRIBUTES: Final = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}, "td": {"align"}}
SCHEMES: Final = frozenset({"http", "https", "mailto"})
OWN_FILES: Final = "/files/"
_HIGHEST: Final = 6

_READER: Final = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


@lru_cache(maxsize=512)
def rendered(text: str, *, top: int = 2) -> SafeString:
    """Give ``text`` as HTML; the highest heading becomes ``<h{top}>``, so that the page keeps its order."""
    tokens = _READER.parse(text)
    _lower_headings(tokens, top)
    return _clean(_READER.renderer.render(tokens, _READER.options, {}))


@lru_cache(maxsize=4096)
def rendered_line(text: str) -> SafeString:
    """Give a question's or an answer's text as HTML: paragraphs only where there are several."""
    html = _READER.renderInline(text) if "\n" not in text.strip() else _READER.render(text)
    return _clean(html)


def _lower_headings(tokens: list[Token], top: int) -> None:
    levels = [int(token.tag[1]) for token in tokens if token.type == "heading_open"]
    shift = top - min(levels, default=top)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + shift, _HIGHEST)}"


def _clean(html: str) -> SafeString:
    cleaned = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_attribute,
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )
    return mark_safe(cleaned)  # noqa: S308 -- the sanitiser's own output, nothing is put together here


def _attribute(tag: str, name: str, value: str) -> str | None:
    if tag == "img" and name == "src":
        return value if value.startswith(OWN_FILES) else None
    return value
