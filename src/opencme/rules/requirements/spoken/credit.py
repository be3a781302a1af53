"""The amount, which credit counts, and what eases the duty, in plain words."""

from collections.abc import Iterator, Mapping
from fractions import Fraction

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.definitions import UNDECIDED, Alternative, Bonus, Bucket, Equivalence, Limit, Rule
from opencme.rules.requirements.spoken import phrases
from opencme.rules.requirements.spoken.clause import Clause
from opencme.rules.requirements.spoken.named import mandates_named
from opencme.rules.requirements.spoken.phrases import Names
from opencme.rules.requirements.spoken.said import Params, Said, listed
from opencme.rules.requirements.spoken.words import FORMATS, LIFTED, PERIODS, ROUNDED, STRETCHES


def headline(rule: Rule) -> Said:
    """Say in one phrase what the rule asks for: "50 credits every 2 years"."""
    if rule.status in UNDECIDED:
        return Said(_("Cannot be decided from the sources"))
    if rule.status == "voluntary":
        return Said(_("Voluntary: nothing is owed"))
    if rule.total is None:
        return Said(_("The amount is not known"))
    if rule.total == 0:
        return Said(_("No general amount; topics only") if rule.topics else _("No set amount is asked for"))
    much = phrases.amount(rule.total, rule.unit)
    if rule.is_once:
        return Said(_("%(much)s, once"), {"much": much})
    if rule.cycle.months is None:
        return much
    window = rule.cycle.window_months
    if window is not None and window != rule.cycle.months:
        told = {"much": much, "time": phrases.span(window), "often": phrases.every(rule.cycle.months)}
        return Said(_("%(much)s in the last %(time)s, %(often)s"), told)
    return Said(_("%(much)s %(often)s"), {"much": much, "often": phrases.every(rule.cycle.months)})


def amount_clauses(rule: Rule) -> Iterator[Clause]:
    """Say the total, how long a unit is, and what held for earlier cycles."""
    told = [Said("%(head)s.", {"head": headline(rule)})]
    if rule.status == "recommended":
        told.append(Said(_("Recommended, not owed.")))
    is_plain = (rule.unit, rule.minutes_per_unit) == ("hour", 60)
    if rule.minutes_per_unit is not None and rule.total and rule.status not in UNDECIDED and not is_plain:
        message = _("One unit is %(n)s minutes of education.")
        told.append(Said(message, {"n": str(rule.minutes_per_unit)}))
    is_open = rule.status in UNDECIDED or rule.total is None
    yield Clause(
        section="amount",
        kind="total",
        key="total",
        words=tuple(told),
        amount=rule.total,
        unit=rule.unit,
        is_open=is_open,
    )
    for past in rule.past_totals:
        told_past = {"much": phrases.amount(past.total, rule.unit)}
        if past.first and past.last:
            message, days = (
                _("Cycles ending from %(first)s through %(last)s asked for %(much)s."),
                {"first": past.first},
            )
        else:
            message, days = _("Cycles ending by %(last)s asked for %(much)s."), {}
        said = Said(message, {**told_past, **days, "last": past.last or ""})
        yield Clause(
            section="amount", kind="past", key=f"past-{past.last}", words=(said,), amount=past.total, unit=rule.unit
        )


# ── which credit ──


