"""Where a person stands before every authority: one set of queries for all of them, the engine for the rest."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from django.db.models import Exists, OuterRef

from opencme.apps.wallet.models import Earlier, Obligation, OwnRules, WalletSettings
from opencme.apps.wallet.selectors.held import Held, credits_before, credits_held_by
from opencme.apps.wallet.selectors.persons import implied_by, person_for
from opencme.catalog.outside_credit import PARTICIPATION
from opencme.catalog.requirement_sets import editions_of, prepared
from opencme.catalog.requirement_sets.own import prepared_own
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import Period
from opencme.rules.requirements import Line, Person, Prepared, Rule, Verdict, evaluate
from opencme.rules.requirements.conditions import Value
from opencme.rules.requirements.cycles import Fixed, Term
from opencme.rules.requirements.editions import governing
from opencme.rules.requirements.facts import Credit, sort_credits
from opencme.rules.requirements.overall import binding, due_next, open_questions, overall
from opencme.rules.requirements.worth import worth_of

__all__ = ["Standing", "Wallet", "person_for", "stand", "standings", "wallet_of"]


NOT_NOTED: Final = _("owed once; whether it was done by then was not noted")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one obligation stands.

    rule: the edition that governs the cycle, None when none is known; edition: its name. term: the cycle's days;
    cycle: the same with the number of the renewal. verdict: the worst of the lines that bind. due: the nearest day on
    which something missing falls due, else the end of the cycle. questions: what must be asked to decide.
    has_ended: the cycle the person noted is over, and the next one is shown. is_over: this is a cycle that was.
    exempting: facts that would exempt. earned: thousandths earned in the cycle of a kind that may count, in the
    rule's unit and rounded as the rule rounds, before maxima.
    """

    obligation: Obligation
    rule: Rule | None
    edition: str
    term: Period | None
    cycle: Term | None
    lines: tuple[Line, ...]
    verdict: Verdict
    due: date | None
    questions: tuple[str, ...]
    person: Person = field(repr=False)
    has_ended: bool = False
    is_over: bool = False
    exempting: frozenset[str] = frozenset()
    earned: int = 0

    @property
    def total(self) -> Line | None:
        """The line of the total."""
        return next((line for line in self.lines if line.line == "total"), None)

    @property
    def mandates(self) -> tuple[Line, ...]:
        """The lines of topics that bind this person."""
        ids = {topic.id for topic in self.rule.topics} if self.rule else set()
        return tuple(line for line in self.lines if line.line in ids and line.verdict is not Verdict.NOT_APPLICABLE)

    @property
    def missing(self) -> tuple[Line, ...]:
        """The lines that bind and are not met."""
        lines = binding(self.rule, self.lines) if self.rule else self.lines
        return tuple(line for line in lines if line.verdict is Verdict.NOT_MET)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What the answer rests on that no source confirmed, each once."""
        return tuple(dict.fromkeys(warning for line in self.lines for warning in line.warnings))


@dataclass(frozen=True, slots=True, kw_only=True)
class Wallet:
    """Everything of one person that the engine needs, read once.

    families: every edition a person's own rules have, by family. earlier: by obligation, None for all of them.
    plain: the credits that count, sorted, without those of ``rivals``: the same hours in several credit systems, of
    which each rule takes the one it can use for most, and participation, which not every rule takes alike.
    """

    settings: WalletSettings | None
    obligations: tuple[Obligation, ...]
    families: Mapping[str, tuple[OwnRules, ...]]
    earlier: Mapping[int | None, tuple[Earlier, ...]]
    held: tuple[Held, ...]
    plain: tuple[Credit, ...]
    rivals: tuple[Held, ...]
    implied: Mapping[str, Value]

    def credits_for(self, rule: Prepared, more: Iterable[Credit] = ()) -> tuple[Credit, ...]:
        """Give the credits one rule may look at, sorted; ``more`` are added for a "what if"."""
        extra = (*credits_before(self.rivals, rule), *more)
        return sort_credits([*self.plain, *extra]) if extra else self.plain


def wallet_of(person_id: int) -> Wallet:
    """Read what stands in the wallet: two queries and those of the credits, one more where own rules were amended."""
    return wallets_of((person_id,))[person_id]


def wallets_of(person_ids: Collection[int]) -> Mapping[int, Wallet]:
    """Read several people's wallets in as many queries as one; the caller has decided that the reader may see them."""
    obligations: dict[int, list[Obligation]] = defaultdict(list)
    others = OwnRules.objects.filter(family=OuterRef("own_rules__family")).exclude(pk=OuterRef("own_rules"))
    chosen = Obligation.objects.filter(person_id__in=person_ids, ended_at=None).annotate(is_amended=Exists(others))
    is_amended = False
    for each in chosen.select_related("own_rules", "person__wallet_settings"):
        obligations[each.person_id].append(each)
        is_amended = is_amended or each.is_amended
    held = credits_held_by(person_ids)
    families: dict[int, dict[str, list[OwnRules]]] = defaultdict(lambda: defaultdict(list))
    if is_amended:
        for own in OwnRules.objects.filter(person_id__in=person_ids):
            families[own.person_id][own.family].append(own)
    earlier: dict[int, dict[int | None, list[Earlier]]] = defaultdict(lambda: defaultdict(list))
    for row in Earlier.objects.filter(person_id__in=person_ids) if obligations else ():
        earlier[row.person_id][row.obligation_id].append(row)
    return {each: _wallet(tuple(obligations[each]), held[each], families[each], earlier[each]) for each in person_ids}


