"""The content, part by part."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.delivery.selectors.reading import reading_of
from opencme.apps.delivery.services import progress
from opencme.apps.files.selectors import address_of
from opencme.kernel.findings import DomainError
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
    found = reading_of(actor=request.actor, activity_id=activity_id, item_id=item_id, now=request.now)
    if not found.findings and not found.shown.is_opened:
        progress.open_item(by=request.actor, activity_id=activity_id, item_id=item_id, now=request.now)
    address = address_of(found.file, person_id=request.actor.person_id) if found.file else ""
    context = {"found": found, "activity": found.activity, "shown": found.shown, "address": address}
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
