"""Reading credit: what the plan comes to, the statements, what a participant may claim, the ledger."""

from opencme.apps.credit.selectors.claims import ClaimLine, ClaimPage, claim_page
from opencme.apps.credit.selectors.designation import DesignationLine, DesignationPage, designation_page
from opencme.apps.credit.selectors.ledger import awards_of, balance_of, ledger_table, standing_in
from opencme.apps.credit.selectors.planned import planned_time, standing_designations, suggested_maximum, workings
from opencme.apps.credit.selectors.statements import Statement, statements
from opencme.apps.credit.selectors.verification import LedgerReport, verify_ledger

__all__ = [
    "ClaimLine",
    "ClaimPage",
    "DesignationLine",
    "DesignationPage",
    "LedgerReport",
    "Statement",
    "awards_of",
    "balance_of",
    "claim_page",
    "designation_page",
    "ledger_table",
    "planned_time",
    "standing_designations",
    "standing_in",
    "statements",
    "suggested_maximum",
    "verify_ledger",
    "workings",
]
