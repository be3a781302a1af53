"""Which activities on offer count before an authority, whoever asks: by kind of credit, topic and format alone."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import lru_cache

from opencme.apps.activities.selectors.on_offer import Alike, alike
from opencme.apps.wallet.selectors.held import formats_named
from opencme.catalog.outside_credit import EARNED_HERE
from opencme.catalog.requirement_sets import editions_of, pack, prepared
from opencme.rules.requirements.amounts import ONE
from opencme.rules.requirements.editions import in_force
from opencme.rules.requirements.facts import Kind
from opencme.rules.requirements.shortest.general import fits


def counted_before(groups: Iterable[Alike], day: date) -> Mapping[str, int]:
    """Give how many of these activities count before each authority of the pack (by family), where any does."""
    found: Counter[str] = Counter()
    for each in groups:
        for family in _families(day, each):
            found[family] += each.number
    return found


def counting_before(family: str, now: datetime) -> frozenset[str]:
    """Give the listed activities (public ids) that count before one authority."""
    return frozenset(key for each in alike(now) if family in _families(now.date(), each) for key in each.ids)


def _families(day: date, each: Alike) -> frozenset[str]:
    systems = frozenset(code for key in each.systems if (code := EARNED_HERE.get((key, "awarded"))))
    return _before(day, systems, each.topics, formats_named(each.format, each.delivery_method))


@lru_cache(maxsize=4096)
def _before(day: date, systems: frozenset[str], topics: tuple[str, ...], formats: frozenset[str]) -> frozenset[str]:
    """Give the authorities before which credit of these kinds counts; the same for every activity of one kind."""
    kinds = [Kind(system=code, topics=dict.fromkeys(topics, ONE), formats=formats) for code in sorted(systems)]
    return frozenset(family for family, rule_id in _in_force(day) if fits(prepared(rule_id), kinds))


@lru_cache(maxsize=4)
def _in_force(day: date) -> tuple[tuple[str, str], ...]:
    """Give each family of the pack with its rule in force on a day."""
    families = sorted({rule.family for rule in pack().values()})
    found = ((family, in_force(editions_of(family), day)) for family in families)
    return tuple((family, rule.id) for family, rule in found if rule is not None)
