"""Evaluation and what changed."""
