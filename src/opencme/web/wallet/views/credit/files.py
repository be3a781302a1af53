"""Documents of a credit: a certificate that begins a record, a file added to one, a file deleted."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from opencme.apps.wallet.selectors.credit_page import award_page, credit_page
from opencme.apps.wallet.services import documents as services
from opencme.kernel.findings import DomainError
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, page
from opencme.web.wallet.forms.files import CertificateForm, DocumentForm


@require_http_methods(["GET", "POST"])
@signed_in
def certificate(request: PersonRequest) -> HttpResponse:
    """Keep a certificate file and go on to the form, which begins with what stands in it."""
    form = CertificateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        content = form.cleaned_data["file"]
        try:
            row = services.keep_document(by=request.actor, name=content.name, content=content, now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            return redirect(f"{resolve_url('wallet:credit-add')}?document={row.public_id}")
    return page(request, "wallet/credit/certificate.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@signed_in
def attach(request: PersonRequest, credit_id: UUID) -> HttpResponse:
    """Keep a file with a credit."""
    credit_page(actor=request.actor, credit_id=credit_id)
    return _attach(request, resolve_url("wallet:credit", credit_id), credit_id=credit_id)


@require_POST
@signed_in
def attach_to_award(request: PersonRequest, number: str) -> HttpResponse:
    """Keep a file with an award made here."""
    award_page(actor=request.actor, number=number)
    return _attach(request, resolve_url("wallet:credit-award", number), award_number=number)


def _attach(request: PersonRequest, back: str, **place: Any) -> HttpResponse:
    form = DocumentForm(request.POST, request.FILES)
    if form.is_valid():
        content = form.cleaned_data["file"]
        try:
            services.keep_document(by=request.actor, name=content.name, content=content, now=request.now, **place)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, gettext("%(name)s is kept.") % {"name": content.name})
    for text in form.errors.get("file", ()):
        messages.error(request, str(text))
    return redirect(f"{back}#documents")


@require_POST
@signed_in
def drop(request: PersonRequest, document_id: UUID) -> HttpResponse:
    """Delete a file for good; the page asked before."""
    row = services.drop_document(by=request.actor, document_id=document_id, now=request.now)
    if row is None:
        messages.info(request, gettext("The file is gone already."))
        return redirect("wallet:transcript")
    messages.success(request, gettext("The file is deleted."))
    if row.credit is not None:
        return redirect(f"{resolve_url('wallet:credit', row.credit.public_id)}#documents")
    if row.award_number:
        return redirect(f"{resolve_url('wallet:credit-award', row.award_number)}#documents")
    return redirect("wallet:credit-add")
