"""What the pack tells people and nothing is computed with: audit, subdivisions, remarks on cycles and surplus."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements import amounts
from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.spoken import phrases
from opencme.rules.requirements.spoken.clause import Clause
from opencme.rules.requirements.spoken.said import Params, Said
from opencme.rules.requirements.spoken.words import AUDITS

Entry = Mapping[str, Any]


def aside_clauses(rule: Rule, entry: Entry) -> Iterator[Clause]:
    """Say what stands only in the pack's file. entry: the rule as it is written there."""
    yield from _amounts(rule, entry)
    yield from _cycle(entry.get("cycle") or {})
    yield from _surplus(entry.get("carry_over") or {})
    yield from _topics(entry)
    yield from _audit(entry.get("audit") or {})
    if note := (entry.get("records") or {}).get("note"):
        yield Clause(section="proof", kind="records", key="records-note", words=(), note=str(note))
    if time := entry.get("deadline_time"):
        said = Said(_("The deadline's time of day: %(time)s."), {"time": str(time)})
        yield Clause(section="time", kind="deadline", key="time-of-day", words=(said,))


def _amounts(rule: Rule, entry: Entry) -> Iterator[Clause]:
    for place, total in (entry.get("by_subdivision") or {}).items():
        told: Params = {"place": str(place), "much": phrases.amount(amounts.of(Decimal(total)), rule.unit)}
        said = Said("%(place)s: %(much)s.", told)
        yield Clause(
            section="amount", kind="subdivision", key=str(place), words=(said,), amount=amounts.of(Decimal(total))
        )
    for index, each in enumerate(entry.get("history") or (), start=1):
        texts = [str(each[key]) for key in ("change", "note", "limits") if each.get(key)]
        if each.get("credit_validity_months"):
            texts.append(f"a credit counted for {phrases.span(int(each['credit_validity_months']))}")
        if texts and each.get("total") is None:
            signs = (("year", ""), ("effective_from", "from "), ("effective_to", "until "))
            years = [f"{sign}{each[key]}" for key, sign in signs if each.get(key)]
            yield Clause(
                section="amount",
                kind="history",
                key=f"history-{index}",
                words=(Said(_("Earlier (%(when)s):"), {"when": ", ".join(years)}),)
                if years
                else (Said(_("Earlier:")),),
                note="; ".join(texts),
            )
    rules = entry.get("credit_rules") or ()
    told_only = [each for each in rules if each.get("op") or each.get("multiplier") is not None]
    for index, each in enumerate(told_only, start=1):
        yield Clause(
            section="ease",
            kind="credit_rule",
            key=f"credit-rule-{index}",
            words=(_credit_rule(each, rule), Said(_("This is told, not computed."))),
            note=each.get("note", ""),
        )


def _credit_rule(each: Entry, rule: Rule) -> Said:
    what: Params = {"event": phrases.event(str(each.get("event", "")))}
    if each.get("multiplier") is not None:
        return Said(_("Weighs %(times)s times: %(event)s."), {**what, "times": str(each["multiplier"])})
    told: Params = {**what, "much": phrases.amount(amounts.of(each.get("amount", 0)), rule.unit)}
    per = f", per {each['per']}" if each.get("per") else ""
    return Said(_("Counts as at most %(much)s: %(event)s%(per)s."), {**told, "per": per})


def _cycle(cycle: Entry) -> Iterator[Clause]:
    if months := cycle.get("licence_renewal_months"):
        said = Said(_("The license itself is renewed %(often)s."), {"often": phrases.every(int(months))})
        yield Clause(section="time", kind="renewal", key="renewal", words=(said,))
    notes = [str(cycle[key]) for key in ("start_rule", "window_note") if cycle.get(key)]
    if notes:
        yield Clause(section="time", kind="cycle", key="cycle-notes", words=(), note="; ".join(notes))
    if start := cycle.get("start"):
        said = Said(_("The cycle starts: %(when)s."), {"when": phrases.code(str(start))})
        yield Clause(section="time", kind="cycle", key="cycle-start", words=(said,))


def _topics(entry: Entry) -> Iterator[Clause]:
    for topic in entry.get("topics") or ():
        said = []
        if topic.get("any_combination"):
            said.append(Said(_("The topics may be combined as one likes.")))
        if any("deadline" in other for other in topic.get("alternatives") or ()):
            said.append(Said(_("What one may take instead is due by the next renewal.")))
        note = f"basis: {topic['frequency']['basis']}" if (topic.get("frequency") or {}).get("basis") else ""
        if said or note:
            yield Clause(section="topics", kind="topic_aside", key=str(topic["id"]), words=tuple(said), note=note)


def _surplus(held: Entry) -> Iterator[Clause]:
    said = []
    if held.get("into_cycles"):
        n = int(held["into_cycles"])
        said.append(
            Said(_("Surplus moves on by %(n)s cycle."), {"n": str(n)}, _("Surplus moves on by %(n)s cycles."), n)
        )
    if held.get("must_report"):
        said.append(Said(_("It must be reported to be moved.")))
    note = str(held.get("note") or "")
    if said or note:
        yield Clause(section="time", kind="carry_over", key="carry_over-more", words=tuple(said), note=note)


def _audit(audit: Entry) -> Iterator[Clause]:
    if not audit:
        return
    said = [Said(AUDITS[str(audit["kind"])])] if audit.get("kind") in AUDITS else []
    if audit.get("system"):
        said.append(Said(_("The system: %(name)s."), {"name": str(audit["system"])}))
    if audit.get("share") is not None:
        share = f"{float(audit['share']) * 100:.0f}%"
        said.append(Said(_("About %(share)s of licensees."), {"share": share}))
    if audit.get("respond_days"):
        n = int(audit["respond_days"])
        said.append(Said(_("One has %(n)s day to answer."), {"n": str(n)}, _("One has %(n)s days to answer."), n))
    yield Clause(section="proof", kind="audit", key="audit", words=tuple(said), note=str(audit.get("note") or ""))
