"""When credit is counted, read from the pack: cycles and what holds in the first of them."""

from datetime import date
from decimal import Decimal
from typing import Final

from opencme.catalog.requirement_sets.located import Located, Reader, load
from opencme.catalog.requirement_sets.parts import MOST_MONTHS, amount, condition, share
from opencme.catalog.requirement_sets.vocabulary import Vocabulary
from opencme.rules.requirements.amounts import ONE
from opencme.rules.requirements.definitions import Cycle, FirstCycle, FirstRow

HALVES: Final = frozenset({"odd", "even"})
PARITIES: Final = HALVES | frozenset({"birth_year", "surname_group", "licence_specific"})


def read_cycle(r: Reader, words: Vocabulary) -> Cycle:
    """Read when credit is counted."""
    c = r.part("cycle")
    if c is None:
        r.complain("cycle", "is missing")
        c = Reader.of(load("anchor: none"), f"{r.where}, cycle", [])
    ends = []
    for each in c.texts("end"):
        try:
            ends.append(_month_day(each))
        except ValueError:
            c.complain("end", f"holds “{each}”; write month and day as MM-DD")
    table = c.part("parity_table")
    unconfirmed = c.part("unconfirmed")
    cycle = Cycle(
        months=c.whole("months", least=1, most=MOST_MONTHS),
        anchor=c.one_of("anchor", words["cycle_anchors"], required=True),
        ends=tuple(ends),
        parity=c.one_of("parity", PARITIES),
        parity_table={key: table.one_of(key, HALVES) for key in table.values} if table else {},
        window_months=c.whole("window_months", least=1, most=MOST_MONTHS),
        known_start=c.day("known_start"),
        known_end=c.day("known_end"),
        starts_birthday_after_issue=c.text("start") == "birthday_after_issue",
        unconfirmed=tuple(unconfirmed.values) if unconfirmed else (),
        first=_first(c, words),
        note=c.text("note"),
    )
    for key in ("start_rule", "window_note", "licence_renewal_months"):
        c.raw(key)
    c.finish()
    return cycle


def _month_day(text: str) -> tuple[int, int]:
    month, day = (int(part) for part in text.split("-"))
    date(2024, month, day)
    return month, day


def _first(c: Reader, words: Vocabulary) -> FirstCycle:
    f = c.part("first_cycle")
    if f is None:
        return FirstCycle(rule="unverified")
    due = f.raw("topics_still_due")
    step, rounding = _rounded(f)
    otherwise = f.raw("otherwise")
    if due is not None and due != "all" and not isinstance(due, list):
        f.complain("topics_still_due", "must be “all” or a list of topic ids")
    if isinstance(otherwise, (Located, list, bool)) or (isinstance(otherwise, str) and otherwise != "full"):
        f.complain("otherwise", "must be “full” or an amount")
        otherwise = None
    found = FirstCycle(
        rule=f.one_of("rule", words["first_cycle_rules"], required=True),
        method=f.text("method"),
        table=tuple(_row(each, words) for each in f.parts("table")),
        otherwise=otherwise if isinstance(otherwise, str) or otherwise is None else int(Decimal(otherwise) * ONE),
        topics_still_due=frozenset(map(str, due)) if isinstance(due, list) else None,
        all_topics_still_due=due == "all",
        step=step,
        rounding=rounding,
        note=f.text("note"),
    )
    f.finish()
    return found


def _rounded(f: Reader) -> tuple[int | None, str]:
    """Read how a share is rounded: a word, or step and mode."""
    if not isinstance(f.raw("rounding"), Located):
        return None, f.text("rounding")
    r = Reader.of(f.raw("rounding"), f"{f.where}, rounding", f.problems)
    step, mode = amount(r, "increment"), r.text("mode")
    r.finish()
    return step, mode


def _row(r: Reader, words: Vocabulary) -> FirstRow:
    row = FirstRow(
        when=condition(r, "if", words),
        entered=r.text("entered"),
        total=amount(r, "total"),
        share=share(r, "share"),
        months=r.whole("months", least=1, most=MOST_MONTHS),
        end=r.day("end"),
    )
    r.finish()
    return row
