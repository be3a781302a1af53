"""The closed lists of the pack: credit systems, topics with what they are narrower than, facts, kinds."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from opencme.catalog.requirement_sets.located import BadFile, Located, Reader, load, nearest


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Codes with their labels.

    broader: per topic, the topics it is directly narrower than. narrower: per topic, itself and all below it.
    """

    credit_systems: Mapping[str, str]
    topics: Mapping[str, str]
    broader: Mapping[str, tuple[str, ...]]
    narrower: Mapping[str, frozenset[str]]
    facts: Mapping[str, str]
    kinds: Mapping[str, frozenset[str]]

    def __getitem__(self, name: str) -> frozenset[str]:
        return self.kinds.get(name, frozenset())


@cache
def vocabulary() -> Vocabulary:
    """Give the vocabulary that ships with OpenCME."""
    return read((files(__package__) / "vocabulary.yaml").read_text(encoding="utf-8"))


def read(text: str) -> Vocabulary:
    """Read a vocabulary.

    Raises BadFile for a list that is missing, a topic that is narrower than one not listed, and a topic that is broader
    than itself, directly or by way of others.
    """
    found, problems = load(text), list[str]()
    r = Reader.of(found, "vocabulary", problems)
    for key in ("credit_systems", "topics", "facts"):
        if r.part(key) is None and not problems:
            r.complain(key, "is missing")
    if problems:
        raise BadFile(*problems)
    topics: Located = found["topics"]
    entries = {code: Reader.of(entry, f"topic {code}", problems) for code, entry in topics.items()}
    labels = {code: entry.text("label", required=True) for code, entry in entries.items()}
    broader = {code: entry.texts("broader") for code, entry in entries.items()}
    for code, above in broader.items():
        problems.extend(
            f"line {topics.lines[code]}: topic “{code}” is narrower than “{each}”, which is not listed"
            f"{nearest(each, entries)}"
            for each in above
            if each not in broader
        )
    if problems:
        raise BadFile(*problems)
    return Vocabulary(
        credit_systems=found["credit_systems"],
        topics=labels,
        broader=broader,
        narrower=_narrower(broader, topics),
        facts=found["facts"],
        kinds={key: frozenset(map(str, value)) for key, value in found.items() if isinstance(value, list)},
    )


def _narrower(broader: Mapping[str, tuple[str, ...]], topics: Located) -> Mapping[str, frozenset[str]]:
    below: dict[str, set[str]] = {code: {code} for code in broader}
    for code in broader:
        ways: dict[str, tuple[str, ...]] = {code: (code,)}
        ahead = [code]
        while ahead:
            here = ahead.pop()
            for above in broader[here]:
                if above == code:
                    way = ", ".join((*ways[here], code))
                    told = f"is broader than itself, by way of others ({way}); take it out of one “broader” list"
                    msg = f"line {topics.lines[code]}: topic “{code}” {told}"
                    raise BadFile(msg)
                if above not in ways:
                    ways[above] = (*ways[here], above)
                    below[above].add(code)
                    ahead.append(above)
    return {code: frozenset(found) for code, found in below.items()}
