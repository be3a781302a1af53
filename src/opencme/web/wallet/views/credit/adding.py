"""One credit from elsewhere: added, shown, changed, taken out and brought back; what is said of an award made here."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.wallet.selectors.asked import asked_of
from opencme.apps.wallet.selectors.certificates import Reading, read_document
from opencme.apps.wallet.selectors.credit_page import CreditPage, award_page, credit_page, initial_of, is_recorded
from opencme.apps.wallet.selectors.documents import Document, kept_documents
from opencme.apps.wallet.selectors.transcripts import uses_of
from opencme.apps.wallet.services import credits as services
from opencme.apps.wallet.services import documents as files
from opencme.kernel.findings import DomainError, Finding, NotFound
from opencme.rules.credit.outside import advice
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.wallet.forms.credit import CreditForm, DetailsForm
from opencme.web.wallet.transcript import uuid_in


@require_http_methods(["GET", "POST"])
@signed_in
def add(request: PersonRequest) -> HttpResponse:
    """Take a credit; with a kept certificate the form begins with what stands in it."""
    key = uuid_in(request.POST.get("credit", ""))
    if key is not None and is_recorded(request.actor, key):  # sent twice: the first time recorded it
        return redirect("wallet:credit", key)
    asked = asked_of(request.actor.person_id or 0)
    documents = list(_kept(request))
    read = _read(request, documents) if request.method == "GET" else None
    begin = {"system": asked.usual, **(read.initial if read else {})}
    more = request.POST.get("add") == "topic"
    form = CreditForm(request.POST or None, request.FILES or None, asked=asked, more=more, initial=begin)
    if request.method == "POST":
        is_valid = form.is_valid()
        documents += _keep_file(request, form)
        if is_valid and not form.errors and not more:
            try:
                row = services.add_credit(
                    by=request.actor,
                    typed=form.typed(),
                    now=request.now,
                    credit_id=key,
                    document_ids=[each.id for each in documents],
                    source="certificate" if request.POST.get("read") else "form",
                )
            except DomainError as refusal:
                form.refuse(refusal)
            else:
                return _said(request, row.public_id, gettext("“%(title)s” is recorded.") % {"title": row.title})
    if more:
        form.errors.clear()
    context = {
        "form": form,
        "documents": documents,
        "credit": request.POST.get("credit") or uuid4(),
        "read": read,
        "was_read": bool(request.POST.get("read")) or (read is not None and read.has_found),
        "title": gettext("Add credit"),
        "cancel": resolve_url("wallet:transcript"),
    }
    return page(request, "wallet/credit/form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@signed_in
def change(request: PersonRequest, credit_id: UUID) -> HttpResponse:
    """Change a credit."""
    shown = credit_page(actor=request.actor, credit_id=credit_id)
    more = request.POST.get("add") == "topic"
    form = CreditForm(
        request.POST or None,
        request.FILES or None,
        asked=asked_of(request.actor.person_id or 0),
        topics=shown.row.topics if shown.row else {},
        more=more,
        initial=initial_of(shown),
    )
    if request.method == "POST" and form.is_valid() and not more:
        try:
            if content := form.cleaned_data["document"]:
                files.keep_document(
                    by=request.actor, name=content.name, content=content, now=request.now, credit_id=credit_id
                )
            services.change_credit(by=request.actor, credit_id=credit_id, typed=form.typed(), now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return _said(request, credit_id, gettext("The changes are kept."))
    if more:
        form.errors.clear()
    context = {
        "form": form,
        "documents": shown.documents,
        "shown": shown,
        "title": gettext("Change credit"),
        "cancel": resolve_url("wallet:credit", credit_id),
    }
    return page(request, "wallet/credit/form.html", context, status=422 if form.errors else 200)


@require_safe
@signed_in
def show(request: PersonRequest, credit_id: UUID) -> HttpResponse:
    """Show one credit with its documents, what it repeats, and what is worth knowing of it."""
    return _show(request, credit_page(actor=request.actor, credit_id=credit_id))


@require_http_methods(["GET", "POST"])
@signed_in
def award(request: PersonRequest, number: str) -> HttpResponse:
    """Show an award made here, and take what its provider did not say: topics and details."""
    shown = award_page(actor=request.actor, number=number)
    more = request.POST.get("add") == "topic"
    amount = shown.held.amount
    topics = {code: "" if part == amount else f"{part.normalize():f}" for code, part in shown.held.topics.items()}
    form = DetailsForm(
        request.POST or None,
        asked=asked_of(request.actor.person_id or 0),
        topics=topics,
        more=more,
        initial=initial_of(shown),
    )
    if request.method == "POST" and form.is_valid() and not more:
        said = form.topics()
        gone = [code for code in shown.held.topics if code not in said]
        try:
            services.tag_award(
                by=request.actor,
                number=number,
                topics={**dict.fromkeys(gone, services.NOTHING), **said},
                details=form.details(),
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("What you said of this credit is kept."))
            return redirect("wallet:credit-award", number)
    if more:
        form.errors.clear()
    return _show(request, shown, form=form)


def _show(request: PersonRequest, shown: CreditPage, form: DetailsForm | None = None) -> HttpResponse:
    worth: tuple[Finding, ...] = ()
    if shown.row is not None:
        typed = services.typed_of(shown.row)
        found = services.findings_on_typed(
            typed,
            latest=services.latest_day(request.actor, request.now),
            has_document=bool(shown.documents),
            before=shown.before,
        )
        worth = advice(found)
    uses = uses_of(request.actor.person_id or 0, shown.held.key, request.today)
    context = {"shown": shown, "held": shown.held, "form": form, "advice": worth, "uses": uses}
    is_refused = form is not None and bool(form.errors)
    return page(request, "wallet/credit/credit.html", context, status=422 if is_refused else 200)


@require_POST
@signed_in
def remove(request: PersonRequest, credit_id: UUID) -> HttpResponse:
    """Take a credit out, with a way back on the next page."""
    row = services.remove_credit(by=request.actor, credit_id=credit_id, now=request.now)
    messages.success(request, gettext("“%(title)s” is taken out.") % {"title": row.title})
    return redirect(f"{resolve_url('wallet:transcript')}?removed={row.public_id}")


@require_POST
@signed_in
def restore(request: PersonRequest, credit_id: UUID) -> HttpResponse:
    """Bring a credit back."""
    row = services.restore_credit(by=request.actor, credit_id=credit_id, now=request.now)
    return _said(request, row.public_id, gettext("“%(title)s” is back.") % {"title": row.title})


def _said(request: PersonRequest, credit_id: UUID, text: str) -> HttpResponse:
    """Go to the credit's page with a message; one that looks like another is told at once."""
    shown = credit_page(actor=request.actor, credit_id=credit_id)
    if shown.pair is not None:
        text += " " + gettext("It looks like one you have already, so it does not count until you decide.")
        messages.warning(request, text)
    else:
        messages.success(request, text)
    return redirect("wallet:credit", credit_id)


def _kept(request: PersonRequest) -> tuple[Document, ...]:
    """Give the files kept beforehand that the form carries along."""
    given = request.POST.getlist("documents") if request.method == "POST" else request.GET.getlist("document")
    found = [each for text in given if (each := uuid_in(text)) is not None]
    if len(found) != len(given):
        raise NotFound
    return kept_documents(request.actor, found) if found else ()


def _keep_file(request: PersonRequest, form: CreditForm) -> list[Document]:
    """Keep the file that came with the form at once: it is not lost when something else must be put right."""
    content = form.cleaned_data.get("document") if hasattr(form, "cleaned_data") else None
    if not content:
        return []
    try:
        row = files.keep_document(by=request.actor, name=content.name, content=content, now=request.now)
    except DomainError as refusal:
        for finding in refusal.findings:
            form.add_error("document", gettext(finding.message) % dict(finding.params))
        return []
    return list(kept_documents(request.actor, [row.public_id]))


def _read(request: PersonRequest, documents: list[Document]) -> Reading | None:
    return read_document(request.actor, documents[0].id) if documents else None