def credit_clauses(rule: Rule, names: Names) -> Iterator[Clause]:
    """Say each kind of credit, its limits, weights and rounding."""
    for bucket in rule.buckets:
        yield Clause(
            section="credit",
            kind="bucket",
            key=bucket.key,
            words=tuple(_kind(bucket, names)),
            systems=bucket.systems,
            topics=bucket.topics,
        )
    labels = {bucket.key: bucket.label for bucket in rule.buckets}
    for limit in rule.limits:
        yield Clause(
            section="credit",
            kind="minimum" if limit.operator in {"min", "gt"} else "maximum",
            key=limit.id,
            words=tuple(_limit(limit, labels[limit.bucket], rule.unit, names)),
            note=limit.note,
            amount=limit.amount,
            share=limit.share,
            unit=limit.unit or rule.unit,
        )
    for index, bonus in enumerate(rule.bonuses, start=1):
        yield Clause(section="credit", kind="weight", key=f"weight-{index}", words=(_bonus(bonus, rule.unit, names),))
    if rule.rounding is not None:
        step = phrases.amount(rule.rounding.step, rule.unit)
        message = (
            _("Each credit is rounded down to steps of %(step)s.")
            if rule.rounding.mode == "down"
            else _("Each credit is rounded to the nearest step of %(step)s.")
        )
        told_steps = [Said(message, {"step": step})]
        if rule.rounding.first_minimum:
            least = phrases.amount(rule.rounding.first_minimum, rule.unit)
            told_steps.append(Said(_("One of less than %(least)s does not count."), {"least": least}))
        yield Clause(section="credit", kind="rounding", key="rounding", words=tuple(told_steps))
    if rule.same_course_once_per_year:
        said = Said(_("The same course counts once in a calendar year."))
        yield Clause(section="credit", kind="duplicates", key="duplicates", words=(said,))
    if rule.validity_months is not None:
        said = Said(_("A credit counts for %(time)s."), {"time": phrases.span(rule.validity_months)})
        yield Clause(section="credit", kind="validity", key="validity", words=(said,))
    if rule.counts_for_life:
        said = Said(_("Credit counts whenever it was earned."))
        yield Clause(section="credit", kind="validity", key="validity", words=(said,))


def _kind(bucket: Bucket, names: Names) -> Iterator[Said]:
    if bucket.systems == {"NONE"}:
        yield Said(_("Never counted: %(kind)s."), {"kind": bucket.label})
        return
    yield Said(
        _("%(kind)s: %(systems)s."),
        {"kind": bucket.label, "systems": listed(phrases.systems_named(bucket.systems, names), "or")},
    )
    if bucket.topics:
        yield Said(_("On %(topics)s."), {"topics": listed(phrases.topics_named(bucket.topics, names), "or")})
    for codes, message in ((bucket.formats, _("Only %(formats)s.")), (bucket.excludes_formats, _("Not %(formats)s."))):
        if codes:
            told = listed((Said(FORMATS.get(each, phrases.code(each))) for each in sorted(codes)), "or")
            yield Said(message, {"formats": told})
    if bucket.in_practice_area:
        yield Said(_("In one's own area of practice."))
    if bucket.min_score is not None:
        yield Said(
            _("With an assessment passed at %(share)s or more."),
            {"share": phrases.percent(Fraction(bucket.min_score, 1000))},
        )
    elif bucket.assessed:
        yield Said(_("With an assessment."))
    if bucket.approved_list:
        yield Said(_("From the list approved by %(who)s."), {"who": bucket.approved_list})


def _limit(limit: Limit, label: str, unit: str, names: Names) -> Iterator[Said]:
    if limit.amount is not None:
        much: Said | str = phrases.amount(limit.amount, limit.unit or unit)
    elif limit.share == 1 and limit.operator == "min":
        yield Said(_("All of the total must be of this kind: %(kind)s."), {"kind": label})
        yield from _besides(limit, unit, names)
        return
    else:
        much = Said(_("%(share)s of the total"), {"share": phrases.percent(limit.share or Fraction(0))})
    message = {
        "max": _("At most %(much)s %(per)s: %(kind)s."),
        "gt": _("More than %(much)s %(per)s: %(kind)s."),
    }.get(limit.operator, _("At least %(much)s %(per)s: %(kind)s."))
    per = Said(PERIODS.get(limit.per, phrases.code(limit.per)))
    yield Said(message, {"much": much, "per": per, "kind": label})
    yield from _besides(limit, unit, names)


