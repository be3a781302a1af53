"""What a person holds: awards of this deployment and credit from elsewhere, in the terms of the requirement pack."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from opencme.apps.activities.models import Activity, Designation
from opencme.apps.credit.models import Award
from opencme.apps.wallet.models import AwardTags, OutsideCredit
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.catalog.outside_credit import EARNED_HERE, PARTICIPATION, kind_of
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.repeats import Claimed, find_repeats
from opencme.rules.credit.systems import Ask
from opencme.rules.requirements import Credit, Kind, Prepared, amounts

PHYSICIANS: Final = frozenset({"MD", "DO", "PHYSICIAN"})
REPEATS: Final = _("It repeats “%(title)s”, which counts already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One credit a person holds.

    key: "award:NUMBER" or "outside:UUID"; system: code of the pack; unit: plural, a msgid.
    topics: how much of it is on each topic. details: by the names of ``rules.requirements.Kind``.
    course: equal for two credits of the same course; event: equal for two credits of the same hours of learning in
    different credit systems, of which one rule counts one. counts: False for a repeat or what was revoked;
    because: why, a msgid with its places in ``because_of``. basis: "awarded", "participated" or "self" (recorded by
    the person). source: "here", "form", "import" or "certificate".
    """

    key: str
    title: str
    provider: str
    completed_on: date
    system: str
    amount: Decimal
    unit: str
    minutes: int | None = None
    topics: Mapping[str, Decimal] = field(default_factory=dict)
    details: Mapping[str, Any] = field(default_factory=dict)
    course: str = ""
    event: str = ""
    counts: bool = True
    because: str = ""
    because_of: Mapping[str, str] = field(default_factory=dict)
    basis: str = "self"
    source: str = "form"
    repeat_of: str = ""
    kept_apart: bool = False
    is_merged: bool = False
    place: int = 0
    format: str = ""
    activity_id: str = ""
    registration_id: int | None = None
    imported_by: int | None = None
    note: str = ""
    tagged: bool = field(default=False, compare=False)

    @property
    def number(self) -> str:
        """What follows the kind in the key: an award's number or a credit's id."""
        return self.key.partition(":")[2]

    @property
    def is_award(self) -> bool:
        """Whether a provider here awarded it."""
        return self.key.startswith("award:")

    @property
    def url_name(self) -> str:
        """The page of this credit."""
        return "wallet:credit-award" if self.is_award else "wallet:credit"

    def credit(self) -> Credit:
        """Give it as the requirement rules take it, whether or not it counts."""
        details = self.details
        score = details.get("score")
        kind = Kind(
            system=self.system,
            topics={code: amounts.of(amount) for code, amount in sorted(self.topics.items())},
            formats=frozenset(details.get("formats", ())),
            in_practice_area=details.get("in_practice_area"),
            assessed=details.get("assessed") is True,
            score=amounts.of(score) if score is not None else None,
            axis=details.get("axis", ""),
            approved_list=details.get("approved_list", ""),
            approved_course=details.get("approved_course"),
            interactive=details.get("interactive"),
        )
        return Credit(self.completed_on, amounts.of(self.amount), kind, self._minutes, self.course, self.title)

    @property
    def _minutes(self) -> int | None:
        """The time the amount stands for, where that long was spent; else None: the amount that was awarded counts.

        Flat credit (an article, teaching) stands for no length of time, and who took longer holds no more credit. Where
        no source says how long a unit is, the amount that was awarded counts, whatever time is noted beside it.
        """
        unit = kind_of(self.system).minutes
        if self.minutes is None or unit is None:
            return None
        stands = self.amount * unit
        return int(stands) if stands == int(stands) and self.minutes >= stands else None


def held_credits(person_id: int) -> tuple[Held, ...]:
    """Give everything a person holds, the newest first, repeats and revoked awards with why they do not count.

    The caller has decided that the reader may see it. Four queries, however much there is.
    """
    return credits_held_by((person_id,))[person_id]


