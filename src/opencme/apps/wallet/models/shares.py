"""Links by which somebody sees what the person chose."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import PublicModel

PERSON = settings.AUTH_USER_MODEL


class Share(PublicModel):
    """A link by which somebody without an account sees what the person chose, until it expires or is withdrawn.

    token_hash: the link's secret is stored only as its SHA-256. shown: what was chosen, as JSON (obligations, from, to,
    with certificates, with documents). # PII: recipient; deleted with the account.
    """

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="shares")
    token_hash = models.CharField(max_length=64, unique=True)
    recipient = models.CharField(max_length=200)
    shown = models.JSONField()
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        return self.recipient


class ShareOpening(models.Model):
    """One opening of a share; shown to its owner.

    opened_from: a keyed hash of the network address, to tell visits apart.

    # PII: none of the owner; deleted with the share.
    """

    share = models.ForeignKey(Share, on_delete=models.CASCADE, related_name="openings")
    opened_at = models.DateTimeField()
    opened_from = models.CharField(max_length=64, blank=True)
    what = models.CharField(max_length=40, default="page")

    class Meta:
        ordering = ["-opened_at", "-id"]

    def __str__(self) -> str:
        return f"{self.share} at {self.opened_at:%Y-%m-%d %H:%M}"
