"""What a person's own rules ask of credit: topics, kinds, and details worth a question."""

from dataclasses import dataclass

from opencme.apps.accounts.selectors import person_with_id
from opencme.apps.wallet.models import Obligation, OutsideCredit, OwnRules
from opencme.apps.wallet.selectors.standing import editions_for
from opencme.catalog.outside_credit import MATCHERS, kinds
from opencme.catalog.requirement_sets import vocabulary
from opencme.kernel.professions import Degree

_BY_DEGREE = {
    Degree.MD: "AMA_PRA_1",
    Degree.MD_EQUIVALENT: "AMA_PRA_1",
    Degree.DO: "AOA_1A",
    Degree.PA: "AAPA_1",
    Degree.NURSING: "ANCC",
    Degree.PHARMD: "ACPE",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is worth asking of a credit, because a rule of the person looks at it.

    topics: codes, by label; systems: codes that their rules name. usual: the kind to begin with.
    """

    topics: tuple[str, ...]
    systems: frozenset[str]
    axes: tuple[str, ...]
    lists: tuple[str, ...]
    usual: str
    in_practice_area: bool = False
    assessed: bool = False
    approved_course: bool = False
    interactive: bool = False


def asked_of(person_id: int) -> Asked:
    """Give what the newest editions of a person's rules ask: four queries."""
    obligations = Obligation.objects.filter(person_id=person_id, ended_at=None).select_related("own_rules")
    families: dict[str, list[OwnRules]] = {}
    for own in OwnRules.objects.filter(person_id=person_id):
        families.setdefault(own.family, []).append(own)
    rules = [editions[-1].rule for each in obligations if (editions := editions_for(each, families))]
    buckets = [bucket for rule in rules for bucket in rule.buckets]
    mandates = [topic for rule in rules for topic in rule.topics]
    codes = frozenset().union(*(each.topics for each in mandates), *(each.topics for each in buckets))
    labels = vocabulary().topics
    return Asked(
        topics=tuple(sorted(codes & labels.keys(), key=lambda code: labels[code].casefold())),
        systems=frozenset(code for bucket in buckets for code in bucket.systems) - MATCHERS,
        axes=tuple(sorted({bucket.axis for bucket in buckets if bucket.axis})),
        lists=tuple(sorted({bucket.approved_list for bucket in buckets if bucket.approved_list})),
        usual=_usual(person_id),
        in_practice_area=any(bucket.in_practice_area for bucket in buckets),
        assessed=any(bucket.assessed or bucket.min_score is not None for bucket in buckets),
        approved_course=any(topic.approved_course for topic in mandates),
        interactive=any(topic.interactive for topic in mandates),
    )


def _usual(person_id: int) -> str:
    """Give the kind the person recorded last, else the one of their degree, else nothing."""
    last = OutsideCredit.objects.filter(person_id=person_id, removed_at=None).order_by("-added_at", "-id").first()
    if last is not None and last.system in kinds():
        return last.system
    degree = person_with_id(person_id).degree
    return next((code for key, code in _BY_DEGREE.items() if key == degree), "")
