"""Judging the plan: what the structured abstract, the designation and the report will need of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import years_after
from opencme.kernel.professions import Profession
from opencme.rules.activity.accreditors import Abstract
from opencme.rules.activity.formats import Format
from opencme.rules.activity.support import findings_on_support

OWN: Final = "opencme-planning"
CORE: Final = "accme-core-planning"
PARS: Final = "pars-activity-data"
FIELD_NAMES: Final[Mapping[str, str]] = {
    "practice_gap": _("The practice gap"),
    "need_knowledge": _("The need of knowledge"),
    "need_competence": _("The need of competence"),
    "need_performance": _("The need of performance"),
    "designed_to_change": _("What it is designed to change"),
    "format_rationale": _("Why this format"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is known of a plan. format None: none chosen; starts_at None: no date set; texts are as typed.

    texts: the fields of the structured abstract, by name. is_designated: credit was designated already.
    """

    title: str
    summary: str
    format: Format | None
    other_format_description: str
    texts: Mapping[str, str]
    objectives: int
    evidence: int
    competencies: int
    audience: str
    professions: tuple[str, ...]
    credit_systems: tuple[str, ...]
    commercial_support: bool | None
    support_sources: tuple[str, ...]
    delivery_method: str
    city: str
    state_or_province: str
    country: str
    starts_at: datetime | None
    release_on: date | None
    expires_on: date | None
    estimated_minutes: int | None
    minutes_basis: str
    units: int | None
    is_designated: bool


def findings_on_plan(plan: Plan, abstract: Abstract, *, now: datetime, today: date) -> tuple[Finding, ...]:
    """Say everything the plan lacks. today: on the venue's clock."""
    return (
        *_on_need(plan),
        *_on_audience(plan),
        *_on_format(plan),
        *_on_offer(plan, today),
        *_on_start(plan, now),
        *findings_on_length(plan.texts, abstract),
    )


def words_in(text: str) -> int:
    """Count words as the accreditor's form does: what blanks separate."""
    return len(text.split())


def findings_on_length(texts: Mapping[str, str], abstract: Abstract) -> tuple[Finding, ...]:
    """Advise against each text that is longer than its field in the abstract."""
    return tuple(
        _finding(
            f"plan.length.{name}",
            _("%(name)s has %(count)s words; the abstract takes %(limit)s."),
            field=name,
            source=abstract.source,
            params={"name": FIELD_NAMES[name], "count": str(words_in(texts[name])), "limit": str(limit)},
            blocking=False,
        )
        for name, limit in abstract.words.items()
        if words_in(texts.get(name, "")) > limit
    )


def _on_need(plan: Plan) -> Iterator[Finding]:
    if not plan.texts["practice_gap"].strip():
        yield _finding("plan.gap", _("Describe the practice gap of your own learners."), field="practice_gap")
    if not any(plan.texts[f"need_{kind}"].strip() for kind in ("knowledge", "competence", "performance")):
        yield _finding(
            "plan.need",
            _("Say which need lies behind it: knowledge, competence or performance."),
            field="need",
        )
    if not plan.texts["designed_to_change"].strip():
        yield _finding(
            "plan.change", _("Say what it is designed to change in the learners."), field="designed_to_change"
        )
    if not plan.objectives:
        yield _finding("plan.objectives", _("Write at least one objective."), field="objectives", source="ama-core")
    if not plan.evidence:
        yield _finding(
            "plan.evidence",
            _("Name what shows the gap: a figure, an audit, a paper."),
            field="evidence",
            blocking=False,
        )


def _on_audience(plan: Plan) -> Iterator[Finding]:
    if not plan.audience.strip():
        yield _finding("plan.audience", _("Say for whom it is."), field="audience", source="ama-core")
    if not plan.professions:
        yield _finding("plan.professions", _("Choose the professions it is for."), field="professions", source=OWN)
    elif "ama_pra_cat1" in plan.credit_systems and Profession.PHYSICIAN not in plan.professions:
        yield _finding(
            "plan.physicians",
            _("AMA PRA credit needs content fit for physicians; add them, or leave that credit out."),
            field="professions",
            source="ama-core",
        )
    if not plan.competencies:
        yield _finding("plan.competencies", _("Choose the competencies it builds on."), field="competencies")
    if not plan.credit_systems:
        yield _finding("plan.credit", _("Choose the credit to be designated."), field="credit_systems", source=OWN)
    if not plan.summary.strip():
        yield _finding("plan.summary", _("Write the description participants will read."), field="summary", source=PARS)
    if plan.commercial_support is None:
        yield _finding(
            "plan.support", _("Answer whether there is commercial support."), field="commercial_support", source=PARS
        )
    yield from findings_on_support(plan.commercial_support, plan.support_sources)


