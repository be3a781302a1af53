"""Completions of participants as JSON, after the public draft 0.5 with its defects repaired (reporting.md 2.3, 2.6).

The draft is ambiguous about ``UniqueID`` (an object described like a list); the object is sent.
"""

from collections.abc import Iterator
from typing import Any, Final

from opencme.catalog.exporters.json_text import json_text
from opencme.rules.reporting.completions import Completion, LearnerReport

BATCH: Final = 500


def chunks(report: LearnerReport) -> Iterator[bytes]:
    """Write the file a piece at a time, however many completions there are; memory stays that of one batch."""
    made = report.made_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    yield f'{{"ACCMELearnerReports":{{"ActivityReports":{{"DateTimeCreated":"{made}","ActivityReport":['.encode()
    waiting: list[str] = []
    separator = "\n"
    for completion in report.completions:
        waiting.append(separator + json_text(record(completion, report)))
        separator = ",\n"
        if len(waiting) >= BATCH:
            yield "".join(waiting).encode()
            waiting.clear()
    yield "".join(waiting).encode()
    yield b"\n]}}}\n"


def record(completion: Completion, report: LearnerReport) -> dict[str, Any]:
    """Give one completion as the draft names its parts; the time is midnight, only the day is meant."""
    return {
        "ReportingOrganization": report.provider_name,
        "Member": {
            "Name": {"GivenName": completion.given_name, "FamilyName": completion.family_name},
            "PersonalInfo": {"BirthDate": completion.birth_date},
        },
        "Activity": {
            "ProviderOrganization": report.provider_id,
            "Module": {
                "ModuleName": {"value": report.activity_title, "moduleID": report.accreditor_activity_id},
                "Status": "Completed",
                "CompletedDateTime": f"{completion.completed_on}T00:00:00",
                "CreditCertificate": [
                    {
                        "UniqueID": {"value": completion.identifier.value, "domain": completion.domain},
                        "CreditReceived": {
                            "activityCertification": credit.certification,
                            "creditUnit": "Point",
                            "numberOfCredits": credit.amount,
                        },
                        "CreditID": credit.credit_id,
                    }
                    for credit in completion.credits
                ],
            },
        },
        "XtensibleInfo": {"ProviderID": report.provider_id, "LearnerRecordAction": completion.action},
    }
