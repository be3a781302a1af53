"""The newcomer's path, what only its public page tells: one hour followed to two renewals, and planning education."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.web.ui.first_steps import PLAN, STANDING, WORDS, Entry, Help

#: One hour of education, followed to two renewals; its figures are those of the pack.
EXAMPLE: Final = (
    Entry(
        "find",
        _("She finds it"),
        _(
            "A physician licensed in Massachusetts and New Hampshire opens a one-hour webinar on opioid prescribing. "
            "It is designated for a maximum of 1 AMA PRA Category 1 Credit™."
        ),
    ),
    Entry(
        "claim",
        _("She claims what she took part in"),
        _("Called away, she was there for 50 of the 60 minutes. To the nearest quarter that is 0.75."),
        source="ama-rounding",
    ),
    Entry(
        "massachusetts",
        _("Massachusetts"),
        _(
            "0.75 toward 50 credits every 2 years, and the same 0.75 toward the 3 credits on opioids or pain that "
            "those who prescribe controlled substances owe in every cycle."
        ),
        (Help(_("The rule of Massachusetts"), "public:requirement us-ma-md"),),
    ),
    Entry(
        "new-hampshire",
        _("New Hampshire"),
        _(
            "0.75 toward 100 hours every 2 years, of which at least 40 must be Category 1, and toward the 3 hours on "
            "opioids or pain that holders of a DEA registration owe in every cycle."
        ),
        (Help(_("The rule of New Hampshire"), "public:requirement us-nh-md"),),
    ),
    Entry(
        "left",
        _("One certificate, two renewals"),
        _("It proves both. On the topic 2.25 are left in each state: the next activity can again serve both."),
        (STANDING, PLAN),
    ),
)

#: For those who plan education.
PLANNING: Final = (
    Entry(
        "gap",
        _("Begin with the gap"),
        _(
            "What is done against what should be done, with the evidence, before a topic or a speaker is chosen. "
            "Leaving it out is the first mistake of newcomers."
        ),
        source="accme-core-planning",
    ),
    Entry(
        "in-control",
        _("Disclosure before the role"),
        _(
            "Everybody who shapes content discloses the financial relationships of the last 24 months; relevant ones "
            "are mitigated before the role begins, and learners are told before they start."
        ),
        source="accme-standard-3",
    ),
    Entry(
        "in-advance",
        _("Designate in advance"),
        _("Credit is fixed before the activity begins, never afterwards. Not every good talk can become credit."),
        source="ama-in-advance",
    ),
    Entry(
        "change",
        _("Measure a change, not applause"),
        _(
            "Every activity is evaluated for the change it was designed to make. Without a value from before there is "
            "nothing to compare."
        ),
        source="accme-core-criteria",
    ),
    Entry(
        "file",
        _("Keep the file as you go"),
        _("Attendance is kept for six years. What is gathered years later is guessed."),
        source="accme-records-retention",
    ),
    Entry(
        "words",
        _("Say the words that carry rules"),
        _("Activity, not course; enduring material, not online course; post-activity assessment, not test."),
        (WORDS,),
    ),
)
