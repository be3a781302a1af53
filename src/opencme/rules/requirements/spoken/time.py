"""By when: cycle, first cycle, surplus, grace, in plain words."""

from collections.abc import Iterator
from fractions import Fraction

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.definitions import Cycle, FirstCycle, FirstRow, Rule
from opencme.rules.requirements.spoken import phrases
from opencme.rules.requirements.spoken.clause import Clause
from opencme.rules.requirements.spoken.named import mandates_named
from opencme.rules.requirements.spoken.phrases import Names
from opencme.rules.requirements.spoken.said import Said, listed
from opencme.rules.requirements.spoken.words import ANCHORS, COUNTED_FROM, PARITIES, PRORATED, ROUNDED

_MONTHS = (
    _("January"),
    _("February"),
    _("March"),
    _("April"),
    _("May"),
    _("June"),
    _("July"),
    _("August"),
    _("September"),
    _("October"),
    _("November"),
    _("December"),
)


def time_clauses(rule: Rule, names: Names) -> Iterator[Clause]:
    """Say when the cycle ends, what the first one asks, what moves on, and what comes after the end."""
    yield Clause(section="time", kind="cycle", key="cycle", words=tuple(_cycle(rule)), note=rule.cycle.note)
    if rule.in_force_from is not None or rule.in_force_to is not None:
        yield Clause(section="time", kind="edition", key="edition", words=(_edition(rule),))
    if rule.once_deadline is not None:
        said = Said(_("Due once: %(when)s."), {"when": phrases.until(rule.once_deadline)})
        told = [said]
        if rule.satisfied_by:
            what = listed((phrases.event(each) for each in rule.satisfied_by), "or")
            told.append(Said(_("Also met by %(what)s."), {"what": what}))
        yield Clause(section="time", kind="deadline", key="once", words=tuple(told))
    yield from _first_clause(rule, names)
    yield from _carried(rule, names)
    if rule.grace_days is not None:
        message = _("Days of grace after the end: %(n)s.")
        said = Said(message, {"n": str(rule.grace_days)})
        yield Clause(section="time", kind="grace", key="grace", words=(said,), note=rule.grace_note)


def _edition(rule: Rule) -> Said:
    first, last = rule.in_force_from, rule.in_force_to
    if first is not None and last is not None:
        return Said(_("This edition is in force from %(first)s through %(last)s."), {"first": first, "last": last})
    if last is not None:
        return Said(_("This edition is in force until %(last)s."), {"last": last})
    return Said(_("This edition is in force from %(first)s."), {"first": first or ""})


def _cycle(rule: Rule) -> Iterator[Said]:
    cycle = rule.cycle
    if cycle.months is not None:
        yield Said(_("A cycle is %(time)s long."), {"time": phrases.span(cycle.months)})
    if cycle.ends and cycle.anchor in {"fixed_date", "calendar_year"}:
        yield from _fixed(cycle)
    elif cycle.anchor and not (cycle.anchor == "fixed_date" and cycle.known_end):
        yield Said(ANCHORS[cycle.anchor])
        if cycle.parity in PARITIES:
            yield Said(PARITIES[cycle.parity])
    if cycle.window_months not in {None, cycle.months}:
        window = cycle.window_months or 0
        yield Said(_("Credit of the last %(time)s is counted."), {"time": phrases.span(window)})
    if cycle.known_start is not None:
        yield Said(_("A cycle that is known began on %(day)s."), {"day": cycle.known_start})
    if cycle.known_end is not None:
        yield Said(_("A cycle that is known ends on %(day)s."), {"day": cycle.known_end})


def _fixed(cycle: Cycle) -> Iterator[Said]:
    days = listed(
        (Said("%(month)s %(day)s", {"month": Said(_MONTHS[month - 1]), "day": str(day)}) for month, day in cycle.ends),
        "or",
    )
    yield Said(_("It ends on %(days)s."), {"days": days})
    if cycle.parity == "surname_group":
        for group, parity in cycle.parity_table.items():
            message = _("Surnames %(group)s: even years.") if parity == "even" else _("Surnames %(group)s: odd years.")
            yield Said(message, {"group": group})
    elif cycle.parity:
        yield Said(PARITIES[cycle.parity])


def _first_clause(rule: Rule, names: Names) -> Iterator[Clause]:
    first = rule.cycle.first
    if first.rule == "none" or not rule.total:
        return
    yield Clause(
        section="time",
        kind="first_cycle",
        key="first_cycle",
        words=tuple(_first(first, rule, names)),
        note=first.note,
        is_open=first.rule == "unverified" or first.method == "unverified",
    )


