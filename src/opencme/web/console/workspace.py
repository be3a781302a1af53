"""The frame around every part of an activity's workspace: parts with what they need, state, next step."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Final

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from opencme.apps.activities import selectors
from opencme.apps.activities.selectors import Due, Readiness, StepView
from opencme.catalog.formats import formats
from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import ROLE_NAMES, Permission, roles_that_may
from opencme.rules.activity import lifecycle
from opencme.rules.activity.formats import Format
from opencme.rules.activity.lifecycle import MAIN_LINE, STATE_NAMES, State, Step
from opencme.web.console.parts import PARTS, Part
from opencme.web.console.scope import StaffRequest
from opencme.web.ui.pages import page

_STEP_ICONS: Final = {"cancel": "circle-off", "withdraw": "circle-stop"}
_NEEDS: Final = {
    "history": Permission.AUDIT_READ,
    "learners": Permission.LEARNERS_SEE,
    "attendance": Permission.LEARNERS_SEE,
}
_OTHERS: Final = (
    (_("Copy as a new activity"), "copy", "copy", Permission.ACTIVITY_PLAN),
    (_("Announcement and calendar"), "announcement", "megaphone", Permission.PROVIDER_SEE),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLink:
    """A part in the navigation (``ui/components/parts.html``): ``count`` is what blocks a coming step there."""

    title: str
    url: str
    icon: str
    group: str
    is_current: bool
    count: int
    kind: str = "warn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One state of the main line on the step bar (``ui/components/steps.html``): done, current or todo."""

    title: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuItem:
    """A line of the menu beside the next step."""

    title: str
    url: str
    icon: str


