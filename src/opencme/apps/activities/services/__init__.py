"""Changing activities: the plan, the agenda, the steps of their life."""

from opencme.apps.activities.services.agenda import (
    Break,
    SessionToSave,
    remove_session,
    save_session,
    save_sessions,
)
from opencme.apps.activities.services.creating import create_activity, duplicate_activity, offer_again
from opencme.apps.activities.services.joint import (
    add_joint_provider,
    change_joint_provider,
    remove_joint_provider,
)
from opencme.apps.activities.services.lifecycle import take_step
from opencme.apps.activities.services.planning import Evidence, change_plan, set_gap_evidence, set_objectives

__all__ = [
    "Break",
    "Evidence",
    "SessionToSave",
    "add_joint_provider",
    "change_joint_provider",
    "change_plan",
    "create_activity",
    "duplicate_activity",
    "offer_again",
    "remove_joint_provider",
    "remove_session",
    "save_session",
    "save_sessions",
    "set_gap_evidence",
    "set_objectives",
    "take_step",
]