def credits_held_by(person_ids: Collection[int]) -> Mapping[int, tuple[Held, ...]]:
    """Give the same for several people at once, in as many queries as for one."""
    awards, outside, tags = defaultdict(list), defaultdict(list), defaultdict(list)
    for award in _awards(person_ids):
        awards[award.person_id].append(award)
    for row in OutsideCredit.objects.filter(person_id__in=person_ids, removed_at=None).select_related("same_as"):
        outside[row.person_id].append(row)
    if awards:
        for tag in AwardTags.objects.filter(person_id__in=person_ids).order_by("id"):
            tags[tag.person_id].append(tag)
    most = _designated({award.activity_id for held in awards.values() for award in held}) if awards else {}
    return {each: _held(awards[each], outside[each], tags[each], most) for each in person_ids}


def _held(
    awards: list[Award], outside: list[OutsideCredit], tags: list[AwardTags], most: Mapping[tuple[int, str], Decimal]
) -> tuple[Held, ...]:
    standing = {award.number: award for award in awards}
    newest = _newest(awards)
    here = _held_here(awards, tags, most, newest)
    repeated = _all_repeated(outside, standing, newest)
    held = [*here, *(_held_outside(row, *repeated[row.pk]) for row in outside)]
    told = _unseen(held) if outside else held
    return tuple(sorted(told, key=lambda each: (each.completed_on, each.key), reverse=True))


def as_claimed(held: Iterable[Held]) -> Iterator[Claimed]:
    """Give credits as far as repeats go: nothing that was revoked."""
    for each in held:
        if each.counts or each.repeat_of:
            yield Claimed(
                key=each.key,
                system=each.system,
                title=each.title,
                day=each.completed_on,
                amount=each.amount,
                course="" if each.is_award else each.course,
                is_award=each.is_award,
                is_apart=each.kept_apart,
                place=each.place,
            )


def _unseen(held: Iterable[Held]) -> Iterator[Held]:
    """Let no credit count beside one it looks like, though nothing was noted of it when either was recorded.

    So it is with an award made after its learner had recorded it, and with a credit that was brought back.
    """
    by_key = {each.key: each for each in held}
    for repeat in find_repeats(as_claimed(by_key.values())):
        first, second = by_key[repeat.first], by_key[repeat.second]
        if second.counts and not second.is_merged and not _hangs_on(first, second.key, by_key):
            by_key[second.key] = replace(
                second, counts=False, because=REPEATS, because_of={"title": first.title}, repeat_of=first.key
            )
    yield from by_key.values()


def _hangs_on(each: Held, key: str, by_key: Mapping[str, Held]) -> bool:
    """Say whether a credit does not count because of the one at ``key``, which must count then."""
    while each.repeat_of in by_key and each.key != key:
        each = by_key[each.repeat_of]
    return each.key == key


def credit_for(held: Held, prepared: Prepared) -> Credit:
    """Give a credit as one rule takes it.

    Participation in an activity designated for AMA PRA Category 1 Credit is never that credit (TRAP-48). A rule that
    binds no physicians and names this credit can only mean the activity, of which those it binds hold no more than
    participation (source: aapa-types, ama-other-professions): before such a rule, and only there, it counts as named.
    """
    credit = held.credit()
    bound = prepared.rule.authority.licence_types
    if held.system == PARTICIPATION and bound and not PHYSICIANS.intersection(bound):
        return credit._replace(kind=replace(credit.kind, system="AMA_PRA_1"))
    return credit


def credits_before(held: Iterable[Held], prepared: Prepared) -> tuple[Credit, ...]:
    """Give what one rule may count: no repeats, nothing revoked, and the same hours of learning in one system only.

    Of two credit systems for the same hours the one is taken that the rule can use for more.
    """
    found: dict[str, dict[str, list[tuple[tuple[int, int, int, int], Credit]]]] = {}
    for each in held:
        if each.counts:
            credit = credit_for(each, prepared)
            match = prepared.match(credit)
            rank = (int(match.admitted), match.buckets.bit_count(), len(match.topics), credit.amount)
            found.setdefault(each.event or each.key, {}).setdefault(each.system, []).append((rank, credit))
    chosen = (max(systems.values(), key=lambda rows: max(rank for rank, _credit in rows)) for systems in found.values())
    return tuple(credit for rows in chosen for _rank, credit in rows)


