"""Allowances: how each stands, what was spent of it, what came back, and statements for the employer."""

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import content_disposition_header
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_noop as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.files.selectors import address_of
from opencme.apps.files.tables import csv_chunks
from opencme.apps.wallet.selectors import allowance as selectors
from opencme.apps.wallet.selectors import statement as statements
from opencme.apps.wallet.selectors.activity_cost import costs
from opencme.apps.wallet.selectors.allowance import Allowance, Expense, Standing
from opencme.apps.wallet.selectors.held import held_credits
from opencme.apps.wallet.services import allowances as services
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.rules.allowance import Phase, findings_on_spending
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page, posted
from opencme.web.wallet.forms.allowance import AllowanceForm, ReimbursedForm, allowance_initial, next_initial

PHASES: Final = {
    Phase.AHEAD: ("calm", _("Not begun")),
    Phase.RUNNING: ("info", _("Running")),
    Phase.LAPSES_SOON: ("due_soon", _("Lapses soon")),
    Phase.OVER: ("not_applicable", _("Over")),
}
ARCHIVE: Final = "application/zip"


@dataclass(frozen=True, slots=True)
class Row:
    """One expense in a list: with the address of its receipt and what an employer may object to."""

    expense: Expense
    receipt: str
    remarks: tuple[Finding, ...]


@require_safe
@signed_in
def overview(request: PersonRequest) -> HttpResponse:
    """Show every allowance, what the person paid beside them, and what each activity cost."""
    own = request.actor.person_id or 0
    today = request.today
    found = selectors.standings_of(own, today)
    expenses = list(selectors.expenses_of(own))
    beside = [each for each in expenses if each.allowance is None]
    running = [each.allowance.starts_on for each in found if each.balance.phase in {Phase.RUNNING, Phase.LAPSES_SOON}]
    held = held_credits(own)
    return page(
        request,
        "wallet/allowance/overview.html",
        {
            "current": [_shown(each) for each in reversed(found) if each.balance.phase is not Phase.OVER],
            "over": [_shown(each) for each in found if each.balance.phase is Phase.OVER],
            "beside": [_row(each, own) for each in beside],
            "costs": costs(expenses, held, free_since=min(running, default=date(today.year, 1, 1))),
            "expense_count": len(expenses),
        },
    )


@require_safe
@signed_in
def one(request: PersonRequest, allowance_id: UUID) -> HttpResponse:
    """Show one allowance with its expenses."""
    return _one(request, _standing(request, allowance_id))


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: PersonRequest) -> HttpResponse:
    """Record an allowance; ``?after=`` begins with the values of the one before."""
    before = _before(request)
    form = AllowanceForm(
        posted(request), initial=next_initial(before.allowance) if before else {"key": uuid4(), **_this_year(request)}
    )
    return _save(
        request,
        form,
        lambda: services.add_allowance(
            by=request.actor, values=form.values(), key=form.cleaned_data["key"], now=request.now
        ),
        {"before": before, "title": gettext("Add an allowance")},
    )


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: PersonRequest, allowance_id: UUID) -> HttpResponse:
    """Change an allowance."""
    allowance = selectors.allowance_of(request.actor.person_id or 0, allowance_id)
    form = AllowanceForm(posted(request), initial=allowance_initial(allowance))
    return _save(
        request,
        form,
        lambda: services.change_allowance(
            by=request.actor, allowance_id=allowance_id, values=form.values(), now=request.now
        ),
        {"allowance": allowance, "title": gettext("Change the allowance")},
    )


@require_POST
@signed_in
def remove(request: PersonRequest, allowance_id: UUID) -> HttpResponse:
    """Take an allowance out; the next page offers to bring it back."""
    gone = services.remove_allowance(by=request.actor, allowance_id=allowance_id, now=request.now)
    messages.success(
        request,
        gettext("The allowance of %(name)s is taken out, with its expenses.") % {"name": gone.employer},
        extra_tags=f"undo:{resolve_url('wallet:allowance-restore', allowance_id=allowance_id)}",
    )
    return redirect("wallet:allowance")


@require_POST
@signed_in
def restore(request: PersonRequest, allowance_id: UUID) -> HttpResponse:
    """Bring an allowance back."""
    services.restore_allowance(by=request.actor, allowance_id=allowance_id, now=request.now)
    messages.success(request, gettext("The allowance is back."))
    return redirect("wallet:allowance-one", allowance_id=allowance_id)


