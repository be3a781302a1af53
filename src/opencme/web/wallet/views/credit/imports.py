"""Transcripts from elsewhere: brought, looked at, taken, watched, undone."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.wallet.selectors.imports import import_of, imports_of, pace_of
from opencme.apps.wallet.selectors.transcript_files import ReadTranscript, read_transcript
from opencme.apps.wallet.services import credit_imports as services
from opencme.catalog.transcript_layouts import transcript_layouts
from opencme.kernel.findings import DomainError
from opencme.rules.credit.transcripts import MEANINGS
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.wallet.forms.files import TranscriptForm
from opencme.web.wallet.forms.imports import MAIN, ColumnsForm

SHOWN: Final = 60


@require_http_methods(["GET", "POST"])
@signed_in
def bring(request: PersonRequest) -> HttpResponse:
    """Take a transcript to be looked at; below stand the ones brought before."""
    form = TranscriptForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            made = services.bring_file(by=request.actor, name=content.name, content=content, now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect("wallet:credit-import-file", made.public_id)
    context = {
        "form": form,
        "imports": imports_of(request.actor)[:SHOWN],
        "layouts": tuple(transcript_layouts.values()),
    }
    return page(request, "wallet/credit/bring.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def file(request: PersonRequest, import_id: UUID) -> HttpResponse:
    """Show a transcript: what it would bring, how far a job is, or what became of it."""
    made = import_of(request.actor, import_id)
    if made.state == "preview":
        return _preview(request, made)
    context: dict[str, Any] = {
        "made": made,
        "layout": transcript_layouts.get(made.layout),
        "meanings": MEANINGS,
        "pace": pace_of(made, request.now),
        "part_url": request.path,
    }
    answer = page(request, "wallet/credit/import.html", context, part="import-progress")
    if made.state != "waiting" and getattr(request, "htmx", False):
        answer["HX-Refresh"] = "true"
    return answer


def _preview(request: PersonRequest, made: Any) -> HttpResponse:
    """Show what is understood; "take" takes it, anything else looks again with what was said."""
    words = tuple(request.POST.getlist("words"))[:SHOWN]
    more_said = False
    try:
        read = read_transcript(made.file, made.mapping, first=services.BIG)
    except DomainError as refusal:
        services.cancel_import(by=request.actor, import_id=made.public_id, now=request.now)
        for finding in refusal.findings:
            messages.error(request, gettext(finding.message) % dict(finding.params))
        return redirect("wallet:credit-import")
    form = ColumnsForm(request.POST or None, read=read, words=words or _words(read))
    if request.method == "POST" and form.is_valid():
        said = form.said()
        services.say_columns(by=request.actor, import_id=made.public_id, said=said, now=request.now)
        if request.POST.get("take"):
            try:
                done = services.import_credits(by=request.actor, import_id=made.public_id, now=request.now)
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                return _told(request, done)
        more_said = bool(said["columns"].keys() - read.plan.columns.keys() - MAIN)
        read = read_transcript(made.file, said, first=services.BIG)
        if not form.errors:
            form = ColumnsForm(None, read=read, words=form.words or _words(read))
    sorted_ = services.sort_out(read, request.actor, request.now)
    context = {
        "made": made,
        "read": read,
        "form": form,
        "sorted": sorted_,
        "shown": sorted_.new[:SHOWN],
        "bad": sorted_.bad[:SHOWN],
        "questions": services.open_questions(read),
        "meanings": MEANINGS,
        "more_said": more_said,
    }
    status = 422 if form.errors else 200
    return page(request, "wallet/credit/preview.html", context, part="transcript-preview", status=status)


def _words(read: ReadTranscript) -> tuple[str, ...]:
    """Give the words whose meaning is asked, or was said before."""
    return tuple(word for word, _count in read.words) + tuple(word for word in read.plan.values)


def _told(request: PersonRequest, made: Any) -> HttpResponse:
    if made.state == "waiting":
        text = gettext("%(file)s is long: it is read in the background. You may leave this page.")
        messages.info(request, text % {"file": made.file.name})
    else:
        text = ngettext("%(n)s credit is recorded.", "%(n)s credits are recorded.", made.taken) % {"n": made.taken}
        messages.success(request, text)
    return redirect("wallet:credit-import-file", made.public_id)


@require_POST
@signed_in
def cancel(request: PersonRequest, import_id: UUID) -> HttpResponse:
    """Drop a file of which nothing was taken, or stop one that is read."""
    made = services.cancel_import(by=request.actor, import_id=import_id, now=request.now)
    if made.state == "done":
        messages.info(request, gettext("It was done already. You can undo it as a whole."))
        return redirect("wallet:credit-import-file", import_id)
    messages.success(request, gettext("Dropped. Nothing of the file was taken."))
    return redirect("wallet:credit-import")


@require_POST
@signed_in
def again(request: PersonRequest, import_id: UUID) -> HttpResponse:
    """Look once more at a file that could not be read."""
    services.look_again(by=request.actor, import_id=import_id, now=request.now)
    return redirect("wallet:credit-import-file", import_id)


@require_POST
@signed_in
def undo(request: PersonRequest, import_id: UUID) -> HttpResponse:
    """Take everything a file brought out again."""
    made = services.undo_import(by=request.actor, import_id=import_id, now=request.now)
    text = gettext("Everything that %(file)s brought is taken out again.")
    messages.success(request, text % {"file": made.file.name})
    return redirect("wallet:credit-import-file", import_id)