def _on_format(plan: Plan) -> Iterator[Finding]:
    chosen = plan.format
    if chosen is None:
        yield _finding("plan.format", _("Choose the format."), field="format", source="ama-format-names")
        return
    if not plan.texts["format_rationale"].strip():
        yield _finding("plan.rationale", _("Say why this format fits."), field="format_rationale")
    if chosen.needs_description and not plan.other_format_description.strip():
        yield _finding(
            "plan.description",
            _("Name the kind of activity in a few words; the designation statement prints them."),
            field="other_format_description",
            source="ama-other-activity",
        )
    if chosen.delivery_methods and plan.delivery_method not in chosen.delivery_methods:
        yield _finding("plan.delivery", _("Say how it is delivered."), field="delivery_method", source=PARS)
    if chosen.needs_place:
        if not plan.city.strip():
            yield _finding("plan.city", _("Say in which city it takes place."), field="city", source=PARS)
        if not plan.country.strip():
            yield _finding("plan.country", _("Say in which country it takes place."), field="country", source=PARS)
        elif plan.country == "USA" and not plan.state_or_province.strip():
            yield _finding(
                "plan.state", _("Say in which state it takes place."), field="state_or_province", source=PARS
            )


def _on_offer(plan: Plan, today: date) -> Iterator[Finding]:
    chosen = plan.format
    if chosen is None or not chosen.has_release:
        return
    if plan.release_on is None:
        yield _finding("plan.release", _("Set the day of release."), field="release_on", source=OWN)
    if plan.expires_on is None:
        yield _finding("plan.expires", _("Set the last day on offer."), field="expires_on", source=OWN)
    if plan.expires_on is not None:
        yield from _on_expiry(plan, chosen, plan.expires_on, today)
    if chosen.has_estimate and not plan.estimated_minutes:
        yield _finding("plan.minutes", _("Estimate the minutes to complete it."), field="estimated_minutes", source=OWN)
    if chosen.has_estimate and plan.estimated_minutes and not plan.minutes_basis.strip():
        yield _finding(
            "plan.basis", _("Say how the time was estimated."), field="minutes_basis", source=OWN, blocking=False
        )
    if chosen.unit and not plan.units:
        yield _finding(
            "plan.units", _("Say how many %(unit)s it holds."), field="units", source=OWN, params={"unit": chosen.unit}
        )


def _on_expiry(plan: Plan, chosen: Format, expires_on: date, today: date) -> Iterator[Finding]:
    if expires_on < today:
        yield _finding("plan.expired", _("The last day on offer has passed."), field="expires_on", source=OWN)
    if plan.release_on is None:
        return
    if expires_on < plan.release_on:
        yield _finding("plan.expires.before", _("It expires before it is released."), field="expires_on", source=OWN)
    years = chosen.on(plan.release_on).offered_years
    if years is not None and expires_on > (limit := years_after(plan.release_on, years)):
        yield _finding(
            "plan.expires.limit",
            _(
                "It may be offered until %(limit)s at the latest, %(years)s years after release; after a review it is "
                "offered again as a new activity."
            ),
            field="expires_on",
            source="accme-enduring-period",
            params={"limit": f"{limit:%Y-%m-%d}", "years": str(years)},
        )


def _on_start(plan: Plan, now: datetime) -> Iterator[Finding]:
    if plan.starts_at is not None and plan.starts_at <= now and not plan.is_designated:
        yield _finding(
            "plan.past",
            _("Its start has passed, and credit is never designated afterwards. Set a new date."),
            field="release_on" if plan.format is not None and plan.format.has_release else "starts_at",
            source="ama-never-retroactive",
            fix="plan" if plan.format is not None and plan.format.has_release else "agenda",
        )


def _finding(
    code: str,
    message: str,
    *,
    field: str,
    source: str = CORE,
    params: Mapping[str, str] | None = None,
    blocking: bool = True,
    fix: str = "plan",
) -> Finding:
    return Finding(
        code=code, message=message, source=source, params=params or {}, field=field, fix=fix, blocking=blocking
    )
