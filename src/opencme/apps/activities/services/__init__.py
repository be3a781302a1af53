"""Changing activities: the plan, the agenda, the steps of their life."""

from opencme.apps.activities.services.lifecycle import take_step

__all__ = ["take_step"]
