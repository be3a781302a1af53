"""The sections of the activity file about what came of it: statements, participation, change, the order of steps."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Sum

from opencme.apps.activities.models import Activity
from opencme.apps.assessment.models import Attempt
from opencme.apps.credit.selectors.printed import printed_statements
from opencme.apps.outcomes.selectors import summary
from opencme.apps.reporting.selectors.facts import learners
from opencme.apps.reporting.selectors.learners import standing
from opencme.catalog.credit_systems import credit_systems
from opencme.catalog.formats import formats
from opencme.documents.activity_file import Block, Bullets, Missing, Section, Table, Text
from opencme.documents.certificate import in_words
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.activity.lifecycle import STATE_NAMES, STATEMENTS_ALLOWED, State, has_passed
from opencme.rules.reporting.activity import MEASURES, OUTCOMES, Outcome

COUNTED = {
    "registered": _("people registered for the whole event"),
    "attendances": _("every attendance of every session"),
    "took_part": _("people who did all or a part of it"),
    "completed": _("people who completed it"),
}


def sections(activity: Activity) -> Iterator[Section]:
    """Give the sections in the order of the abstract."""
    yield _statements(activity)
    yield _participation(activity)
    yield _change(activity)
    yield _steps(activity)


def _statements(activity: Activity) -> Section:
    blocks: list[Block] = []
    if State(activity.state) in STATEMENTS_ALLOWED:
        blocks = [Text(label="", words=words) for words in printed_statements(activity)]
    missing = (
        ()
        if blocks
        else (Missing(words=_("No credit is designated, so no statement may be shown yet."), fix="credit"),)
    )
    return Section(
        key="statements",
        title=_("Accreditation and designation statements"),
        criterion=_("Accreditation statement policy"),
        blocks=blocks,
        missing=missing,
    )


def _participation(activity: Activity) -> Section:
    found = formats.get(activity.format)
    counts = learners(activity, found)
    counted = _("Counted: %(what)s.") % {"what": COUNTED[str(found.counted)] if found else ""}
    rows = [("Physicians", str(counts.physicians)), ("Other learners", str(counts.others))]
    credit = [
        (
            credit_systems[row["credit_system"]].label
            if row["credit_system"] in credit_systems
            else row["credit_system"],
            "awarded" if row["basis"] == "awarded" else "participated",
            str(row["people"]),
            str(row["total"]),
        )
        for row in standing(activity, every_system=True)
        .order_by()
        .values("credit_system", "basis")
        .annotate(people=Count("person", distinct=True), total=Sum("amount"))
        .order_by("credit_system")
    ]
    blocks: list[Block] = [
        Table(label=_("Learners"), head=("Category", "Number"), rows=rows, widths=(6, 2)),
        Text(label="", words=counted),
    ]
    if credit:
        head = ("Credit", "Basis", "People", "Sum")
        blocks.append(Table(label=_("Credit"), head=head, rows=credit, widths=(6, 3, 2, 2)))
    missing: tuple[Missing, ...] = ()
    if not counts.total and has_passed(State(activity.state), State.CLOSED):
        missing = (Missing(words=_("Nobody took part."), fix="learners", is_required=False),)
    return Section(
        key="participation",
        title=_("Participation"),
        criterion=_("Records of participation"),
        blocks=blocks,
        missing=missing,
    )


def _change(activity: Activity) -> Section:
    outcomes = [Outcome.parse(each) for each in activity.outcomes_measured]
    blocks: list[Block] = []
    missing: list[Missing] = []
    if outcomes:
        lines = [
            f"{OUTCOMES.get(each.kind, each.kind)}"
            f"{' (' + ', '.join(MEASURES[how].lower() for how in each.measures) + ')' if each.measures else ''}"
            for each in outcomes
        ]
        blocks.append(Bullets(label=_("Change that was measured"), items=lines))
    else:
        missing.append(Missing(words=_("Say what change was measured."), fix="reports"))
    if activity.change_analysis.strip():
        blocks.append(Text(label=_("What was found"), words=activity.change_analysis))
    else:
        missing.append(Missing(words=_("Say what the data show about change in learners."), fix="reports"))
    blocks += _assessments(activity)
    blocks += _evaluation(activity)
    return Section(
        key="analysis",
        title=_("Data on change"),
        criterion=_("Analyzes change; what participants intend is shown apart and is no outcome"),
        blocks=blocks,
        missing=missing,
    )


def _assessments(activity: Activity) -> Iterator[Block]:
    for assessment in activity.assessments.all():
        attempts = Attempt.objects.of(activity.provider_id).filter(assessment=assessment)
        people = attempts.values("registration").distinct().count()
        passed = attempts.filter(is_passed=True).values("registration").distinct().count()
        words = f"{people} participants, {passed} passed" if assessment.pass_percent else f"{people} participants"
        mark = f"; pass mark {assessment.pass_percent} %" if assessment.pass_percent else ""
        yield Text(label=assessment.get_kind_display(), words=f"{words}{mark}")


def _evaluation(activity: Activity) -> Iterator[Block]:
    """Give what participants said, question by question, without names; free texts are counted, not quoted."""
    found = summary(activity)
    if not found.responses:
        return
    words = f"{found.responses} of {found.registered} participants answered the evaluation."
    yield Text(label=_("Reactions and intentions"), words=words)
    rows = [
        (
            result.question.text,
            str(result.answered),
            "; ".join(f"{each.words}: {each.count} ({each.percent} %)" for each in result.counts if each.count)
            or f"{len(result.texts)} texts",
        )
        for result in found.results
        if result.answered
    ]
    yield Table(label="", head=("Question", "Answered", "Answers"), rows=rows, widths=(6, 2, 7))


def _steps(activity: Activity) -> Section:
    rows = [
        (
            f"{in_words(_local(activity, step.at).date())}, {_local(activity, step.at):%H:%M}",
            _step(step.to_state),
            step.by_label,
        )
        for step in activity.steps.all()
    ]
    head = ("When (venue's time)", "Step to", "By")
    return Section(
        key="steps",
        title=_("Order of events"),
        criterion=_("Gates were passed in the order the Standards ask"),
        blocks=[Table(label="", head=head, rows=rows, widths=(5, 4, 5))] if rows else (),
    )


def _local(activity: Activity, moment: datetime) -> datetime:
    return moment.astimezone(activity.zone)


def _step(state: str) -> str:
    return STATE_NAMES[State(state)] if state in set(State) else state
