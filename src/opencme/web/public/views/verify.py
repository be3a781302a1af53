"""Verifying a certificate without an account: by its number, its QR code, or the file itself."""

from datetime import timedelta
from typing import Any, Final

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from opencme.apps.accounts.services.tries import Limit, count_try
from opencme.apps.credit.selectors import certificates as selectors
from opencme.kernel.findings import NotFound
from opencme.rules.credit.certificate_numbers import tidy_number
from opencme.web.public.forms.verify import FileForm, NumberForm
from opencme.web.ui.pages import Request, page

LOOK_UPS: Final = Limit(scope="verify:network", most=120, stretch=timedelta(minutes=15))
"""So that nobody tries out numbers; each has 55 bits that cannot be guessed."""
LARGEST: Final = 10 * 1024 * 1024
NOT_A_NUMBER: Final = _(
    "This is not a certificate number: it has twelve letters and digits, and one of them is wrong or missing. "
    "Compare it with the certificate once more."
)
TOO_LARGE: Final = _("This file is larger than 10 MB; a certificate is never that large.")


@require_safe
def search(request: Request) -> HttpResponseBase:
    """Ask for the number and lead to the certificate's page; say at once when a number cannot be one."""
    if "number" not in request.GET:
        return page(request, "public/verify/search.html", {"form": NumberForm(), "file_form": FileForm()})
    form = NumberForm(request.GET)
    if form.is_valid():
        number = tidy_number(form.cleaned_data["number"])
        if number:
            return redirect("public:certificate", number=number)
        form.add_error("number", NOT_A_NUMBER)
    return page(request, "public/verify/search.html", {"form": form, "file_form": FileForm()}, status=422)


@require_safe
def certificate(request: Request, number: str) -> HttpResponse:
    """Say whether the certificate stands, and for whom, what and when; nothing else."""
    count_try(LOOK_UPS, request.META.get("REMOTE_ADDR", ""), now=request.now)
    try:
        shown = selectors.certificate_to_verify(number)
    except NotFound:
        context = {"number": tidy_number(number), "typed": number[:40], "form": NumberForm()}
        return _private(page(request, "public/verify/unknown.html", context, status=404))
    return _private(page(request, "public/verify/certificate.html", {"shown": shown}))


@require_http_methods(["GET", "POST"])
def check_file(request: Request) -> HttpResponseBase:
    """Compare a PDF with what was issued: genuine, altered, or not from here. The file is not kept."""
    if request.method == "GET":
        return redirect("public:verify")
    count_try(LOOK_UPS, request.META.get("REMOTE_ADDR", ""), now=request.now)
    form = FileForm(request.POST, request.FILES)
    if form.is_valid() and form.cleaned_data["file"].size > LARGEST:
        form.add_error("file", TOO_LARGE)
    context: dict[str, Any] = {"form": NumberForm(), "file_form": form}
    if not form.is_valid():
        return page(request, "public/verify/search.html", context, status=422)
    checked = selectors.check_file(form.cleaned_data["file"].read())
    return _private(
        page(request, "public/verify/file.html", {**context, "checked": checked, "shown": checked.certificate})
    )


def _private(answer: HttpResponse) -> HttpResponse:
    """Keep names out of search engines and shared caches."""
    answer["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    answer["Cache-Control"] = "private, no-store"
    return answer
