"""Completed units of participation that are not time."""

from opencme.apps.delivery.models import CompletedCycle, Registration


def completed_cycles(registration: Registration, kind: str = "") -> tuple[CompletedCycle, ...]:
    """Give the participant's completed cycles that stand, in the order of completion; one query.

    kind: only these ("pi_stage", "manuscript", …); empty for all.
    """
    rows = CompletedCycle.objects.across_providers(why="cycles of a registration already found")
    standing = rows.filter(registration=registration, withdraws=None, withdrawn_by=None)
    return tuple(standing.filter(kind=kind) if kind else standing)
