"""The words of the demo provider: invented people and organizations, real-looking work."""

from dataclasses import dataclass
from typing import Final

PASSWORD: Final = "lakeside-demo"  # noqa: S105 -- printed by the demo for everybody


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

ARTICLE: Final = """\
## Why orders go wrong at hand-over

Insulin orders are written for a patient as he is today. Tomorrow he may eat less, lose kidney function or receive
steroids. An order that was right becomes wrong without anybody writing anything.

## What to look at

1. **Intake.** Does the patient eat, and when?
2. **Kidney function.** Did it change since the order was written?
3. **Other medicines.** Steroids started or stopped?
4. **The last day's readings.** Not the last one alone.

## What to write

Write *why* the order stays or changes. The next person at hand-over reads the reason, not only the number.

> The doses in this demo are left out on purpose: use your hospital's own protocol.
"""

GIFT: Final = """\
// Post-activity assessment of the insulin activity (demo)
$CATEGORY: Insulin safety

::Hand-over::When is an insulin order reviewed? {
  ~Once a day at the same hour #A time alone does not see the patient's change.
  =At every hand-over and whenever intake or kidney function changes #Right.
  ~When the pharmacy calls
  ~At discharge
####Most of the recorded events began at a hand-over.}

::Intake stops::A patient stops eating before a procedure. What is checked first? {
  =Which part of the insulin order assumes meals
  ~The color of the pen
  ~Nothing, the order stays
  ~Only tomorrow's breakfast
####Orders are written for a patient who eats.}

::Kidney::Falling kidney function can make insulin act longer. {TRUE####Less insulin is cleared.}

::Steroids::Starting a steroid can raise glucose. {TRUE####This is why other medicines are part of the review.}

::One reading::One single reading is enough to change the whole order. {FALSE####Look at the last day's readings.}

::Reason::What does the next person at hand-over need besides the dose? {
  =The reason why it stays or changes
  ~The name of the pen
  ~The ward's telephone number
  ~Nothing
####A number alone cannot be questioned.}

::Double check::Who may ask for a second look at an insulin order? {
  =Anyone in the team
  ~Only the prescriber
  ~Only the pharmacist
  ~Only the night nurse
####Nurses noticed most of the events first.}

::Discharge::A discharge plan is good when {
  =the patient can say it back in his own words
  ~it fills a page
  ~it lists every dose of the stay
  ~it is printed in color
####Teach-back shows what was understood.}

::Standard doses::Where do the doses come from? {
  =The hospital's own protocol
  ~A colleague's pocket book
  ~The last order, copied
  ~An advertisement
####This activity gives no doses on purpose.}

::Events::In our log most insulin events began {
  =at a hand-over
  ~in the laboratory
  ~at the pharmacy counter
  ~in the kitchen
####61 events in 2025.}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPerson:
    """Somebody in the demo: how they sign in and what they are (``is_what`` as the welcome says it)."""

    email: str
    given_name: str
    family_name: str
    is_what: str
    credentials: str = ""
    degree: str = ""
    profession: str = ""
    roles: tuple[str, ...] = ()


STAFF: Final = (
    DemoPerson(
        email="sara@lakeside.example",
        given_name="Sara",
        family_name="Lindqvist",
        is_what="program manager",
        roles=("manager",),
    ),
    DemoPerson(
        email="fatima@lakeside.example",
        given_name="Fatima",
        family_name="Haddad",
        is_what="CME coordinator",
        roles=("coordinator",),
    ),
    DemoPerson(
        email="james@lakeside.example",
        given_name="James",
        family_name="Whitfield",
        is_what="instructional designer",
        roles=("designer",),
    ),
    DemoPerson(
        email="bo@lakeside.example",
        given_name="Bo",
        family_name="Karlsen",
        is_what="reviewer",
        credentials="MD",
        degree="MD",
        profession="physician",
        roles=("reviewer",),
    ),
    DemoPerson(
        email="grace@lakeside.example",
        given_name="Grace",
        family_name="Chen",
        is_what="committee chair",
        credentials="MD, MEd",
        degree="MD",
        profession="physician",
        roles=("chair",),
    ),
)

LEARNERS: Final = (
    DemoPerson(
        email="amina@clinic.example",
        given_name="Amina",
        family_name="Patel",
        is_what="physician",
        credentials="MD",
        degree="MD",
        profession="physician",
    ),
    DemoPerson(
        email="tomas@clinic.example",
        given_name="Tomás",
        family_name="Ruiz",
        is_what="physician (DO)",
        credentials="DO",
        degree="DO",
        profession="physician",
    ),
    DemoPerson(
        email="ngozi@ward.example",
        given_name="Ngozi",
        family_name="Okafor",
        is_what="nurse",
        credentials="RN",
        degree="nursing",
        profession="nurse",
    ),
    DemoPerson(
        email="hanh@ward.example",
        given_name="Hạnh",
        family_name="Nguyễn Thị",
        is_what="physician assistant",
        credentials="PA-C",
        degree="PA",
        profession="physician_assistant",
    ),
    DemoPerson(
        email="ali@clinic.example",
        given_name="محمد",
        family_name="العلي",
        is_what="physician",
        credentials="MBBS",
        degree="MD_equivalent_foreign",
        profession="physician",
    ),
)

OUTSIDER: Final = DemoPerson(
    email="olga@northfield.example",
    given_name="Olga",
    family_name="Brandt",
    is_what="program manager of another provider, who sees nothing of Lakeside",
    roles=("manager",),
)

CAST: Final = (*STAFF, *LEARNERS, OUTSIDER)
