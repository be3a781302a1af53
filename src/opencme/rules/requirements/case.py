"""One person before one rule on one day: what every part of the evaluation reads, and the proof it writes."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from opencme.rules.requirements import amounts
from opencme.rules.requirements.cycles import Term, add_months, window_ending
from opencme.rules.requirements.definitions import Alternative, Rule
from opencme.rules.requirements.facts import Credit, Person
from opencme.rules.requirements.lines import Because, Line, Verdict
from opencme.rules.requirements.prepare import Match, Prepared
from opencme.rules.requirements.worth import worth_of

DAWN = date.min


Row = tuple[Credit, Match, int]
"""One credit: what it is under the rule and what it is worth in the rule's unit, or how much of that counts."""


_day: Callable[[Credit], date] = itemgetter(0)


@dataclass(slots=True)
class Case:
    """The facts of one evaluation.

    term: the cycle, None when it could not be fixed (``cycle_questions`` say what to ask). required: the total owed,
    thousandths, None when no source says. is_exempt: nothing is owed at all. is_first_exempt: the first cycle owes no
    total. lifts_topics: whether an exemption lifts the mandates, None when no source says. way: the alternative judged
    by, None for the rule itself. carried: the surplus used.
    open_ways: facts nobody stated on which hangs an alternative that would be met. half_exempt: facts nobody stated of
    an exemption whose other facts are known to hold.
    proof: None when none is recorded.
    """

    prepared: Prepared
    rule: Rule
    person: Person
    as_of: date
    term: Term | None
    cycle_questions: tuple[str, ...] = ()
    required: int | None = None
    required_note: str = ""
    required_questions: tuple[str, ...] = ()
    is_exempt: bool = False
    is_first_exempt: bool = False
    lifts_topics: bool | None = False
    way: Alternative | None = None
    carried: int = 0
    open_ways: list[str] = field(default_factory=list)
    half_exempt: list[str] = field(default_factory=list)
    proof: list[Because] | None = None
    warnings: list[str] = field(default_factory=list)
    credits: Sequence[Credit] = ()
    matches: Sequence[Match] = ()
    on_topic: list[list[tuple[Credit, Match]]] = field(default_factory=list)

    def match_credits(self) -> None:
        """Match every credit up to the day asked, once; a repeated course counts once in a calendar year."""
        held = known = self.person.credits
        if known and known[-1][0] > self.as_of:
            held = known = known[: bisect_right(known, self.as_of, key=_day)]
        if self.rule.same_course_once_per_year:
            held = tuple(self._each_course_once(known))
        self.credits, self.matches = held, self.prepared.matches_of(held)
        on_topic: list[list[tuple[Credit, Match]]] = [[] for _ in self.rule.topics]
        self.on_topic = on_topic
        for pair in zip(held, self.matches, strict=True) if on_topic else ():
            for index in pair[1].topics:
                on_topic[index].append(pair)
        for credit in self.person.credits[len(known) :] if self.proof is not None else ():
            self.say("cycle", credit, 0, "lies after the day asked")

    def _each_course_once(self, credits_: Sequence[Credit]) -> Iterator[Credit]:
        """Leave out repeats in a calendar year: what counted in the cycle before stays, else what is worth most."""
        first = self.window()[0]
        best: dict[tuple[str, int], tuple[tuple[bool, bool, int], Credit]] = {}
        for credit in credits_:
            if credit.course:
                key = (credit.course, credit.day.year)
                rank = (self.prepared.match(credit).admitted, credit.day < first, credit.amount)
                if key not in best or rank > best[key][0]:
                    best[key] = rank, credit
        for credit in credits_:
            if credit.course and best[credit.course, credit.day.year][1] is not credit:
                self.say("duplicates", credit, 0, "the same course counts once in a calendar year")
            else:
                yield credit

    def take(self, way: Alternative | None, required: int | None) -> None:
        """Go on by an alternative, or by the rule itself, with what it asks."""
        self.way, self.required = way, required

    @property
    def last_day(self) -> date:
        """The last day of the cycle, or the day asked where there is none."""
        return self.term.end if self.term else self.as_of

    def window(self) -> tuple[date, date]:
        """Give the first and last day on which credit for the total may lie."""
        rule, term = self.rule, self.term
        if rule.counts_for_life or term is None:
            return DAWN, self.as_of
        first, last = term.start, term.end
        if self.way is not None and self.way.window_months:
            return window_ending(last, self.way.window_months)[0], min(last, self.as_of)
        if rule.cycle.window_months and self.person.cycle is None:
            first, last = window_ending(term.end, rule.cycle.window_months)
        elif rule.cycle.window_months and rule.cycle.window_months > term.months:
            first = window_ending(term.end, rule.cycle.window_months)[0]
        if rule.validity_months:
            first = max(first, window_ending(last, rule.validity_months)[0])
        return first, min(last, self.as_of)

    def within(self, first: date, last: date) -> list[tuple[Credit, Match]]:
        """Give the credits of these days with what they are under the rule."""
        held = self.credits
        days = slice(bisect_left(held, first, key=_day), bisect_right(held, last, key=_day))
        return list(zip(held[days], self.matches[days], strict=True))

    def valued(self, pairs: Iterable[tuple[Credit, Match]]) -> list[Row]:
        """Give these credits with what each is worth in the rule's unit."""
        worth = self.amount_of
        if self.rule.rounding is None:
            return [(each, match, each[1] if each[3] is None else worth(each)) for each, match in pairs]
        return [(each, match, worth(each)) for each, match in pairs]

    def amount_of(self, credit: Credit) -> int:
        """Give what one credit is worth in the rule's unit, rounded as the rule rounds."""
        return worth_of(self.rule, credit)

    def say(self, clause: str, subject: Credit | str, counted: int | None, words: str) -> None:
        """Write one step of the proof, when one is recorded."""
        if self.proof is not None:
            name = subject if isinstance(subject, str) else name_of(subject)
            self.proof.append(Because(clause, name, counted, words))

    def take_proof(self) -> tuple[Because, ...]:
        """Give the steps written since the last time."""
        if not self.proof:
            return ()
        taken = tuple(self.proof)
        self.proof.clear()
        return taken

    def line(
        self,
        name: str,
        *,
        required: int | None,
        counted: int | None,
        by: date | None = None,
        verdict: Verdict | None = None,
        unit: str = "",
        note: str = "",
        questions: tuple[str, ...] = (),
        warnings: tuple[str, ...] = (),
    ) -> Line:
        """Make a line; without ``verdict`` it is met when ``counted`` reaches ``required``."""
        missing = max(0, required - counted) if required is not None and counted is not None else None
        if verdict is None:
            verdict = Verdict.UNKNOWN if missing is None else Verdict.NOT_MET if missing else Verdict.MET
        shows_day = verdict is Verdict.NOT_MET or verdict is Verdict.NOT_DUE
        due = (by or (self.term.end if self.term else None)) if shows_day else None
        key = (name, verdict, required, counted, due, unit, note, questions, warnings)
        if self.proof is None and (known := self.prepared.lines.get(key)):
            return known
        made = Line(
            rule=self.rule.id,
            line=name,
            verdict=verdict,
            required=required,
            counted=counted,
            missing=missing,
            by=due,
            unit=unit or self.rule.unit,
            note=note,
            questions=tuple(dict.fromkeys(questions)),
            warnings=warnings,
            why=self.take_proof(),
        )
        return made if self.proof is not None else self.prepared.keep(key, made)

    def not_applicable(self, name: str, note: str, unit: str) -> Line:
        """Make the line of a clause that asks nothing of this person; ``note`` says why."""
        key = (name, note)
        known = self.prepared.lines.get(key) if self.proof is None else None
        if known is None:
            known = self.line(name, required=0, counted=0, verdict=Verdict.NOT_APPLICABLE, note=note, unit=unit)
            if self.proof is None:
                self.prepared.keep(key, known)
        return known

    def months_into_cycle(self, months: int) -> date:
        """Give the last day of the first ``months`` months of the cycle."""
        start = self.term.start if self.term else self.as_of
        return add_months(start, months)


def name_of(credit: Credit) -> str:
    """Give a credit's name as a proof shows it."""
    return credit.label or credit.course or f"{credit.system} {amounts.text(credit.amount)} on {credit.day}"