def _wallet(
    obligations: tuple[Obligation, ...],
    held: tuple[Held, ...],
    families: Mapping[str, list[OwnRules]],
    earlier: Mapping[int | None, list[Earlier]],
) -> Wallet:
    times = Counter(each.event or each.key for each in held if each.counts)
    counting = [each for each in held if each.counts]
    rivals = tuple(each for each in counting if times[each.event or each.key] > 1 or each.system == PARTICIPATION)
    plain = [each.credit() for each in counting if times[each.event or each.key] == 1 and each.system != PARTICIPATION]
    return Wallet(
        settings=getattr(obligations[0].person, "wallet_settings", None) if obligations else None,
        obligations=obligations,
        families={name: tuple(rows) for name, rows in families.items()},
        earlier={key: tuple(rows) for key, rows in earlier.items()},
        held=held,
        plain=sort_credits(plain),
        rivals=rivals,
        implied=implied_by(obligations),
    )


def standings(person_id: int, as_of: date, *, with_proof: bool = False) -> tuple[Standing, ...]:
    """Give how everything the person must renew stands on the day ``as_of``, in the person's own order.

    Every credit up to that day counts; a credit that repeats another, or was revoked, does not.
    """
    wallet = wallet_of(person_id)
    return tuple(stand(wallet, each, as_of, with_proof=with_proof) for each in wallet.obligations)


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A person in one cycle, before anything is counted. chosen: the edition that governs it, None: none is known."""

    person: Person
    family: str
    chosen: Prepared | None
    fixed: Fixed

    @property
    def term(self) -> Term | None:
        """The cycle; None where it is not known, or where the rule has none."""
        return None if self.chosen is not None and self.chosen.rule.cycle.months is None else self.fixed[0]


def placed(wallet: Wallet, obligation: Obligation, as_of: date, *, is_over: bool = False) -> Placed | None:
    """Find the cycle that holds ``as_of`` and its edition; None where the pack no longer holds the rule.

    is_over: it is a cycle before the present one; what was noted of later days, or as surplus into the present cycle,
    is left out.
    """
    editions = editions_for(obligation, wallet.families)
    if not editions:
        return None
    earlier = (*wallet.earlier.get(None, ()), *wallet.earlier.get(obligation.pk, ()))
    person = person_for(
        obligation,
        editions[-1].rule,
        as_of,
        settings=wallet.settings,
        earlier=[each for each in earlier if each.day and each.day <= as_of] if is_over else earlier,
        implied=wallet.implied,
        is_over=is_over,
    )
    rule, fixed = governing([each.rule for each in editions], person, as_of)
    chosen = next((each for each in editions if each.rule is rule), None)
    return Placed(person=person, family=editions[-1].rule.id, chosen=chosen, fixed=fixed)


def stand(
    wallet: Wallet,
    obligation: Obligation,
    as_of: date,
    *,
    with_proof: bool = False,
    more: Iterable[Credit] = (),
    is_over: bool = False,
) -> Standing:
    """Judge one obligation of a wallet by the edition that governs its cycle; ``more`` credits answer "what if".

    is_over: ``as_of`` is the last day of a cycle before the present one; what is owed once is then not judged as
    missing, since it may have been done before anything was noted here.
    """
    found = placed(wallet, obligation, as_of, is_over=is_over)
    if found is None:
        return _undecided(obligation, Person(), obligation.family, _("the pack no longer holds this rule"))
    chosen, fixed, term = found.chosen, found.fixed, found.term
    if chosen is None:
        note = _("no edition of this rule is known for this cycle")
        undecided = _undecided(obligation, found.person, found.family, note)
        return replace(undecided, is_over=True, term=Period(term.start, term.end)) if is_over and term else undecided
    rule = chosen.rule
    person = replace(found.person, credits=wallet.credits_for(chosen, more))
    lines = evaluate(chosen, person, as_of, fixed=fixed, with_proof=with_proof)
    if is_over:
        lines = tuple(_as_noted(rule, line) for line in lines)
    return Standing(
        obligation=obligation,
        rule=rule,
        edition=rule.id,
        term=Period(term.start, term.end) if term else None,
        cycle=term,
        lines=lines,
        verdict=overall(rule, lines),
        due=due_next(lines) or (term.end if term else None),
        questions=_questions(rule, obligation, lines),
        person=person,
        has_ended=obligation.cycle_end is not None and obligation.cycle_end < as_of,
        is_over=is_over,
        exempting=chosen.exempting - person.facts.keys(),
        earned=_earned(chosen, person, term, as_of),
    )


def _as_noted(rule: Rule, line: Line) -> Line:
    """Leave undecided what is owed once and not shown to be done by the end of an earlier cycle."""
    is_once = rule.is_once or any(each.id == line.line and each.frequency.kind == "once" for each in rule.topics)
    if not is_once or line.verdict is not Verdict.NOT_MET:
        return line
    counted = line.counted or None
    return replace(line, verdict=Verdict.UNKNOWN, counted=counted, missing=None, by=None, note=NOT_NOTED)


def _earned(chosen: Prepared, person: Person, term: Term | None, as_of: date) -> int:
    if term is None:
        return 0
    last = min(term.end, as_of)
    within = (each for each in person.credits if term.start <= each.day <= last)
    return sum(worth_of(chosen.rule, each) for each in within if chosen.match(each).admitted)


def _questions(rule: Rule, obligation: Obligation, lines: tuple[Line, ...]) -> tuple[str, ...]:
    """Give the open questions; of what is owed once, first whether it was attested before."""
    found = open_questions(lines)
    is_unsaid = obligation.attested_before is None and "attested_before" not in obligation.facts
    if rule.is_once and is_unsaid and lines[0].verdict is not Verdict.MET:
        event = rule.once_deadline.event if rule.once_deadline else ""
        return ("attested_before", *(each for each in found if each != event))
    return found


def editions_for(obligation: Obligation, families: Mapping[str, Iterable[OwnRules]]) -> tuple[Prepared, ...]:
    """Give every edition of what an obligation asks, earliest first; empty when the pack no longer holds its rule.

    Of a person's own rules each edition is in force until the day before the next one begins.
    """
    own = obligation.own_rules
    if own is None:
        return tuple(prepared(rule.id) for rule in editions_of(obligation.family))
    found = sorted(families.get(own.family, (own,)), key=lambda row: (row.in_force_from or date.min, row.pk))
    return tuple(prepared_own(row.name, as_text(row)) for row in found)


def as_text(own: OwnRules) -> str:
    """Give the definition of a person's own rules as the reader takes it."""
    return json.dumps(own.definition, indent=1, sort_keys=True, ensure_ascii=False)


def _undecided(obligation: Obligation, person: Person, rule_id: str, note: str) -> Standing:
    line = Line(rule=rule_id, line="total", verdict=Verdict.UNKNOWN, note=note)
    return Standing(
        obligation=obligation,
        rule=None,
        edition="",
        term=None,
        cycle=None,
        lines=(line,),
        verdict=Verdict.UNKNOWN,
        due=None,
        questions=(),
        person=person,
    )
