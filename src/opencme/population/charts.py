"""Charts of a run as SVG, beside the table they are drawn from in one page: who meets what, by how much, due when.

Shapes and words carry the meaning, colour only helps: every bar has its figure, every part its name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, SubElement, tostring

from opencme.population.summary import Clause, Month, Step, Unit

WIDTH: Final = 860
NAMES: Final = 300
BAR: Final = 18
ROW: Final = 26
MOST: Final = 60
STATES: Final = (("met", "#2f7d4f"), ("short", "#b3372f"), ("unknown", "#8a6d1d"), ("other", "#c9ced6"))
INK, SOFT = "#1c2733", "#5b6876"
LOOK: Final = (
    "body{font:16px/1.5 system-ui,sans-serif;color:#1c2733;background:#fff}"
    "body{max-width:60rem;margin:2rem auto;padding:0 1rem}"
    "table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums}"
    "th,td{padding:.3rem .6rem;border-bottom:1px solid #d9dee5;text-align:left}"
    "td.n,th.n{text-align:right}figure{margin:1.5rem 0;overflow-x:auto}svg{max-width:100%;height:auto}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sums:
    """What the charts are drawn from."""

    clauses: Sequence[Clause]
    units: Sequence[Unit]
    steps: Sequence[Step]
    months: Sequence[Month]


def write_charts(sums: Sums, folder: Path) -> None:
    """Write ``clauses.svg``, ``shortfall.svg``, ``due.svg`` and ``summary.html`` with all three and the tables."""
    drawn = {
        "clauses": stacked([(f"{each.rule} / {each.line}", _shares(each)) for each in sums.clauses[:MOST]]),
        "shortfall": bars([(f"{each.unit}: {each.words}", each.people) for each in sums.steps], "people"),
        "due": bars([(each.month, each.people) for each in sums.months[:MOST]], "people"),
    }
    for name, chart in drawn.items():
        (folder / f"{name}.svg").write_text(_text(chart), encoding="utf-8")
    page = "<!doctype html>\n" + tostring(_page(sums, drawn), encoding="unicode", method="html")
    (folder / "summary.html").write_text(page, encoding="utf-8")


def _shares(clause: Clause) -> dict[str, int]:
    other = clause.people - clause.met - clause.short - clause.unknown
    return {"met": clause.met, "short": clause.short, "unknown": clause.unknown, "other": other}


def stacked(rows: Sequence[tuple[str, dict[str, int]]]) -> Element:
    """Draw one bar per row, cut into the states of its people."""
    svg = _svg(len(rows) + 1, "How many people meet each clause")
    left = NAMES
    for name, colour in STATES:
        _box(svg, left, 2, BAR, colour)
        left += 24 + _word(svg, left + 24, 16, name)
    for index, (name, shares) in enumerate(rows, 1):
        top = index * ROW
        _word(svg, NAMES - 10, top + 14, _short(name), anchor="end")
        whole, at = max(1, sum(shares.values())), float(NAMES)
        for state, colour in STATES:
            width = shares[state] / whole * (WIDTH - NAMES - 10)
            if width:
                part = _box(svg, at, top, width, colour)
                SubElement(part, "title").text = f"{name}: {shares[state]:,} {state}"
            if width > len(f"{shares[state]:,}") * 8 + 8:
                _word(svg, at + 5, top + 14, f"{shares[state]:,}", fill="#fff" if state != "other" else INK)
            at += width
    return svg


def bars(rows: Sequence[tuple[str, int]], unit: str) -> Element:
    """Draw one bar per row with its figure."""
    svg = _svg(max(1, len(rows)), f"Number of {unit}")
    if not rows:
        _word(svg, 10, 16, "Nobody is short.")
    most = max((count for _, count in rows), default=1)
    for index, (name, count) in enumerate(rows):
        top = index * ROW
        _word(svg, NAMES - 10, top + 14, _short(name), anchor="end")
        width = count / most * (WIDTH - NAMES - 110)
        _box(svg, NAMES, top, max(width, 1), "#b3372f")
        _word(svg, NAMES + width + 6, top + 14, f"{count:,}", fill=SOFT)
    return svg


def _svg(rows: int, label: str) -> Element:
    height = rows * ROW + 4
    return Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {WIDTH} {height}",
            "width": str(WIDTH),
            "height": str(height),
            "font-family": "system-ui, sans-serif",
            "font-size": "13",
            "role": "img",
            "aria-label": label,
        },
    )


def _box(svg: Element, left: float, top: float, width: float, colour: str) -> Element:
    at = {"x": f"{left:.1f}", "y": f"{top:.1f}", "width": f"{width:.1f}", "height": f"{BAR}", "fill": colour}
    return SubElement(svg, "rect", at)


def _word(svg: Element, left: float, top: float, text: str, *, fill: str = INK, anchor: str = "start") -> int:
    SubElement(svg, "text", {"x": f"{left:.1f}", "y": f"{top:.1f}", "fill": fill, "text-anchor": anchor}).text = text
    return len(text) * 8 + 12


def _short(name: str) -> str:
    return name if len(name) <= NAMES // 7 else name[: NAMES // 7 - 1] + "…"


def _text(chart: Element) -> str:
    return tostring(chart, encoding="unicode") + "\n"


def _page(sums: Sums, drawn: dict[str, Element]) -> Element:
    html = Element("html", {"lang": "en"})
    head = SubElement(html, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width"})
    SubElement(head, "title").text = "Where everybody stands"
    SubElement(head, "style").text = LOOK
    body = SubElement(html, "body")
    SubElement(body, "h1").text = "Where everybody stands"
    _figure(body, "Who meets each clause", drawn["clauses"])
    clauses = [
        (each.rule, each.line, each.people, each.met, each.short, each.unknown, each.short_by, each.next_due or "")
        for each in sums.clauses
    ]
    _table(body, ("rule", "clause", "people", "met", "short", "unknown", "short by, on average", "next due"), clauses)
    _figure(body, "By how much the totals are missed", drawn["shortfall"])
    _table(body, ("unit", "missing", "people"), [(each.unit, each.words, each.people) for each in sums.steps])
    _figure(body, "When what is missing falls due", drawn["due"])
    _table(body, ("month", "people"), [(each.month, each.people) for each in sums.months])
    SubElement(body, "h2").text = "Departments"
    units = [(each.department or "–", each.rule, each.people, each.short, each.unknown) for each in sums.units]
    _table(body, ("department", "rule", "people", "short of something", "cannot be decided"), units)
    return html


def _figure(body: Element, title: str, chart: Element) -> None:
    SubElement(body, "h2").text = title
    SubElement(body, "figure").append(chart)


def _table(body: Element, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    table = SubElement(body, "table")
    numbers = [bool(rows) and isinstance(cell, (int, float)) for cell in rows[0]] if rows else [False] * len(head)
    line = SubElement(SubElement(table, "thead"), "tr")
    for name, is_number in zip(head, numbers, strict=True):
        SubElement(line, "th", {"scope": "col", **({"class": "n"} if is_number else {})}).text = name
    inside = SubElement(table, "tbody")
    for row in rows:
        line = SubElement(inside, "tr")
        for cell, is_number in zip(row, numbers, strict=True):
            said = f"{cell:,.2f}" if isinstance(cell, float) else f"{cell:,}" if isinstance(cell, int) else str(cell)
            SubElement(line, "td", {"class": "n"} if is_number else {}).text = said
