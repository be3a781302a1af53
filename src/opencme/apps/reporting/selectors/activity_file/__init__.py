"""The activity file as it stands today: sections, what is missing, and the evidence that belongs to it."""

from opencme.apps.reporting.selectors.activity_file.assemble import activity_file
from opencme.apps.reporting.selectors.activity_file.evidence import Evidence, evidence_of

__all__ = ["Evidence", "activity_file", "evidence_of"]
