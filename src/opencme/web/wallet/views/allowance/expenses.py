"""Expenses with their receipts."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.files.selectors import StoredFile, address_of
from opencme.apps.wallet.selectors import allowance as selectors
from opencme.apps.wallet.selectors.allowance import Expense, planned_activities
from opencme.apps.wallet.selectors.held import held_credits
from opencme.apps.wallet.services import allowances as services
from opencme.kernel.findings import DomainError, NotFound
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.wallet.forms.allowance import ExpenseForm, belongings, expense_initial


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: PersonRequest) -> HttpResponse:
    """Record an expense; the query string may name its allowance and what it belongs to."""
    form = _form(
        request,
        initial={
            "key": uuid4(),
            "spent_on": request.today,
            "allowance": request.GET.get("allowance", ""),
            "belongs_to": request.GET.get("for", ""),
            "state": "planned" if request.GET.get("planned") else "spent",
            "what": request.GET.get("what", ""),
            "amount": request.GET.get("amount", ""),
        },
    )
    receipt = _receipt(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            made = services.add_expense(
                by=request.actor, values=form.values(), receipt=receipt, key=form.cleaned_data["key"], now=request.now
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("The expense is saved."))
            return redirect(_back(made))
    return _page(request, form, receipt, {"title": gettext("Add an expense")})


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: PersonRequest, expense_id: UUID) -> HttpResponse:
    """Change an expense, its receipt too."""
    expense = selectors.expense_of(request.actor.person_id or 0, expense_id)
    form = _form(request, initial=expense_initial(expense), expense=expense)
    receipt = _receipt(request, form)
    if request.method == "POST" and form.is_valid():
        try:
            kept = services.change_expense(
                by=request.actor,
                expense_id=expense_id,
                values=form.values(),
                receipt=receipt,
                drops_receipt=form.cleaned_data.get("drops_receipt", False),
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("The expense is saved."))
            return redirect(_back(kept))
    return _page(
        request, form, receipt or expense.receipt, {"title": gettext("Change the expense"), "expense": expense}
    )


@require_POST
@signed_in
def remove(request: PersonRequest, expense_id: UUID) -> HttpResponse:
    """Take an expense out; the next page offers to bring it back."""
    gone = services.remove_expense(by=request.actor, expense_id=expense_id, now=request.now)
    messages.success(
        request,
        gettext("“%(what)s” is taken out.") % {"what": gone.what},
        extra_tags=f"undo:{resolve_url('wallet:allowance-expense-restore', expense_id=expense_id)}",
    )
    return redirect(_back(gone))


@require_POST
@signed_in
def restore(request: PersonRequest, expense_id: UUID) -> HttpResponse:
    """Bring an expense back."""
    back = services.restore_expense(by=request.actor, expense_id=expense_id, now=request.now)
    messages.success(request, gettext("“%(what)s” is back.") % {"what": back.what})
    return redirect(_back(back))


def _form(request: PersonRequest, *, initial: dict[str, Any], expense: Expense | None = None) -> ExpenseForm:
    own = request.actor.person_id or 0
    kept = (str(initial["belongs_to"]), expense.what) if expense and initial["belongs_to"] else None
    return ExpenseForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial=initial,
        allowances=[each.allowance for each in selectors.standings_of(own, request.today)],
        belongings=belongings(held_credits(own), planned_activities(own), kept),
        has_receipt=expense is not None and expense.receipt is not None,
    )


def _receipt(request: PersonRequest, form: ExpenseForm) -> StoredFile | None:
    """Keep the receipt that was sent at once, so that an error elsewhere in the form does not lose it."""
    if request.method != "POST":
        return None
    form.full_clean()
    if sent := form.cleaned_data.get("receipt"):
        try:
            kept = services.keep_receipt(by=request.actor, name=sent.name, content=sent, now=request.now)
        except DomainError as refusal:
            _refuse(form, refusal)
            return None
    elif before := form.cleaned_data.get("kept_receipt"):
        try:
            kept = services.own_file(by=request.actor, file_id=before)
        except NotFound:
            return None
    else:
        return None
    data = request.POST.copy()
    data["kept_receipt"] = str(kept.public_id)
    form.data = data
    return kept


def _refuse(form: ExpenseForm, refusal: DomainError) -> None:
    for finding in refusal.findings:
        form.add_error("receipt", gettext(finding.message) % dict(finding.params))


def _page(
    request: PersonRequest, form: ExpenseForm, receipt: StoredFile | None, shown: dict[str, object]
) -> HttpResponse:
    own = request.actor.person_id or 0
    context = {
        "form": form,
        "receipt": receipt,
        "receipt_url": address_of(receipt, person_id=own) if receipt else "",
        **shown,
    }
    return page(request, "wallet/allowance/expense.html", context, status=422 if form.errors else 200)


def _back(expense: Expense) -> str:
    if expense.allowance and expense.allowance.removed_at is None:
        return resolve_url("wallet:allowance-one", allowance_id=expense.allowance.public_id)
    return resolve_url("wallet:allowance")
