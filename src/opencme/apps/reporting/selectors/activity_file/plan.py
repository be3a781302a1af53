"""The sections of the activity file that come from the plan: gap, need, change, format, competencies, content."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from opencme.apps.activities.models import Activity
from opencme.apps.activities.selectors.intervals import local, session_intervals
from opencme.catalog.accreditors import accreditors
from opencme.catalog.competencies import competencies
from opencme.catalog.formats import formats
from opencme.documents.activity_file import Block, Bullets, Missing, Section, Table, Text
from opencme.documents.certificate import in_words
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.periods import total_minutes
from opencme.kernel.professions import PROFESSION_NAMES, Profession


def sections(activity: Activity) -> Iterator[Section]:
    """Give the sections in the order of the abstract."""
    yield _gap(activity)
    yield _needs(activity)
    yield _change(activity)
    yield _format(activity)
    yield _competencies(activity)
    yield _content(activity)


def limits(activity: Activity) -> dict[str, int]:
    """Give the accreditor's greatest number of words per field; empty when it names none."""
    accreditor = accreditors.get(activity.provider.accreditor)
    if accreditor is None:
        return {}
    return dict(accreditor.editions[-1].abstract.words)


def _written(activity: Activity, field: str, words: str, what: str) -> Sequence[Missing]:
    """Say that a text is missing, or longer than the abstract's form takes."""
    if not words.strip():
        return (Missing(words=what, fix="plan"),)
    most = limits(activity).get(field)
    count = len(words.split())
    if most is not None and count > most:
        too_long = _("The abstract's form takes %(most)s words; this has %(count)s.")
        return (Missing(words=too_long % {"most": most, "count": count}, fix="plan", is_required=False),)
    return ()


def _gap(activity: Activity) -> Section:
    evidence = list(activity.gap_evidence.all())
    missing = list(_written(activity, "practice_gap", activity.practice_gap, _("State the professional practice gap.")))
    if not evidence:
        missing.append(Missing(words=_("Give at least one source that shows the gap."), fix="plan"))
    blocks: list[Block] = [Text(label="", words=activity.practice_gap)] if activity.practice_gap else []
    if evidence:
        lines = [f"{each.text} {each.address}".strip() for each in evidence]
        blocks.append(Bullets(label=_("Shown by"), items=lines))
    return Section(
        key="gap",
        title=_("Professional practice gap"),
        criterion=_("Educational needs"),
        blocks=blocks,
        missing=missing,
    )


def _needs(activity: Activity) -> Section:
    names = (
        ("need_knowledge", _("Knowledge")),
        ("need_competence", _("Competence")),
        ("need_performance", _("Performance")),
    )
    written = [(field, name, getattr(activity, field)) for field, name in names if getattr(activity, field).strip()]
    missing = [each for field, _name, words in written for each in _written(activity, field, words, "")]
    if not written:
        missing.append(
            Missing(words=_("Name the need behind the gap: knowledge, competence or performance."), fix="plan")
        )
    return Section(
        key="needs",
        title=_("Educational need"),
        criterion=_("Educational needs"),
        blocks=[Text(label=name, words=words) for _field, name, words in written],
        missing=missing,
    )


def _change(activity: Activity) -> Section:
    objectives = [each.text for each in activity.objectives.all()]
    missing = list(
        _written(activity, "designed_to_change", activity.designed_to_change, _("Say what it is designed to change."))
    )
    if not objectives:
        missing.append(Missing(words=_("Write at least one learning objective."), fix="plan"))
    blocks: list[Block] = [Text(label="", words=activity.designed_to_change)] if activity.designed_to_change else []
    if objectives:
        blocks.append(Bullets(label=_("Objectives"), items=objectives))
    return Section(
        key="change", title=_("Designed to change"), criterion=_("Designed to change"), blocks=blocks, missing=missing
    )


def _format(activity: Activity) -> Section:
    found = formats.get(activity.format)
    name = found.name if found else activity.format
    blocks: list[Block] = [Text(label=_("Format"), words=name)] if name else []
    if activity.format_rationale:
        blocks.append(Text(label=_("Why it fits"), words=activity.format_rationale))
    audience = [PROFESSION_NAMES[Profession(each)] for each in activity.professions if each in set(Profession)]
    if activity.audience or audience:
        words = "; ".join(part for part in (activity.audience, ", ".join(audience)) if part)
        blocks.append(Text(label=_("Audience"), words=words))
    missing = _written(activity, "format_rationale", activity.format_rationale, _("Say why this format fits."))
    return Section(
        key="format", title=_("Educational format"), criterion=_("Appropriate formats"), blocks=blocks, missing=missing
    )


def _competencies(activity: Activity) -> Section:
    names = [competencies[key].name if key in competencies else key for key in activity.competencies]
    missing = () if names else (Missing(words=_("Choose at least one desirable attribute of physicians."), fix="plan"),)
    return Section(
        key="competencies",
        title=_("Competencies"),
        criterion=_("Desirable physician attributes"),
        blocks=[Bullets(label="", items=names)] if names else (),
        missing=missing,
    )


def _when(activity: Activity, start: datetime, end: datetime) -> str:
    first, last = local(activity, start), local(activity, end)
    return f"{in_words(first.date())}, {first:%H:%M}–{last:%H:%M}"


def _content(activity: Activity) -> Section:
    sessions = list(activity.sessions.prefetch_related("breaks"))
    items = list(activity.content_items.all())
    blocks: list[Block] = []
    if sessions:
        rows = [
            (
                _when(activity, each.starts_at, each.ends_at),
                each.title,
                each.get_kind_display(),
                str(total_minutes(session_intervals(each))),
            )
            for each in sessions
        ]
        blocks.append(
            Table(
                label=_("Agenda (times of the venue)"),
                head=("When", "Session", "Kind", "Certified minutes"),
                rows=rows,
                widths=(5, 6, 3, 3),
            )
        )
    if items:
        lines = [(each.title, each.get_kind_display(), f"version {each.version}") for each in items]
        blocks.append(Table(label=_("Content"), head=("Title", "Kind", "Version"), rows=lines, widths=(8, 3, 3)))
    found = formats.get(activity.format)
    missing: list[Missing] = []
    if found is not None and found.has_sessions and not sessions:
        missing.append(Missing(words=_("The agenda is missing."), fix="agenda"))
    if found is not None and found.needs_content and not items:
        missing.append(Missing(words=_("The content itself is missing."), fix="content"))
    return Section(
        key="content",
        title=_("Content"),
        criterion=_("Standard 1: what was taught"),
        blocks=blocks,
        missing=missing,
    )
