"""Rows for tests, without surprises: each function makes exactly the row it names, complete enough to pass the plan's gates.

States that need a history (approved, designated, open) are built by services in ``opencme.demo.scenarios``.
"""

from datetime import UTC, date, datetime
from typing import Any

import people

from opencme.apps.activities.models import Activity, GapEvidence, Objective, Session
from opencme.apps.providers.models import Partner, Provider

START = datetime(2026, 5, 14, 13, 0, tzinfo=UTC)
END = datetime(2026, 5, 14, 15, 0, tzinfo=UTC)

PLAN = {
    "summary": "Two sessions on recognizing sepsis on the ward.",
    "practice_gap": "First antibiotics are given late in four of ten ward patients with sepsis.",
    "need_performance": "Cultures and antibiotics are ordered later than the hospital's own standard.",
    "designed_to_change": "Teams order cultures and antibiotics within the hospital's standard.",
    "format_rationale": "Escalation is practised in mixed groups.",
    "competencies": ["patient_care"],
    "audience": "Hospitalists and ward nurses",
    "professions": ["physician", "nurse"],
    "credit_systems": ["ama_pra_cat1"],
    "commercial_support": False,
    "time_zone": "America/Chicago",
}


def activity(provider: Provider | None = None, **values: Any) -> Activity:
    """A planned live activity with one objective; pass ``state`` and any other column to change it."""
    owner = provider or people.lakeside()
    number = f"T-{Activity.objects.of(owner.pk).count() + 1:04}"
    given = {
        "number": number,
        "state": "planning",
        "title": "Sepsis on the Ward",
        "format": "live",
        "delivery_method": "In-Person",
        "venue": "Harbor Hall",
        "city": "Duluth",
        "state_or_province": "MN",
        "country": "USA",
        "starts_at": START,
        "ends_at": END,
        "created_at": people.NOW,
        **PLAN,
        **values,
    }
    made = Activity.objects.create(provider=owner, **given)
    Objective.objects.create(activity=made, text="Recognize the change that calls for a sepsis screen")
    GapEvidence.objects.create(activity=made, text="Chart audit of ward sepsis 2025")
    return made


def session(of: Activity, **values: Any) -> Session:
    """An education session of two hours in the activity's first room."""
    given = {"title": "Recognize", "starts_at": START, "ends_at": END, "room": "Room A", **values}
    return Session.objects.create(activity=of, **given)


def enduring(provider: Provider | None = None, **values: Any) -> Activity:
    """A planned enduring material of one hour, offered for a year."""
    given = {
        "title": "Insulin Safety in Hospital",
        "format": "enduring_internet",
        "delivery_method": "Online",
        "starts_at": None,
        "ends_at": None,
        "venue": "",
        "city": "",
        "state_or_province": "",
        "country": "",
        "release_on": date(2026, 5, 1),
        "expires_on": date(2027, 4, 30),
        "estimated_minutes": 60,
        "minutes_basis": "Three colleagues took 55 to 65 minutes.",
        **values,
    }
    return activity(provider, **given)


def partner(provider: Provider | None = None, **values: Any) -> Partner:
    """An eligible partner organization, checked by Ada."""
    owner = provider or people.lakeside()
    given = {
        "name": "Lakeside Sepsis Alliance",
        "kind": "membership_organization",
        "checked_on": date(2026, 2, 1),
        "checked_by": "Ada Planner",
        **values,
    }
    return Partner.objects.create(provider=owner, **given)
