"""Assessments: questions, attempts, answers."""
