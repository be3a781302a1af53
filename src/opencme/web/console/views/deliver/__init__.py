"""Learners, attendance, check-in and the evaluation's results of an activity."""
