"""The demo's states, each built by calling services as its people would."""

from datetime import datetime
from typing import Final

from django.db import transaction

from opencme.apps.activities.models import Activity
from opencme.apps.providers.models import Provider
from opencme.demo import office, programme
from opencme.demo.history import history

STAGES: Final = (*programme.STAGES, "all")


def is_loaded() -> bool:
    """Say whether the demo provider is there."""
    return Provider.objects.filter(slug=office.LAKESIDE).exists()


@transaction.atomic
def load(stage: str, *, now: datetime) -> tuple[Activity, ...]:
    """Build everything of ``stage``, whole or not at all, and give what was made; "all" is the demo.

    Raises LookupError for a stage that is not in ``STAGES``.
    """
    if stage not in STAGES:
        raise LookupError(stage)
    with history():
        provider = Provider.objects.filter(slug=office.LAKESIDE).first() or office.open_office(now=now)
        return programme.build(stage, provider, now=now)
