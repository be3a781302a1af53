"""Remarks of the pack as people read them: the file keeps its text with its codes, pages and print say words.

Everything the pack writes for people (notes, open points, disagreements) passes here before it is shown.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.requirements.spoken import phrases
from opencme.rules.requirements.spoken.phrases import Names
from opencme.rules.requirements.spoken.said import Said
from opencme.rules.requirements.spoken.words import OPEN

#: What a field of the pack is called where it stands alone; the longest beginning that fits is taken.
FIELDS: Final = {
    "total": _("how much is owed in all"),
    "buckets": _("which credit counts"),
    "limits": _("limits on kinds of credit"),
    "topics": _("topics"),
    "cycle": _("the cycle"),
    "cycle.anchor": _("what the cycle follows"),
    "cycle.end": _("the day the cycle ends"),
    "cycle.first_cycle": _("the first cycle"),
    "cycle.months": _("how many months a cycle has"),
    "cycle.parity": _("odd or even years"),
    "cycle.window": _("the time that is counted"),
    "carry_over": _("surplus and the next cycle"),
    "credit_validity_months": _("how long credit stays valid"),
    "equivalences": _("what stands in for credit"),
    "first_cycle": _("the first cycle"),
}
#: What is said of one topic.
OF_A_TOPIC: Final = {
    "amount": _("how much"),
    "applies_if": _("of whom"),
    "approved_course": _("whether the course must be approved"),
    "counts_in_total": _("whether it counts inside the total"),
    "deadline": _("by when"),
    "frequency": _("how often"),
}
_FIELD: Final = re.compile(r"[a-z_]+(?:\.[\w*-]+)*")
_CASES: Final = re.compile(r",? and worked cases? RC ?\d+[^;,.]*|\(?\bRC ?\d+\)?")
_SPOKEN: Final = (
    (re.compile(r"\bbefore this audit\b"), "earlier in this pack"),
    (re.compile(r"\bunverified\b"), "not confirmed"),
    (re.compile(r"\b(?:null|None)\b"), "not known"),
    (re.compile(r"^true\b(?= \(|:|$)"), "yes"),
    (re.compile(r"^false\b(?= \(|:|$)"), "no"),
    (re.compile(r"\bcat1\b"), "Category 1"),
    (re.compile(r"\btopic code\b"), "topic"),
    (re.compile(r"\bbucket\b"), "kind of credit"),
)
_CODE: Final = re.compile(r"(?<![\w/.])[a-z0-9]+(?:_[a-z0-9]+)+(?![\w/])")
_TWICE: Final = re.compile(r"(“[^”]+”)(?:(?:, | and )\1)+")


def in_words(text: str, names: Names) -> str:
    """Give a remark of the pack without its codes: fields and topics by their names, no worked cases."""
    told = _CASES.sub("", text)
    told = re.sub(r"[a-z]+(?:-[a-z0-9]+)+", lambda found: _topic(found.group(), names), told)
    for pattern, word in _SPOKEN:
        told = pattern.sub(word, told)
    told = _CODE.sub(lambda found: phrases.code(found.group()), told)
    return _TWICE.sub(r"\1", told)


def _topic(code: str, names: Names) -> str:
    name = names.mandates.get(code)
    return f"“{name}”" if name else code


def open_field(text: str, names: Names) -> Said | None:
    """Say what an entry of the open points is about where it names a field; None where it has words of its own."""
    for key, message in OPEN.items():
        if text == key:
            return Said(message)
        if text.startswith((f"{key}: ", f"{key} (", f"{key} rests")):
            rest = in_words(text.removeprefix(key).lstrip(": "), names)
            joined = "%(field)s %(text)s" if rest.startswith("(") else "%(field)s: %(text)s"
            return Said(joined, {"field": Said(message), "text": rest})
    return None


def open_point(text: str, names: Names) -> Said:
    """Say an entry of the open points: a field, a field with a remark, or words of its own."""
    return open_field(text, names) or Said(_("Not confirmed: %(text)s"), {"text": in_words(text, names)})


def about(field: str, names: Names) -> Said:
    """Say what sources disagree about: ``topics.fl-hiv.frequency`` is "the topic HIV: how often"."""
    found = _FIELD.match(field)
    path, rest = (found.group(), in_words(field[found.end() :].strip(), names)) if found else ("", field)
    parts = list(_parts(path, names.mandates))
    joined = "%(what)s: %(part)s" if len(parts) > 1 else "%(what)s"
    said = Said(joined, dict(zip(("what", "part"), parts, strict=False)))
    return Said("%(what)s %(rest)s", {"what": said, "rest": rest}) if rest else said


def _parts(path: str, mandates: Mapping[str, str]) -> Iterator[Said]:
    head, _dot, rest = path.partition(".")
    if head == "topics" and rest:
        code, _dot, part = rest.partition(".")
        yield (
            Said(FIELDS["topics"])
            if code == "*"
            else Said(
                _("the topic “%(topic)s”"), {"topic": Said(mandates.get(code, phrases.code(code).replace("-", " ")))}
            )
        )
        if part:
            yield Said(OF_A_TOPIC.get(part, phrases.code(part)))
    elif head == "equivalences" and rest:
        yield Said(FIELDS[head])
        yield phrases.event(rest)
    else:
        yield Said(FIELDS.get(path) or FIELDS.get(head) or phrases.code(path))
