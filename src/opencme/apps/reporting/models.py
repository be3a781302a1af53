"""Reports to accreditors, and the activity file."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import ProviderOwned, ScopedManager


class Report(ProviderOwned):
    """One report made for an accreditor or a survey: what was asked, what came out, what was left out and why.

    kind: key in ``catalog.exporters`` ("pars_activity_json", "pars_activity_xml", "pars_learners_json",
    "activity_file_pdf", "activity_file_zip"). States: queued, running (done/total), ready (file), failed (error).
    """

    STATES = [("queued", "Queued"), ("running", "Running"), ("ready", "Ready"), ("failed", "Failed")]

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="reports")
    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, null=True, related_name="reports")
    kind = models.CharField(max_length=40)
    state = models.CharField(max_length=20, choices=STATES, default="queued")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list, help_text="What is missing or was left out, each with its reason")
    error = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager("provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.activity or self.provider}"
