"""What a person asks of their whole account."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import PublicModel


class AccountExport(PublicModel):
    """One export of everything held about a person, made by a job; its file is forgotten after a week.

    States: queued, running (done of total parts), ready (file, until it is forgotten), failed (error).
    # PII: the file; deleted with the account.
    """

    STATES = [("queued", "Queued"), ("running", "Running"), ("ready", "Ready"), ("failed", "Failed")]

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="account_exports")
    state = models.CharField(max_length=20, choices=STATES, default="queued")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    error = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                name="account_export_in_work_once",
                condition=models.Q(state__in=["queued", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"asked {self.asked_at:%Y-%m-%d %H:%M}"

    @property
    def is_in_work(self) -> bool:
        """Whether a job has it or will have it."""
        return self.state in {"queued", "running"}
