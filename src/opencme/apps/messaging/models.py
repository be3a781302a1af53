"""Mail on its way out."""

from django.db import models

from opencme.apps.records.models import PublicModel


class Message(PublicModel):
    """One mail to one address: queued in the transaction that causes it, sent by a job.

    key: makes a mail unique ("invite:41:1"), so that a job that runs twice sends once; empty is never compared.
    States: queued (sent_at and failed_at empty), sent, failed (``failed_at`` and ``error``; tried again by the sweep
    until ``gave_up_at`` is set: the receiver refuses the address, or three days have passed).
    # PII: to, text, html; deleted 90 days after sending.
    """

    key = models.CharField(max_length=120, blank=True)
    to = models.EmailField(max_length=254)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField(blank=True)
    provider_id = models.BigIntegerField(null=True, blank=True)
    queued_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    failed_at = models.DateTimeField(null=True, blank=True)
    gave_up_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_once", condition=~models.Q(key="")),
        ]
        indexes = [
            models.Index(fields=["queued_at"], name="message_waiting", condition=models.Q(sent_at=None)),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def state(self) -> str:
        """``queued``, ``sent``, ``failed`` (will be tried again) or ``given_up``."""
        if self.sent_at is not None:
            return "sent"
        if self.gave_up_at is not None:
            return "given_up"
        return "failed" if self.failed_at is not None else "queued"
