"""The ledger of an activity: every entry, its history, corrections and revocations with what they change."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from opencme.apps.activities import selectors as activities
from opencme.apps.credit import selectors, services
from opencme.apps.credit.selectors import Award
from opencme.apps.providers.permissions import require
from opencme.catalog.credit_systems import credit_systems
from opencme.kernel.credits import ZERO, Credits
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.web.console.forms.credit import ReplaceForm, RevokeForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.credit import tabs
from opencme.web.console.workspace import part_url, workspace
from opencme.web.ui.tables import Column, Table

FORMS = {"correct": ReplaceForm, "revoke": RevokeForm}


@require_safe
@staff
def ledger(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """List the activity's entries: search, filter, sort, export."""
    activity = _activity(request, activity_id)
    chosen = {name: request.GET.get(name, "") for name in ("q", "system", "kind")}
    rows = selectors.ledger_table(
        actor=request.actor, activity=activity, words=chosen["q"], system=chosen["system"], kind=chosen["kind"]
    )
    table = Table(
        request,
        rows,
        _columns(),
        name=f"ledger {activity.number}",
        caption=gettext("Entries of the ledger"),
        default_sort="-sequence",
        empty=gettext("No entry fits."),
    )
    if file := table.export():
        return file
    totals = [(label(each.system), each) for each in selectors.totals_of(activity)]
    context = {
        "table": table,
        "tabs": tabs(request, activity, "credit-ledger"),
        "chosen": chosen,
        "kinds": [("standing", _("What stands")), *Award.KINDS],
        "systems": [(each.system, name) for name, each in totals],
        "is_filtered": any(chosen.values()),
        "totals": totals,
    }
    return workspace(request, activity, "credit", "console/credit/ledger.html", context)


@require_safe
@staff
def award(request: StaffRequest, activity_id: UUID, award_id: UUID) -> HttpResponseBase:
    """Show one entry with everything that came before and after it."""
    activity = _activity(request, activity_id)
    entry = selectors.award_to_see(actor=request.actor, activity=activity, award_id=award_id)
    return workspace(request, activity, "credit", "console/credit/award.html", _entry_context(request, activity, entry))


@require_http_methods(["GET", "POST"])
@staff
def replace(request: StaffRequest, activity_id: UUID, award_id: UUID, act: str) -> HttpResponseBase:
    """Correct an entry or take it back: say what and why, see before and after, confirm."""
    if act not in FORMS:
        raise Http404
    activity = _activity(request, activity_id)
    entry = selectors.award_to_see(actor=request.actor, activity=activity, award_id=award_id)
    if request.method == "POST":
        require(request.actor, Permission.CREDIT_CORRECT, on=activity.provider_id)
    context = _entry_context(request, activity, entry)
    if act == "correct":
        step = context["evidence"].edition.claim_step
        form: Any = ReplaceForm(request.POST or None, step=step, initial={"amount": entry.amount or None})
    else:
        form = RevokeForm(request.POST or None)
    is_checked = False
    if request.method == "POST" and form.is_valid():
        amount = Credits(form.cleaned_data["amount"]) if act == "correct" else ZERO
        reason = form.cleaned_data["reason"]
        context["after"] = amount
        try:
            if form.cleaned_data["confirmed"]:
                _apply(request, entry, amount, reason)
                return _done(request, activity, act)
            is_checked = not _against(form, entry, amount, reason, request)
        except DomainError as refusal:
            form.refuse(refusal)
    context |= {"form": form, "act": act, "is_checked": is_checked}
    return workspace(
        request, activity, "credit", "console/credit/replace.html", context, status=422 if form.errors else 200
    )


def _against(form: Any, entry: Award, amount: Credits, reason: str, request: StaffRequest) -> bool:
    """Put what stands against it into the form; say whether there was anything."""
    findings = selectors.findings_on_replacement(entry, amount, reason, request.now)
    if findings:
        form.refuse(DomainError(*findings))
    return bool(findings)


def _apply(request: StaffRequest, entry: Award, amount: Credits, reason: str) -> None:
    if amount:
        services.correct_award(
            by=request.actor, award_id=entry.public_id, amount=amount, reason=reason, now=request.now
        )
    else:
        services.revoke_award(by=request.actor, award_id=entry.public_id, reason=reason, now=request.now)


def _done(request: StaffRequest, activity: activities.Activity, act: str) -> HttpResponseBase:
    said = gettext("The entry is corrected.") if act == "correct" else gettext("The award is revoked.")
    messages.success(request, f"{said} {gettext('The certificate follows.')}")
    return redirect(part_url(activity, "credit-ledger"))


def label(system: str) -> str:
    """Give a credit system's short name; its key when the catalog no longer knows it."""
    found = credit_systems.get(system)
    return gettext(found.label) if found else system


def _activity(request: StaffRequest, activity_id: UUID) -> activities.Activity:
    return activities.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)


def _entry_context(request: StaffRequest, activity: activities.Activity, entry: Award) -> dict[str, Any]:
    evidence = selectors.evidence_for(entry, request.now)
    is_standing = not hasattr(entry, "replaced_by")
    return {
        "entry": entry,
        "label": label(entry.credit_system),
        "before": Credits(entry.amount),
        "words": evidence.edition.amount(Credits(entry.amount)),
        "unit": evidence.edition.units,
        "evidence": evidence,
        "entries": [
            {"award": each, "words": evidence.edition.amount(Credits(each.amount))}
            for each in selectors.history_of(entry)
        ],
        "tabs": tabs(request, activity, "credit-ledger"),
        "is_standing": is_standing,
        "may_correct": is_standing and request.actor.may(Permission.CREDIT_CORRECT, on=activity.provider_id),
    }


def _columns() -> tuple[Column, ...]:
    return (
        Column(title=gettext("Name"), value=lambda row: row.printed_name, sort="person__family_name", is_head=True),
        Column(
            title=gettext("Number"),
            value=lambda row: row.number,
            sort="sequence",
            template="console/credit/cell_number.html",
        ),
        Column(title=gettext("E-mail"), value=lambda row: row.person.email, is_shown=False),
        Column(title=gettext("Credit"), value=lambda row: label(row.credit_system), sort="credit_system"),
        Column(title=gettext("Amount"), value=lambda row: row.amount, sort="amount", is_end=True),
        Column(
            title=gettext("Entry"),
            value=lambda row: str(row.get_kind_display()),
            sort="kind",
            template="console/credit/cell_kind.html",
        ),
        Column(title=gettext("Basis"), value=lambda row: str(row.get_basis_display()), is_shown=False),
        Column(title=gettext("Completed"), value=lambda row: row.completed_on, sort="completed_on"),
        Column(title=gettext("Entered"), value=lambda row: row.awarded_at, is_shown=False),
        Column(title=gettext("By"), value=lambda row: row.by_label, is_shown=False),
        Column(title=gettext("Reason"), value=lambda row: row.reason, is_shown=False),
        Column(
            title=gettext("Replaces"), value=lambda row: row.replaces.number if row.replaces else "", is_shown=False
        ),
    )