@require_POST
@signed_in
def paid_back(request: PersonRequest, allowance_id: UUID) -> HttpResponse:
    """Say on which day chosen expenses were paid back, or take that back for one."""
    standing = _standing(request, allowance_id)
    if undone := request.POST.get("back", ""):
        ids = [each.public_id for each in standing.expenses if str(each.public_id) == undone]
        services.mark_reimbursed(by=request.actor, expense_ids=ids, on=None, now=request.now)
        messages.success(request, gettext("It waits to be paid back again."))
        return redirect("wallet:allowance-one", allowance_id=allowance_id)
    paid = [each for each in standing.expenses if not each.is_planned]  # also what another window said already
    form = ReimbursedForm(request.POST, waiting=paid)
    if form.is_valid():
        ids = [UUID(each) for each in form.cleaned_data["expenses"]]
        try:
            count = services.mark_reimbursed(
                by=request.actor, expense_ids=ids, on=form.cleaned_data["on"], now=request.now
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            words = ngettext("%(n)s expense is paid back.", "%(n)s expenses are paid back.", count)
            messages.success(request, words % {"n": count} if count else gettext("It was paid back already."))
            return redirect("wallet:allowance-one", allowance_id=allowance_id)
    return _one(request, standing, form=form)


@require_safe
@signed_in
def statement(request: PersonRequest, allowance_id: UUID, kind: str, ending: str) -> HttpResponseBase:
    """Give a statement as PDF, CSV, or ZIP with its receipts."""
    made = statements.statement_of(actor=request.actor, allowance_id=allowance_id, kind=kind, now=request.now)
    answer: HttpResponseBase
    if ending == "pdf":
        answer = HttpResponse(statements.statement_pdf(made), content_type="application/pdf")
    elif ending == "csv":
        rows = csv_chunks(statements.statement_rows(made))
        answer = StreamingHttpResponse(rows, content_type="text/csv; charset=utf-8")
    elif ending == "zip":
        out = tempfile.TemporaryFile()  # noqa: SIM115 -- FileResponse closes it
        statements.write_archive(made, out)
        out.seek(0)
        answer = FileResponse(out, content_type=ARCHIVE)
    else:
        raise NotFound
    name = statements.name_of(made, f".{ending}")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _standing(request: PersonRequest, allowance_id: UUID) -> Standing:
    own = request.actor.person_id or 0
    allowance = selectors.allowance_of(own, allowance_id)
    return selectors.standing_of(allowance, selectors.expenses_of(own).filter(allowance=allowance), request.today)


def _one(request: PersonRequest, standing: Standing, *, form: ReimbursedForm | None = None) -> HttpResponse:
    own = request.actor.person_id or 0
    return page(
        request,
        "wallet/allowance/one.html",
        {
            **_shown(standing),
            "rows": [_row(each, own) for each in standing.expenses],
            "form": form or ReimbursedForm(waiting=standing.waiting, initial={"on": request.today}),
            "allowance_key": str(standing.allowance.public_id),
            "has_planned": any(each.is_planned for each in standing.expenses),
        },
        status=422 if form else 200,
    )


def _shown(standing: Standing) -> dict[str, object]:
    kind, word = PHASES[standing.balance.phase]
    return {
        "allowance": standing.allowance,
        "balance": standing.balance,
        "findings": standing.findings,
        "waiting": standing.waiting,
        "phase_kind": kind,
        "phase_word": gettext(word),
        "count": len(standing.expenses),
    }


def _row(expense: Expense, own: int) -> Row:
    return Row(
        expense=expense,
        receipt=address_of(expense.receipt, person_id=own) if expense.receipt else "",
        remarks=findings_on_spending(selectors.spending_of(expense), selectors.facts_of(expense.allowance))
        if expense.allowance
        else (),
    )


def _before(request: PersonRequest) -> Standing | None:
    try:
        before = UUID(request.GET.get("after", ""))
    except ValueError:
        return None
    return _standing(request, before)


def _this_year(request: PersonRequest) -> dict[str, object]:
    year = request.now.year
    return {"starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}


def _save(
    request: PersonRequest, form: AllowanceForm, keep: Callable[[], Allowance], shown: dict[str, object]
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep()
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("The allowance is saved."))
            return redirect("wallet:allowance-one", allowance_id=kept.public_id)
    return page(request, "wallet/allowance/form.html", {"form": form, **shown}, status=422 if form.errors else 200)
