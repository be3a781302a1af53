"""The plans of the demo's short materials on topics that boards ask for."""

from typing import Final

from opencme.demo.texts.plans import Plan

INFECTION: Final = Plan(
    title="Infection Control for Everyone Who Touches a Patient",
    summary="Hands, gloves, lines and rooms: what protects the next patient, with our own figures.",
    gap="Observed hand hygiene before touching a patient is 71 percent on our wards; the aim is 90.",
    evidence=("Hand hygiene audits, all wards, last two quarters",),
    knowledge="Which moments are missed most often, and why.",
    change="Staff clean their hands before touching a patient nine times out of ten.",
    rationale="Short, with our own figures, at a time that shifts allow.",
    objectives=("Name the moments that are missed most", "Choose the precautions for four common infections"),
)
REGULATIONS: Final = Plan(
    title="What the Massachusetts Board Asks of You",
    summary="The board's regulations read with cases: records, prescribing, reporting, delegation.",
    gap="In our survey four of ten physicians could not say what they must report to the board.",
    evidence=("Medical staff office, survey of 96 physicians",),
    knowledge="What the regulations ask, and where they stand.",
    change="Physicians find the rule that a case turns on, and act by it.",
    rationale="Regulations are learned by using them on cases.",
    objectives=("Find the rule that a case turns on", "Say what must be reported, and by when"),
    professions=("physician",),
)
HANDOFFS: Final = Plan(
    title="Patient Safety in Ten Handoffs",
    summary="Ten handoffs that went wrong, heard again, and what would have caught each.",
    gap="A third of our serious safety events of last year name a handoff among their causes.",
    evidence=("Serious safety events, last year: 31 analyses",),
    competence="Saying back what was heard.",
    change="Teams use the same five points, and say them back.",
    rationale="Recordings show what a list does not.",
    objectives=("Hear what is missing in a handoff", "Say back the five points"),
)
PAIN: Final = Plan(
    title="Pain, Opioids and the End of Life",
    summary="Treating pain well when time is short: choosing, dosing, stopping, and talking about it.",
    gap="Pain scores above six stand for more than a day in one of five patients in their last week.",
    evidence=("Palliative care consult log, last year: 240 patients",),
    competence="Turning one opioid into another, and writing the dose for breakthrough pain.",
    change="Clinicians write a plan for pain on the first day, and go over it daily.",
    rationale="Cases with worked doses, at one's own pace.",
    objectives=("Write a plan for pain with a dose for breakthrough", "Open a talk about what matters now"),
)
OLDER: Final = Plan(
    title="The Older Patient: Memory, Medicines and Falls",
    summary="Four hours on what is different after seventy, with the tools our clinic uses.",
    gap="A screen of memory is documented for a third of our patients over seventy-five.",
    evidence=("Primary care registry, patients over 75: 1,140 charts",),
    knowledge="Which medicines to stop first, and how to tell dementia from delirium.",
    change="Clinicians screen memory once a year and take one medicine away where they can.",
    rationale="Cases from our clinic, with the tools at hand.",
    objectives=("Screen memory in five minutes", "Name three medicines to stop first"),
)
SUBSTANCES: Final = Plan(
    title="Substance Use Disorders: Find, Treat, Stay With It",
    summary="Eight hours for every prescriber: screening, treatment with medicines, and care that lasts.",
    gap="Medicines for opioid use disorder are begun for one in eight of our inpatients who have it.",
    evidence=("Inpatient pharmacy, last year: 168 patients",),
    competence="Beginning buprenorphine on the ward, and arranging what follows.",
    change="Treatment is begun in hospital for half of those who want it.",
    rationale="Modules one may take over several evenings.",
    objectives=("Screen for substance use", "Begin treatment and arrange what follows"),
)
