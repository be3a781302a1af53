"""The words of the field for newcomers, in our own wording; the rules are in the catalog with their sources."""

from dataclasses import dataclass
from typing import Final

from opencme.kernel.i18n import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Word:
    """A word and what is meant by it here."""

    key: str
    term: str
    meaning: str


GLOSSARY: Final = (
    Word(
        "accreditation",
        _("Accreditation"),
        _("Given to a provider, never to an activity. An accredited provider may designate credit for its activities."),
    ),
    Word(
        "activity",
        _("Activity"),
        _(
            "Planned education with a purpose: a live meeting, a journal article, an online module. It has "
            "sessions when it is live."
        ),
    ),
    Word(
        "allowance",
        _("Allowance"),
        _("What an employer gives a clinician for education: money, days or both, mostly by the year."),
    ),
    Word(
        "award",
        _("Award"),
        _("What the provider gives after a claim: the credit, written in a ledger where nothing is overwritten."),
    ),
    Word(
        "cannot-decide",
        _("Cannot decide"),
        _("What OpenCME answers where a fact is missing or no source settles a rule. It asks, and never guesses."),
    ),
    Word(
        "carry-over",
        _("Carry-over"),
        _("Surplus credit that an authority lets move into the next cycle. Many do not, or only a part of it."),
    ),
    Word(
        "categories",
        _("Category 1 and Category 2"),
        _("AMA credit: a provider designates and awards Category 1; Category 2 the physician claims alone."),
    ),
    Word(
        "certificate",
        _("Certificate of completion"),
        _("The proof: a PDF with a number. Anybody can check the number here without an account."),
    ),
    Word(
        "claim",
        _("Claim"),
        _("A participant asks for credit, in quarter steps, for the part they took part in."),
    ),
    Word(
        "contact-hour",
        _("Contact hour"),
        _("60 minutes of organized learning: the unit of nurses and pharmacists."),
    ),
    Word(
        "continuing-certification",
        _("Continuing certification"),
        _("What a specialty board asks after the first certificate; often still called MOC."),
    ),
    Word(
        "cpd",
        _("CPD, CE"),
        _("Continuing professional development, continuing education: what other countries and professions call CME."),
    ),
    Word(
        "credit",
        _("Credit"),
        _(
            "What participation counts for. Each credit system has its own unit and rules; some are for one "
            "profession only."
        ),
    ),
    Word(
        "cycle",
        _("Cycle"),
        _("The period for which an authority counts credit. Each has its own length and its own last day."),
    ),
    Word(
        "designation",
        _("Designation"),
        _("The provider fixes, before an activity opens, how much credit it is worth at most."),
    ),
    Word(
        "disclosure",
        _("Disclosure"),
        _(
            "Everybody who shapes content lists financial relationships with ineligible companies of the last 24 "
            "months, or says there are none."
        ),
    ),
    Word(
        "edition",
        _("Edition"),
        _("A rule as it holds between two days. An amended rule is a new edition; the old one stays readable."),
    ),
    Word(
        "enduring",
        _("Enduring material"),
        _("An activity one can take at any time until its expiration date."),
    ),
    Word(
        "evaluation",
        _("Evaluation"),
        _("Questions after an activity: was it balanced, what will change in practice, what stands in the way."),
    ),
    Word(
        "ineligible",
        _("Ineligible company"),
        _(
            "A company whose business is health care products used by or on patients. It has no part in "
            "accredited education."
        ),
    ),
    Word(
        "joint",
        _("Joint provider"),
        _("An organization that plans and presents an activity together with the accredited provider."),
    ),
    Word(
        "mandate",
        _("Mandate"),
        _("A topic an authority wants covered, with its own amount and its own time, inside the total or on top."),
    ),
    Word(
        "mitigation",
        _("Mitigation"),
        _("What is done before a person begins, so that a relevant relationship cannot shape the content."),
    ),
    Word(
        "outcome",
        _("Outcome"),
        _("What an activity changed: in knowledge, in competence, in practice or for patients."),
    ),
    Word(
        "pars",
        _("PARS"),
        _("The accreditor's system for activities and learners. OpenCME makes the files it reads."),
    ),
    Word(
        "assessment",
        _("Post-activity assessment"),
        _("Questions with a pass mark after an enduring material; feedback gives the reason for each answer."),
    ),
    Word(
        "gap",
        _("Practice gap"),
        _("The difference between what is done and what should be done. Every activity begins with one."),
    ),
    Word(
        "prescribed",
        _("Prescribed and Elective"),
        _("Kinds of AAFP credit. Prescribed is designed for physicians, with a member of the AAFP in its planning."),
    ),
    Word(
        "requirement",
        _("Requirement"),
        _("What a board or another authority wants of a clinician: an amount, topics, kinds of credit, proof."),
    ),
    Word(
        "transcript",
        _("Transcript"),
        _("The list of everything a clinician was awarded."),
    ),
)
