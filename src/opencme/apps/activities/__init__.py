"""Activities: the plan, the agenda, the steps of their life and their designations of credit."""
