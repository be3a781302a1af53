"""The frame around every part of an activity's workspace: parts with what they need, state, next step."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse

from opencme.apps.activities import selectors
from opencme.apps.activities.selectors import Due, Readiness, StepView
from opencme.catalog.formats import formats
from opencme.rules.access import ROLE_NAMES, Permission, roles_that_may
from opencme.rules.activity import lifecycle
from opencme.rules.activity.formats import Format
from opencme.rules.activity.lifecycle import MAIN_LINE, STATE_NAMES, State, Step
from opencme.web.console.parts import PARTS, Part
from opencme.web.console.scope import StaffRequest
from opencme.web.ui.pages import page


@dataclass(frozen=True, slots=True, kw_only=True)
class PartLink:
    """A part in the navigation: ``needs`` counts what blocks a coming step and is put right there."""

    part: Part
    url: str
    is_current: bool
    needs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PartGroup:
    """Parts that belong together."""

    title: str
    links: tuple[PartLink, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """One state of the main line on the step bar: ``place`` is done, here or ahead."""

    name: str
    place: str


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
            Station(name=STATE_NAMES[state], place="done" if at < here else "here" if at == here else "ahead")
            for at, state in enumerate(MAIN_LINE)
        )

    @cached_property
    def starts_at(self) -> Any:
        """The first moment, on the venue's clock; None while no date is set."""
        moment = selectors.starts_at(self.activity)
        return selectors.local(self.activity, moment) if moment else None

    @cached_property
    def readiness(self) -> Readiness:
        """The next step and all that stands against it and against the steps after it."""
        return selectors.readiness(self.activity, self.request.now, self.request.actor, with_later=True)

    @property
    def next(self) -> StepView | None:
        """The next step of the main line; None at an end."""
        return self.readiness.next

    @property
    def next_url(self) -> str:
        """Where the next step is taken: its own page, or the part whose act takes it."""
        if self.next is None:
            return ""
        through = self.next.step.through
        return (through and part_url(self.activity, through)) or step_url(self.activity, self.next.step)

    @property
    def next_roles(self) -> str:
        """Who may take the next step, as role names joined by commas, untranslated."""
        if self.next is None:
            return ""
        return ", ".join(ROLE_NAMES[role] for role in roles_that_may(Permission(self.next.step.permission)))

    @property
    def asides(self) -> tuple[tuple[Step, str], ...]:
        """The steps back or aside that the actor's roles allow, each with its page."""
        actor, provider_id = self.request.actor, self.activity.provider_id
        return tuple(
            (step, step_url(self.activity, step))
            for step in lifecycle.steps_from(self.state)
            if not step.forward and actor.may(Permission(step.permission), on=provider_id)
        )

    @property
    def groups(self) -> tuple[PartGroup, ...]:
        """The navigation; a part whose page is not there is left out."""
        needs = self._needs()
        links = (
            PartLink(part=part, url=url, is_current=part.key == self.key, needs=needs.get(part.key, 0))
            for part in PARTS
            if (url := part_url(self.activity, part.key))
        )
        return tuple(
            PartGroup(title=title, links=tuple(each)) for title, each in groupby(links, lambda link: link.part.group)
        )

    def _needs(self) -> dict[str, int]:
        counts: dict[str, int] = {}
        for due in self._blocking():
            counts[due.finding.fix] = counts.get(due.finding.fix, 0) + 1
        counts["readiness"] = len(self.readiness.blocking)
        return counts

    def _blocking(self) -> tuple[Due, ...]:
        later = (due for view in self.readiness.later for due in view.blocking)
        return (*self.readiness.blocking, *later)


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
