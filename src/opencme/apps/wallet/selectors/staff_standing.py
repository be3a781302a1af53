"""How a provider's own people stand, as far as each of them lets it be seen; nobody else is there."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import QuerySet

from opencme.apps.providers.permissions import require
from opencme.apps.wallet.models import StandingConsent
from opencme.apps.wallet.selectors.persons import person_for
from opencme.apps.wallet.selectors.standing import Standing, Wallet, stand, wallets_of
from opencme.catalog.requirement_sets import pack, prepared
from opencme.kernel.findings import NotFound
from opencme.rules.access import Actor, Permission
from opencme.rules.requirements import Line, Rule, Verdict, evaluate
from opencme.rules.requirements.cycles import fix
from opencme.rules.requirements.overall import binding


@dataclass(frozen=True, kw_only=True)
class Member:
    """One person who consented. with_lines: whether each line may be seen, or only how each authority stands."""

    consent_id: UUID
    name: str
    department: str
    with_lines: bool
    standings: tuple[Standing, ...]
    wallet: Wallet = field(repr=False)

    @cached_property
    def verdict(self) -> Verdict:
        """The worst of the authorities; ``not_applicable`` for a person who renews nothing here."""
        found = {each.verdict for each in self.standings}
        for worst in (Verdict.NOT_MET, Verdict.UNKNOWN):
            if worst in found:
                return worst
        return Verdict.MET if found else Verdict.NOT_APPLICABLE

    @cached_property
    def due(self) -> date | None:
        """The nearest day on which something missing falls due."""
        days = (each.due for each in self.standings if each.verdict is Verdict.NOT_MET)
        return min((day for day in days if day is not None), default=None)

    @cached_property
    def short_of(self) -> tuple[str, ...]:
        """The authorities before which something is missing."""
        return tuple(each.obligation.label for each in self.standings if each.verdict is Verdict.NOT_MET)


@dataclass(frozen=True, slots=True, kw_only=True)
class Department:
    """How the people of one department stand. nothing: those who renew nothing here. due: the nearest open day."""

    name: str
    people: int
    met: int
    short: int
    unknown: int
    nothing: int
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Newly:
    """One line of one person under another rule that would newly be short."""

    member: Member
    line: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """The same people under another rule. judged: who they are; rows: what would newly be short.

    unseen: whom the rule binds too, and who show no single requirement; another rule would tell of them what they keep.
    """

    rule: Rule
    judged: tuple[Member, ...]
    unseen: int
    rows: tuple[Newly, ...]

    @property
    def people(self) -> int:
        """How many were judged."""
        return len(self.judged)


def members(*, actor: Actor, provider_id: int, today: date) -> tuple[Member, ...]:
    """Give everybody who lets this provider see how they stand, by department and name.

    As many queries for many people as for one. Raises NotFound outside the provider, NotAllowed without the right.
    """
    require(actor, Permission.STANDING_SEE, on=provider_id)
    return _members(_open(provider_id).order_by("department", "person__family_name", "person__given_name", "pk"), today)


def member(*, actor: Actor, provider_id: int, consent_id: UUID, today: date) -> Member:
    """Give one of them; NotFound where there is no consent that holds."""
    require(actor, Permission.STANDING_SEE, on=provider_id)
    found = _members(_open(provider_id).filter(public_id=consent_id), today)
    if not found:
        raise NotFound
    return found[0]


def _open(provider_id: int) -> QuerySet[StandingConsent]:
    """Give the consents that hold, of people whose account is in use."""
    rows = StandingConsent.objects.filter(provider_id=provider_id, withdrawn_at=None, person__is_active=True)
    return rows.select_related("person")


def _members(rows: Iterable[StandingConsent], today: date) -> tuple[Member, ...]:
    consents = list(rows)
    wallets = wallets_of([each.person_id for each in consents])
    return tuple(
        Member(
            consent_id=each.public_id,
            name=each.person.full_name,
            department=each.department,
            with_lines=each.with_lines,
            standings=tuple(stand(wallets[each.person_id], row, today) for row in wallets[each.person_id].obligations),
            wallet=wallets[each.person_id],
        )
        for each in consents
    )


def departments(found: Iterable[Member]) -> tuple[Department, ...]:
    """Sum people up by department, by name; without one last."""
    by_name: dict[str, list[Member]] = defaultdict(list)
    for each in found:
        by_name[each.department].append(each)
    return tuple(_department(name, by_name[name]) for name in sorted(by_name, key=lambda name: (not name, name)))


def _department(name: str, found: Sequence[Member]) -> Department:
    verdicts = [each.verdict for each in found]
    return Department(
        name=name,
        people=len(found),
        met=verdicts.count(Verdict.MET),
        short=verdicts.count(Verdict.NOT_MET),
        unknown=verdicts.count(Verdict.UNKNOWN),
        nothing=verdicts.count(Verdict.NOT_APPLICABLE),
        due=min((each.due for each in found if each.due is not None), default=None),
    )


def families(found: Iterable[Member]) -> tuple[tuple[str, str], ...]:
    """Give the rules of the pack that bind somebody, as (family, title), by title."""
    held = {
        standing.obligation.family: standing.rule.title
        for each in found
        for standing in each.standings
        if standing.obligation.family and standing.rule is not None
    }
    return tuple(sorted(held.items(), key=lambda pair: pair[1]))


def what_if(found: Iterable[Member], *, family: str, rule_id: str, today: date) -> WhatIf:
    """Judge by another rule whom ``family`` binds and who show their lines, and say what would newly be short.

    found: what ``members`` gave. Who shows no lines is not judged, or asking rule after rule would tell them.
    Raises LookupError for a rule the pack does not hold.
    """
    rule, judged, unseen, rows = pack()[rule_id], list[Member](), 0, list[Newly]()
    for each in found:
        for standing in each.standings:
            if standing.obligation.family != family:
                continue
            if not each.with_lines:
                unseen += 1
                continue
            judged.append(each)
            short = {line.line for line in standing.lines if line.verdict is Verdict.NOT_MET}
            lines = binding(rule, _under(rule, each.wallet, standing, today))
            new = (line for line in lines if line.verdict is Verdict.NOT_MET and line.line not in short)
            rows += [Newly(member=each, line=line) for line in new]
    return WhatIf(rule=rule, judged=tuple(judged), unseen=unseen, rows=tuple(rows))


def _under(rule: Rule, wallet: Wallet, standing: Standing, today: date) -> tuple[Line, ...]:
    """Judge one obligation by another rule, with its own cycle."""
    row, bound = standing.obligation, prepared(rule.id)
    earlier = (*wallet.earlier.get(None, ()), *wallet.earlier.get(row.pk, ()))
    person = person_for(row, rule, today, settings=wallet.settings, earlier=earlier, implied=wallet.implied)
    fixed = fix(rule, person, today)
    return evaluate(bound, replace(person, credits=wallet.credits_for(bound)), today, fixed=fixed)
