"""The newcomer's path as data: what CME is, what counts, first steps, common mistakes, and what here helps with each.

The public page shows it to anybody; a wallet can tie an entry to a person's own licenses by its ``about``.
"""

from dataclasses import dataclass
from typing import Final

from opencme.kernel.i18n import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Help:
    """A page of OpenCME that does something about it. needs_account: it is a page of one's own."""

    words: str
    address: str
    needs_account: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing to know or do.

    about: what of a person's own it is tied to ("" for nothing), see ``ABOUT``. source: key of the catalog's sources
    for a fact that neither the pack nor OpenCME itself gives.
    """

    key: str
    title: str
    text: str
    helps: tuple[Help, ...] = ()
    about: str = ""
    source: str = ""


#: What an entry may be tied to in a wallet.
ABOUT: Final = frozenset({"", "licenses", "cycle", "topics", "credit", "records", "plan", "first_cycle", "allowance"})

EXPLORER: Final = Help(_("What your state and board ask"), "public:requirements")
TOPICS: Final = Help(_("Who asks for which topic"), "public:requirement-topics")
CATALOGUE: Final = Help(_("Find an activity"), "public:catalogue")
LEARNING: Final = Help(_("My learning"), "learn:home", needs_account=True)
CREDIT: Final = Help(_("My credit"), "wallet:transcript", needs_account=True)
STANDING: Final = Help(_("Where I stand"), "wallet:standing", needs_account=True)
PLAN: Final = Help(_("My plan"), "wallet:plan", needs_account=True)
ALLOWANCE: Final = Help(_("My allowance"), "wallet:allowance", needs_account=True)
COUNTS_FOR_ME: Final = Help(_("Does this count for me?"), "wallet:counts", needs_account=True)
PROFILE: Final = Help(_("My board IDs"), "wallet:profile", needs_account=True)
VERIFY: Final = Help(_("Verify a certificate"), "public:verify")
WORDS: Final = Help(_("The words of the field"), "public:help")

BASICS: Final = (
    Entry(
        "what",
        _("In one sentence"),
        _(
            "Continuing medical education is what clinicians go on learning once training is over, for as "
            "long as they practice. Some professions and countries say CE or CPD."
        ),
        (WORDS,),
    ),
    Entry(
        "why",
        _("Who asks for it"),
        _(
            "Licensing boards, specialty boards, societies, hospitals and employers ask for proof that a "
            "clinician keeps learning. Each sets its own amount, its own dates and its own topics, and none "
            "of them looks at the others. Keeping count is up to you."
        ),
        (EXPLORER,),
        "licenses",
    ),
    Entry(
        "credit",
        _("How it is counted"),
        _(
            "In credit. The provider fixes beforehand how much an activity is worth at most; you claim the "
            "part you took part in; the provider awards it and gives a certificate. Each credit system has a "
            "unit of its own."
        ),
        (WORDS, CATALOGUE),
        "credit",
    ),
    Entry(
        "who-awards",
        _("Who stands behind it"),
        _(
            "An accreditor accredits the provider; the provider awards. For physicians that is mostly AMA PRA "
            "Category 1 Credit™, from providers accredited by the ACCME or by a state medical society it recognizes. "
            "Nurses earn contact hours (ANCC), pharmacists too (ACPE), PAs AAPA credit, family physicians AAFP "
            "credit, osteopathic physicians AOA credit."
        ),
        (WORDS,),
        "credit",
        "ama-who-may-designate",
    ),
    Entry(
        "boards",
        _("What a specialty board adds"),
        _(
            "A license and a board certificate are two things. Boards run continuing certification, often still "
            "called MOC, with points and years of their own. Credit does not reach a board by itself: the provider "
            "reports it, for activities registered for that, with your board ID."
        ),
        (Help(_("Boards in the pack"), "public:requirement-place us"), PROFILE),
        "licenses",
        "accme-learner-moc",
    ),
    Entry(
        "abroad",
        _("Outside the United States"),
        _(
            "Often called CPD, and counted in points, hours or credits: by the year in Australia and for physicians "
            "in the United Kingdom, over five years in Germany and Canada. One congress can carry credit of several "
            "systems."
        ),
        (
            Help(_("Germany"), "public:requirement-place de"),
            Help(_("Canada"), "public:requirement-place ca"),
            Help(_("United Kingdom"), "public:requirement-place gb"),
            Help(_("All countries"), "public:requirements"),
        ),
    ),
    Entry(
        "not",
        _("What it is not"),
        _(
            "Credit shows that you took part in accredited education. It is no qualification, it proves no "
            "skill in a procedure, and it does not replace board certification."
        ),
    ),
)

COUNTS: Final = (
    Entry(
        "designated",
        _("It was designated for credit"),
        _(
            "Accreditation is given to a provider, never to an activity. What makes an activity count is the "
            "sentence that names the credit it is designated for. A good talk without that sentence earns "
            "none of it."
        ),
        (CATALOGUE,),
        "credit",
    ),
    Entry(
        "formats",
        _("The format is open"),
        _(
            "Live sessions, series at your hospital, recordings, articles, simulation, improvement of your "
            "own practice: all can carry credit, and an hour at a screen is worth an hour in a room. Some authorities "
            "want a part of it live or interactive."
        ),
        (EXPLORER,),
        source="ama-rounding",
    ),
    Entry(
        "kinds",
        _("It is of the kind that is asked for"),
        _(
            "Credit comes in kinds: Category 1 beside Category 2, AAFP Prescribed beside Elective, self-assessment, "
            "improvement. A rule may want so much of one, or take no more than so much of another."
        ),
        (EXPLORER, COUNTS_FOR_ME),
        "credit",
        "aafp-types",
    ),
    Entry(
        "profession",
        _("It is credit your authority takes"),
        _(
            "Physicians are awarded AMA PRA Category 1 Credit™; other professions get a record of "
            "participation or credit of their own system. Which of them counts, the authority says."
        ),
        (EXPLORER,),
        "licenses",
    ),
    Entry(
        "self",
        _("Some reading counts without a provider"),
        _(
            "Several authorities accept self-documented learning, teaching or writing up to a limit; to the AMA it is "
            "Category 2, which the physician claims. Others accept none. Keep notes either way."
        ),
        (EXPLORER,),
        "records",
        "ama-category-2",
    ),
)

STEPS: Final = (
    Entry(
        "list",
        _("List who can ask you"),
        _("Every license, certificate, membership and hospital you answer to. One sheet for all, not one each."),
        (EXPLORER, STANDING),
        "licenses",
    ),
    Entry(
        "dates",
        _("Write down each cycle"),
        _(
            "When it began and when it ends. One state counts to your birthday, the next to a fixed day in "
            "odd years, a third by the day you were licensed."
        ),
        (EXPLORER, STANDING),
        "cycle",
    ),
    Entry(
        "topics",
        _("Look for topics with rules of their own"),
        _("Opioids, ethics, implicit bias, abuse reporting: some once in a lifetime, some every cycle, some on top."),
        (TOPICS, STANDING),
        "topics",
    ),
    Entry(
        "federal",
        _("Remember the one-time federal training"),
        _(
            "Who holds or asks for a DEA registration owes training on substance use disorders once, beside "
            "every state."
        ),
        (Help(_("The DEA training"), "public:requirement us-fed-dea-mate"),),
        "topics",
    ),
    Entry(
        "choose",
        _("Choose what serves several at once"),
        _("One activity on opioid prescribing may close a topic in two states and count toward three totals."),
        (CATALOGUE, PLAN),
        "plan",
    ),
    Entry(
        "claim",
        _("Take part and claim at once"),
        _(
            "Check in, answer what is asked, claim the time you were there, and keep the certificate that "
            "comes with it."
        ),
        (LEARNING,),
        "credit",
    ),
    Entry(
        "keep",
        _("Keep the proof for years"),
        _("Boards pick people at random after renewal, and ask for certificates of the whole cycle."),
        (CREDIT, VERIFY),
        "records",
    ),
    Entry(
        "reflect",
        _("Look back, then plan the next"),
        _(
            "Write down what you will do differently; the evaluation asks for it anyway. When a cycle ends, see what "
            "comes again, what was once for all, and whether surplus moves on."
        ),
        (PLAN,),
        "plan",
    ),
)

MISTAKES: Final = (
    Entry(
        "every-event",
        _("Taking every event for credit"),
        _("Look for the designation before you spend the hour. Without it the hour is learning, but not this credit."),
        (CATALOGUE, COUNTS_FOR_ME),
        "credit",
    ),
    Entry(
        "late",
        _("Leaving it to the last weeks"),
        _(
            "Hours can be caught up in a weekend; an approved course with fixed dates or a training with a "
            "waiting list cannot."
        ),
        (STANDING,),
        "cycle",
    ),
    Entry(
        "only-hours",
        _("Counting hours and forgetting topics"),
        _("A full total with one topic missing is still an incomplete renewal."),
        (TOPICS, STANDING),
        "topics",
    ),
    Entry(
        "wrong-kind",
        _("Collecting the wrong kind"),
        _("The total is full, but too little of it is Category 1, Prescribed, live or whatever the rule wants most."),
        (EXPLORER, STANDING),
        "credit",
    ),
    Entry(
        "one-state",
        _("Reading one state's rule for another"),
        _(
            "Neighbors differ in amount, unit, category and day. The same activity may count in one and not "
            "in the other."
        ),
        (EXPLORER,),
        "licenses",
    ),
    Entry(
        "first",
        _("Taking the first cycle for an ordinary one"),
        _("It may be shorter, ask for less, ask for an orientation, or ask for everything. Where no source says, ask."),
        (EXPLORER, STANDING),
        "first_cycle",
    ),
    Entry(
        "more",
        _("Claiming the maximum by habit"),
        _("Claim the part you took part in. The certificate shows what was claimed, not what was possible."),
        (LEARNING,),
        "credit",
    ),
    Entry(
        "twice",
        _("Doing the same thing twice"),
        _("The same activity earns its credit once, live or as a recording of itself."),
        (CREDIT,),
        "records",
    ),
    Entry(
        "proof",
        _("Leaving certificates in the mail"),
        _("Years later nobody finds them. Put each where all the others are, on the day it comes."),
        (CREDIT,),
        "records",
    ),
    Entry(
        "list-online",
        _("Trusting a list without date or source"),
        _("Rules change at any session of a legislature. Look when a page was checked and what it rests on."),
        (EXPLORER,),
        "licenses",
    ),
    Entry(
        "allowance",
        _("Letting the allowance run out of date"),
        _("Money and days for education often end with the year. Plan them with the credit, not after it."),
        (ALLOWANCE,),
        "allowance",
    ),
)
