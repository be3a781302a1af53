"""The statements of an activity: locked words once designated, the same words as a draft before."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from opencme.apps.activities.models import Activity, Designation
from opencme.apps.credit.models import CreditApplication, LockedStatement
from opencme.apps.credit.selectors.planned import (
    edition_of,
    learning_format,
    segments,
    standing_designations,
    suggested_maximum,
)
from opencme.catalog.accreditors import accreditors
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.catalog.statements import statements as catalog
from opencme.kernel.credits import ZERO, Credits
from opencme.kernel.periods import total_minutes
from opencme.kernel.text import RichText
from opencme.rules.credit.arithmetic import credits_for_minutes
from opencme.rules.credit.statements import StatementTemplate, accreditation_key, listed, named
from opencme.rules.credit.systems import Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One statement in its words.

    kind: ``accreditation``, ``provider:<system>``, ``designation:<system>`` or ``pending:<system>``.
    is_locked: fixed with the designation; before that it is a draft and may not be published (TRAP-09, STMT-11).
    key, edition: which words of the catalog; source: key in ``catalog.sources``; grade: how well the words are known.
    """

    kind: str
    text: RichText
    label: str
    key: str
    edition: date
    source: str
    grade: str
    is_locked: bool = False

    @property
    def system(self) -> str:
        """The credit system it belongs to; empty for the accreditation statement."""
        return self.kind.partition(":")[2]


def statements(
    activity: Activity, day: date | None = None, *, designated: Mapping[str, Designation] | None = None
) -> tuple[Statement, ...]:
    """Give every statement of the activity: the locked ones once designated, drafts by the suggested maximum before.

    day: local day whose editions a draft uses; left out, the day the activity was begun.
    designated: what stands, where the caller has read it already.
    """
    designated = standing_designations(activity) if designated is None else designated
    if not designated:
        used = day or activity.created_at.astimezone(activity.zone).date()
        wanted = {
            key: most for key, most in suggested_maximum(activity, used).items() if key in activity.credit_systems
        }
        return tuple(drafts(activity, wanted, used))
    locked = {each.kind: each for each in activity.locked_statements.all()}
    found = [_locked(each) for each in locked.values()]
    for system, row in designated.items():
        template = catalog.get(row.statement_key)
        edition = template.on(row.statement_edition) if template else None
        found.append(
            Statement(
                kind=f"designation:{system}",
                text=RichText.parse(row.statement),
                label=template.label if template else system,
                key=row.statement_key,
                edition=row.statement_edition,
                source=edition.source if edition else "",
                grade=edition.grade if edition else "",
                is_locked=True,
            )
        )
    return (*found, *_pending(activity, set(designated)))


def drafts(
    activity: Activity, maxima: Mapping[str, Credits], day: date, letters: Mapping[str, str] | None = None
) -> Iterator[Statement]:
    """Give the words as they would be locked for ``maxima`` on ``day``."""
    yield accreditation(activity, day)
    for system, maximum in maxima.items():
        edition = edition_of(system, day)
        if edition is None:
            continue
        if edition.provider_statement:
            words = catalog[edition.provider_statement]
            yield _draft(f"provider:{system}", words, day, {"provider": activity.provider.name})
        letter = (letters or {}).get(system, "")
        if maximum and (letter.strip() or not edition.by_letter):
            yield designation(activity, system, edition, maximum, day, letter=letter)
    yield from _pending(activity, {system for system in maxima if (letters or {}).get(system)})


def accreditation(activity: Activity, day: date) -> Statement:
    """Give the accreditation statement: direct, or joint where a partner that is not accredited takes part (STMT-1)."""
    provider = activity.provider
    accreditor = accreditors[provider.accreditor]
    partners = [row.partner for row in activity.joint_providers.select_related("partner").order_by("id")]
    is_joint = any(not partner.is_accredited for partner in partners)
    key = accreditation_key(accreditor_kind=accreditor.kind, is_joint=is_joint)
    template = catalog[key]
    values = {
        "provider": named(provider.name) if accreditor.kind != "joint" else provider.name,
        "accreditor": accreditor.name,
        "abbreviation": accreditor.abbreviation,
        "partners": listed([partner.name for partner in partners]) if partners else "",
    }
    return _draft("accreditation", template, day, values)


def designation(
    activity: Activity, system: str, edition: Edition, maximum: Credits, day: date, *, letter: str = ""
) -> Statement:
    """Give the designation statement; of a series, the credit of one session is said, not the total (TRAP-10)."""
    template = catalog[edition.designation]
    said = session_maximum(activity, edition) or maximum
    values: dict[str, str | RichText] = {
        "provider": named(activity.provider.name),
        "format": learning_format(activity),
        "amount": edition.amount(min(said, maximum)),
        "letter": letter.strip(),
    }
    return _draft(f"designation:{system}", template, day, values)


def session_maximum(activity: Activity, edition: Edition) -> Credits:
    """Give the credit of the longest single session of a series; 0 for everything that is no series."""
    format_ = formats.get(activity.format)
    if format_ is None or not format_.is_series:
        return ZERO
    lengths = [total_minutes(each.certified) for each in segments(activity) if each.kind in edition.counted]
    return credits_for_minutes(max(lengths, default=0), edition)


def _pending(activity: Activity, decided: set[str]) -> Iterator[Statement]:
    filed = CreditApplication.objects.of(activity.provider_id).filter(activity=activity)
    for application in filed:
        system = credit_systems.get(application.credit_system)
        edition = edition_of(application.credit_system, application.filed_on)
        if system is None or edition is None or application.credit_system in decided or not edition.pending_statement:
            continue
        words = catalog[edition.pending_statement]
        yield _draft(f"pending:{application.credit_system}", words, application.filed_on, {}, is_locked=True)


def _draft(
    kind: str, template: StatementTemplate, day: date, values: Mapping[str, str | RichText], *, is_locked: bool = False
) -> Statement:
    """Fill the places the words have; values without a place are left out."""
    edition = template.on(day)
    return Statement(
        kind=kind,
        text=edition.fill(**{name: values[name] for name in edition.places}),
        label=template.label,
        key=template.key,
        edition=edition.in_force_from,
        source=edition.source,
        grade=edition.grade,
        is_locked=is_locked,
    )


def _locked(row: LockedStatement) -> Statement:
    template = catalog.get(row.statement_key)
    edition = template.on(row.statement_edition) if template else None
    return Statement(
        kind=row.kind,
        text=RichText.parse(row.text),
        label=template.label if template else row.kind,
        key=row.statement_key,
        edition=row.statement_edition,
        source=edition.source if edition else "",
        grade=edition.grade if edition else "",
        is_locked=True,
    )
