"""From what was chosen for a share to what its page, its paper and its table say: the same words in all three."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from opencme.apps.files.tables import Value
from opencme.apps.wallet.selectors.held import Held
from opencme.apps.wallet.selectors.shares import SharedView
from opencme.apps.wallet.selectors.standing import Standing
from opencme.catalog.outside_credit import kind_of
from opencme.documents.certificate import days_in_words, in_words
from opencme.documents.record import Column, Part, Record, record_pdf
from opencme.kernel.clock import day_in
from opencme.kernel.text import RichText, Run
from opencme.web.ui.amounts import amount_text
from opencme.web.wallet.cards import Meter, Row, eyebrow, meter, rows, standing_words

# code of the pack -> credit system here whose owner prescribes how its name is written
NAMED: Final = {"AMA_PRA_1": "ama_pra_cat1"}

HEAD: Final = (
    _("Section"),
    _("What"),
    _("Provider or authority"),
    _("Day"),
    _("Kind"),
    _("Amount or counted"),
    _("Required"),
    _("Missing"),
    _("State"),
    _("Certificate"),
    _("Note"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """One authority as a share shows it. number: only where the owner chose to show it."""

    standing: Standing
    title: str
    eyebrow: str
    number: str
    kind: str
    word: str
    meter: Meter | None
    rows: tuple[Row, ...]

    @property
    def cycle(self) -> str:
        """The days of the cycle, in words."""
        term = self.standing.term
        return days_in_words(term.first, term.last or term.first) if term else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """One credit as a share shows it. certificate: a number anybody can verify, or empty; note: why it counts not."""

    completed_on: date
    title: str
    provider: str
    words: RichText
    kind: str
    basis: str
    certificate: str
    note: str


def authorities(view: SharedView) -> tuple[Authority, ...]:
    """Draw each chosen authority."""
    return tuple(_authority(view, each) for each in view.standings)


def credit_lines(view: SharedView) -> tuple[Credit, ...]:
    """Draw each credit of the chosen days."""
    return tuple(_credit(view, each) for each in view.held)


def period(view: SharedView) -> str:
    """Say from when to when credit is shown."""
    first, last = view.chosen.first, view.chosen.last
    if first and last:
        return days_in_words(first, last)
    if first:
        return gettext("since %(day)s") % {"day": in_words(first)}
    return gettext("until %(day)s") % {"day": in_words(last)} if last else gettext("all that is recorded")


def pdf(view: SharedView, now: datetime) -> bytes:
    """Typeset what is shown."""
    share = view.share
    parts = [_authority_part(each) for each in authorities(view)]
    if view.chosen.credits:
        parts.append(_credit_part(view))
    if view.documents:
        parts.append(
            Part(
                title=gettext("Documents"),
                columns=[Column(title=gettext("Document"), width=10), Column(title=gettext("Belongs to"), width=12)],
                rows=[[each.file.name, belongs_to(each)] for each in view.documents],
                words=[gettext("They open from the link.")],
            )
        )
    return record_pdf(
        Record(
            heading=gettext("Continuing education record"),
            title=gettext("For %(name)s") % {"name": share.recipient},
            who=view.owner,
            facts=[
                (gettext("Standing as of") if view.chosen.obligations else gettext("Read on"), in_words(view.as_of)),
                (gettext("Open until"), in_words(day_in(view.zone, share.expires_at))),
                *([(gettext("Credit"), period(view))] if view.chosen.credits else []),
            ],
            parts=parts,
            made=gettext(
                "Made by OpenCME on %(day)s (UTC) from what %(name)s chose to show. Credit with a certificate number "
                "was awarded by an accredited provider here and can be verified; the rest is as its owner recorded it. "
                "Reference material, not legal advice: the authority decides."
            )
            % {"day": in_words(now.date()), "name": view.owner},
        ),
        made_at=now,
    )


def table(view: SharedView) -> Iterator[tuple[Value, ...]]:
    """Give everything that is shown as rows of one table."""
    yield tuple(gettext(each) for each in HEAD)
    for each in authorities(view):
        for row in each.rows:
            yield (
                gettext("Standing"),
                row.title,
                " ".join(word for word in (each.title, each.number) if word),
                row.by.isoformat() if row.by else "",
                each.cycle,
                row.counted,
                row.required,
                row.missing,
                row.word,
                "",
                row.note,
            )
    for line in credit_lines(view):
        yield (
            gettext("Credit"),
            line.title,
            line.provider,
            line.completed_on.isoformat(),
            line.kind,
            line.words.plain,
            "",
            "",
            line.basis,
            line.certificate,
            line.note,
        )
    for document in view.documents:
        yield (gettext("Document"), document.file.name, "", "", "", "", "", "", "", "", belongs_to(document))


def held_words(held: Held) -> RichText:
    """Give an amount of credit with its unit; a name that its owner prescribes as its owner writes it."""
    if held.system in NAMED:
        return amount_text(NAMED[held.system], held.amount, held.completed_on)
    return RichText((Run(f"{held.amount.normalize():f} {gettext(held.unit)}"),))


def belongs_to(document: object) -> str:
    """Say which credit a document is kept with."""
    credit = getattr(document, "credit", None)
    return credit.title if credit else gettext("award %(number)s") % {"number": getattr(document, "award_number", "")}


def _authority(view: SharedView, standing: Standing) -> Authority:
    kind, word = standing_words(standing, view.as_of)
    return Authority(
        standing=standing,
        title=standing.obligation.label,
        eyebrow=eyebrow(standing),
        number=standing.obligation.number if view.chosen.with_numbers else "",
        kind=kind,
        word=word,
        meter=meter(standing),
        rows=rows(standing, view.as_of),
    )


def _credit(view: SharedView, held: Held) -> Credit:
    basis = {
        "awarded": gettext("awarded here"),
        "participated": gettext("participation"),
        "self": gettext("recorded by its owner"),
    }
    return Credit(
        completed_on=held.completed_on,
        title=held.title,
        provider=held.provider,
        words=held_words(held),
        kind="" if held.system in NAMED else gettext(kind_of(held.system).label),
        basis=basis.get(held.basis, held.basis),
        certificate=view.certificates.get(held.key, ""),
        note="" if held.counts else gettext(held.because) % dict(held.because_of),
    )


def _authority_part(each: Authority) -> Part:
    return Part(
        title=each.title,
        words=[
            ", ".join(word for word in (each.eyebrow, each.number) if word),
            f"{each.word}. {each.cycle}" if each.cycle else each.word,
        ],
        columns=[
            Column(title=gettext("Requirement"), width=10),
            Column(title=gettext("State"), width=5),
            Column(title=gettext("Counted"), width=4, is_end=True),
            Column(title=gettext("Required"), width=5, is_end=True),
            Column(title=gettext("By"), width=5),
        ],
        rows=[
            [row.title, row.word, row.counted, row.required, row.by.isoformat() if row.by else ""] for row in each.rows
        ],
        empty=gettext("Nothing is computed for it."),
    )


def _credit_part(view: SharedView) -> Part:
    lines = credit_lines(view)
    return Part(
        title=gettext("Credit"),
        words=[period(view)],
        columns=[
            Column(title=gettext("Completed"), width=5),
            Column(title=gettext("Activity"), width=11),
            Column(title=gettext("Provider"), width=8),
            Column(title=gettext("Credit"), width=8),
            Column(title=gettext("Certificate"), width=7),
        ],
        rows=[
            [
                line.completed_on.isoformat(),
                line.title if not line.note else f"{line.title} ({line.note})",
                line.provider,
                RichText((*line.words.runs, Run(", ".join(["", *filter(None, (line.kind, line.basis))])))),
                line.certificate,
            ]
            for line in lines
        ],
        empty=gettext("No credit is recorded in these days."),
    )
