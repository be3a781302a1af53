"""Disclosures: those of one activity with the words for learners, and the reviewer's queue over all activities."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from opencme.apps.activities.checks import one_round
from opencme.apps.faculty import selectors, services
from opencme.apps.faculty.selectors import CasePage
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.independence.status import Need
from opencme.web.console.forms.independence import ExceptionForm, JudgeForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import workspace
from opencme.web.ui.pages import page, posted


@require_safe
@staff
def disclosures(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    """Show what learners read, the relationships that wait, and those that are settled."""
    with one_round():
        return _disclosures(request, activity_id)


def _disclosures(request: StaffRequest, activity_id: UUID) -> HttpResponseBase:
    activity, rows = selectors.activity_with_people(
        actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id, now=request.now
    )
    standing = [row for row in rows if row.is_standing]
    context = {
        "told": selectors.disclosure_to_learners(activity, request.now),
        "waiting": [(row, tie) for row in standing for tie in row.open_ties],
        "to_judge": [tie for row in standing for tie in row.open_ties if tie.request is None],
        "settled": [(row, tie) for row in standing for tie in row.ties if not tie.is_open],
        "none": [row for row in standing if row.disclosure is not None and not row.ties],
        "awaited": [row for row in standing if row.disclosure is None],
        "is_required": selectors.is_required(activity, request.now),
        "may_judge": request.actor.may(Permission.DISCLOSURES_JUDGE, on=request.provider.pk),
    }
    return workspace(request, activity, "disclosures", "console/independence/disclosures.html", context)


@require_safe
@staff
def queue(request: StaffRequest) -> HttpResponseBase:
    """List the relationships that wait at this provider, the earliest role first."""
    items = selectors.disclosure_queue(actor=request.actor, provider_id=request.provider.pk, now=request.now)
    context = {
        "provider": request.provider,
        "items": items,
        "first": selectors.first_waiting(items),
        "waiting": [item for item in items if not item.is_asked],
        "asked": [item for item in items if item.is_asked],
        "may_judge": request.actor.may(Permission.DISCLOSURES_JUDGE, on=request.provider.pk),
    }
    return page(request, "console/independence/queue.html", context)


@require_http_methods(["GET", "POST"])
@staff
def case(request: StaffRequest, relationship_id: UUID) -> HttpResponseBase:
    """Judge one relationship: relevance and mitigation on one sheet, or the exception first; then the next."""
    shown = selectors.case_page(
        actor=request.actor, provider_id=request.provider.pk, relationship_id=relationship_id, now=request.now
    )
    if request.method == "POST":
        require(request.actor, Permission.DISCLOSURES_JUDGE, on=request.provider.pk)
    is_excluded = shown.tie.need is Need.EXCEPTION
    form = _exception_form(request, shown) if is_excluded else _judge_form(request, shown)
    if request.method == "POST" and form.is_valid():
        try:
            if isinstance(form, ExceptionForm):
                _grant(request, relationship_id, form)
            else:
                _judge(request, relationship_id, form)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _said(shown))
            return _onwards(request, shown, stay=is_excluded)
    context = {
        "provider": request.provider,
        "shown": shown,
        "activity": shown.activity,
        "form": form,
        "is_excluded": is_excluded,
        "belongs": [_("This belongs to the COI reviewer or the chair.")],
    }
    return page(request, "console/independence/case.html", context, status=422 if form.errors else 200)


def _judge_form(request: StaffRequest, shown: CasePage) -> JudgeForm:
    decision, mitigation = shown.tie.decision, shown.tie.mitigation
    initial: dict[str, Any] = {}
    if decision is not None:
        initial = {"is_relevant": "yes" if decision.is_relevant else "no", "reason": decision.reason}
    if mitigation is not None:
        initial |= {
            "method": mitigation.method,
            "note": mitigation.note,
            "peer_reviewer": mitigation.peer_reviewer,
        }
    return JudgeForm(
        posted(request),
        request.FILES if request.method == "POST" else None,
        edition=shown.person.edition,
        role=shown.person.facts.role,
        initial=initial,
    )


def _exception_form(request: StaffRequest, shown: CasePage) -> ExceptionForm:
    return ExceptionForm(posted(request), edition=shown.person.edition)


def _grant(request: StaffRequest, relationship_id: UUID, form: ExceptionForm) -> None:
    typed = form.cleaned_data
    services.grant_exception(
        by=request.actor,
        relationship_id=relationship_id,
        exception=typed["exception"],
        justification=typed["justification"],
        confirms=typed["confirms"],
        now=request.now,
    )


def _judge(request: StaffRequest, relationship_id: UUID, form: JudgeForm) -> None:
    method, is_asked = form.step
    typed = form.cleaned_data
    services.judge(
        by=request.actor,
        relationship_id=relationship_id,
        is_relevant=form.relevant,
        reason=typed["reason"],
        method=method,
        is_asked=is_asked,
        note=typed["note"],
        peer_reviewer=typed["peer_reviewer"],
        upload=typed["evidence"],
        now=request.now,
    )


def _said(shown: CasePage) -> str:
    words = _("Kept: %(name)s, %(company)s.")
    return words % {"name": shown.person.row.name, "company": shown.tie.row.company}


def _onwards(request: StaffRequest, shown: CasePage, *, stay: bool) -> HttpResponseBase:
    """Go to the next that waits; stay where a second decision follows on the same relationship."""
    slug = request.provider.slug
    if stay and shown.tie.row.public_id in _waiting(request):
        return redirect("console:disclosure-case", provider=slug, relationship_id=shown.tie.row.public_id)
    if shown.next is None:
        return redirect("console:disclosures", provider=slug)
    return redirect("console:disclosure-case", provider=slug, relationship_id=shown.next)


def _waiting(request: StaffRequest) -> set[UUID]:
    items = selectors.disclosure_queue(actor=request.actor, provider_id=request.provider.pk, now=request.now)
    return {item.tie.row.public_id for item in items}
