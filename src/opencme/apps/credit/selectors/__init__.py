"""Reading credit: what the plan comes to, the statements, what a participant may claim, the ledger."""

from opencme.apps.credit.models import Award
from opencme.apps.credit.selectors.claims import ClaimLine, ClaimPage, claim_page
from opencme.apps.credit.selectors.designation import DesignationLine, DesignationPage, designation_page
from opencme.apps.credit.selectors.ledger import (
    award_to_see,
    awards_of,
    balance_of,
    evidence_for,
    findings_on_replacement,
    history_of,
    ledger_table,
    standing_in,
    totals_of,
)
from opencme.apps.credit.selectors.planned import planned_time, standing_designations, suggested_maximum, workings
from opencme.apps.credit.selectors.statements import Statement, statements
from opencme.apps.credit.selectors.verification import LedgerReport, verify_ledger
from opencme.apps.credit.selectors.waiting import Waiting, waiting

__all__ = [
    "Award",
    "ClaimLine",
    "ClaimPage",
    "DesignationLine",
    "DesignationPage",
    "LedgerReport",
    "Statement",
    "Waiting",
    "award_to_see",
    "awards_of",
    "balance_of",
    "claim_page",
    "designation_page",
    "evidence_for",
    "findings_on_replacement",
    "history_of",
    "ledger_table",
    "planned_time",
    "standing_designations",
    "standing_in",
    "statements",
    "suggested_maximum",
    "totals_of",
    "verify_ledger",
    "waiting",
    "workings",
]
