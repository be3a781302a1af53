"""The public catalogue: what can be taken part in, searched and filtered, for anyone."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from opencme.apps.activities.models import WORDS, WORDS_OF_OBJECTIVE, Activity, Designation, Objective, Session
from opencme.apps.activities.selectors.on_offer import GROUPS, Alike
from opencme.apps.activities.selectors.scope import public_activities
from opencme.apps.records.prepared import Prepared, read_json

MOST_WORDS: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody looks for; empty means: any.

    words: as typed. topics: that boards ask for, of which it covers one. ids: public ids, None for all.
    formats, credit_system, profession: catalog keys. provider: its slug.
    first, last: the days between which a live activity takes place or an enduring one can be done.
    """

    words: str = ""
    formats: tuple[str, ...] = ()
    credit_system: str = ""
    profession: str = ""
    provider: str = ""
    topics: frozenset[str] = frozenset()
    ids: frozenset[str] | None = None
    is_free: bool = False
    first: date | None = None
    last: date | None = None

    @property
    def is_anything(self) -> bool:
        """Whether nothing is asked for."""
        return self == Wanted()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Which choices lead anywhere: key -> number of listed activities; providers as slug -> name.

    alike: the listed activities by kind of credit, topics and format, without their ids.
    """

    formats: dict[str, int] = field(default_factory=dict)
    credit_systems: dict[str, int] = field(default_factory=dict)
    professions: dict[str, int] = field(default_factory=dict)
    providers: dict[str, str] = field(default_factory=dict)
    topics: dict[str, int] = field(default_factory=dict)
    free: int = 0
    alike: tuple[Alike, ...] = ()


def offered(now: datetime) -> QuerySet[Activity]:
    """Give what is open, listed and not over: live ones still to come or running, others not past their expiration."""
    today = now.date()
    return public_activities().filter(
        Q(ends_at=None) | Q(ends_at__gte=now), Q(expires_on=None) | Q(expires_on__gte=today)
    )


def next_offered(now: datetime, most: int) -> tuple[Activity, ...]:
    """Give what is next of all that is offered, each with ``next_at``: when it begins, or goes on. One query.

    Of what has begun, as a series, that is the next session; what can be done at any time comes last.
    """
    ahead = Session.objects.across_providers(why="what is announced of a listed activity").filter(
        activity=OuterRef("pk"), starts_at__gt=now
    )
    begun = Coalesce(Subquery(ahead.order_by("starts_at").values("starts_at")[:1]), F("starts_at"))
    next_at = Case(When(starts_at__lte=now, then=begun), default=F("starts_at"))
    return tuple(offered(now).annotate(next_at=next_at).order_by(F("next_at").asc(nulls_last=True), "title")[:most])


def catalogue(wanted: Wanted, *, now: datetime) -> QuerySet[Activity]:
    """Give the activities that fit ``wanted``: the best match first, else the next first and then those at any time.

    One query, and one for the designations of the page that is shown (``current_designations``).
    """
    found = offered(now)
    if wanted.formats:
        found = found.filter(format__in=wanted.formats)
    if wanted.credit_system:
        found = found.filter(
            Exists(_designations().filter(activity=OuterRef("pk"), credit_system=wanted.credit_system))
        )
    if wanted.profession:
        found = found.filter(Q(professions=[]) | Q(professions__contains=[wanted.profession]))
    if wanted.provider:
        found = found.filter(provider__slug=wanted.provider)
    if wanted.topics:
        found = found.filter(requirement_topics__has_any_keys=sorted(wanted.topics))
    if wanted.ids is not None:
        found = found.filter(public_id__in=wanted.ids)
    if wanted.is_free:
        found = found.filter(fee="free")
    if wanted.first:
        found = found.filter(Q(ends_at=None) | Q(ends_at__date__gte=wanted.first)).filter(
            Q(expires_on=None) | Q(expires_on__gte=wanted.first)
        )
    if wanted.last:
        found = found.filter(Q(starts_at=None) | Q(starts_at__date__lte=wanted.last)).filter(
            Q(release_on=None) | Q(release_on__lte=wanted.last)
        )
    return _searched(found, wanted.words)


def _searched(found: QuerySet[Activity], words: str) -> QuerySet[Activity]:
    query = _query(words)
    if query is None:
        return found.order_by(F("starts_at").asc(nulls_last=True), F("release_on").desc(nulls_last=True), "title")
    rows = Activity.objects.across_providers(why="cut down to what is listed by the caller's own filter")
    objectives = Objective.objects.across_providers(why="as above")
    typed = words.strip()
    return (
        found.filter(
            Q(pk__in=rows.annotate(words=WORDS).filter(words=query).values("pk"))
            | Q(pk__in=objectives.annotate(words=WORDS_OF_OBJECTIVE).filter(words=query).values("activity_id"))
            | Q(title__icontains=typed)
            | Q(provider__name__icontains=typed)
        )
        .annotate(rank=SearchRank(WORDS, query))
        .order_by("-rank", F("starts_at").asc(nulls_last=True), "title")
    )


def _query(words: str) -> SearchQuery | None:
    """Read what was typed as words that must all occur, each as the beginning of a word; None when nothing is left."""
    found = re.findall(r"\w+", words.casefold())[:MOST_WORDS]
    if not found:
        return None
    return SearchQuery(" & ".join(f"{word}:*" for word in found), search_type="raw", config="english")


_FACETS: Final = Prepared(
    "catalogue_facets",
    "timestamptz, date",
    """
