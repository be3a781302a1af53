"""The content of an activity: its parts in order, written, uploaded, linked, looked at as participants see them."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.activities.selectors import Activity
from opencme.apps.delivery.selectors import content as selectors
from opencme.apps.delivery.services import content as services
from opencme.apps.files import services as files
from opencme.apps.files.selectors import address_of
from opencme.catalog.formats import formats
from opencme.kernel.findings import DomainError
from opencme.rules.access import Permission
from opencme.rules.activity.formats import Evidence
from opencme.web.console.forms.build.content import ArticleForm, FilePartForm, LinkForm, PartForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.views.reach import activity_with, url_in
from opencme.web.console.workspace import workspace
from opencme.web.ui.markdown import rendered

KINDS: Final = {
    "article": ("notebook-text", _("Article"), _("Write it here, with headings, lists and tables.")),
    "pdf": ("file-text", _("PDF"), _("Slides or a paper, up to 100 MB.")),
    "video": ("clapperboard", _("Video"), _("MP4 or WebM; goes on where a participant stopped.")),
    "link": ("link", _("Link"), _("A page on another site.")),
}
ALLOWED: Final = {"pdf": frozenset({"pdf"}), "video": frozenset({"mp4", "webm"})}
ACCEPT: Final = {"pdf": ".pdf", "video": ".mp4,.webm"}


@require_safe
@staff
def content(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Show the parts in order."""
    activity = activity_with(request, activity_id, Permission.PROVIDER_SEE)
    return _parts(request, activity)


def _parts(request: StaffRequest, activity: Activity) -> HttpResponse:
    chosen = formats.get(activity.format)
    context = {
        "items": selectors.content_items(activity),
        "kinds": KINDS,
        "may_edit": request.actor.may(Permission.CONTENT_EDIT, on=activity.provider_id),
        "is_worked_through": chosen is None or Evidence.CONTENT in chosen.evidence,
    }
    return workspace(request, activity, "content", "console/build/content.html", context, part="content-parts")


@require_http_methods(["GET", "POST"])
@staff
def add(request: StaffRequest, activity_id: UUID, kind: str) -> HttpResponse:
    """Add a part of one kind."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    if kind not in KINDS:
        raise Http404
    return _edited(request, activity, kind, None)


@require_http_methods(["GET", "POST"])
@staff
def change(request: StaffRequest, activity_id: UUID, item_id: UUID) -> HttpResponse:
    """Change a part; it becomes its next version."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    item = selectors.item_of(activity, item_id)
    return _edited(request, activity, item.kind, item)


def _edited(request: StaffRequest, activity: Activity, kind: str, item: Any) -> HttpResponse:
    form = _form(request, kind, item)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            services.save_item(
                by=request.actor,
                provider_id=activity.provider_id,
                activity_id=activity.public_id,
                item_id=item.public_id if item else None,
                kind=kind,
                title=given["title"],
                body=given.get("body", ""),
                address=given.get("address", ""),
                file=_stored(request, activity, kind, given.get("file")),
                is_required=given["is_required"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("“%(title)s” is saved.") % {"title": given["title"]})
            return redirect(url_in(activity, "activity-content"))
    icon, name, _says = KINDS[kind]
    context = {"form": form, "item": item, "kind": kind, "icon": icon, "kind_name": name}
    if kind == "article":
        context["html"] = rendered(str(form["body"].value() or ""), top=3)
    return workspace(
        request, activity, "content", "console/build/part.html", context, status=422 if form.errors else 200
    )


def _form(request: HttpRequest, kind: str, item: Any) -> PartForm:
    initial = {
        "title": item.title if item else "",
        "body": item.body if item else "",
        "address": item.address if item else "",
        "is_required": item.is_required if item else True,
    }
    data = request.POST if request.method == "POST" else None
    if kind in ALLOWED:
        has_file = item is not None and item.file is not None
        told = gettext("Now: %(file)s. A new file makes version %(version)s.")
        help_text = told % {"file": item.file.name, "version": item.version + 1} if has_file else ""
        return FilePartForm(
            data, request.FILES or None, initial=initial, accept=ACCEPT[kind], has_file=has_file, help_text=help_text
        )
    return (ArticleForm if kind == "article" else LinkForm)(data, initial=initial)


def _stored(request: StaffRequest, activity: Activity, kind: str, content: Any) -> Any:
    if not content or kind not in ALLOWED:
        return None
    return files.store_file(
        by=request.actor,
        provider_id=activity.provider_id,
        name=content.name,
        content=content,
        allowed=ALLOWED[kind],
        now=request.now,
    )


@require_POST
@staff
def act(request: StaffRequest, activity_id: UUID, item_id: UUID) -> HttpResponse:
    """Move a part, make it required or not, or take it out; htmx gets the list again."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    item = selectors.item_of(activity, item_id)
    by, scope, now = request.actor, (activity.provider_id, activity.public_id), request.now
    wanted = request.POST.get("act", "")
    if wanted in ("up", "down"):
        services.move_item(
            by=by, provider_id=scope[0], activity_id=scope[1], item_id=item_id, is_upward=wanted == "up", now=now
        )
    elif wanted in ("require", "free"):
        services.set_required(
            by=by,
            provider_id=scope[0],
            activity_id=scope[1],
            item_id=item_id,
            is_required=wanted == "require",
            now=now,
        )
    elif wanted == "remove":
        services.remove_item(by=by, provider_id=scope[0], activity_id=scope[1], item_id=item_id, now=now)
        messages.success(request, gettext("“%(title)s” is taken out.") % {"title": item.title})
    if getattr(request.htmx, "target", None) == "content-parts":
        return _parts(request, activity)
    return redirect(url_in(activity, "activity-content"))


@require_safe
@staff
def look(request: StaffRequest, activity_id: UUID, item_id: UUID) -> HttpResponse:
    """Show a part as participants see it."""
    activity = activity_with(request, activity_id, Permission.PROVIDER_SEE)
    item = selectors.item_of(activity, item_id)
    address = address_of(item.file, person_id=request.actor.person_id) if item.file else ""
    return workspace(request, activity, "content", "console/build/look.html", {"item": item, "file_address": address})


@require_POST
@staff
def preview(request: StaffRequest, activity_id: UUID) -> HttpResponse:
    """Give typed Markdown as participants will see it."""
    activity = activity_with(request, activity_id, Permission.CONTENT_EDIT)
    context = {"html": rendered(request.POST.get("body", "")[:400_000], top=3), "kind": "article", "item": None}
    return workspace(request, activity, "content", "console/build/preview.html", context)
