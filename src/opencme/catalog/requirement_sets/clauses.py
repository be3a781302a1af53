"""Topic mandates and how often they are owed, read from the pack."""

from opencme.catalog.requirement_sets.located import Reader
from opencme.catalog.requirement_sets.parts import MOST_MONTHS, amount, condition, deadline, included, share
from opencme.catalog.requirement_sets.vocabulary import Vocabulary
from opencme.rules.requirements.definitions import Frequency, Topic, TopicAlternative


def read_topic(r: Reader, words: Vocabulary) -> Topic:
    """Read one mandate."""
    topic = Topic(
        id=r.name("id"),
        topics=r.codes("topics", words.topics),
        amount=amount(r, "amount"),
        share=share(r, "share"),
        unit=r.text("unit"),
        frequency=_frequency(r.part("frequency"), words),
        counts_in_total=r.flag("counts_in_total"),
        bucket=r.text("bucket"),
        applies_if=condition(r, "applies_if", words),
        approved_course=r.flag("approved_course") is True,
        interactive=r.flag("interactive") is True,
        must_include=included(r, "must_include", "amount", words),
        max_from=included(r, "max_from", "max", words),
        alternatives=tuple(_alternative(each, words) for each in r.parts("alternatives")),
        satisfied_by=r.texts("satisfied_by"),
        satisfied_in_cycle=bool(r.text("satisfied_window")),
        no_overlap_with=frozenset(r.texts("no_overlap_with")),
        absorbs=frozenset(r.texts("absorbs")),
        milestones=_milestones(r),
        extra_deadline=deadline(r.part("extra_deadline")),
        in_force_from=r.day("effective_from"),
        in_force_to=r.day("effective_to"),
        note=r.text("note"),
    )
    if not topic.topics:
        r.complain("topics", "must name at least one topic")
    for key in ("share_base", "any_combination"):
        r.raw(key)
    r.finish()
    return topic


def _milestones(r: Reader) -> tuple[tuple[int, int], ...]:
    found = []
    for each in r.parts("milestones"):
        found.append((each.whole("by_month") or 0, amount(each, "amount") or 0))
        each.finish()
    return tuple(found)


def _alternative(r: Reader, words: Vocabulary) -> TopicAlternative:
    found = TopicAlternative(
        topics=r.codes("topics", words.topics),
        amount=amount(r, "amount") or 0,
        must_include=included(r, "must_include", "amount", words),
    )
    deadline(r.part("deadline"))
    r.finish()
    return found


def _number(r: Reader) -> int | None:
    """Take how many cycles or months lie between, which some kinds cannot do without."""
    found = r.whole("n", least=1, most=MOST_MONTHS)
    if found is None and str(r.values.get("kind")) in {"every_n_cycles", "every_n_months", "first_n_cycles"}:
        r.complain("n", "is missing: how many")
    return found


def _frequency(r: Reader | None, words: Vocabulary) -> Frequency:
    if r is None:
        return Frequency(kind="every_cycle")
    found = Frequency(
        kind=r.one_of("kind", words["frequency_kinds"], required=True),
        n=_number(r),
        first_at=deadline(r.part("first_at")),
        deadline=deadline(r.part("deadline")),
        from_year=r.whole("from"),
        to_year=r.whole("to"),
        steps=tuple(_frequency(each, words) for each in r.parts("steps")),
    )
    r.raw("basis")
    r.finish()
    return found
