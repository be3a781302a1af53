"""The content review by an invited reviewer's link."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from opencme.apps.review import selectors, services
from opencme.kernel.findings import DomainError
from opencme.web.faculty.link import by_link
from opencme.web.ui.pages import Request, page, posted
from opencme.web.ui.reviewing import ReviewForm, material


@require_http_methods(["GET", "POST"])
@by_link
def review(request: Request, token: str) -> HttpResponseBase:
    """Read the content and sign the review; a link of any other role leads to the page of unknown links."""
    shown = selectors.review_page_by_link(token=token, now=request.now)
    form = ReviewForm(posted(request), items=shown.items, digest=shown.digest)
    if request.method == "POST" and form.is_valid():
        try:
            services.review_by_link(token=token, **form.given(), now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Your review is signed. Thank you."))
            return redirect("faculty:task", token=token)
    context = {
        "shown": shown,
        "form": form,
        "material": material(shown.activity, shown.submissions),
        "token": token,
        "activity": shown.activity,
        "provider": shown.activity.provider,
    }
    return page(request, "faculty/review/review.html", context, status=422 if form.errors else 200)
