"""Taking a step of the activity's life: what it means, what stands against it, a note where one is asked."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from opencme.apps.activities import selectors, services
from opencme.kernel.findings import DomainError
from opencme.rules.activity import lifecycle
from opencme.rules.activity.lifecycle import STATE_NAMES, State
from opencme.web.console.forms.plan import StepForm
from opencme.web.console.scope import StaffRequest, staff
from opencme.web.console.workspace import part_url, workspace


@require_http_methods(["GET", "POST"])
@staff
def step(request: StaffRequest, activity_id: UUID, name: str) -> HttpResponseBase:
    """Say what the step does and take it; a step already taken leads back without a second one."""
    try:
        wanted = lifecycle.step_named(name)
    except LookupError:
        raise Http404 from None
    activity = selectors.activity_to_see(actor=request.actor, provider_id=request.provider.pk, activity_id=activity_id)
    home = part_url(activity, "readiness")
    if State(activity.state) is wanted.to and request.method == "POST":
        return redirect(home)
    if wanted.through:
        return redirect(part_url(activity, wanted.through) or home)
    form = StepForm(request.POST or None)
    form.fields["note"].required = wanted.wants_note
    if request.method == "POST" and form.is_valid():
        try:
            services.take_step(
                by=request.actor,
                activity_id=activity_id,
                step=name,
                note=form.cleaned_data["note"],
                now=request.now,
            )
        except DomainError as refusal:
            form.refuse(refusal)
        else:
            said = gettext("“%(title)s” is now: %(state)s.")
            messages.success(request, said % {"title": activity.title, "state": gettext(STATE_NAMES[wanted.to])})
            return redirect(home)
    shown = selectors.step_view(activity, wanted, request.now, request.actor)
    context = {"form": form, "shown": shown, "is_possible": State(activity.state) in wanted.from_states}
    return workspace(
        request, activity, "readiness", "console/plan/step.html", context, status=422 if form.errors else 200
    )
