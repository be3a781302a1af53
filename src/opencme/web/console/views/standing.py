"""How the provider's own people stand: by department, one by one as far as each lets it be seen, and what if."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_safe

from opencme.apps.wallet.selectors import staff_standing as selectors
from opencme.apps.wallet.selectors.staff_standing import Department, Member, Newly, WhatIf
from opencme.apps.wallet.selectors.standing import Standing
from opencme.apps.wallet.services.standing_looks import EXPORTED, JUDGED, SEEN, note_look
from opencme.rules.access import Permission
from opencme.rules.requirements import Line, Verdict
from opencme.web.console.forms.standing import WhatIfForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.ui.lines import amount_words, line_title
from opencme.web.ui.pages import page
from opencme.web.ui.tables import Column, Table

NO_DEPARTMENT: Final = "-"
SOON: Final = timedelta(days=90)
WORDS: Final = {
    Verdict.MET: ("met", _("Met")),
    Verdict.NOT_MET: ("short", _("Missing")),
    Verdict.UNKNOWN: ("cannot_decide", _("Not known")),
    Verdict.NOT_DUE: ("calm", _("Not due yet")),
    Verdict.NOT_APPLICABLE: ("not_applicable", _("Nothing to renew")),
    Verdict.CAPPED: ("info", _("Maximum reached")),
    Verdict.APPLIED: ("info", _("Moved on")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A verdict in the words of a page."""

    kind: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One person in the table."""

    name: str
    department: str
    consent_id: UUID
    shown: Shown
    missing_before: str
    due: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of one authority."""

    title: str
    shown: Shown
    required: str
    counted: str
    missing: str
    by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """One authority of one person; rows only where the person lets each line be seen."""

    title: str
    shown: Shown
    due: date | None
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One requirement under another rule: how many would newly be short of it, and by how much together."""

    title: str
    people: int
    missing: str
    names: tuple[str, ...]


@require_safe
@staff(needs=Permission.STANDING_SEE)
def overview(request: StaffRequest) -> HttpResponseBase:
    """Show the departments, and the people of all or of one of them."""
    today = request.today
    found = selectors.members(actor=request.actor, provider_id=request.provider.pk, today=today)
    asked = request.GET.get("department")
    chosen = "" if asked == NO_DEPARTMENT else asked or None
    shown_people = [each for each in found if chosen is None or each.department == chosen]
    rows = [_person(each, today) for each in shown_people]
    table = Table(
        request, rows, _columns(), name="standing", caption=gettext("People and how they stand"), default_sort="name"
    )
    look = partial(note_look, by=request.actor, provider_id=request.provider.pk, now=request.now)
    if file := table.export():
        look(event=EXPORTED, seen=shown_people)
        return file
    look(event=SEEN, seen=found)
    sums = selectors.departments(found)
    context = {
        "provider": request.provider,
        "departments": sums,
        "whole": _whole(sums),
        "chosen": chosen,
        "table": table,
        "has_people": bool(found),
        "families": selectors.families(found),
    }
    return page(request, "console/standing/overview.html", context)


@require_safe
@staff(needs=Permission.STANDING_SEE)
def one(request: StaffRequest, consent_id: UUID) -> HttpResponse:
    """Show one person's authorities, with their lines where the person lets them be seen."""
    today = request.today
    found = selectors.member(actor=request.actor, provider_id=request.provider.pk, consent_id=consent_id, today=today)
    note_look(by=request.actor, provider_id=request.provider.pk, event=SEEN, seen=[found], now=request.now)
    context = {
        "provider": request.provider,
        "member": found,
        "shown": shown(found.verdict, found.due, today),
        "authorities": [_authority(each, today, with_lines=found.with_lines) for each in found.standings],
    }
    answer = page(request, "console/standing/one.html", context)
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_safe
@staff(needs=Permission.STANDING_SEE)
def what_if(request: StaffRequest) -> HttpResponse:
    """Judge the same people by another rule: who would newly be short, of what, by how much."""
    today = request.today
    found = selectors.members(actor=request.actor, provider_id=request.provider.pk, today=today)
    families = selectors.families(found)
    form = WhatIfForm(request.GET if "rule" in request.GET else None, families=families)
    answer: WhatIf | None = None
    if form.is_bound and form.is_valid():
        answer = selectors.what_if(
            found, family=form.cleaned_data["family"], rule_id=form.cleaned_data["rule"], today=today
        )
        note_look(by=request.actor, provider_id=request.provider.pk, event=JUDGED, seen=answer.judged, now=request.now)
    context = {
        "provider": request.provider,
        "form": form,
        "families": families,
        "answer": answer,
        "clauses": clauses(answer) if answer else (),
        "newly": len({each.member.consent_id for each in answer.rows}) if answer else 0,
    }
    return page(request, "console/standing/what_if.html", context, status=422 if form.errors else 200)


