"""What counts and how much of it, read from the pack: buckets, limits, weighting, rounding, repeated courses."""

from fractions import Fraction
from typing import Final

from opencme.catalog.requirement_sets.located import Reader
from opencme.catalog.requirement_sets.parts import amount, condition, share
from opencme.catalog.requirement_sets.vocabulary import Vocabulary
from opencme.rules.requirements.amounts import ONE
from opencme.rules.requirements.definitions import Bonus, Bucket, Limit, Rounding

EXTRA_UNITS: Final = frozenset({"certification_point", "qi_point"})


def read_buckets(r: Reader, words: Vocabulary) -> tuple[Bucket, ...]:
    """Read the named matchers of credit."""
    held = r.part("buckets")
    if held is None:
        return ()
    found = []
    for key in held.values:
        b = held.part(key) or held
        found.append(
            Bucket(
                key=key,
                label=b.text("label") or key,
                systems=_systems(b, words),
                topics=b.codes("topics", words.topics),
                formats=frozenset(b.texts("formats")),
                excludes_formats=frozenset(b.texts("excludes_formats")),
                in_practice_area=b.flag("in_practice_area") is True,
                assessed=b.flag("assessed") is True,
                min_score=amount(b, "min_score"),
                axis=b.text("axis"),
                approved_list=b.text("approved_list"),
            )
        )
        b.finish()
    return tuple(found)


def _systems(b: Reader, words: Vocabulary) -> frozenset[str]:
    found = b.codes("systems", words.credit_systems)
    if not found:
        b.complain("systems", "must name at least one credit system")
    return found


def read_limit(r: Reader, words: Vocabulary) -> Limit:
    """Read a minimum or maximum of one bucket."""
    limit = Limit(
        id=r.name("id"),
        bucket=r.text("bucket", required=True),
        operator=r.one_of("op", words["limit_operators"], required=True),
        amount=amount(r, "amount"),
        share=share(r, "share"),
        per=r.one_of("per", words["limit_periods"], default="cycle"),
        unless=condition(r, "unless", words),
        rounding=r.text("rounding"),
        is_desirable=r.text("strength") == "desirable",
        auto_credit=amount(r, "auto_credit") or 0,
        unit=r.one_of("unit", words["units"] | EXTRA_UNITS),
        note=r.text("note"),
    )
    if (limit.amount is None) == (limit.share is None):
        r.complain("amount", "or “share” must say how much, and only one of them")
    if limit.share is not None and limit.share > 1:
        r.complain("share", "must be at most 1")
    if r.text("base", required=limit.share is not None) not in {"", "total_required"}:
        r.complain("base", "can only be total_required")
    r.finish()
    return limit


def read_bonus(r: Reader, words: Vocabulary) -> Bonus:
    """Read a clause that weighs credit."""
    found = Bonus(
        multiplier=share(r, "multiplier") or Fraction(1),
        topics=r.codes("topics", words.topics),
        formats=frozenset(r.texts("formats")),
        max_extra=amount(r, "max_extra"),
        applies_to_first=amount(r, "applies_to_first"),
    )
    r.raw("per")
    r.finish()
    return found


def read_rounding(r: Reader | None) -> Rounding | None:
    """Read how one credit is rounded; None when it is not."""
    if r is None:
        return None
    minutes, first = r.whole("increment_minutes"), r.whole("first_unit_minimum_minutes")
    step = amount(r, "increment") or (minutes or 0) * ONE // 60
    found = Rounding(step=step, mode=r.text("mode"), first_minimum=(first or 0) * ONE // 60)
    r.finish()
    return found if step else None


def counts_once_a_year(r: Reader | None) -> bool:
    """Say whether the same course counts once in a calendar year."""
    if r is None:
        return False
    found = r.text("same_course_once_per") == "calendar_year"
    r.finish()
    return found
