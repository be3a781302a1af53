"""The summary of one renewal, to print: what is asked and met, the credits behind it, the proof that is held."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext, ngettext

from opencme.apps.wallet.selectors.held import Held
from opencme.apps.wallet.selectors.pages import AuthorityPage
from opencme.catalog.requirement_sets import vocabulary
from opencme.rules.requirements import Verdict, amounts
from opencme.web.wallet.cards import Row, eyebrow, rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Earned:
    """One credit of the cycle.

    counted: how much of it counts toward the total; empty where none does. proof: what is held of it.
    """

    held: Held
    amount: str
    topics: str
    counted: str
    proof: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What the page prints. attest: the sentences one may sign; open: those that are not true yet."""

    eyebrow: str
    rows: tuple[Row, ...]
    attest: tuple[str, ...]
    open: tuple[str, ...]
    earned: tuple[Earned, ...]
    counted: str


def summary(shown: AuthorityPage, documents: Mapping[str, int], today: date) -> Sheet:
    """Put the sheet together from the standing and its proof. documents: how many are kept, by a credit's key."""
    standing = shown.standing
    drawn = tuple(row for row in rows(standing, today) if row.line.verdict is not Verdict.NOT_APPLICABLE)
    total = standing.total
    return Sheet(
        eyebrow=eyebrow(standing),
        rows=drawn,
        attest=tuple(_sentences(drawn, {Verdict.MET})),
        open=tuple(_sentences(drawn, {Verdict.NOT_MET, Verdict.UNKNOWN})),
        earned=tuple(_earned(shown, documents)),
        counted=amounts.text(total.counted) if total and total.counted is not None else "",
    )


def _sentences(drawn: tuple[Row, ...], verdicts: set[Verdict]) -> Iterator[str]:
    for row in drawn:
        if row.line.verdict not in verdicts or row.line.line == "carry_over" or not row.line.required:
            continue
        if row.line.verdict is Verdict.UNKNOWN:
            yield gettext("%(what)s: cannot be decided") % {"what": row.title}
        else:
            yield gettext("%(what)s: %(much)s") % {"what": row.title, "much": row.required}


def _earned(shown: AuthorityPage, documents: Mapping[str, int]) -> Iterator[Earned]:
    """Give the credits of the cycle, the earliest first, each with what of it counted by the proof of the total."""
    term, total = shown.standing.term, shown.standing.total
    counted: dict[str, deque[int]] = defaultdict(deque)
    for step in total.why if total else ():
        if step.clause == "total" and step.counted is not None:
            counted[step.subject].append(step.counted)
    words = vocabulary()
    for held in sorted(shown.held, key=lambda each: (each.completed_on, each.key)):
        if not held.counts or (term is not None and held.completed_on not in term):
            continue
        sizes = counted.get(held.title)
        size = sizes.popleft() if sizes else 0
        yield Earned(
            held=held,
            amount=f"{held.amount.normalize():f}",
            topics=", ".join(sorted(words.topics.get(code, code) for code in held.topics)),
            counted=amounts.text(size) if size else "",
            proof=_proof(held, documents),
        )


def _proof(held: Held, documents: Mapping[str, int]) -> str:
    """Say what is held: the award here by its number, or how many documents."""
    count = documents.get(held.key, 0)
    said = ngettext("%(count)s document", "%(count)s documents", count) % {"count": count} if count else ""
    if held.is_award:
        return ", ".join(filter(None, (gettext("award %(number)s") % {"number": held.number}, said)))
    return said or gettext("none kept")
