"""Mail on its way out."""

from django.db import models

from opencme.apps.records.models import PublicModel


class Message(PublicModel):
    """One mail to one address: queued in the transaction that causes it, sent by a job.

    key: makes a mail unique ("invite:41:1"), so that a job that runs twice sends once; empty is never compared.
    States: queued (sent_at and failed_at empty), sent, failed (with ``error``; tried again by the sweep).
    # PII: to, text; deleted 90 days after sending.
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
    error = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key"], name="message_once", condition=~models.Q(key="")),
        ]

    def __str__(self) -> str:
        return self.subject
