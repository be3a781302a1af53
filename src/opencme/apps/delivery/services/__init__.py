"""Changing what belongs to delivery: one module per matter; the names others call stand here."""

from opencme.apps.delivery.services.registration import register, set_share_consent, withdraw_registration

__all__ = ["register", "set_share_consent", "withdraw_registration"]