# ── awards of this deployment ──


def _awards(person_ids: Collection[int]) -> list[Award]:
    rows = Award.objects.across_providers(why="a person's own record spans every provider")
    return list(
        rows.filter(person_id__in=person_ids).select_related("activity__provider", "activity__lineage").order_by("id")
    )


def _newest(awards: Iterable[Award]) -> Mapping[str, str]:
    """Give, by the number of any entry, the number of the entry that stands in its place now."""
    by_id = {award.pk: award for award in awards}
    newest = {award.number: award.number for award in by_id.values()}
    for award in sorted(by_id.values(), key=lambda each: each.pk, reverse=True):
        if award.replaces_id in by_id:
            newest[by_id[award.replaces_id].number] = newest[award.number]
    return newest


def _held_here(
    awards: list[Award], rows: list[AwardTags], most: Mapping[tuple[int, str], Decimal], newest: Mapping[str, str]
) -> list[Held]:
    tags = {newest.get(row.award_number, row.award_number): row for row in rows}
    by_id = {award.pk: award for award in awards}
    standing = [award for award in awards if newest[award.number] == award.number]
    return [_award(award, by_id, tags.get(award.number), most) for award in standing]


def _designated(activity_ids: set[int]) -> Mapping[tuple[int, str], Decimal]:
    rows = Designation.objects.across_providers(why="they bound what a person's own awards say of a topic")
    found = rows.filter(activity_id__in=activity_ids, replaced_by=None)
    return {
        (row["activity_id"], row["credit_system"]): row["maximum"]
        for row in found.values("activity_id", "credit_system", "maximum")
    }


def _award(
    award: Award, by_id: Mapping[int, Award], tags: AwardTags | None, most: Mapping[tuple[int, str], Decimal]
) -> Held:
    is_revoked = award.kind == "revocation"
    amount = by_id[award.replaces_id].amount if is_revoked and award.replaces_id else award.amount
    activity = award.activity
    system = EARNED_HERE.get((award.credit_system, award.basis), award.credit_system)
    origin = activity.lineage or activity
    details = {**_details(award), **(tags.details if tags else {})}
    said = {**activity.requirement_topics, **(tags.topics if tags else {})}
    return Held(
        key=f"award:{award.number}",
        title=activity.title,
        provider=activity.provider.name,
        completed_on=award.completed_on,
        system=system,
        amount=amount,
        unit=kind_of(system).units,
        topics=_topics_here(said, amount, most.get((award.activity_id, award.credit_system), amount), tags),
        details=details,
        course=f"activity:{origin.public_id}",
        event=f"activity:{origin.public_id}",
        counts=not is_revoked,
        because=_("The provider took this credit back: %(reason)s") if is_revoked else "",
        because_of={"reason": award.reason} if is_revoked else {},
        basis=award.basis,
        source="here",
        format=activity.format,
        activity_id=str(activity.public_id),
        registration_id=award.registration_id,
        tagged=tags is not None,
    )


def _details(award: Award) -> dict[str, Any]:
    """Give what the ledger itself proves of an award: how it was delivered, and whether a pass mark was reached."""
    return {"formats": sorted(formats_of(award.activity)), "assessed": _has_pass_mark(award)}


def formats_of(activity: Activity) -> frozenset[str]:
    """Give an activity's format as the pack's rules ask for it: its key, and "live" and "online" where it is."""
    return formats_named(activity.format, activity.delivery_method)


def formats_named(key: str, delivery_method: str) -> frozenset[str]:
    """Give a format of the catalog, and how it is delivered, as the pack's rules ask for it."""
    format_ = formats.get(key)
    if format_ is None:
        return frozenset()
    is_online = "internet" in key or delivery_method.casefold().startswith(("online", "internet"))
    return frozenset({key, *(("live",) if format_.is_live else ()), *(("online",) if is_online else ())})


