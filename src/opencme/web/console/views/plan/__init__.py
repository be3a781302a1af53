"""Readiness and steps, plan, agenda and history of an activity."""
