"""What learners are told before they engage: who has which relevant relationships, mitigated, and who has none."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from opencme.kernel.text import RichText, Run
from opencme.rules.independence.edition import Edition
from opencme.rules.independence.facts import Person
from opencme.rules.independence.status import Standing, Status, is_relevant, role_phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class LearnerDisclosure:
    """The disclosure to learners, word by word; ``digest`` names exactly these words.

    is_complete: everybody in control is cleared, so that nothing more will be added; the draft leaves the others out.
    """

    paragraphs: tuple[RichText, ...]
    digest: str
    is_complete: bool

    @property
    def text(self) -> str:
        """The words alone, one paragraph a line."""
        return "\n".join(paragraph.plain for paragraph in self.paragraphs)


def disclosure_to_learners(
    rows: Sequence[tuple[Person, Status]], edition: Edition, *, is_required: bool = True
) -> LearnerDisclosure:
    """Write the disclosure to learners from the people who are cleared.

    Relevant relationships only (TRAP-37), companies by name only (TRAP-39), absence said in words. A person who
    left the role after it had begun is still named, because the content bears their hand.
    """
    words = edition.words
    if not is_required:
        return _make((words.not_required,), is_complete=True)
    told = [person for person, status in rows if _is_cleared(person, status)]
    is_complete = all(_is_settled(status) for _person, status in rows) and bool(told)
    present = _merged(person for person in told if _relevant(person, edition))
    paragraphs = [_sentence(people, edition) for people in present]
    if paragraphs:
        paragraphs.append(words.mitigated)
    keys_present = {people[0].key for people in present}
    absent = "; ".join(
        f"{people[0].name} ({_roles(people)})"
        for people in _merged(person for person in told if person.key not in keys_present)
    )
    if absent and (present or not is_complete):
        paragraphs.append(words.absent_some % {"people": absent})
    elif absent:
        paragraphs += [words.absent_all, words.absent_others % {"people": absent}]
    return _make(tuple(paragraphs), is_complete=is_complete)


def _is_cleared(person: Person, status: Status) -> bool:
    """Whether the person is named: cleared, or cleared when they left a role that had begun."""
    if status.standing is Standing.WITHDRAWN:
        has_worked = person.withdrawn_at is not None and person.withdrawn_at > person.starts_at
        return has_worked and status.before is Standing.CLEARED
    return status.standing is Standing.CLEARED


def _is_settled(status: Status) -> bool:
    """Whether nothing more about the person will change the words."""
    return status.standing in {Standing.CLEARED, Standing.WITHDRAWN}


def _relevant(person: Person, edition: Edition) -> bool:
    newest = person.newest
    return newest is not None and any(is_relevant(each, edition) for each in newest.relationships)


def _merged(people: Iterable[Person]) -> list[list[Person]]:
    """Bring the rows of one human being together, in the order of their first."""
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(person.key, []).append(person)
    return list(found.values())


def _roles(people: Iterable[Person]) -> str:
    return ", ".join(dict.fromkeys(role_phrase(person.role) for person in people))


def about_one(person: Person, edition: Edition, *, as_if_relevant: bool = False) -> str:
    """Give the sentence about one person alone, for the person to see; empty when there is nothing relevant.

    as_if_relevant: what would be told if every relationship were found relevant.
    """
    found = _told(person, edition, as_if_relevant=as_if_relevant)
    return f"{person.name} ({role_phrase(person.role)}): {'; '.join(found)}." if found else ""


def _sentence(people: list[Person], edition: Edition) -> str:
    told = dict.fromkeys(each for person in people for each in _told(person, edition))
    return f"{people[0].name} ({_roles(people)}): {'; '.join(told)}."


def _told(person: Person, edition: Edition, *, as_if_relevant: bool = False) -> list[str]:
    found = []
    for each in person.newest.relationships if person.newest else ():
        if not (as_if_relevant or is_relevant(each, edition)):
            continue
        kind = edition.kind(each.stated.kind)
        phrase = kind.phrase if kind else each.stated.kind
        if kind is not None and kind.is_holding:
            phrase = edition.securities.get(each.stated.security_kind, phrase)
        found.append(f"{phrase} – {each.stated.company.strip()}")
    return found


def _make(sentences: tuple[str, ...], *, is_complete: bool) -> LearnerDisclosure:
    text = "\n".join(sentences)
    return LearnerDisclosure(
        paragraphs=tuple(RichText((Run(sentence),)) for sentence in sentences),
        digest=hashlib.sha256(text.encode()).hexdigest(),
        is_complete=is_complete,
    )