_FIRSTS = {
    "unverified": _("What the first cycle after licensing asks for is not known."),
    "full": _("The first cycle asks for the full amount."),
    "exempt": _("The first cycle asks for no general amount."),
    "orientation_only": _("The first renewal asks only for the authority's orientation."),
    "pro_rata_leave": _("Leave lowers the amount in proportion."),
}


def _first(first: FirstCycle, rule: Rule, names: Names) -> Iterator[Said]:
    if first.rule in _FIRSTS or first.method == "unverified":
        yield Said(_FIRSTS.get(first.rule, _FIRSTS["unverified"]))
    elif first.rule == "prorated":
        yield Said(PRORATED.get(first.method, _("The first cycle asks for a share of the amount.")))
    elif first.rule == "prorated_table":
        for row in first.table:
            told = {"when": row.entered, "share": phrases.percent(row.share or Fraction(0))}
            yield Said(_("First cycle entered in the %(when)s: %(share)s of the total."), told)
    else:
        yield from (said for row in first.table for said in _row(row, rule, names))
        if isinstance(first.otherwise, int):
            yield Said(_("Other first cycles: %(much)s."), {"much": phrases.amount(first.otherwise, rule.unit)})
        elif first.otherwise == "full":
            yield Said(_("Other first cycles: the full amount."))
    yield from _rounded(first, rule)
    if first.topics_still_due is not None:
        what = phrases.some(first.topics_still_due, mandates_named(rule, names))
        yield Said(_("Topics still owed in the first cycle: %(topics)s."), {"topics": what})
    elif first.rule == "exempt" and rule.topics:
        yield Said(_("Which topics stay owed in the first cycle is not known."))


def _rounded(first: FirstCycle, rule: Rule) -> Iterator[Said]:
    if first.step:
        yield Said(_("It is rounded to steps of %(step)s."), {"step": phrases.amount(first.step, rule.unit)})
    if first.rounding in ROUNDED:
        yield Said(ROUNDED[first.rounding])


def _row(row: FirstRow, rule: Rule, names: Names) -> Iterator[Said]:
    yield _first_row(row, rule, names)
    if row.end is not None:
        yield Said(_("It ends on %(day)s."), {"day": row.end})


def _first_row(row: FirstRow, rule: Rule, names: Names) -> Said:
    who = phrases.who(row.when, names) if row.when is not None else Said("")
    if row.months is not None:
        told = {"who": who, "time": phrases.span(row.months)}
        return Said(_("A clinician %(who)s: the first cycle lasts %(time)s."), told)
    if row.total is None:
        return Said(
            _("A clinician %(who)s: part of the first cycle is exempt; how much stays is not known."), {"who": who}
        )
    if row.total == 0:
        return Said(_("A clinician %(who)s: the first cycle asks for no general amount."), {"who": who})
    told_total = {"who": who, "much": phrases.amount(row.total, rule.unit)}
    return Said(_("A clinician %(who)s: the first cycle asks for %(much)s."), told_total)


def _carried(rule: Rule, names: Names) -> Iterator[Clause]:
    held = rule.carry_over
    if not rule.total:
        return
    if held.allowed is None:
        said = [Said(_("Whether surplus moves into the next cycle is not known."))]
    elif not held.allowed:
        said = [Said(_("Surplus does not move into the next cycle."))]
    elif held.maximum is None:
        said = [Said(_("Surplus moves into the next cycle."))]
    else:
        most = {"much": phrases.amount(held.maximum, rule.unit)}
        said = [Said(_("At most %(much)s of surplus move into the next cycle."), most)]
    if held.bucket:
        label = next((bucket.label for bucket in rule.buckets if bucket.key == held.bucket), held.bucket)
        said.append(Said(_("Only of this kind: %(kind)s."), {"kind": label}))
    if held.excludes_topics:
        what = phrases.some(held.excludes_topics, mandates_named(rule, names))
        said.append(Said(_("It does not count for these topics: %(topics)s."), {"topics": what}))
    yield Clause(
        section="time",
        kind="carry_over",
        key="carry_over",
        words=tuple(said),
        amount=held.maximum,
        unit=rule.unit,
        is_open=held.allowed is None,
    )


def records_clause(rule: Rule) -> Clause:
    """Say how long proof must be kept."""
    if rule.retention_months is None:
        said = Said(_("How long proof must be kept is not known."))
        return Clause(section="proof", kind="records", key="records", words=(said,), is_open=True)
    told: dict[str, Said | str] = {"time": phrases.span(rule.retention_months)}
    message = _("Keep proof for %(time)s.")
    if rule.retention_from:
        told["from"] = Said(COUNTED_FROM.get(rule.retention_from, rule.retention_from))
        message = _("Keep proof for %(time)s %(from)s.")
    return Clause(section="proof", kind="records", key="records", words=(Said(message, told),))
