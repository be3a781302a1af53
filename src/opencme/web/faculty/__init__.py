"""Screens that planners, faculty and reviewers open by link."""
