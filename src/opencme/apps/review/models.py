"""Content review and approval."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import Evidence, ProviderOwned, ScopedManager


class ContentReview(Evidence, ProviderOwned):
    """One review of an activity's content against Standards 1, 2 and 5.2c; the newest counts.

    answers: item key -> {"ok": bool, "comment": str}; the items stand in ``catalog.content_standards``.
    content_digest: what was reviewed (hash over the content's versions); later content makes the review stale.
    # PII: reviewer; kept with the activity file.
    """

    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="reviews")
    answers = models.JSONField()
    is_passed = models.BooleanField()
    comment = models.TextField(blank=True)
    content_digest = models.CharField(max_length=64)
    reviewed_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-reviewed_at", "-id"]

    def __str__(self) -> str:
        return "passed" if self.is_passed else "changes asked"
