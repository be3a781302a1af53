"""Stored files."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import ProviderOwned, ScopedManager


class StoredFile(ProviderOwned):
    """A file, stored once under its SHA-256; the bytes never change, the row is never updated.

    media_type is what the bytes are found to be, not what the sender said. # PII: name may hold some; kept.
    """

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="+", null=True)
    name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=120)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    stored_at = models.DateTimeField()
    stored_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager("provider")

    class Meta(ProviderOwned.Meta):
        pass

    def __str__(self) -> str:
        return self.name
