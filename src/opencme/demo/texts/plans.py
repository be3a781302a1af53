"""The plans of the demo's activities, as their planners would write them."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The plan of one demo activity, as its planners would write it."""

    title: str
    summary: str
    gap: str
    evidence: tuple[str, ...]
    knowledge: str = ""
    competence: str = ""
    performance: str = ""
    change: str
    rationale: str
    objectives: tuple[str, ...]
    competencies: tuple[str, ...] = ("patient_care", "medical_knowledge")
    audience: str = "Hospitalists, emergency physicians, ward nurses and pharmacists"
    professions: tuple[str, ...] = ("physician", "physician_assistant", "nurse", "pharmacist")


SEPSIS: Final = Plan(
    title="Sepsis on the Ward: Recognize Early, Act Together",
    summary=(
        "Two live sessions on recognizing sepsis in ward patients and on what the team does first. "
        "Cases from our own wards, worked in small groups."
    ),
    gap=(
        "In our 2025 chart audit, first antibiotics for ward patients who met sepsis criteria were given later than "
        "our own standard in four of ten cases; nurses had noted the change earlier in most of them."
    ),
    evidence=(
        "Lakeside Health System, chart audit of ward sepsis 2025, 112 charts (kept by the quality office)",
        "Minutes of the quality committee, January 2026: escalation was the step most often missed",
    ),
    competence="Ward teams do not apply one shared way to escalate when a patient's signs change.",
    performance="First antibiotics and cultures are ordered later than the hospital's own standard.",
    change="Teams escalate with one phrase and order cultures and antibiotics within the hospital's own standard.",
    rationale="Escalation is practised, not told: short talks, then cases in mixed groups.",
    objectives=(
        "Recognize the change in a ward patient that calls for a sepsis screen",
        "Escalate to the responsible physician in one agreed phrase",
        "Order first tests and treatment according to the hospital's standard",
    ),
)

INSULIN: Final = Plan(
    title="Insulin Safety in Hospital: From Admission to Discharge",
    summary=(
        "An enduring material on prescribing and checking insulin in hospital: reading, a short video, "
        "cases and a post-activity assessment of ten questions."
    ),
    gap=(
        "Our pharmacy recorded 61 insulin events in 2025; most began at a hand-over, when a dose was carried over "
        "without looking at intake or kidney function."
    ),
    evidence=("Lakeside pharmacy, insulin event log 2025, 61 entries",),
    knowledge="Which changes in intake or kidney function call for another dose.",
    competence="Adjusting a correction scale at hand-over.",
    change="Prescribers review the insulin order at every hand-over and document why it stays or changes.",
    rationale="Clinicians on rotating shifts need it when they have twenty minutes.",
    objectives=(
        "List the changes that call for a review of an insulin order",
        "Adjust a correction scale when intake stops",
        "Write a discharge plan that a patient can follow",
    ),
    audience="Hospitalists, residents, nurses and pharmacists",
)

STROKE: Final = Plan(
    title="Stroke Alert: The First Sixty Minutes",
    summary="One live session with simulation: who does what from the call to the scan.",
    gap="Our door-to-scan times differ by twenty minutes between day and night shift.",
    evidence=("Stroke registry of Lakeside, 2025: median door-to-scan by shift",),
    performance="Night teams call the scan after the neurologic examination instead of in parallel.",
    change="Teams call the scan and the stroke nurse in parallel at every hour.",
    rationale="Parallel work is learned in simulation.",
    objectives=("Name the three calls made at once", "Examine while the scan is prepared"),
    audience="Emergency physicians, neurologists, residents, emergency nurses",
)

OPIOID: Final = Plan(
    title="Opioid Prescribing After Surgery: Less, and Safer",
    summary="A live session on expected pain, shared plans and safe disposal.",
    gap="Patients leave our surgical wards with twice the tablets they later report to have taken.",
    evidence=("Telephone follow-up by the surgical ward, 2025, 240 patients",),
    competence="Planning pain treatment with the patient before surgery.",
    change="Surgeons and nurses agree a plan with each patient and prescribe to it.",
    rationale="Talks with role play, because the conversation is the skill.",
    objectives=("Agree a pain plan with a patient before surgery", "Prescribe to the plan and explain disposal"),
    audience="Surgeons, anesthesiologists, surgical nurses, pharmacists",
)

FALLS: Final = Plan(
    title="Falls on the Ward: What We Can Change",
    summary="An enduring material on medicines, beds and walking early.",
    gap="Falls with harm did not decrease on our wards in the last two years.",
    evidence=("Incident reports 2024 and 2025",),
    competence="Reviewing medicines that raise the risk of falls.",
    change="Teams review medicines on the first day and plan walking.",
    rationale="Short reading with a checklist for the round.",
    objectives=("Name the medicines to review on the first day", "Plan walking with the patient"),
)
