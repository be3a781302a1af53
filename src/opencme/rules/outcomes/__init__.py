"""Evaluation questions and what is counted from the answers."""
