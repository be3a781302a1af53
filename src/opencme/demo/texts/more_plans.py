"""The plans of the demo's further activities."""

from typing import Final

from opencme.demo.texts.plans import Plan

GRAND_ROUNDS: Final = Plan(
    title="Medicine Grand Rounds",
    summary="Every Thursday at noon: one case of the week and what it asks of us, by and for our own staff.",
    gap="Morbidity reviews of the last year name late recognition of rare presentations in nine of thirty cases.",
    evidence=("Morbidity and mortality reviews, medicine, last year: 30 cases",),
    knowledge="Presentations of common diseases that do not look like them.",
    change="Physicians name two further diagnoses before they close on the first.",
    rationale="A weekly hour that everybody can keep, with the case of the week.",
    objectives=("Name what spoke against the first diagnosis", "Say which test would have changed the course"),
    audience="Hospitalists, residents, advanced practice clinicians",
    professions=("physician", "physician_assistant", "nurse_practitioner"),
)

ANTICOAGULATION: Final = Plan(
    title="Reading Together: Anticoagulation Before Procedures",
    summary="Two peer-reviewed articles on when to pause and when to bridge, with questions on our own cases.",
    gap="Bridging was ordered for one in five patients for whom our protocol advises against it.",
    evidence=("Pre-procedure clinic, review of 180 charts",),
    knowledge="For whom bridging does more harm than good.",
    change="Clinicians follow the protocol on bridging and write why where they do not.",
    rationale="The evidence is in two articles; reading them is the way to judge them.",
    objectives=("Sort patients by risk of clotting and of bleeding", "Write a plan for pausing and starting again"),
    audience="Internists, surgeons, anesthesiologists, pharmacists",
)

HEART_FAILURE: Final = Plan(
    title="After Heart Failure: The First Week at Home",
    summary="A project in three stages: measure, change, measure again: the visit within seven days of discharge.",
    gap="Half of our patients with heart failure see nobody in the week after discharge.",
    evidence=("Discharge registry, heart failure, last year: 412 discharges", "Two focus groups with patients"),
    performance="Visits within seven days are arranged for 48 percent.",
    change="Teams arrange the visit before discharge for nine of ten patients.",
    rationale="Practice changes when it is measured by those who do it.",
    objectives=("Measure your own discharges", "Change one step and measure again"),
    competencies=("practice_based_learning", "systems_based_practice"),
    audience="Hospitalists, cardiologists and their teams",
    professions=("physician", "nurse_practitioner", "nurse"),
)

STEWARDSHIP: Final = Plan(
    title="Antibiotics on the Ward: Shorter Is Often Better",
    summary="A webinar on how long to treat five common infections, with our own resistance figures.",
    gap="Treatment of pneumonia on our wards is three days longer than our guideline says, in six of ten cases.",
    evidence=("Antibiotic use report of the pharmacy, last year", "Local resistance figures"),
    competence="Stopping treatment on the planned day.",
    change="Prescribers write the last day of treatment with the first dose.",
    rationale="One hour at lunch reaches all sites; cases come from our wards.",
    objectives=("Name the length of treatment for five infections", "Write the last day with the first dose"),
)

DELIRIUM: Final = Plan(
    title="Delirium: See It, Prevent It",
    summary="A half day with simulation for mixed teams on recognizing and preventing delirium.",
    gap="Screening for delirium is documented for a third of patients over seventy.",
    evidence=("Nursing documentation, sample of 200 stays",),
    competence="Applying the screening tool in two minutes.",
    change="Teams screen every patient over seventy on each shift.",
    rationale="The tool is learned by using it.",
    objectives=("Apply the screening tool", "Name four things that prevent delirium"),
    audience="Ward teams",
)

ASTHMA: Final = Plan(
    title="Asthma in Children: Technique Before Dose",
    summary="An evening course on inhaler technique, written plans and when to step down.",
    gap="Of the children admitted with asthma last winter four in ten had never been shown how to use their inhaler.",
    evidence=("Admissions of the children's ward, last winter: 57",),
    performance="A written plan is given to one child in three.",
    change="Clinicians watch the technique at every visit and give a written plan.",
    rationale="Technique is practised with placebo inhalers in pairs.",
    objectives=("Watch and correct inhaler technique", "Write a plan a family can follow"),
    audience="Pediatricians, family physicians, nurses, pharmacists",
)

SCREENING: Final = Plan(
    title="Cervical Screening: Offering the Choice",
    summary="An online module on self-collection: for whom, how to explain it, what follows a result.",
    gap="Two in five of our patients due for screening decline the examination; self-collection is rarely offered.",
    evidence=("Quality report of the clinics, last year",),
    knowledge="For whom self-collection is suited and what follows a positive result.",
    change="Clinicians offer self-collection whenever the examination is declined.",
    rationale="Short, with the words to say on video.",
    objectives=("Say for whom self-collection is suited", "Explain it in two sentences"),
    audience="Family physicians, gynecologists, nurse practitioners",
    professions=("physician", "nurse_practitioner", "physician_assistant"),
)

COPD: Final = Plan(
    title="COPD in Winter",
    summary="A course on exacerbations, planned with the regional society.",
    gap="Readmissions for COPD rise by a third from December to March.",
    evidence=("Readmission figures, last three winters",),
    performance="Vaccination status is recorded for half of the patients.",
    change="Teams vaccinate before discharge.",
    rationale="One evening with cases.",
    objectives=("Plan a discharge that prevents a return",),
)

BAD_NEWS: Final = Plan(
    title="Breaking Bad News: Practice With Actors",
    summary="",
    gap="Complaints about how results were told doubled in two years.",
    evidence=(),
    change="",
    rationale="",
    objectives=(),
)

IMAGING: Final = Plan(
    title="Low Back Pain: When Not to Image",
    summary="A short module for the clinics on red flags and on saying no well.",
    gap="Imaging for low back pain without red flags was ordered for a third of patients.",
    evidence=("Orders of the clinics, last half year",),
    competence="Explaining why no image is needed.",
    change="Clinicians explain and agree a plan instead of ordering.",
    rationale="Reading and two filmed conversations.",
    objectives=("Name the red flags", "Say no and agree a plan"),
    audience="Family physicians, physician assistants",
)

NORTHFIELD: Final = Plan(
    title="Hypertension in Practice",
    summary="An evening of the Northfield society: targets, home readings and the third drug.",
    gap="Home readings are used for decisions in one of four patients.",
    evidence=("Survey of members",),
    competence="Deciding by home readings.",
    change="Members decide by home readings.",
    rationale="Cases from members' practices.",
    objectives=("Decide by home readings",),
    audience="Family physicians",
    professions=("physician",),
)
