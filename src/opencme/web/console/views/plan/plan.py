"""The plan: sections that are saved as people type, with what is still missing beside them."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from opencme.apps.activities import selectors, services
from opencme.apps.activities.services import Evidence
from opencme.apps.providers import selectors as providers
from opencme.apps.providers.permissions import require
from opencme.kernel.findings import DomainError, Finding
from opencme.rules.access import Permission
from opencme.web.console.forms.joint import EvidenceFileForm, JointForm
from opencme.web.console.forms.lines import as_evidence, as_lines
from opencme.web.console.forms.sections import SECTIONS, USUAL_ZONES, Section, sections_of
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import part_url, workspace
from opencme.web.ui.pages import page


@require_safe
@staff
def plan(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show the plan."""
    activity = selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    return _page(request, activity)


@require_POST
@staff
def save_section(request: StaffRequest, activity_id: UUID, section: str) -> HttpResponseBase:
    """Save one section; htmx gets a word that it is saved, a browser the plan again."""
    require(request.actor, Permission.ACTIVITY_PLAN, on=request.provider.pk)
    if section not in SECTIONS:
        raise Http404
    activity = selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    form = _form(request, activity, section, request.POST)
    if form.is_valid():
        try:
            _save(request, activity, form)
        except DomainError as refusal:
            form.refuse(refusal)
            activity.refresh_from_db()
            return _refused(request, activity, form, others=_others(activity, form, refusal))
        activity.refresh_from_db()
        if request.htmx:
            return _saved(request, activity, section)
        messages.success(request, gettext("“%(section)s” is saved.") % {"section": form.heading})
        return redirect(f"{part_url(activity, 'plan')}#section-{section}")
    return _refused(request, activity, form)


def missing(request: StaffRequest, activity: selectors.Activity) -> tuple[Finding, ...]:
    """What the plan still lacks, as the gates will say it."""
    return selectors.plan_findings(activity, request.now)


def _page(
    request: StaffRequest,
    activity: selectors.Activity,
    *,
    forms: Sequence[Section] | None = None,
    others: Mapping[str, str] | None = None,
    joint: JointForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "sections": forms or _forms(request, activity),
        "others": others or {},
        "missing": missing(request, activity),
        "joint_providers": selectors.joint_providers(activity),
        "joint": joint or JointForm(partners=_partners(request, activity)),
        "may_plan": _may_plan(request),
        "is_planned": selectors.is_being_planned(activity),
        "zones": USUAL_ZONES,
        "evidence": [row for row in activity.gap_evidence.select_related("file") if row.file],
        "evidence_form": EvidenceFileForm(),
    }
    return workspace(request, activity, "plan", "console/plan/plan.html", context, status=status)


def _forms(request: StaffRequest, activity: selectors.Activity) -> Sequence[Section]:
    abstract = selectors.abstract_of(activity, request.now)
    return sections_of(activity, abstract=abstract, may_plan=_may_plan(request))


def _form(request: StaffRequest, activity: selectors.Activity, key: str, data: Any = None) -> Section:
    abstract = selectors.abstract_of(activity, request.now)
    return SECTIONS[key](activity, data, abstract=abstract, may_plan=_may_plan(request))


def _may_plan(request: StaffRequest) -> bool:
    return request.actor.may(Permission.ACTIVITY_PLAN, on=request.provider.pk)


def _partners(request: StaffRequest, activity: selectors.Activity) -> list[providers.Partner]:
    there = {row.partner_id for row in selectors.joint_providers(activity)}
    rows = providers.partners(actor=request.actor, provider_id=request.provider.pk)
    return [row for row in rows if row.pk not in there]


def _save(request: StaffRequest, activity: selectors.Activity, form: Section) -> None:
    """Save what was changed: columns, objectives and evidence each by their own service."""
    given: dict[str, Any] = {"by": request.actor, "activity_id": activity.public_id, "now": request.now}
    changes, seen = dict(form.changes), form.seen
    lists = {name: changes.pop(name) for name in ("objectives", "evidence") if name in changes}
    services.change_plan(**given, changes=changes, version=activity.version, seen=seen)
    if "objectives" in lists:
        shown = as_lines(seen["objectives"]) if "objectives" in seen else None
        services.set_objectives(**given, objectives=as_lines(lists["objectives"]), seen=shown)
    if "evidence" in lists:
        files = {row.text: row.file for row in activity.gap_evidence.select_related("file")}
        lines = [as_evidence(line) for line in as_lines(lists["evidence"])]
        evidence = [Evidence(text=text, address=address, file=files.get(text)) for text, address in lines]
        services.set_gap_evidence(**given, evidence=evidence)


def _saved(request: StaffRequest, activity: selectors.Activity, section: str) -> HttpResponse:
    context = {
        "section": _form(request, activity, section),
        "activity": activity,
        "provider": request.provider,
        "missing": missing(request, activity),
        "now": request.now,
    }
    answer = page(request, "console/plan/saved.html", context)
    if section == "format":
        answer["HX-Trigger"] = "format-saved"
    return answer


def _refused(
    request: StaffRequest, activity: selectors.Activity, form: Section, *, others: Mapping[str, str] | None = None
) -> HttpResponse:
    """Show the section with what was typed, its errors, and what others wrote; nothing is lost."""
    fresh = {each.key: each for each in _forms(request, activity)}
    if others:  # they are shown now: saving once more is a decision
        data = request.POST.copy()
        data[f"{form.key}-base"] = fresh[form.key].initial["base"]
        form.data = data
    fresh[form.key] = form
    if not request.htmx:
        return _page(request, activity, forms=list(fresh.values()), others=others, status=422)
    context = {"section": form, "others": others or {}, "activity": activity, "provider": request.provider}
    answer = page(request, "console/plan/section.html", context, status=422)
    answer["HX-Retarget"], answer["HX-Reswap"] = f"#section-{form.key}", "outerHTML"
    return answer


def _others(activity: selectors.Activity, form: Section, refusal: DomainError) -> dict[str, str]:
    """What stands now in each field that somebody else changed meanwhile."""
    stands = form.held(activity)
    names = (each.field for each in refusal.findings if each.code == "activity.changed_meanwhile")
    return {name: _as_text(stands.get(name)) for name in names}


def _as_text(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value if value is not None else "")
