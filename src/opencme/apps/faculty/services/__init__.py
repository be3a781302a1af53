"""Changing people in control: inviting them, their signatures, what the provider decides about them."""

from opencme.apps.faculty.services.disclosing import confirm_unchanged, sign_disclosure
from opencme.apps.faculty.services.handing_in import submit_file, take_back_file
from opencme.apps.faculty.services.inviting import invite, invite_many, join_as_reviewer, remind
from opencme.apps.faculty.services.judging import decide_relevance, grant_exception
from opencme.apps.faculty.services.mitigating import ask_to_attest, attest, record_mitigation
from opencme.apps.faculty.services.roles import change_role, withdraw
from opencme.apps.faculty.services.sheet import judge

__all__ = [
    "ask_to_attest",
    "attest",
    "change_role",
    "confirm_unchanged",
    "decide_relevance",
    "grant_exception",
    "invite",
    "invite_many",
    "join_as_reviewer",
    "judge",
    "record_mitigation",
    "remind",
    "sign_disclosure",
    "submit_file",
    "take_back_file",
    "withdraw",
]