def _besides(limit: Limit, unit: str, names: Names) -> Iterator[Said]:
    if limit.is_desirable:
        yield Said(_("Desirable, not owed."))
    if limit.unless is not None:
        yield Said(_("Not for a clinician %(who)s."), {"who": phrases.who(limit.unless, names)})
    if limit.rounding in ROUNDED:
        yield Said(ROUNDED[limit.rounding])
    if limit.auto_credit:
        yield Said(_("%(much)s of it are credited without proof."), {"much": phrases.amount(limit.auto_credit, unit)})


def _bonus(bonus: Bonus, unit: str, names: Names) -> Said:
    formats = (Said(FORMATS.get(each, phrases.code(each))) for each in sorted(bonus.formats))
    told: Params = {
        "what": listed([*phrases.topics_named(bonus.topics, names), *formats]),
        "times": f"{float(bonus.multiplier):g}",
    }
    if bonus.max_extra is not None:
        extra = phrases.amount(bonus.max_extra, unit)
        return Said(_("%(what)s weighs %(times)s times, at most %(extra)s extra."), {**told, "extra": extra})
    if bonus.applies_to_first is not None:
        first = phrases.amount(bonus.applies_to_first, unit)
        return Said(_("The first %(first)s of %(what)s in a cycle weigh %(times)s times."), {**told, "first": first})
    return Said(_("%(what)s weighs %(times)s times."), told)


# ── what eases it ──


def ease_clauses(rule: Rule, names: Names) -> Iterator[Clause]:
    """Say who is exempt, what stands in for credit, and which other ways there are."""
    called = mandates_named(rule, names)
    for index, each in enumerate(rule.exemptions, start=1):
        told = [_exempt(rule, each.effect, each.amount, phrases.who(each.when, names))]
        if each.applies_to:
            topics = phrases.some(each.applies_to, called)
            told.append(Said(_("Only from these topics: %(topics)s."), {"topics": topics}))
        elif each.effect == "exempt" and rule.topics:
            told.append(Said(LIFTED[each.lifts_topics]))
        if each.is_discretionary:
            told.append(Said(_("The authority may decide so; this cannot be computed.")))
        yield Clause(
            section="ease",
            kind="exemption",
            key=f"exemption-{index}",
            words=tuple(told),
            note=each.note,
            amount=each.amount,
        )
    labels = {bucket.key: bucket.label for bucket in rule.buckets}
    for index, each_event in enumerate(rule.equivalences, start=1):
        yield Clause(
            section="ease",
            kind="equivalence",
            key=f"{each_event.event}-{index}",
            words=tuple(_stands_in(each_event, rule.unit, labels, called)),
            note=each_event.note,
            amount=each_event.amount,
            unit=rule.unit,
        )
    for other in rule.alternatives:
        yield Clause(
            section="ease",
            kind="alternative",
            key=other.id,
            words=tuple(_alternative(other, rule, labels, names)),
            amount=other.total,
            unit=rule.unit,
        )


def _exempt(rule: Rule, effect: str, amount: int | None, who: Said) -> Said:
    if effect == "exempt":
        return Said(_("Exempt: a clinician %(who)s."), {"who": who})
    if amount is None:
        return Said(_("Owes less, by an amount the authority sets: a clinician %(who)s."), {"who": who})
    return Said(_("Owes %(much)s less: a clinician %(who)s."), {"who": who, "much": phrases.amount(amount, rule.unit)})


def _stands_in(each: Equivalence, unit: str, labels: dict[str, str], called: Mapping[str, Said]) -> Iterator[Said]:
    what: Params = {"event": phrases.event(each.event)}
    if each.effect == "satisfies_total":
        yield Said(_("Stands for the whole total: %(event)s."), what)
        yield from _still_owed(each, called)
    elif each.effect == "waives":
        yield Said(_("Nothing more is owed with %(event)s."), what)
    elif each.amount is None:
        yield Said(_("Counts as credit, how much is not known: %(event)s."), what)
    elif each.per:
        told = {**what, "much": phrases.amount(each.amount, unit), "per": _each(*each.per)}
        yield Said(_("Counts as %(much)s for %(per)s: %(event)s."), told)
        if each.part is not None:
            part: Params = {"much": phrases.amount(each.part[0], unit), "per": _each(1, each.part[1])}
            yield Said(_("Where the whole is not reached, %(much)s for %(per)s."), part)
    else:
        yield Said(_("Counts as %(much)s: %(event)s."), {**what, "much": phrases.amount(each.amount, unit)})
    if each.bucket:
        yield Said(_("It counts as %(kind)s."), {"kind": labels[each.bucket]})
    yield from _bounds(each, unit)


