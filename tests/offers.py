"""What is on offer to participants, and their rows, without surprises: open activities that need no history.

The designations hold no real wording; states that need one are built by ``opencme.demo.scenarios``.
"""

from datetime import date, datetime, timedelta
from typing import Any

import factories
import people

from opencme.apps.accounts.models import Person
from opencme.apps.activities.models import Activity, Designation, Session
from opencme.apps.assessment.models import Assessment, Question
from opencme.apps.delivery.models import ContentItem, DisclosureImpression, Registration
from opencme.apps.providers.models import Provider

NOW = factories.START + timedelta(minutes=30)  # 14 May 2026, 08:30 in Chicago, inside the first session


def live(owner: Provider | None = None, **values: Any) -> Activity:
    """An open live activity; its sessions are made by ``session``."""
    return factories.activity(owner, **{"state": "open", **values})


def enduring(owner: Provider | None = None, **values: Any) -> Activity:
    """An open enduring material on the internet, released a fortnight before ``NOW``."""
    return factories.enduring(owner, **{"state": "open", **values})


def session(of: Activity, starts_at: datetime = factories.START, minutes: int = 60, **values: Any) -> Session:
    """A session of education."""
    return factories.session(of, starts_at=starts_at, ends_at=starts_at + timedelta(minutes=minutes), **values)


def designation(of: Activity, maximum: str = "1.00", credit_system: str = "ama_pra_cat1", **values: Any) -> Designation:
    """A designation made a month before."""
    plain = {
        "edition_from": date(2017, 9, 29),
        "statement": f"Designated for {maximum}.",
        "statement_key": "test",
        "statement_edition": date(2017, 9, 29),
        "designated_at": NOW - timedelta(days=30),
        "by_label": "Ada Planner",
    }
    return Designation.objects.create(activity=of, credit_system=credit_system, maximum=maximum, **{**plain, **values})


def registration(of: Activity, who: Person | None = None, **values: Any) -> Registration:
    """A registration made the day before, with the degree and profession the person has."""
    who = who or people.dee()
    plain = {"registered_at": NOW - timedelta(days=1), "profession": who.profession, "degree": who.degree}
    return Registration.objects.create(activity=of, person=who, **{**plain, **values})


def impression(of: Registration, digest: str = "0" * 64) -> DisclosureImpression:
    """That the disclosure was shown at registration."""
    return DisclosureImpression.objects.create(registration=of, text="Shown.", digest=digest, shown_at=of.registered_at)


def article(of: Activity, title: str = "Article", **values: Any) -> ContentItem:
    """A required article."""
    plain = {"kind": "article", "body": "## Part\n\nText.", "position": of.content_items.count() + 1}
    return ContentItem.objects.create(activity=of, title=title, **{**plain, **values})


def assessment(of: Activity, questions: int = 2, **values: Any) -> Assessment:
    """A post-activity assessment of true-false questions; the first choice is always right."""
    made = Assessment.objects.create(activity=of, **{"pass_percent": 75, **values})
    for number in range(1, questions + 1):
        Question.objects.create(
            assessment=made,
            position=number,
            kind="true_false",
            stem=f"Statement {number} holds.",
            body={"choices": [{"text": "True", "weight": "100"}, {"text": "False", "weight": "0"}]},
            rationale=f"Reason {number}.",
        )
    return made
