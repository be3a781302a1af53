"""The days that matter: what falls due when, over all authorities; and whose calendar a secret address opens."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from opencme.apps.accounts.selectors import today_of
from opencme.apps.wallet.models import Obligation, WalletSettings
from opencme.apps.wallet.selectors.standing import Standing, standings
from opencme.kernel.findings import NotFound
from opencme.rules.requirements import Line, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Something falls due. is_renewal: the cycle ends; lines: what is missing by that day."""

    obligation: Obligation
    day: date
    is_renewal: bool
    lines: tuple[Line, ...] = ()
    standing: Standing

    @property
    def is_asked(self) -> bool:
        """Whether only an answer is missing, without which nobody can say what is."""
        is_unknown = self.is_renewal and self.standing.verdict is Verdict.UNKNOWN
        return is_unknown and not self.lines and bool(self.standing.questions)

    @property
    def is_met(self) -> bool:
        """Whether nothing is missing by that day, nor an answer without which nobody can say so."""
        return not self.lines and not self.is_asked


def dues(found: Iterable[Standing], today: date) -> tuple[Due, ...]:
    """Give what falls due from ``today`` on, the nearest first: ends of cycles, and days by which something is owed."""
    return tuple(sorted(_dues(found, today), key=lambda due: (due.day, due.obligation.position)))


def _dues(found: Iterable[Standing], today: date) -> Iterator[Due]:
    for standing in found:
        by_day: dict[date, list[Line]] = {}
        for line in standing.missing:
            if line.by is not None:
                by_day.setdefault(line.by, []).append(line)
        end = standing.term.last if standing.term else None
        if end is not None:
            by_day.setdefault(end, [])
        for day, lines in by_day.items():
            if day >= today:
                yield Due(
                    obligation=standing.obligation,
                    day=day,
                    is_renewal=day == end,
                    lines=tuple(lines),
                    standing=standing,
                )


def calendar_of(token: str, now: datetime) -> tuple[Due, ...]:
    """Give what a calendar at a secret address shows, from its owner's today on.

    NotFound for an address that is no longer, or never was, one.
    """
    rows = WalletSettings.objects.filter(calendar_token=token, person__is_active=True).select_related("person")
    settings = rows.first() if token else None
    if settings is None:
        raise NotFound
    today = today_of(settings.person, now)
    return dues(standings(settings.person_id, today), today)


def to_remind() -> QuerySet[WalletSettings, int]:
    """Give the ids of all who want to be reminded, and renew something or have an allowance."""
    renews = Q(person__obligations__ended_at=None, person__obligations__isnull=False)
    spends = Q(person__allowances__removed_at=None, person__allowances__isnull=False)
    wanted = WalletSettings.objects.exclude(remind_days=[]).filter(renews | spends, person__is_active=True)
    return wanted.values_list("person_id", flat=True).distinct().order_by("person_id")
