"""One activity on its way through the office: each method is what its people do at one point of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from opencme.apps.activities import services as activities
from opencme.apps.activities.models import Activity
from opencme.apps.credit import services as credit
from opencme.apps.credit.selectors.designation import designation_page
from opencme.apps.faculty import services as faculty
from opencme.apps.faculty.models import InControl
from opencme.apps.faculty.selectors.people import people_in_control
from opencme.apps.outcomes import services as outcomes
from opencme.apps.providers.models import Provider
from opencme.apps.providers.selectors import actor_of
from opencme.apps.review import services as review
from opencme.apps.review.selectors.reviews import review_page
from opencme.demo import office
from opencme.demo.texts import cast
from opencme.demo.texts.cast import DemoPerson
from opencme.demo.texts.plans import Plan
from opencme.rules.access import Actor
from opencme.rules.activity.clock import moment
from opencme.rules.independence.facts import Relationship
from opencme.rules.independence.review import Answer

CONSULTANT: Final = Relationship(company="Norvia Pharma", kind="consultant")
RESEARCHER: Final = Relationship(
    company="Halden Diagnostics", kind="researcher", note="The hospital receives the money"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Teaching:
    """Somebody who shapes the content: their role, and what they state (nothing: an explicit none)."""

    who: DemoPerson
    role: str = "faculty"
    states: tuple[Relationship, ...] = ()
    is_silent: bool = False


@dataclass(slots=True, kw_only=True)
class Case:
    """An activity in the making. today: the day the demo is built; days are counted from it, the past negative."""

    provider: Provider
    today: datetime
    plan: Plan
    format: str
    activity_id: Any = None
    office: DemoPerson = cast.FATIMA
    rows: list[InControl] = field(default_factory=list)
    _actors: dict[str, Actor] = field(default_factory=dict)

    # ── When and who ─────────────────────────────────────────────────────────────────────────────────────────────

    def day(self, days: int) -> date:
        """The local day so many days from today."""
        return (self.today.astimezone(self.zone) + timedelta(days=days)).date()

    def at(self, days: int, hour: int = 10, minute: int = 0) -> datetime:
        """The moment at which the provider's clocks show that hour, so many days from today."""
        return moment(self.day(days), time(hour, minute), self.zone)

    @property
    def zone(self) -> ZoneInfo:
        """The provider's time zone."""
        return ZoneInfo(self.provider.time_zone)

    @property
    def activity(self) -> Activity:
        """The activity as it is now."""
        found: Activity = Activity.objects.of(self.provider.pk).get(public_id=self.activity_id)
        return found

    def by(self, who: DemoPerson) -> Actor:
        """Give somebody as actor, with the roles they hold."""
        if who.email not in self._actors:
            self._actors[who.email] = actor_of(office.person(who))
        return self._actors[who.email]

    # ── The plan ─────────────────────────────────────────────────────────────────────────────────────────────────

    def begin(self, days: int) -> None:
        """Start the activity as an idea."""
        made = activities.create_activity(
            by=self.by(self.office),
            provider_id=self.provider.pk,
            title=self.plan.title,
            format=self.format,
            now=self.at(days, 9),
        )
        self.activity_id = made.public_id

    def write_plan(self, days: int, **more: Any) -> None:
        """Write gap, need, change, audience, and what else the format asks for."""
        plan = self.plan
        changes: Mapping[str, Any] = {
            "summary": plan.summary,
            "practice_gap": plan.gap,
            "need_knowledge": plan.knowledge,
            "need_competence": plan.competence,
            "need_performance": plan.performance,
            "designed_to_change": plan.change,
            "format_rationale": plan.rationale,
            "competencies": list(plan.competencies),
            "audience": plan.audience,
            "professions": list(plan.professions),
            "credit_systems": ["ama_pra_cat1", "ama_pra_attendance"],
            "commercial_support": False,
            "time_zone": self.provider.time_zone,
            **more,
        }
        by, now = self.by(self.office), self.at(days, 11)
        activities.change_plan(
            by=by, activity_id=self.activity_id, changes=changes, version=self.activity.version, now=now
        )
        activities.set_objectives(by=by, activity_id=self.activity_id, objectives=plan.objectives, now=now)
        evidence = [activities.Evidence(text=each) for each in plan.evidence]
        activities.set_gap_evidence(by=by, activity_id=self.activity_id, evidence=evidence, now=now)

    def set_agenda(self, days: int, sessions: Sequence[activities.SessionToSave]) -> None:
        """Set the sessions."""
        activities.save_sessions(
            by=self.by(self.office), activity_id=self.activity_id, sessions=sessions, now=self.at(days, 12)
        )

    def provide_with(self, days: int, partner: str) -> None:
        """Provide it jointly, under an agreement of that day."""
        activities.add_joint_provider(
            by=self.by(self.office),
            activity_id=self.activity_id,
            partner_id=office.partner(self.provider, partner).public_id,
            agreed_on=self.day(days),
            may_withdraw=True,
            now=self.at(days, 13),
        )

    # ── People in control ────────────────────────────────────────────────────────────────────────────────────────

    def invite(self, days: int, people: Iterable[Teaching]) -> None:
        """Invite people by link; who is not silent signs the next day."""
        for each in people:
            row = faculty.invite(
                by=self.by(self.office),
                activity_id=self.activity_id,
                name=each.who.name,
                email=each.who.email,
                role=each.role,
                credentials=each.who.credentials,
                affiliation=each.who.affiliation,
                now=self.at(days, 14),
            )
            self.rows.append(row)
            if not each.is_silent:
                self.sign(days + 1, row, each.states)

    def sign(self, days: int, row: InControl, states: Sequence[Relationship] = ()) -> None:
        """Let a person sign what they state."""
        faculty.sign_disclosure(
            token=row.token,
            has_none=not states,
            relationships=states,
            attested_name=row.name,
            now=self.at(days, 8, 30),
        )

    def judge(self, days: int, *, method: str = "peer_review_content", peer: str = "Bo Karlsen, MD") -> None:
        """Let the reviewer decide that each open relationship is relevant, and record how it is mitigated."""
        by = self.by(cast.BO)
        for person in people_in_control(self.activity, self.at(days)):
            for tie in person.ties:
                if tie.decision is not None:
                    continue
                faculty.decide_relevance(
                    by=by, relationship_id=tie.row.public_id, is_relevant=True, now=self.at(days, 15)
                )
                faculty.record_mitigation(
                    by=by,
                    relationship_id=tie.row.public_id,
                    method=method,
                    peer_reviewer=peer,
                    now=self.at(days, 15, 10),
                )

    def join_reviewer(self, days: int) -> None:
        """Let the reviewer take the role, and disclose before it begins."""
        row = faculty.join_as_reviewer(by=self.by(cast.BO), activity_id=self.activity_id, now=self.at(days, 9))
        self.sign(days, row)

    def review(self, days: int) -> None:
        """Let the reviewer answer every item with yes."""
        by, now = self.by(cast.BO), self.at(days, 16)
        page = review_page(actor=by, provider_id=self.provider.pk, activity_id=self.activity_id, now=now)
        review.review_content(
            by=by,
            activity_id=self.activity_id,
            answers={item.key: Answer(is_ok=True) for item in page.items},
            comment="Balanced, with sources.",
            digest=page.digest,
            now=now,
        )

    # ── Steps ────────────────────────────────────────────────────────────────────────────────────────────────────

    def step(self, days: int, name: str, *, by: DemoPerson | None = None, note: str = "") -> None:
        """Take a step of the lifecycle."""
        activities.take_step(
            by=self.by(by or self.office), activity_id=self.activity_id, step=name, note=note, now=self.at(days, 17)
        )

    def designate(self, days: int) -> None:
        """Designate what the plan comes to in each system it names."""
        now = self.at(days, 11)
        page = designation_page(self.activity, now)
        maxima = {line.system: line.computed for line in page.chosen if line.computed}
        credit.designate(by=self.by(cast.SARA), activity_id=self.activity_id, maxima=maxima, now=now)

    def set_evaluation(self, days: int) -> None:
        """Set up the evaluation with its standing questions."""
        outcomes.set_form(
            by=self.by(cast.JAMES), provider_id=self.provider.pk, activity_id=self.activity_id, now=self.at(days, 15)
        )
