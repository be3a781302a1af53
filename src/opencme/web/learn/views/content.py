"""The content, part by part."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.activities.selectors import activity_for_learner
from opencme.apps.delivery.selectors.content import availability, content_with_progress, registration_to_learn
from opencme.apps.delivery.services import progress
from opencme.apps.files.selectors import address_of
from opencme.kernel.findings import DomainError, NotFound
from opencme.web.learn.forms.activity import PlaceForm
from opencme.web.learn.path import next_address
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page


@require_http_methods(["GET", "POST"])
@signed_in
def item(request: PersonRequest, activity_id: UUID, item_id: UUID) -> HttpResponseBase:
    """Show one part, and finish it or take that back; finishing leads on to what is next."""
    if request.method == "POST":
        return _changed(request, activity_id, item_id)
    activity = activity_for_learner(activity_id=activity_id)
    registration = registration_to_learn(actor=request.actor, activity=activity)
    offered = availability(activity, request.now)
    refusal: DomainError | None = None
    try:
        progress.open_item(by=request.actor, activity_id=activity_id, item_id=item_id, now=request.now)
    except DomainError as found:
        refusal = found
    items = content_with_progress(registration)
    at = next((index for index, each in enumerate(items) if each.item.public_id == item_id), None)
    if at is None:
        raise NotFound
    shown = items[at]
    address = ""
    if refusal is None and shown.item.file is not None:
        address = address_of(shown.item.file, person_id=request.actor.person_id)
    context = {
        "activity": activity,
        "shown": shown,
        "items": items,
        "number": at + 1,
        "before": items[at - 1] if at else None,
        "after": items[at + 1] if at + 1 < len(items) else None,
        "address": address,
        "refusal": refusal,
        "offered": offered,
    }
    return page(request, "learn/activity/item.html", context)


def _changed(request: PersonRequest, activity_id: UUID, item_id: UUID) -> HttpResponseBase:
    act = progress.reopen_item if "reopen" in request.POST else progress.complete_item
    try:
        act(by=request.actor, activity_id=activity_id, item_id=item_id, now=request.now)
    except DomainError:
        return redirect("learn:item", activity_id=activity_id, item_id=item_id)
    if "reopen" in request.POST:
        return redirect("learn:item", activity_id=activity_id, item_id=item_id)
    return redirect(next_address(actor=request.actor, activity_id=activity_id, now=request.now))


@require_POST
@signed_in
def place(request: PersonRequest, activity_id: UUID, item_id: UUID) -> HttpResponse:
    """Remember where a video was left; sent by the player."""
    form = PlaceForm(request.POST)
    if form.is_valid():
        progress.keep_place(
            by=request.actor,
            activity_id=activity_id,
            item_id=item_id,
            seconds=form.cleaned_data["seconds"],
            now=request.now,
        )
    return HttpResponse(status=204)