def _has_pass_mark(award: Award) -> bool:
    system, format_ = credit_systems.get(award.credit_system), formats.get(award.activity.format)
    if system is None or format_ is None:
        return False
    try:
        rule = system.on(award.completed_on).rule_for(format_.key, format_.ama_format)
    except LookupError:
        return False
    return rule is not None and Ask.PASS_MARK in rule.asks


def _topics_here(
    said: Mapping[str, str], amount: Decimal, most: Decimal, tags: AwardTags | None
) -> Mapping[str, Decimal]:
    """Give how much of an award is on each topic.

    Who claimed less than the maximum may have missed the part on the topic: what is left for certain counts, unless
    the person said how much it was.
    """
    own = tags.topics if tags else {}
    missed = max(Decimal(0), most - amount)
    found = {}
    for code, part in said.items():
        whole = amount if part in {"", None} else Decimal(part)
        certain = whole if part in {"", None} or code in own else max(Decimal(0), whole - missed)
        found[code] = min(amount, certain)
    return {code: part for code, part in found.items() if part > 0}


# ── credit from elsewhere ──


def _held_outside(row: OutsideCredit, repeat_of: str, its_title: str) -> Held:
    return Held(
        key=f"outside:{row.public_id}",
        title=row.title,
        provider=row.provider_name,
        completed_on=row.completed_on,
        system=row.system,
        amount=row.amount,
        unit=kind_of(row.system).units,
        minutes=row.minutes,
        topics={
            code: row.amount if part in {"", None} else min(row.amount, Decimal(part))
            for code, part in row.topics.items()
        },
        details=row.details,
        course=row.course,
        event=event_of(row.title, row.provider_name, row.completed_on),
        counts=not repeat_of,
        because=REPEATS if repeat_of else "",
        because_of={"title": its_title} if repeat_of else {},
        source=row.source,
        repeat_of=repeat_of,
        kept_apart=row.kept_apart,
        is_merged=row.is_merged,
        place=row.pk,
        imported_by=row.credit_import_id,
        note=row.note,
    )


def _all_repeated(
    rows: Iterable[OutsideCredit], awards: Mapping[str, Award], newest: Mapping[str, str]
) -> Mapping[int, tuple[str, str]]:
    """Give key and title of what each credit repeats; of several that repeat what is gone, the first counts again."""
    found: dict[int, tuple[str, str]] = {}
    heirs: dict[tuple[str, int | None], tuple[str, str]] = {}
    for row in sorted(rows, key=lambda each: each.pk):
        repeat = _repeated(row, awards, newest)
        is_noted = bool(row.same_as_award) or row.same_as_id is not None
        if is_noted and not repeat[0]:
            gone = (newest.get(row.same_as_award, row.same_as_award), row.same_as_id)
            repeat = heirs.get(gone, repeat)
            heirs.setdefault(gone, (f"outside:{row.public_id}", row.title))
        found[row.pk] = repeat
    return found


def _repeated(row: OutsideCredit, awards: Mapping[str, Award], newest: Mapping[str, str]) -> tuple[str, str]:
    """Give key and title of what a credit repeats, while that stands."""
    if row.same_as_award:
        award = awards.get(newest.get(row.same_as_award, ""))
        if award is not None and award.kind != "revocation":
            return f"award:{award.number}", award.activity.title
    if row.same_as is not None and row.same_as.removed_at is None and row.same_as_id != row.pk:
        return f"outside:{row.same_as.public_id}", row.same_as.title
    return "", ""


def event_of(title: str, provider: str, day: date) -> str:
    """Give what is equal for two credits of the same hours: the title and provider without case and signs, the day."""
    said = "".join(sign for sign in f"{title}|{provider}".casefold() if sign.isalnum() or sign == "|")
    return f"{said}|{day}"
