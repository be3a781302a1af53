"""The life of an activity: its states, steps and gates."""