def _each(count: int, unit: str) -> Said:
    one, many = STRETCHES.get(unit, (unit, f"%(n)s {unit}"))
    return Said(one, {"n": str(count)}, many, count)


def _still_owed(each: Equivalence, called: Mapping[str, Said]) -> Iterator[Said]:
    if each.topics_still_due is not None:
        yield Said(_("Still owed: %(topics)s."), {"topics": phrases.some(each.topics_still_due, called)})
    elif called:
        yield Said(_("Topics stay owed."))


def _bounds(each: Equivalence, unit: str) -> Iterator[Said]:
    if each.max_per_cycle is not None:
        yield Said(_("At most %(much)s in each cycle."), {"much": phrases.amount(each.max_per_cycle, unit)})
    if each.spread_years is not None:
        yield Said(_("Spread over %(time)s."), {"time": phrases.span(each.spread_years * 12)})
    if each.in_cycle_of_award:
        yield Said(_("In the cycle in which it falls."))
    if each.within_months is not None and each.relative_to:
        told: Params = {"time": phrases.span(each.within_months), "event": phrases.event(each.relative_to)}
        yield Said(_("Within %(time)s of %(event)s."), told)
    elif months := each.window_months or each.within_months:
        yield Said(_("When it is no older than %(time)s."), {"time": phrases.span(months)})
    if each.min_months is not None:
        yield Said(_("When it lasted %(time)s or more."), {"time": phrases.span(each.min_months)})
    if each.is_discretionary:
        yield Said(_("The authority may decide so; this cannot be computed."))


def _alternative(other: Alternative, rule: Rule, labels: dict[str, str], names: Names) -> Iterator[Said]:
    kind = labels.get(other.bucket, "") or listed(phrases.systems_named(other.bucket_systems, names), "or")
    if other.average_per_year is not None:
        average: Params = {
            "much": phrases.amount(other.average_per_year, rule.unit),
            "time": phrases.span(other.window_months or 12),
            "least": phrases.amount(other.floor_per_year, rule.unit),
        }
        yield Said(_("Instead: an average of %(much)s a year over %(time)s, at least %(least)s in each."), average)
    elif other.total is None:
        yield Said(_("There is another way to meet the rule: %(name)s."), {"name": phrases.code(other.id)})
    elif other.window_months is not None:
        told = {"much": phrases.amount(other.total, rule.unit), "time": phrases.span(other.window_months)}
        yield Said(_("Instead: %(much)s in the last %(time)s."), told)
    else:
        yield Said(_("Instead: %(much)s."), {"much": phrases.amount(other.total, rule.unit)})
    if other.when is not None:
        yield Said(_("Only for a clinician %(who)s."), {"who": phrases.who(other.when, names)})
    if other.bucket or other.bucket_systems:
        yield Said(_("All of it of this kind: %(kind)s."), {"kind": kind})
    for part, amounts, message in (
        ("min", other.minima, _("At least %(much)s: %(kind)s.")),
        ("max", other.caps, _("At most %(much)s: %(kind)s.")),
    ):
        for key, amount in amounts.items():
            most: Params = {"much": phrases.amount(amount, rule.unit), "kind": labels.get(key, f"{part} {key}")}
            yield Said(message, most)
    if other.drops:
        dropped = (labels[limit.bucket] for limit in rule.limits if limit.id in other.drops)
        yield Said(_("These minima are not owed then: %(kinds)s."), {"kinds": listed(dropped)})
    if other.is_discretionary:
        yield Said(_("The authority may decide so; this cannot be computed."))
