"""HTML from question banks, as Markdown or plain text; scripts, styles and handlers never survive."""

import re
from html.parser import HTMLParser
from typing import Final

DROPPED: Final = frozenset({"script", "style", "iframe", "object", "embed", "svg", "math", "template", "head"})
BLOCKS: Final = frozenset(
    {"p", "div", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre"}
)
MARKS: Final = {"b": "**", "strong": "**", "i": "*", "em": "*"}
SPECIAL: Final = re.compile(r"([\\`*_\[\]<>])")
SAFE_LINK: Final = re.compile(r"https?://[^\s<>()\[\]\"']+\Z")


class _Reader(HTMLParser):
    def __init__(self, *, is_rich: bool) -> None:
        super().__init__(convert_charrefs=True)
        self.is_rich = is_rich
        self.pieces: list[str] = []
        self.dropped = 0
        self.lists: list[int] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: C901 -- one case per tag
        if tag in DROPPED:
            self.dropped += 1
        if self.dropped:
            return
        values = dict(attrs)
        if tag == "br":
            self.pieces.append("\n")
        elif tag in BLOCKS:
            self.pieces.append("\n\n")
            if tag in ("ul", "ol"):
                self.lists.append(0 if tag == "ol" else -1)
        elif tag == "li":
            self.pieces.append(self._bullet())
        elif tag in ("td", "th"):
            self.pieces.append(" ")
        elif tag == "img":
            self.pieces.append(f" ({values.get('alt') or 'image'}) ")
        elif tag == "a" and self.is_rich:
            target = values.get("href") or ""
            self.links.append(target if SAFE_LINK.match(target) else "")
            self.pieces.append("[" if self.links[-1] else "")
        elif self.is_rich and tag in MARKS:
            self.pieces.append(MARKS[tag])

    def _bullet(self) -> str:
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            return f"\n{self.lists[-1]}. "
        return "\n- "

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in DROPPED:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag in DROPPED:
            self.dropped = max(0, self.dropped - 1)
        elif self.dropped:
            return
        elif tag in BLOCKS:
            self.pieces.append("\n\n")
            if tag in ("ul", "ol") and self.lists:
                self.lists.pop()
        elif tag == "a" and self.is_rich and self.links:
            target = self.links.pop()
            self.pieces.append(f"]({target})" if target else "")
        elif self.is_rich and tag in MARKS:
            self.pieces.append(MARKS[tag])

    def handle_data(self, data: str) -> None:
        if not self.dropped:
            text = re.sub(r"\s+", " ", data)
            self.pieces.append(SPECIAL.sub(r"\\\1", text) if self.is_rich else text)


def _read(html: str, *, is_rich: bool) -> str:
    reader = _Reader(is_rich=is_rich)
    reader.feed(html)
    reader.close()
    text = "".join(reader.pieces)
    text = re.sub(r"[ \t\xa0]+", " ", text)
    text = re.sub(r" *\n *", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def html_to_markdown(html: str) -> str:
    """Give the words of ``html`` with paragraphs, lists, emphasis and http(s) links as Markdown."""
    return _read(html, is_rich=True)


def html_to_text(html: str) -> str:
    """Give the words of ``html`` on one line."""
    return " ".join(_read(html, is_rich=False).split())
