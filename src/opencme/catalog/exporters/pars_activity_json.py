"""PARS activities as JSON, after the public draft 0.1.2 with its defects repaired (reporting.md 2.6)."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from opencme.catalog.exporters.json_text import json_text
from opencme.rules.reporting.activity import MEASURES, OUTCOMES, ActivityReport

# The apostrophe is typographic (U+2019) in the draft, and a plain one would not validate.
FEES: Final = {"free": "No, it’s free", "yes": "Yes", "variable": "Variable"}
REGISTRATIONS: Final = {"all": "Open to all", "limited": "Limited"}
PHYSICIANS: Final = "physician"
OTHERS: Final = "other"


def chunks(reports: Iterable[ActivityReport]) -> Iterator[bytes]:
    """Write the file a piece at a time: one record per activity."""
    yield b'{"ACCMEActivities":{"MedicalEducationMetrics":['
    for place, report in enumerate(reports):
        yield (",\n" if place else "\n").encode() + json_text(record(report)).encode()
    yield b"\n]}}\n"


def record(report: ActivityReport) -> dict[str, Any]:
    """Give one activity as the draft names its parts."""
    first, last = report.first_day, report.last_day
    education: dict[str, Any] = {
        "credits": _credits(report),
        **_location(report),
        "startDateTime": f"{first}T00:00:00",
        "endDateTime": f"{last}T00:00:00",
        "activitySponsorship": "joint" if report.is_joint else "direct",
        "activityFormat": report.format,
    }
    if report.commercial_support is not None:
        education["commercialSupport"] = report.commercial_support
    return {
        "ReportDescription": {"ReportingStartDate": str(first), "ReportingEndDate": str(last)},
        "ActivityDescription": {
            "commercialSupportAmount": [
                {"currency": "USD", "supportSource": name, "value": dollars} for name, dollars in report.support_amounts
            ]
        }
        if report.support_amounts
        else {},
        "Lom": {
            "general": {
                "identifier": [{"catalog": name, "entry": entry} for name, entry in identifiers(report)],
                "title": report.title,
                "description": report.description,
            }
        },
        "healthcareMetadata": {"healthcareEducation": education},
        "ParticipationMetrics": {
            "participantsByCategory": [
                {"category": PHYSICIANS, "numberOfParticipants": report.physicians},
                {"category": OTHERS, "numberOfParticipants": report.others},
            ]
        },
        "XtensibleInfo": _extension(report),
    }


def identifiers(report: ActivityReport) -> Iterator[tuple[str, str]]:
    """Give each identifier with the catalog it comes from."""
    if report.accreditor_activity_id:
        yield "ACCME Activity ID", report.accreditor_activity_id
    yield "Provider Activity ID", report.number
    if report.address:
        yield "URL", report.address


def _credits(report: ActivityReport) -> dict[str, Any]:
    found: dict[str, Any] = {"activityCertification": report.certification, "numberOfCredits": report.credits}
    return {**found, "nonAccreditedProvider": list(report.partners)} if report.is_joint else found


def _location(report: ActivityReport) -> dict[str, Any]:
    parts = {"city": report.city, "stateOrProvince": report.state, "country": report.country}
    given = {name: value for name, value in parts.items() if value}
    return {"activityLocation": given} if given and report.delivery_method == "In-Person" else {}


def _extension(report: ActivityReport) -> dict[str, Any]:
    found: dict[str, Any] = {"ProviderID": report.provider_id}
    if report.delivery_method:
        found["DeliveryMethods"] = {"DeliveryMethod": [report.delivery_method]}
    if report.outcomes:
        found["MeasuredOutcomes"] = [
            {
                "MeasuredOutcome": OUTCOMES[each.kind],
                **({"MeasurementType": [MEASURES[how] for how in each.measures]} if each.measures else {}),
            }
            for each in report.outcomes
        ]
    if report.support_in_kind:
        found["InKindSupports"] = {"InKindSupport": [{"source": name} for name in report.support_in_kind]}
    return {
        **found,
        "ForPublicList": report.is_public,
        "FeeForParticipation": FEES[report.fee],
        "ActivityRegistration": REGISTRATIONS[report.registration],
        "activityRecordAction": report.action,
        "closeActivityRecord": report.closes,
    }
