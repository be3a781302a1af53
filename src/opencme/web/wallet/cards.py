"""From standings to what pages draw: cards with a meter, and lines with their proof."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from urllib.parse import urlencode

from django.utils.translation import gettext, ngettext

from opencme.apps.wallet.selectors.line_words import missing_words, repeats_total
from opencme.apps.wallet.selectors.standing import NOT_NOTED, Standing
from opencme.catalog.requirement_sets.asking import Place, question
from opencme.catalog.requirement_sets.places import place
from opencme.rules.requirements import Line, Rule, Verdict, amounts
from opencme.rules.requirements.definitions import Topic
from opencme.rules.requirements.lines import Because
from opencme.rules.requirements.spoken import headline, phrases
from opencme.web.ui.lines import amount_words, line_title, warning_words
from opencme.web.ui.telling import spoken
from opencme.web.wallet.noted import kind_of
from opencme.web.wallet.words import KINDS, asked_words, past_words, verdict_words, within_words

MOST_SAID: Final = 3
EXEMPTING: Final = "an exemption may apply"
DONE: Final = {Verdict.MET, Verdict.CAPPED, Verdict.APPLIED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """One mandate under the meter: where it begins, how wide it is and how much of it is done, in hundredths."""

    x: float
    width: float
    done: float
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meter:
    """The total as a bar: what counts, what is asked, and all that is held where more is held than counts."""

    kind: str

    counted: Decimal
    required: Decimal
    held: Decimal | None
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One authority as the overview shows it. missing: in words, at most three; more: how many beside them."""

    standing: Standing
    title: str
    eyebrow: str
    asks: str
    kind: str
    word: str
    meter: Meter | None
    ticks: tuple[Tick, ...]
    mandates: str
    missing: tuple[str, ...]
    more: int
    end: date | None
    due: date | None
    questions: int

    @property
    def id(self) -> str:
        """The obligation's public id."""
        return str(self.standing.obligation.public_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of a proof as a table shows it."""

    clause: str
    subject: str
    counted: str
    words: str
    is_counted: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line with its proof as the authority's page shows it. noting: what can be noted as done, or empty.

    asked: the questions it hangs on, each with the query of its page.
    """

    line: Line
    title: str
    kind: str
    word: str
    required: str
    counted: str
    missing: str
    by: date | None
    note: str
    clause: str
    noting: str
    warnings: tuple[str, ...]
    asked: tuple[tuple[str, str], ...]
    steps: tuple[Step, ...]


def card(standing: Standing, today: date, asked: int) -> Card:
    """Draw one authority. asked: how many questions of it are open."""
    rule, row = standing.rule, standing.obligation
    kind, word = standing_words(standing, today)
    said = [missing_words(rule, line) for line in standing.missing if not repeats_total(standing, line)]
    mandates = standing.mandates
    done = sum(line.verdict in DONE for line in mandates)
    return Card(
        standing=standing,
        title=row.label,
        eyebrow=eyebrow(standing),
        asks=spoken(headline(rule)) if rule else "",
        kind=kind,
        word=word,
        meter=meter(standing),
        ticks=tuple(_ticks(mandates)),
        mandates=ngettext("%(done)s of %(count)s topic", "%(done)s of %(count)s topics", len(mandates))
        % {"done": done, "count": len(mandates)}
        if mandates
        else "",
        missing=tuple(said[:MOST_SAID]),
        more=max(0, len(said) - MOST_SAID),
        end=standing.term.last if standing.term else None,
        due=standing.due,
        questions=asked,
    )


def standing_words(standing: Standing, today: date) -> tuple[str, str]:
    """Give kind and word of how one authority stands, or stood in a cycle that is over."""
    if is_attested(standing):
        return "met", gettext("Met, attested")
    if not standing.is_over:
        return verdict_words(standing.verdict, standing.due, today)
    total = standing.total
    return past_words(standing.verdict, total.missing if total and total.verdict is Verdict.NOT_MET else None)


def eyebrow(standing: Standing) -> str:
    """Say what kind of thing it is and where: "State license, Massachusetts"."""
    kind = gettext(KINDS[standing.obligation.kind])
    if standing.rule is None or standing.obligation.own_rules_id:
        return kind
    return f"{kind}, {gettext(place(standing.rule.authority.jurisdiction).name)}"


def meter(standing: Standing) -> Meter | None:
    """Give the bar of the total; None where nothing is asked, counted or has to be."""
    total = standing.total
    if total is None or not total.required or total.counted is None or is_attested(standing):
        return None
    held = max(standing.earned, total.counted)
    return Meter(
        kind="met" if total.verdict is Verdict.MET else "",
        counted=amounts.shown(total.counted),
        required=amounts.shown(total.required),
        held=amounts.shown(held) if held > total.counted else None,
        unit=amount_words(total.required, total.unit).partition(" ")[2],
    )


def _ticks(lines: tuple[Line, ...]) -> Iterator[Tick]:
    """Give each mandate as wide as it is long, none narrower than a twentieth, with gaps between."""
    sizes = [max(line.required or 0, amounts.ONE) for line in lines]
    whole = sum(sizes)
    gap = min(1.2, 24 / max(len(lines), 1))
    wide = [max(4.0, size / whole * 100) for size in sizes] if whole else []
    scale = (100 - gap * (len(lines) - 1)) / sum(wide) if wide else 1
    x = 0.0
    for line, size in zip(lines, wide, strict=True):
        width = size * scale
        yield Tick(x=round(x, 2), width=round(width, 2), done=round(width * _share(line), 2), kind=_kind(line))
        x += width + gap


def _share(line: Line) -> float:
    if line.verdict in DONE:
        return 1.0
    if not line.required or not line.counted:
        return 0.0
    return min(line.counted / line.required, 1.0)


def _kind(line: Line) -> str:
    return {Verdict.UNKNOWN: "cannot_decide", Verdict.NOT_DUE: "calm"}.get(
        line.verdict, "met" if line.verdict in DONE else "short"
    )


def rows(standing: Standing, today: date) -> tuple[Row, ...]:
    """Draw the lines of one authority: what is missing first, then what cannot be decided, then the rest."""
    order = [Verdict.NOT_MET, Verdict.UNKNOWN, Verdict.MET, Verdict.CAPPED, Verdict.APPLIED, Verdict.NOT_DUE]
    lines = (line for line in standing.lines if not repeats_total(standing, line))
    drawn = [_row(standing, line, today) for line in lines]

    def place_of(row: Row) -> tuple[int, int]:
        known = row.line.verdict in order
        return (row.line.line != "total", order.index(row.line.verdict) if known else len(order))

    return tuple(sorted(drawn, key=place_of))


def _row(standing: Standing, line: Line, today: date) -> Row:
    rule = standing.rule
    if standing.is_over:
        kind, word = past_words(line.verdict, line.missing, is_noted=line.note != NOT_NOTED)
    else:
        kind, word = verdict_words(line.verdict, line.by, today)
    if line.verdict is Verdict.MET and _is_maximum(rule, line):
        kind, word = within_words(is_over=standing.is_over)
    topic = next((each for each in rule.topics if each.id == line.line), None) if rule else None
    is_thing = topic is not None and topic.is_counted_by_completion
    return Row(
        line=line,
        title=line_title(rule, line.line),
        kind=kind,
        word=word,
        required=_required(line, topic if is_thing else None),
        counted="" if line.counted is None or is_thing or is_attested(standing) else amounts.text(line.counted),
        missing="" if not line.missing or is_thing else amount_words(line.missing, line.unit),
        by=line.by,
        note=gettext(line.note) if line.note else "",
        clause=topic.note if topic else "",
        noting=f"{kind_of(topic.frequency.kind)}:{topic.id}"
        if topic is not None and line.verdict in {Verdict.NOT_MET, Verdict.UNKNOWN}
        else "",
        warnings=told(line.warnings),
        asked=tuple(_asked(standing, line)),
        steps=tuple(_step(rule, step, is_thing=is_thing) for step in line.why),
    )


def _is_maximum(rule: Rule | None, line: Line) -> bool:
    return rule is not None and any(each.id == line.line and each.operator == "max" for each in rule.limits)


def is_attested(standing: Standing) -> bool:
    """Say whether it counts as done because the person said so, not by credit that is held."""
    total, rule = standing.total, standing.rule
    if total is None or rule is None or not rule.is_once or not standing.person.attested_before:
        return False
    return total.verdict is Verdict.MET and standing.earned < (total.required or 0)


def _asked(standing: Standing, line: Line) -> Iterator[tuple[str, str]]:
    """Give the questions of a line that can be answered, with the query of their page."""
    for code in line.questions:
        asked = question(code)
        if asked is not None:
            of = str(standing.obligation.public_id) if asked.place is Place.OBLIGATION else ""
            yield asked_words(asked), urlencode({"code": code, "of": of} if of else {"code": code})


def told(warnings: Iterable[str]) -> tuple[str, ...]:
    """Give warnings as a page shows them; facts that would exempt are asked elsewhere, by name."""
    return tuple(warning_words(each) for each in warnings if not each.startswith(EXEMPTING))


def _required(line: Line, thing: Topic | None) -> str:
    """Say how much is asked: "10 credits", or "one course"."""
    if thing is not None:
        return spoken(phrases.completion(thing.unit))
    return amount_words(line.required, line.unit)


def _step(rule: Rule | None, step: Because, *, is_thing: bool) -> Step:
    counted = "" if step.counted is None else amounts.text(step.counted)
    if is_thing and step.counted:
        counted = "✓"
    return Step(
        clause=line_title(rule, step.clause),
        subject=step.subject,
        counted=counted,
        words=gettext(step.words),
        is_counted=bool(step.counted),
    )
