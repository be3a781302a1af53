"""Requirements of boards, certifying bodies and employers: where a clinician stands, why, and what is missing.

``definitions`` say what a rule is, ``facts`` what is known of a person, ``prepare`` binds a rule to the topic tree
once, ``evaluate`` judges one person by one prepared rule. Pure throughout: the day comes in, nothing is looked up.
"""

from opencme.rules.requirements.definitions import Rule
from opencme.rules.requirements.evaluate import evaluate
from opencme.rules.requirements.facts import Credit, Event, Kind, Person, Prior
from opencme.rules.requirements.lines import Line, Verdict
from opencme.rules.requirements.prepare import Prepared, prepare

__all__ = ["Credit", "Event", "Kind", "Line", "Person", "Prepared", "Prior", "Rule", "Verdict", "evaluate", "prepare"]
