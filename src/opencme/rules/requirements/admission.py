"""Why a kind of credit does not fill a rule's total: the clause that says no, in words."""

from typing import Final

from opencme.rules.requirements.definitions import Bucket
from opencme.rules.requirements.facts import Kind
from opencme.rules.requirements.prepare import ANY, NEVER, Prepared, has_unit, share_of_one

SYSTEM: Final = "this kind of credit does not count toward the total"
UNIT: Final = "this rule counts in a unit of its own, in which this credit is not earned"
WAY: Final = "it does not count on this way to satisfy the rule"
FORMAT: Final = "its format does not count toward the total"
AREA: Final = "it lies outside the practice area"
AREA_UNSAID: Final = "nobody said whether it lies in the practice area"
ASSESSED: Final = "only credit with an assessment counts toward the total"
SCORE: Final = "its score is below the one that counts toward the total"
LISTED: Final = "it is not on the list that counts toward the total"
TOPICS: Final = "none of its topics is one that counts toward the total"
TOPICS_UNSAID: Final = "no topic of it is said, and only certain topics count toward the total"


def refusal(prepared: Prepared, kind: Kind) -> str:
    """Say which clause keeps credit of this kind out of the total; of several doors the one it came nearest to."""
    if kind.system == NEVER or kind.system in prepared.excluded:
        return SYSTEM
    if not has_unit(prepared.rule.unit, kind.system):
        return UNIT
    doors = [bucket for bucket in prepared.rule.buckets if prepared.bits[bucket.key] & prepared.admitting]
    return max((_closed_by(prepared, door, kind) for door in doors), default=(0, SYSTEM))[1]


def _closed_by(prepared: Prepared, door: Bucket, kind: Kind) -> tuple[int, str]:
    """Give how many conditions of one door are passed before the one that is not, and that one."""
    is_presumed = bool(prepared.bits[door.key] & prepared.presumed)
    conditions = (
        (kind.system in door.systems or ANY in door.systems, SYSTEM),
        (not door.formats or bool(door.formats & kind.formats), FORMAT),
        (not door.excludes_formats & kind.formats, FORMAT),
        (not door.in_practice_area or kind.in_practice_area is not False, AREA),
        (not door.in_practice_area or kind.in_practice_area is True or is_presumed, AREA_UNSAID),
        (not door.assessed or kind.assessed, ASSESSED),
        (door.min_score is None or share_of_one(kind.score) >= door.min_score, SCORE),
        (not door.axis or door.axis == kind.axis, LISTED),
        (not door.approved_list or door.approved_list == kind.approved_list, LISTED),
        (not door.topics or bool(kind.topics), TOPICS_UNSAID),
        (not door.topics or bool(prepared.closure(door.topics) & kind.topics.keys()), TOPICS),
    )
    return next(((at, said) for at, (holds, said) in enumerate(conditions) if not holds), (len(conditions), WAY))
