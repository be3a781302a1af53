"""The shortest way to close what is open before all authorities: what to take, proved by the engine, and why.

See docs/explanation/shortest-way.md for the model and a worked example.
"""

from opencme.rules.requirements.shortest.counting import Counted, counted
from opencme.rules.requirements.shortest.ground import Target
from opencme.rules.requirements.shortest.offers import Duty, Offer, Wish
from opencme.rules.requirements.shortest.planning import Answer, Choice, Plan, Short, plan
from opencme.rules.requirements.shortest.proving import Effect
from opencme.rules.requirements.shortest.reasons import Left, Reason
from opencme.rules.requirements.shortest.slots import helpful

__all__ = [
    "Answer",
    "Choice",
    "Counted",
    "Duty",
    "Effect",
    "Left",
    "Offer",
    "Plan",
    "Reason",
    "Short",
    "Target",
    "Wish",
    "counted",
    "helpful",
    "plan",
]
