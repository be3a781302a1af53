"""Moodle XML question banks, read without entities, DTD or network."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final, cast

from lxml import etree

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.assessment.markup import html_to_markdown, html_to_text
from opencme.rules.assessment.questions import FULL, Accepted, Choice, Kind, Pair, Question, Range, number
from opencme.rules.assessment.reading import Reading

SET_ASIDE: Final[Mapping[str, str]] = {
    "description": _("A description is text, not a question."),
    "essay": _("An essay has no right answer to score."),
}


def read_moodle_xml(content: bytes, reading: Reading) -> None:
    """Read the bytes of a Moodle XML file into ``reading``."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as fault:
        reading.error(fault.lineno or 1, _("This is not well-formed XML: %(why)s"), why=str(fault.msg)[:160])
        return
    if getattr(root.getroottree().docinfo, "doctype", ""):
        reading.error(
            1, _("The file declares a document type or entities; those are never read. Export it again from Moodle.")
        )
        return
    if root.tag != "quiz":
        reading.error(
            cast("int", root.sourceline or 1),
            _("A Moodle XML file has the root <quiz>; this one has <%(tag)s>."),
            tag=str(root.tag)[:60],
        )
        return
    category = ""
    for element in root:
        if element.tag != "question":
            continue
        kind = (element.get("type") or "").lower()
        if kind == "category":
            category = (_text(element, "category") or "").replace("$course$/", "").removeprefix("top/").strip()
            continue
        _read_question(element, kind, category, reading)


def _read_question(element: Any, kind: str, category: str, reading: Reading) -> None:
    line = element.sourceline or 1
    if kind in SET_ASIDE:
        reading.aside(line, SET_ASIDE[kind])
        return
    read = READERS.get(kind)
    if read is None:
        reading.aside(line, _("Questions of the type “%(type)s” are not supported."), type=kind[:40] or "?")
        return
    for file in element.iter("file"):
        reading.note(
            file.sourceline or line,
            _("The file “%(name)s” embedded in a question is not taken; add it to the content instead."),
            name=(file.get("name") or "?")[:80],
        )
    before = len(reading.errors)
    answers = read(element, line, reading)
    if answers is None or len(reading.errors) > before:
        return
    reading.take(
        line,
        Question(
            kind=answers.kind,
            stem=_rich(element.find("questiontext")),
            title=html_to_text(_text(element, "name/text"))[:200],
            choices=answers.choices,
            accepted=answers.accepted,
            ranges=answers.ranges,
            pairs=answers.pairs,
            distractors=answers.distractors,
            is_case_sensitive=answers.is_case_sensitive,
            rationale=_rich(element.find("generalfeedback")),
        ),
        category,
    )


def _text(element: Any, path: str) -> str:
    found = element.find(path)
    if found is None:
        return ""
    inner = found.find("text")
    return str((inner if inner is not None else found).text or "")


def _rich(holder: Any) -> str:
    if holder is None:
        return ""
    text = _text(holder, "text")
    form = (holder.get("format") or "html").lower()
    if form == "markdown":
        return text.strip()
    if form == "plain_text":
        return re.sub(r"([\\`*_\[\]<>])", r"\\\1", text.strip())
    return html_to_markdown(text)


def _flat(holder: Any) -> str:
    form = (holder.get("format") or "html").lower()
    text = _text(holder, "text")
    return " ".join(text.split()) if form in ("plain_text", "markdown") else html_to_text(text)


def _weight(answer: Any, reading: Reading) -> Decimal:
    value = number(answer.get("fraction") or "0")
    if value is None or abs(value) > FULL:
        reading.error(
            answer.sourceline or 1,
            _("The fraction “%(text)s” is no percentage."),
            text=(answer.get("fraction") or "")[:40],
        )
        return Decimal(0)
    return value


def _feedback(answer: Any) -> str:
    holder = answer.find("feedback")
    return "" if holder is None else _flat(holder)


def _multichoice(element: Any, _line: int, reading: Reading) -> Question:
    choices = tuple(Choice(_flat(a), _weight(a, reading), _feedback(a)) for a in element.findall("answer"))
    is_single = (_text(element, "single").strip().lower() or "true") in ("true", "1")
    return Question(kind=Kind.SINGLE if is_single else Kind.MULTIPLE, stem="", choices=choices)


def _truefalse(element: Any, line: int, reading: Reading) -> Question | None:
    found = {_flat(a).lower(): Choice("", _weight(a, reading), _feedback(a)) for a in element.findall("answer")}
    if set(found) != {"true", "false"}:
        reading.error(line, _("A true/false question needs the two answers “true” and “false”."))
        return None
    choices = tuple(
        Choice(word, found[key].weight, found[key].feedback) for word, key in (("True", "true"), ("False", "false"))
    )
    return Question(kind=Kind.TRUE_FALSE, stem="", choices=choices)


def _shortanswer(element: Any, _line: int, reading: Reading) -> Question:
    accepted = ((Accepted(_flat(a), _weight(a, reading), _feedback(a))) for a in element.findall("answer"))
    return Question(
        kind=Kind.SHORT,
        stem="",
        accepted=tuple(each for each in accepted if each.weight > 0),
        is_case_sensitive=_text(element, "usecase").strip() == "1",
    )


def _numerical(element: Any, line: int, reading: Reading) -> Question | None:
    if element.find("units/unit") is not None:
        reading.note(line, _("The units of this numerical question are not taken; say the unit in its text."))
    ranges = []
    for answer in element.findall("answer"):
        weight = _weight(answer, reading)
        if weight <= 0:
            continue
        centre, width = number(_text(answer, "text")), number(_text(answer, "tolerance") or "0")
        if centre is None or width is None:
            reading.error(
                answer.sourceline or line, _("“%(text)s” is not a number."), text=_text(answer, "text").strip()[:60]
            )
            return None
        ranges.append(Range(centre - abs(width), centre + abs(width), weight, _feedback(answer)))
    return Question(kind=Kind.NUMERIC, stem="", ranges=tuple(ranges))


def _matching(element: Any, _line: int, _reading: Reading) -> Question:
    sides = [(_flat(sub), html_to_text(_text(sub, "answer/text"))) for sub in element.findall("subquestion")]
    return Question(
        kind=Kind.MATCHING,
        stem="",
        pairs=tuple(Pair(left, right) for left, right in sides if left),
        distractors=tuple(right for left, right in sides if not left and right),
    )


READERS: Final[Mapping[str, Callable[[Any, int, Reading], Question | None]]] = {
    "multichoice": _multichoice,
    "truefalse": _truefalse,
    "shortanswer": _shortanswer,
    "numerical": _numerical,
    "matching": _matching,
}
