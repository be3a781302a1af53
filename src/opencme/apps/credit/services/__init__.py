"""Changing credit: designating it, claiming it, correcting and sealing the ledger."""

from opencme.apps.credit.services.claims import claim_credit
from opencme.apps.credit.services.designations import designate, record_application
from opencme.apps.credit.services.ledger import correct_award, revoke_award, seal_day

__all__ = ["claim_credit", "correct_award", "designate", "record_application", "revoke_award", "seal_day"]
