"""The audit trail."""

from django.db import models

from opencme.apps.records.models import Evidence, PublicModel


class AuditEvent(Evidence, PublicModel):
    """One change: who, on whose behalf, what, when, before and after, under which rule edition.

    Ids are plain numbers, not foreign keys: the audit stands below every other app and outlives the rows it names.
    Never updated or deleted. # PII: by_label, on_behalf_of, before, after; kept as long as the activity file.
    """

    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    by_person_id = models.BigIntegerField(null=True, blank=True)
    by_label = models.CharField(max_length=200)
    on_behalf_of = models.CharField(max_length=200, blank=True)
    provider_id = models.BigIntegerField(null=True, blank=True)
    activity_id = models.BigIntegerField(null=True, blank=True)
    subject_type = models.CharField(max_length=80)
    subject_id = models.BigIntegerField(null=True, blank=True)
    subject_label = models.CharField(max_length=300, blank=True)
    before = models.JSONField(default=dict, blank=True)
    after = models.JSONField(default=dict, blank=True)
    rule_edition = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["activity_id", "-at"]),
            models.Index(fields=["provider_id", "-at"]),
        ]

    def __str__(self) -> str:
        return f"{self.event} by {self.by_label} at {self.at:%Y-%m-%d %H:%M}"
