"""The announcement of an activity, made from the facts of its plan: one source for flyer, mail and invitation."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format, time_format
from django.utils.translation import gettext

from opencme.apps.activities import selectors
from opencme.apps.assessment.selectors import asked_of
from opencme.apps.credit.selectors import statements
from opencme.apps.delivery.selectors.disclosure import Named, named_to_learners
from opencme.apps.faculty.selectors import LearnerDisclosure, disclosure_to_learners
from opencme.catalog.formats import formats
from opencme.kernel.professions import PROFESSION_NAMES
from opencme.kernel.text import RichText, Run
from opencme.rules.activity.formats import Item, Level
from opencme.rules.activity.lifecycle import State, has_passed
from opencme.rules.activity.support import supporters


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A paragraph of the announcement under its heading; ``lines`` may hold italics."""

    key: str
    title: str
    lines: tuple[RichText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An item participants are told before they start, and whether the announcement tells it."""

    item: Item
    is_told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What is announced. is_final: credit is designated, so that statements may be published (STMT-4, STMT-11)."""

    title: str
    blocks: tuple[Block, ...]
    wanted: tuple[Wanted, ...]
    is_final: bool
    address: str

    @property
    def plain(self) -> str:
        """The whole as plain text; the ™ of a credit's name stays (TRAP-01)."""
        parts = [self.title]
        for block in self.blocks:
            lines = "\n".join(line.plain for line in block.lines)
            parts.append(f"{block.title}\n{lines}" if block.title else lines)
        return "\n\n".join([*parts, self.address])


def announce(activity: selectors.Activity, *, address: str, now: datetime) -> Announcement:
    """Put the announcement together; before designation it holds no statement and no credit."""
    is_final = has_passed(State(activity.state), State.DESIGNATED)
    people = named_to_learners(activity)
    disclosure = disclosure_to_learners(activity, now)
    blocks = tuple(
        block
        for block in (
            _block("summary", "", [activity.summary]),
            _block("dates", gettext("When"), _when(activity)),
            _block("place", gettext("Where"), _where(activity)),
            _block("agenda", gettext("Program"), _program(activity, now)),
            _block("audience", gettext("For whom"), _audience(activity)),
            _block("objectives", gettext("After it, participants can"), _objectives(activity)),
            _block("faculty", gettext("Faculty and planners"), _people(people)),
            _rich("disclosure", gettext("Disclosure"), disclosure.paragraphs if disclosure.is_complete else ()),
            _block("commercial_support", gettext("Commercial support"), _support(activity)),
            _rich("statements", gettext("Accreditation and credit"), _statements(activity) if is_final else ()),
            _block("how_to_claim", gettext("How to take part and claim"), _method(activity)),
            _block("fee", gettext("Fee"), _fee(activity)),
        )
        if block.lines
    )
    return Announcement(
        title=activity.title,
        blocks=blocks,
        wanted=tuple(_wanted(activity, blocks, disclosure, today=now.date())),
        is_final=is_final,
        address=address,
    )


def _block(key: str, title: str, lines: list[str]) -> Block:
    return Block(key=key, title=title, lines=tuple(RichText((Run(line),)) for line in lines if line))


def _rich(key: str, title: str, lines: tuple[RichText, ...]) -> Block:
    return Block(key=key, title=title, lines=lines)


def _when(activity: selectors.Activity) -> list[str]:
    if activity.starts_at and activity.ends_at:
        first, last = (moment.astimezone(activity.zone) for moment in (activity.starts_at, activity.ends_at))
        day = date_format(first, "l, F j, Y")
        if first.date() == last.date():
            return [f"{day}, {time_format(first, 'g:i A')} – {time_format(last, 'g:i A')} {first.tzname()}"]
        return [f"{day} – {date_format(last, 'l, F j, Y')}"]
    lines = []
    if activity.release_on:
        lines.append(gettext("Released: %(day)s") % {"day": date_format(activity.release_on, "F j, Y")})
    if activity.expires_on:
        lines.append(gettext("Available until: %(day)s") % {"day": date_format(activity.expires_on, "F j, Y")})
    if activity.estimated_minutes:
        lines.append(gettext("Time to complete: %(n)s minutes") % {"n": activity.estimated_minutes})
    return lines


def _where(activity: selectors.Activity) -> list[str]:
    place = [activity.venue, activity.city, activity.state_or_province]
    online = gettext("Online") if activity.delivery_method in {"Live-Streamed", "Online"} else ""
    return [", ".join(filter(None, place)) or online]


def _program(activity: selectors.Activity, now: datetime) -> list[str]:
    shown = selectors.agenda_page(activity, now)
    lines: list[str] = []
    for day in shown.days:
        if len(shown.days) > 1:
            lines.append(date_format(day.day, "l, F j"))
        lines += [
            f"{time_format(row.starts_at, 'g:i A')}  {row.session.title}"
            + (f" ({row.session.room})" if row.session.room else "")
            for row in day.rows
        ]
    return lines


def _audience(activity: selectors.Activity) -> list[str]:
    names = {str(key): gettext(name) for key, name in PROFESSION_NAMES.items()}
    return [activity.audience, ", ".join(names.get(key, key) for key in activity.professions)]


def _objectives(activity: selectors.Activity) -> list[str]:
    return [f"– {row.text}" for row in activity.objectives.all()]


def _people(people: tuple[Named, ...]) -> list[str]:
    return [", ".join(filter(None, (each.name_with_credentials, each.affiliation))) for each in people]


def _support(activity: selectors.Activity) -> list[str]:
    if activity.commercial_support is False:
        return [gettext("There is no commercial support for this activity.")]
    if activity.commercial_support and activity.support_sources:
        names = "; ".join(each.told for each in supporters(activity.support_sources))
        return [gettext("This activity received commercial support from: %(names)s.") % {"names": names}]
    return []


def _statements(activity: selectors.Activity) -> tuple[RichText, ...]:
    return tuple(each.text for each in statements(activity) if each.is_locked)


def _method(activity: selectors.Activity) -> list[str]:
    lines = [gettext("Register, and read the disclosure before you begin.")]
    asked = asked_of(activity).get("post")
    if asked is not None and asked.pass_percent:
        lines.append(
            gettext("Pass the post-activity assessment with %(n)s percent or more.") % {"n": asked.pass_percent}
        )
    return [*lines, gettext("Claim the credit that matches your participation; the certificate is ready at once.")]


def _fee(activity: selectors.Activity) -> list[str]:
    if activity.fee == "free":
        return [gettext("Free of charge.")]
    return [activity.fee_text or gettext("A fee is asked.")]


def _wanted(
    activity: selectors.Activity,
    blocks: tuple[Block, ...],
    disclosure: LearnerDisclosure,
    *,
    today: date,
) -> Iterator[Wanted]:
    chosen = formats.get(activity.format)
    if chosen is None:
        return
    there = {block.key for block in blocks}
    asked = asked_of(activity).get("post")
    told = {
        "title": True,
        "accreditation_statement": "statements" in there,
        "designation_statement": "statements" in there,
        "disclosure": disclosure.is_complete,
        "commercial_support": activity.commercial_support is False or "commercial_support" in there,
        "release_date": activity.release_on is not None,
        "expiration_date": activity.expires_on is not None,
        "estimated_time": bool(activity.estimated_minutes) or not chosen.has_estimate,
        "pass_mark": asked is not None and bool(asked.pass_percent),
        "instructions": "how_to_claim" in there,
        "bibliography": activity.gap_evidence.exists(),
        "place": "place" in there,
        "dates": "dates" in there,
    }
    for item in chosen.on(today).information:
        if item.level is not Level.RECOMMENDED:
            yield Wanted(item=item, is_told=told.get(item.key, item.key in there))
