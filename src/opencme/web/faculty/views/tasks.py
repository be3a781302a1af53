"""What a link opens: the task, the disclosure, the attestation, files handed in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.faculty import selectors, services
from opencme.apps.faculty.selectors.tasks import LinkState, TaskPage
from opencme.kernel.findings import DomainError
from opencme.web.faculty.forms.disclosure import DisclosureForm
from opencme.web.faculty.forms.files import FileForm
from opencme.web.faculty.link import by_link
from opencme.web.ui.pages import Request, page, posted


@require_safe
@by_link
def task(request: Request, token: str) -> HttpResponseBase:
    """Show what is asked of the person, what was signed, and what learners will read."""
    shown = selectors.task_page(token=token, now=request.now)
    if shown.task.state in {LinkState.WITHDRAWN, LinkState.CANCELLED}:
        return page(request, "faculty/tasks/ended.html", _context(shown, token), status=410)
    form = _form(shown) if shown.must_sign and shown.reusable is None else None
    return page(request, "faculty/tasks/task.html", {**_context(shown, token), "form": form, "file_form": FileForm()})


@require_http_methods(["GET", "POST"])
@by_link
def disclose(request: Request, token: str) -> HttpResponseBase:
    """Fill in the disclosure and sign it; "add a line" keeps what was typed."""
    shown = selectors.task_page(token=token, now=request.now)
    if shown.task.state is not LinkState.OPEN:
        return redirect("faculty:task", token=token)
    form = _form(shown, posted(request))
    is_adding = "add" in request.POST
    if is_adding:
        form = form.kept()
    elif request.method == "POST" and form.is_valid():
        try:
            services.sign_disclosure(
                token=token,
                has_none=form.has_none,
                relationships=form.stated(),
                attested_name=form.cleaned_data["attested_name"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Signed. Thank you."))
            return redirect("faculty:task", token=token)
    return page(
        request,
        "faculty/tasks/disclose.html",
        {**_context(shown, token), "form": form},
        part="disclosure-form",
        status=422 if request.method == "POST" and not is_adding else 200,
    )


@require_POST
@by_link
def confirm(request: Request, token: str) -> HttpResponseBase:
    """Sign, in one tap, that nothing changed."""
    services.confirm_unchanged(token=token, now=request.now)
    messages.success(request, _("Signed: nothing changed. Thank you."))
    return redirect("faculty:task", token=token)


@require_POST
@by_link
def attest(request: Request, token: str, request_id: UUID) -> HttpResponseBase:
    """Give the attestation that was asked for."""
    services.attest(token=token, request_id=request_id, now=request.now)
    messages.success(request, _("Attested. Thank you."))
    return redirect("faculty:task", token=token)


@require_POST
@by_link
def hand_in(request: Request, token: str) -> HttpResponseBase:
    """Take slides or a handout."""
    form = FileForm(request.POST, request.FILES)
    shown = selectors.task_page(token=token, now=request.now)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            services.submit_file(
                token=token, name=file.name, content=file, note=form.cleaned_data["note"], now=request.now
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("“%(name)s” is handed in.") % {"name": file.name})
            return redirect("faculty:task", token=token)
    return page(request, "faculty/tasks/task.html", {**_context(shown, token), "file_form": form}, status=422)


@require_POST
@by_link
def take_back(request: Request, token: str, submission_id: UUID) -> HttpResponseBase:
    """Take a file back; it can be handed in again."""
    taken = services.take_back_file(token=token, submission_id=submission_id, now=request.now)
    messages.success(request, _("“%(name)s” is taken back.") % {"name": taken.file.name})
    return redirect("faculty:task", token=token)


def _form(shown: TaskPage, data: object = None) -> DisclosureForm:
    """Give the form, filled with what was last stated here."""
    last = shown.reusable
    return DisclosureForm(
        data,
        edition=shown.person.edition,
        name=shown.person.row.name,
        stated=shown.last_stated,
        has_answer=last is not None and last.disclosure.has_none,
    )


def _context(shown: TaskPage, token: str) -> dict[str, object]:
    edition = shown.person.edition
    asked = {"months": str(edition.lookback_months), "from": date_format(shown.lookback_from, "F j, Y")}
    return {
        "asked": _(edition.words.request) % asked,
        "shown": shown,
        "token": token,
        "provider": shown.activity.provider,
        "activity": shown.activity,
        "months": str(edition.lookback_months),
    }