WITH offered AS (
    SELECT a.id, a.public_id, a.format, a.delivery_method, a.professions, a.fee, a.requirement_topics, p.slug, p.name
    FROM activities_activity a
    JOIN providers_provider p ON p.id = a.provider_id
    WHERE a.state = 'open' AND a.public_listing AND (a.ends_at IS NULL OR a.ends_at >= $1)
        AND (a.expires_on IS NULL OR a.expires_on >= $2)
)
SELECT
    (SELECT jsonb_object_agg(format, n) FROM (SELECT format, count(*) n FROM offered GROUP BY format) x),
    (SELECT jsonb_object_agg(credit_system, n) FROM (
        SELECT d.credit_system, count(*) n FROM activities_designation d JOIN offered o ON o.id = d.activity_id
        WHERE NOT EXISTS (SELECT 1 FROM activities_designation n WHERE n.replaces_id = d.id)
        GROUP BY d.credit_system) x),
    (SELECT jsonb_object_agg(profession, n) FROM (
        SELECT profession, count(*) n FROM offered, unnest(professions) profession GROUP BY profession) x),
    (SELECT jsonb_object_agg(slug, name) FROM (SELECT DISTINCT slug, name FROM offered) x),
    (SELECT jsonb_object_agg(topic, n) FROM (
        SELECT topic, count(*) n FROM offered, jsonb_object_keys(requirement_topics) topic GROUP BY topic) x),
    (SELECT count(*) FROM offered WHERE fee = 'free'),
    (SELECT jsonb_agg(jsonb_build_array(systems, topics, format, delivery_method, number)) FROM (GROUPS) x)
""".replace("GROUPS", GROUPS),
)


def facets(*, now: datetime) -> Facets:
    """Count what the listed activities offer: one statement, however many there are."""
    (row,) = _FACETS.rows(now, now.date())
    by_format, by_system, by_profession, providers, topics = (read_json(each) or {} for each in row[:5])
    return Facets(
        formats=by_format,
        credit_systems=by_system,
        professions=by_profession,
        providers=dict(sorted(providers.items(), key=lambda each: str(each[1]).casefold())),
        topics=topics,
        free=row[5],
        alike=tuple(
            Alike(tuple(systems), tuple(topics_), format_, delivery, number)
            for systems, topics_, format_, delivery, number in read_json(row[6]) or ()
        ),
    )


def current_designations(activities: Iterable[Activity]) -> dict[int, list[Designation]]:
    """Give the designations in force by the activity's id, in the order they were made: one query."""
    found: dict[int, list[Designation]] = {}
    for each in _designations().filter(activity__in=[activity.pk for activity in activities]):
        found.setdefault(each.activity_id, []).append(each)
    return found


def _designations() -> QuerySet[Designation]:
    rows: QuerySet[Designation] = Designation.objects.across_providers(why="what was designated is announced")
    return rows.filter(replaced_by=None).order_by("designated_at", "pk")
