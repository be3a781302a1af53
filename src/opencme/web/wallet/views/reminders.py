"""When things fall due: the timeline, reminders by mail, and the calendar at a secret address."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opencme.apps.wallet.selectors.dues import Due, calendar_of, dues
from opencme.apps.wallet.selectors.kept import kept_plan
from opencme.apps.wallet.selectors.pages import settings_of, standing_page
from opencme.apps.wallet.services.reminders import close_calendar, renew_calendar, set_reminders, stop_reminders
from opencme.documents.calendar import Entry, calendar
from opencme.kernel.findings import DomainError
from opencme.rules.requirements import Verdict
from opencme.web.ui.access import signed_in
from opencme.web.ui.pages import PersonRequest, Request, page
from opencme.web.wallet.forms.reminders import RemindersForm
from opencme.web.wallet.timeline import timeline as laid_out


@require_safe
@signed_in
def timeline(request: PersonRequest) -> HttpResponse:
    """Show all cycles on one line of time, with what falls due when."""
    today = request.today
    shown = standing_page(actor=request.actor, today=today)
    kept = kept_plan(actor=request.actor, now=request.now, held=shown.held)
    context = {
        "drawn": laid_out(shown.standings, today, kept),
        "dues": dues(shown.standings, today),
        "shown": shown,
        "kept": kept,
    }
    return page(request, "wallet/standing/timeline.html", context)


@require_http_methods(["GET", "POST"])
@signed_in
def reminders(request: PersonRequest) -> HttpResponseBase:
    """Choose when to be reminded; show the calendar's address."""
    settings = settings_of(actor=request.actor)
    form = RemindersForm(
        request.POST if request.method == "POST" else None,
        initial={"days": settings.remind_days if settings else []},
    )
    if request.method == "POST" and form.is_valid():
        try:
            set_reminders(by=request.actor, days=form.cleaned_data["days"], now=request.now)
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = gettext("Reminders are set.") if form.cleaned_data["days"] else gettext("No more reminders.")
            messages.success(request, said)
            return redirect("wallet:reminders")
    token = settings.calendar_token if settings else ""
    address = request.build_absolute_uri(reverse("wallet:calendar-feed", args=[token])) if token else ""
    context = {"form": form, "address": address, "subscribe": address.replace("http", "webcal", 1) if address else ""}
    return page(request, "wallet/reminders/reminders.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def stop(request: Request, word: str) -> HttpResponseBase:
    """End the reminders by the link of a mail, without signing in; opening it asks, sending the form ends them."""
    if request.method == "POST":
        stop_reminders(token=word, now=request.now)
    return page(request, "wallet/reminders/stop.html", {"is_done": request.method == "POST"})


@require_POST
@signed_in
def calendar_address(request: PersonRequest) -> HttpResponseBase:
    """Make a new secret address, or take it away."""
    if "close" in request.POST:
        close_calendar(by=request.actor, now=request.now)
        messages.success(request, gettext("The calendar's address is closed."))
    else:
        renew_calendar(by=request.actor, now=request.now)
        messages.success(request, gettext("The calendar has a new address; older ones open nothing any more."))
    return redirect("wallet:reminders")


@require_safe
def calendar_feed(request: Request, word: str) -> HttpResponse:
    """Give the calendar behind a secret address: authorities, days and whether something is missing, nothing else.

    What is done is no longer there, and a renewal says so: entries keep their id, so that calendars follow.
    """
    found = calendar_of(word, request.now)
    host = request.get_host().split(":")[0]
    entries = [
        Entry(
            uid=f"{due.obligation.public_id}-{due.day:%Y%m%d}@{host}",
            title=_entry_title(due),
            starts_at=due.day,
            ends_at=due.day,
        )
        for due in found
    ]
    text = calendar(entries, name=gettext("Renewals"), made_at=request.now)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="renewals.ics"'
    answer["Cache-Control"] = "private, max-age=3600"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _entry_title(due: Due) -> str:
    if not due.is_renewal:
        title = gettext("Due: %(name)s")
    elif due.is_asked:
        title = gettext("Renewal: %(name)s (a question is open)")
    elif not due.is_met:
        title = gettext("Renewal: %(name)s (something is missing)")
    elif due.standing.verdict is Verdict.MET:
        title = gettext("Renewal: %(name)s (nothing is missing)")
    else:
        title = gettext("Renewal: %(name)s")
    return title % {"name": due.obligation.label}
