"""Who may read the files of the people in control."""

from opencme.apps.faculty.models import Mitigation, Submission
from opencme.apps.files.models import StoredFile
from opencme.rules.access import Actor, Permission


def may_read(actor: Actor, file: StoredFile) -> bool:
    """Let staff read what was handed in, and those who judge read the evidence of mitigation."""
    if file.provider_id is None or not actor.may(Permission.PROVIDER_SEE, on=file.provider_id):
        return False
    if Submission.objects.of(file.provider_id).filter(file=file).exists():
        return True
    judges = actor.may(Permission.DISCLOSURES_JUDGE, on=file.provider_id)
    return judges and Mitigation.objects.of(file.provider_id).filter(evidence=file).exists()
