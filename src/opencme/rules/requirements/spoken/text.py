"""Rules and amendments as plain text, for the command line."""

from collections.abc import Iterator, Sequence

from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.spoken.changes import Change
from opencme.rules.requirements.spoken.clause import SECTIONS, Clause
from opencme.rules.requirements.spoken.said import Said


def rule_as_text(rule: Rule, told: Sequence[Clause], unknown: Sequence[Said]) -> str:
    """Give every clause of a rule under its heading, then what is unknown, the disagreements and the sources."""
    return "\n".join(_rule(rule, told, unknown)) + "\n"


def _rule(rule: Rule, told: Sequence[Clause], unknown: Sequence[Said]) -> Iterator[str]:
    yield f"{rule.id}: {rule.title}"
    yield f"{rule.authority.name} ({rule.authority.jurisdiction}), for {', '.join(rule.authority.licence_types)}"
    yield f"status {rule.status.replace('_', ' ')}, confidence {rule.confidence or 'not said'}; not legal advice"
    for section, title in SECTIONS.items():
        held = [each for each in told if each.section == section]
        if held:
            yield from ("", title)
        for each in held:
            yield f"  - {_sentences(each.words)}" if each.words else f"  - {each.note}"
            if each.words and each.note:
                yield f"    note: {each.note}"
    if unknown:
        yield from ("", "What is not known")
    yield from (f"  ? {said}" for said in unknown)
    if rule.conflicts:
        yield from ("", "Where sources disagree")
    yield from (f"  - {field}: kept {kept}; another says {other}" for field, kept, other in rule.conflicts)
    yield from ("", "Sources")
    for number, source in enumerate(rule.sources, start=1):
        yield f"  {number}. {source.title} {source.url}".rstrip()
        page = f"page of {source.page_date}, " if source.page_date else ""
        yield f"     {page}checked {source.checked}, confidence {source.confidence or 'not said'}"
    if rule.notes:
        yield from ("", "Remarks", f"  {rule.notes}")


def changes_as_text(found: Sequence[Change]) -> tuple[str, ...]:
    """Give one sentence per change: "How much: “50 credits.” becomes “60 credits.”"."""
    return tuple(f"{SECTIONS[each.section]}: {_change(each)}" for each in found)


def _change(change: Change) -> str:
    if not change.before:
        return f"new: “{_sentences(change.after)}”"
    if not change.after:
        return f"no longer there: “{_sentences(change.before)}”"
    return f"“{_sentences(change.before)}” becomes “{_sentences(change.after)}”"


def _sentences(words: Sequence[Said]) -> str:
    return " ".join(map(str, words))
