"""The plan: the shortest way to close what is open; and whether an activity described by hand counts."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.wallet.selectors import plans as selectors
from opencme.apps.wallet.services import plans as services
from opencme.kernel.findings import DomainError
from opencme.web.ui.access import signed_in
from opencme.web.ui.arrival import safe_target
from opencme.web.ui.counting import told_for, verdict_in_short
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.wallet.forms.plan import CountsForm, read
from opencme.web.wallet.planned import allowance_words, cost_words, gone, open_lines, other_ways, shown


@require_safe
@signed_in
def plan(request: PersonRequest) -> HttpResponse:
    """Show what to take; an empty wallet, all met, and nothing on offer each say what to do instead."""
    if "go" not in request.GET and (number := selectors.takes_long(request.now)):
        asked = request.GET.copy()
        asked["go"] = "1"
        context = {"number": number, "url": f"{request.path}?{asked.urlencode()}", "budget": int(selectors.BUDGET)}
        return page(request, "wallet/plan/searching.html", context)
    is_limited = request.GET.get("limit") != "none"
    found = selectors.plan_page(
        actor=request.actor,
        now=request.now,
        today=request.today,
        is_limited=is_limited,
        with_others="others" in request.GET,
    )
    activities = shown(found)
    best = found.answer.best
    lines = open_lines(found)
    return page(
        request,
        "wallet/plan/plan.html",
        {
            "found": found,
            "best": best,
            "cost": cost_words(best) if best else "",
            "activities": activities,
            "gone": gone(found),
            "lines": lines,
            "closed": sum(each.is_closed for each in lines),
            "ways": other_ways(found),
            "kept_to": allowance_words(found),
            "is_limited": is_limited,
            "budget": int(selectors.BUDGET),
            "asks": len({line.questions for _, line in found.answer.unknown if line.questions}),
        },
    )


@require_POST
@signed_in
def add(request: PersonRequest, activity_id: UUID) -> HttpResponseBase:
    """Take an activity into the plan."""
    try:
        row = services.plan_activity(by=request.actor, activity_id=activity_id, now=request.now)
    except DomainError as refusal:
        for finding in refusal.findings:
            messages.error(request, gettext(finding.message) % dict(finding.params))
        return _back(request)
    messages.success(request, gettext("“%(title)s” is in your plan.") % {"title": row.title})
    return _back(request)


@require_POST
@signed_in
def leave_out(request: PersonRequest, activity_id: UUID) -> HttpResponseBase:
    """Keep an activity out of every plan; the next page offers to take it back."""
    try:
        row = services.leave_out(by=request.actor, activity_id=activity_id, now=request.now)
    except DomainError as refusal:
        for finding in refusal.findings:
            messages.error(request, gettext(finding.message) % dict(finding.params))
        return _back(request)
    messages.success(
        request,
        gettext("“%(title)s” is left out of your plans.") % {"title": row.title},
        extra_tags=f"undo:{reverse('wallet:plan-drop', args=[row.public_id])}",
    )
    return _back(request)


@require_POST
@signed_in
def drop(request: PersonRequest, planned_id: UUID) -> HttpResponseBase:
    """Take something out of the plan; the next page offers to bring it back."""
    row = services.drop_planned(by=request.actor, planned_id=planned_id, now=request.now)
    words = (
        gettext("“%(title)s” may be planned again.") if row.is_left_out else gettext("“%(title)s” is out of your plan.")
    )
    messages.success(
        request,
        words % {"title": row.title},
        extra_tags=f"undo:{reverse('wallet:plan-restore', args=[row.public_id])}",
    )
    return _back(request)


@require_POST
@signed_in
def restore(request: PersonRequest, planned_id: UUID) -> HttpResponseBase:
    """Bring back what was dropped."""
    row = services.restore_planned(by=request.actor, planned_id=planned_id, now=request.now)
    words = (
        gettext("“%(title)s” is left out of your plans.")
        if row.is_left_out
        else gettext("“%(title)s” is in your plan.")
    )
    messages.success(request, words % {"title": row.title})
    return _back(request)


def _back(request: PersonRequest) -> HttpResponseBase:
    return redirect(safe_target(request, request.POST.get("next", "")) or reverse("wallet:plan"))


@require_http_methods(["GET", "POST"])
@signed_in
def counts(request: PersonRequest) -> HttpResponseBase:
    """Say whether an activity described by hand counts, before the hour is spent; nothing of it is kept or sent."""
    if request.method != "POST":
        return _counts(request, CountsForm(initial={"key": uuid4()}))
    act = request.POST.get("act", "check")
    if act == "read":
        filled, found = read(request.POST)
        form = CountsForm(filled)
        return _counts(request, form, read=found, is_reading=True)
    form = CountsForm(request.POST)
    if not form.is_valid():
        return _counts(request, form, status=422)
    offer = form.offer(request.today)
    if act == "plan":
        try:
            row = services.plan_by_hand(by=request.actor, offer=offer, key=form.cleaned_data["key"], now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
            return _counts(request, form, status=422)
        messages.success(request, gettext("“%(title)s” is in your plan.") % {"title": row.title})
        return redirect(reverse("wallet:plan"))
    found_for = selectors.counts_by_hand(actor=request.actor, offer=offer, today=request.today)
    told = told_for(found_for)
    return _counts(request, form, told=told, in_short=verdict_in_short(told) if told else "")


def _counts(request: PersonRequest, form: CountsForm, *, status: int = 200, **more: object) -> HttpResponse:
    has_any = selectors.renews_anything(actor=request.actor)
    context = {"form": form, "has_obligations": has_any, **more}
    return page(request, "wallet/plan/counts.html", context, status=status)
