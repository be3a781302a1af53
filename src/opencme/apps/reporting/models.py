"""Reports to accreditors, and the activity file."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import ProviderOwned, ScopedManager


class Report(ProviderOwned):
    """One report made for an accreditor or a survey: what was asked, what came out, what was left out and why.

    kind: key in ``catalog.exporters`` ("pars_activity_json", "pars_activity_xml", "pars_learners_json") or
    "activity_file_pdf", "activity_file_zip". activity None: of the whole provider, for ``year``.
    States: queued, running (done/total), ready (file), failed (error), cancelled.
    findings: what is missing or was left out, as [code, sentence, whom it is about]; summary: figures of the file.
    submitted_at: when a person said that the receiver has it; only then do its completions count as reported.
    # PII: findings may name participants; kept with the activity file.
    """

    STATES = [
        ("queued", "Queued"),
        ("running", "Running"),
        ("ready", "Ready"),
        ("failed", "Failed"),
        ("cancelled", "Cancelled"),
    ]

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="reports")
    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, null=True, related_name="reports")
    kind = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    state = models.CharField(max_length=20, choices=STATES, default="queued")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    findings = models.JSONField(default=list, help_text="What is missing or was left out, each with its reason")
    summary = models.JSONField(default=dict)
    error = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.CharField(max_length=200, blank=True)

    objects = ScopedManager("provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "kind"],
                name="report_in_work_once",
                condition=models.Q(state__in=["queued", "running"], activity__isnull=False),
            ),
            models.UniqueConstraint(
                fields=["provider", "kind", "year"],
                name="report_of_year_in_work_once",
                condition=models.Q(state__in=["queued", "running"], activity=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.activity or self.provider}"

    @property
    def is_in_work(self) -> bool:
        """Whether a job has it or will have it."""
        return self.state in {"queued", "running"}


class ReportedCompletion(models.Model):
    """One ledger entry that a learner report adds or deletes; it counts once the report is submitted.

    Written in bulk by the job that makes the report; a job that runs again replaces what the first try wrote.
    # PII: person, through the registration; kept with the activity file.
    """

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="completions")
    award = models.ForeignKey("credit.Award", on_delete=models.PROTECT, related_name="reported")
    action = models.CharField(max_length=10)

    def __str__(self) -> str:
        return f"{self.action} {self.award_id}"
