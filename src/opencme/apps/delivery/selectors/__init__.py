"""Reading what belongs to delivery: one module per matter; the names others call stand here."""

from opencme.apps.delivery.selectors.attendance import attended_intervals, attended_minutes
from opencme.apps.delivery.selectors.cycles import completed_cycles
from opencme.apps.delivery.selectors.registration import registration_of

__all__ = ["attended_intervals", "attended_minutes", "completed_cycles", "registration_of"]