class Workspace:
    """What the frame shows. Everything that costs queries is reckoned when the template first asks for it."""

    def __init__(self, request: StaffRequest, activity: selectors.Activity, key: str) -> None:
        """Remember what the page is about; ``key`` is the part that is open."""
        self.request = request
        self.activity = activity
        self.provider = request.provider
        self.key = key

    @property
    def part(self) -> Part:
        """The part that is open."""
        return next(part for part in PARTS if part.key == self.key)

    @property
    def state(self) -> State:
        """Where the activity stands."""
        return State(self.activity.state)

    @property
    def state_name(self) -> str:
        """The state's name, untranslated."""
        return STATE_NAMES[self.state]

    @property
    def format(self) -> Format | None:
        """The activity's format; None while none is chosen or when its entry is gone."""
        return formats.get(self.activity.format)

    @property
    def is_cancelled(self) -> bool:
        """Whether it left the main line."""
        return self.state is State.CANCELLED

    @property
    def stations(self) -> tuple[Station, ...]:
        """The main line, with what is behind, here and ahead."""
        here = MAIN_LINE.index(self.state) if not self.is_cancelled else -1
        return tuple(
            Station(
                title=gettext(STATE_NAMES[state]),
                state="done" if at < here else "current" if at == here else "todo",
            )
            for at, state in enumerate(MAIN_LINE)
        )

    @cached_property
    def first_day(self) -> date | None:
        """The first day at the venue; None while no date is set."""
        moment = selectors.starts_at(self.activity)
        return selectors.local(self.activity, moment).date() if moment else None

    @cached_property
    def readiness(self) -> Readiness:
        """The next step and all that stands against it and against the steps after it."""
        return selectors.readiness(self.activity, self.request.now, self.request.actor, with_later=True)

    @property
    def next(self) -> StepView | None:
        """The next step of the main line; None at an end."""
        return self.readiness.next

    @property
    def next_label(self) -> str:
        """The next step's name, translated."""
        return gettext(self.next.step.label) if self.next else ""

    @property
    def next_url(self) -> str:
        """Where the next step is taken."""
        return step_url(self.activity, self.next.step) if self.next else ""

    @property
    def next_through(self) -> str:
        """The part whose own act takes the next step, once nothing else stands against it; else empty."""
        if self.next is None or not self.next.step.through or not self.next.may:
            return ""
        through = self.next.step.through
        is_free = all(due.finding.fix == through for due in self.next.blocking)
        return part_url(self.activity, through) if is_free and through != self.key else ""

    @property
    def next_due(self) -> date | None:
        """The day before which the next step is due; None when nothing is missing, no date is set or it is open."""
        if self.next is None or not self.next.blocking or not lifecycle.has_passed(State.OPEN, self.next.step.to):
            return None
        return self.next.blocking[0].day

    @property
    def next_waits(self) -> Finding | None:
        """The one thing the next step waits for that nobody owes: that it is over."""
        blocking = self.next.blocking if self.next else ()
        return blocking[0].finding if len(blocking) == 1 and blocking[0].check == "ended" else None

    @property
    def next_roles(self) -> str:
        """Who may take the next step."""
        if self.next is None:
            return ""
        roles = roles_that_may(Permission(self.next.step.permission))
        return ", ".join(gettext(ROLE_NAMES[role]) for role in roles)

    @property
    def menu(self) -> tuple[MenuItem, ...]:
        """What else may be done with the activity: steps back or aside, a copy, its calendar."""
        actor, provider_id = self.request.actor, self.activity.provider_id
        steps = (
            MenuItem(
                title=gettext(step.label), url=step_url(self.activity, step), icon=_STEP_ICONS.get(step.name, "undo-2")
            )
            for step in lifecycle.steps_from(self.state)
            if not step.forward and actor.may(Permission(step.permission), on=provider_id)
        )
        others = (
            MenuItem(title=gettext(title), url=url, icon=icon)
            for title, name, icon, permission in _OTHERS
            if actor.may(permission, on=provider_id) and (url := part_url(self.activity, name))
        )
        return (*others, *steps)

    @property
    def parts(self) -> tuple[PartLink, ...]:
        """The navigation; a part whose page is not there is left out."""
        needs = self._needs()
        return tuple(
            PartLink(
                title=gettext(part.title),
                url=url,
                icon=part.icon,
                group=gettext(part.group) if part.group else "",
                is_current=part.key == self.key,
                count=needs.get(part.key, 0),
            )
            for part in PARTS
            if self._may_open(part) and (url := part_url(self.activity, part.key))
        )

    def _may_open(self, part: Part) -> bool:
        needed = _NEEDS.get(part.key, Permission.PROVIDER_SEE)
        return self.request.actor.may(needed, on=self.activity.provider_id)

    def _needs(self) -> dict[str, int]:
        counts = Counter(due.finding.fix for due in self.blocking)
        return {**counts, "readiness": len(self.readiness.blocking) if self.next_waits is None else 0}

    @property
    def blocking(self) -> tuple[Due, ...]:
        """Everything that stands against the next step and those after it."""
        later = (due for view in self.readiness.later for due in view.blocking)
        return tuple(due for due in (*self.readiness.blocking, *later) if due.check != "ended")


def workspace(
    request: StaffRequest,
    activity: selectors.Activity,
    key: str,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    part: str = "",
    status: int = 200,
) -> HttpResponse:
    """Render one part of the workspace; ``template`` extends ``console/activity.html``.

    key: the part in ``web.console.parts``; part: as in ``page()``, the partial that htmx may ask for alone.
    """
    given = {"workspace": Workspace(request, activity, key), "activity": activity, "provider": request.provider}
    return page(request, template, {**given, **(context or {})}, part=part, status=status)


def part_url(activity: selectors.Activity, key: str) -> str:
    """Give the address of a part's main page, or of the provider's settings; empty when there is no such page."""
    slug = activity.provider.slug
    try:
        if key == "provider":
            return reverse("console:provider", args=[slug])
        return reverse(f"console:activity-{key}", args=[slug, activity.public_id])
    except NoReverseMatch:
        return ""


def step_url(activity: selectors.Activity, step: Step) -> str:
    """Give the address of a step's page."""
    return reverse("console:activity-step", args=[activity.provider.slug, activity.public_id, step.name])
