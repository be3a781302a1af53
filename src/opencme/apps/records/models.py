"""Abstract bases of all tables: a public id, the provider scope, and evidence that cannot change."""

import uuid
from typing import Any, ClassVar, Self

from django.db import models


class Unscoped(Exception):  # noqa: N818 -- reads as a statement
    """A provider's table was asked without saying whose rows are wanted (a bug, never a refusal)."""


class PublicModel(models.Model):
    """A row that people reach: ``id`` inside, ``public_id`` in addresses and the API."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class ScopedManager(models.Manager[Any]):
    """The manager of a table that belongs to providers: it refuses to answer without a scope.

    path: the look-up that leads from the row to its provider ("provider", "activity__provider").
    Use ``of(provider_id)`` for one provider's rows, ``across_providers(why=…)`` where the question is about all.
    ``create`` and ``bulk_create`` need no scope.
    """

    def __init__(self, path: str = "provider") -> None:
        """Remember the way to the provider."""
        super().__init__()
        self.path = path

    def get_queryset(self) -> models.QuerySet[Any]:
        """Refuse: say ``of(provider_id)`` or ``across_providers(why=…)``."""
        msg = f"{self.model.__name__}: say .of(provider_id) or .across_providers(why=…)"
        raise Unscoped(msg)

    def of(self, provider_id: int) -> models.QuerySet[Any]:
        """Rows of one provider."""
        return super().get_queryset().filter(**{self.path: provider_id})

    def across_providers(self, *, why: str) -> models.QuerySet[Any]:
        """Rows of all providers; ``why`` says in the code what makes that right."""
        if not why:
            raise ValueError(why)
        return super().get_queryset()

    def create(self, **values: Any) -> Any:
        """Insert one row."""
        return super().get_queryset().create(**values)

    def bulk_create(self, objs: Any, *args: Any, **kwargs: Any) -> Any:
        """Insert many rows."""
        return super().get_queryset().bulk_create(objs, *args, **kwargs)


class ProviderOwned(PublicModel):
    """A row that belongs to a provider, directly or by what it hangs on.

    ``objects`` must be set to ``ScopedManager(path)`` by each table; ``related`` serves Django's own
    relations (``activity.sessions``), which start from a row that was already found in scope.
    """

    related: ClassVar[models.Manager[Self]] = models.Manager()

    class Meta:
        abstract = True
        default_manager_name = "related"
        base_manager_name = "related"


class Evidence(models.Model):
    """A row that counts as evidence: inserted once, never updated or deleted (the database refuses).

    Its table's migration calls ``opencme.apps.records.evidence.evidence("app_table")``.
    """

    class Meta:
        abstract = True

    is_evidence: ClassVar[bool] = True