def shown(verdict: Verdict, due: date | None, today: date) -> Shown:
    """Give the words of a verdict; what is missing is overdue or due soon by its day."""
    if verdict is Verdict.NOT_MET and due is not None:
        if due < today:
            return Shown(kind="overdue", word=gettext("Overdue"))
        if due - today <= SOON:
            return Shown(kind="due_soon", word=gettext("Due soon"))
    kind, word = WORDS[verdict]
    return Shown(kind=kind, word=gettext(word))


def clauses(answer: WhatIf) -> tuple[Clause, ...]:
    """Sum up what would newly be short, by requirement, what most people lack first."""
    by_line: dict[str, list[Newly]] = defaultdict(list)
    for each in answer.rows:
        by_line[each.line.line].append(each)
    ordered = sorted(by_line.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return tuple(_clause(answer, name, rows) for name, rows in ordered)


def _clause(answer: WhatIf, name: str, rows: list[Newly]) -> Clause:
    names = {each.member.consent_id: each.member.name for each in rows}
    return Clause(
        title=line_title(answer.rule, name),
        people=len(names),
        missing=amount_words(sum(each.line.missing or 0 for each in rows), rows[0].line.unit),
        names=tuple(names.values()),
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column(
            title=gettext("Name"),
            value=lambda row: row.name,
            sort="name",
            is_head=True,
            template="console/standing/cell_name.html",
        ),
        Column(title=gettext("Department"), value=lambda row: row.department or None, sort="department"),
        Column(
            title=gettext("Standing"),
            value=lambda row: row.shown.word,
            sort="standing",
            template="console/standing/cell_standing.html",
        ),
        Column(title=gettext("Missing before"), value=lambda row: row.missing_before or None),
        Column(title=gettext("Earliest due"), value=lambda row: row.due, sort="due", is_short=True),
    )


def _person(member: Member, today: date) -> Listed:
    return Listed(
        name=member.name,
        department=member.department,
        consent_id=member.consent_id,
        shown=shown(member.verdict, member.due, today),
        missing_before="; ".join(member.short_of),
        due=member.due,
    )


def _whole(sums: tuple[Department, ...]) -> Department:
    return Department(
        name="",
        people=sum(each.people for each in sums),
        met=sum(each.met for each in sums),
        short=sum(each.short for each in sums),
        unknown=sum(each.unknown for each in sums),
        nothing=sum(each.nothing for each in sums),
        due=min((each.due for each in sums if each.due is not None), default=None),
    )


def _authority(standing: Standing, today: date, *, with_lines: bool) -> Authority:
    due = standing.due
    return Authority(
        title=standing.obligation.label,
        shown=shown(standing.verdict, due, today),
        due=due,
        rows=tuple(_row(standing, line, today) for line in standing.lines) if with_lines else (),
    )


def _row(standing: Standing, line: Line, today: date) -> Row:
    return Row(
        title=line_title(standing.rule, line.line),
        shown=shown(line.verdict, line.by, today),
        required=amount_words(line.required, line.unit),
        counted="" if line.counted is None else amount_words(line.counted, line.unit),
        missing=amount_words(line.missing, line.unit) if line.missing else "",
        by=line.by,
    )
