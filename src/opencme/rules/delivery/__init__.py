"""Judgement about delivery: reading attendance files, who is meant by a name, check-in codes, lists of people."""
