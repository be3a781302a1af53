"""Persons in control of content and the evidence of their independence (Standard 3)."""

from datetime import datetime

from django.conf import settings
from django.db import models

from opencme.apps.activities.selectors.intervals import starts_at
from opencme.apps.records.models import Evidence, ProviderOwned, ScopedManager


class InControl(ProviderOwned):
    """A person in one role of control over one activity's content.

    No account is needed: ``token`` opens the person's tasks by link. ``role_starts_at`` is when control begins; the
    disclosure must be signed and mitigation completed by then (STD 3.1, 3.4).
    Where the person stands is derived by ``rules.independence.status``, never stored; only ``withdrawn_at`` is.
    follows_activity: no moment was given for a teaching role, so it begins with the activity, also when that moves.
    asked_again_at: disclosures signed before it no longer count, because the start moved to another day or the role
    changed. judge_again_at: decisions and mitigation before it no longer count, because role or topics changed.
    # PII: name, email; kept with the activity file.
    """

    ROLES = [
        ("planner", "Planner"),
        ("faculty", "Faculty"),
        ("moderator", "Moderator"),
        ("reviewer", "Reviewer"),
        ("author", "Author"),
        ("staff", "Staff with content control"),
    ]

    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="in_control")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="in_control"
    )
    name = models.CharField(max_length=200)
    credentials = models.CharField(max_length=80, blank=True)
    affiliation = models.CharField(max_length=200, blank=True)
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=ROLES)
    topics = models.TextField(blank=True, help_text="The content this person can control")
    role_starts_at = models.DateTimeField()
    follows_activity = models.BooleanField(default=False)
    sessions = models.ManyToManyField("activities.Session", blank=True, related_name="in_control")
    token = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    asked_again_at = models.DateTimeField(null=True, blank=True)
    judge_again_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["role", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "email", "role"], name="in_control_once", condition=models.Q(withdrawn_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def starts_at(self) -> datetime:
        """When control begins: with the activity where the role follows it, else at the moment that was given."""
        return (starts_at(self.activity) if self.follows_activity else None) or self.role_starts_at


class Disclosure(Evidence, ProviderOwned):
    """One signed disclosure: all relationships with ineligible companies of the prior 24 months, or an explicit none.

    The newest counts; older ones stay. form_edition names the form's words (definition, 24 months, no minimum).
    # PII: attested_name; kept with the activity file.
    """

    in_control = models.ForeignKey(InControl, on_delete=models.PROTECT, related_name="disclosures")
    has_none = models.BooleanField(help_text="The person states that there is nothing to disclose")
    lookback_from = models.DateField()
    form_edition = models.CharField(max_length=40)
    attested_name = models.CharField(max_length=200)
    signed_at = models.DateTimeField()
    reused_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager("in_control__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-signed_at", "-id"]

    def __str__(self) -> str:
        return f"Disclosure of {self.attested_name}"


class Relationship(Evidence, ProviderOwned):
    """One financial relationship listed in a disclosure; the value is never asked.

    kind, security_kind and company_listing: keys in ``rules.independence``. # PII: kept with the activity file.
    """

    disclosure = models.ForeignKey(Disclosure, on_delete=models.PROTECT, related_name="relationships")
    company = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    has_ended = models.BooleanField(default=False)
    security_kind = models.CharField(max_length=20, blank=True)
    company_listing = models.CharField(max_length=20, blank=True)
    note = models.CharField(max_length=300, blank=True)

    objects = ScopedManager("disclosure__in_control__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["company", "id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.company}"


class Relevance(Evidence, ProviderOwned):
    """The provider's decision whether a relationship is relevant to the content; the newest counts (STD 3.3).

    # PII: what was judged of a person's relationships; kept with the activity file.
    """

    relationship = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="decisions")
    is_relevant = models.BooleanField()
    reason = models.TextField()
    decided_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)

    objects = ScopedManager("relationship__disclosure__in_control__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-decided_at", "-id"]

    def __str__(self) -> str:
        return "relevant" if self.is_relevant else "not relevant"


class OwnerException(Evidence, ProviderOwned):
    """An exception (3.2 a, b or c) that lets an owner or employee of an ineligible company take the role.

    # PII: person; kept with the activity file.
    """

    relationship = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="exceptions")
    exception = models.CharField(max_length=60)
    justification = models.TextField()
    approved_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)

    objects = ScopedManager("relationship__disclosure__in_control__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-approved_at"]

    def __str__(self) -> str:
        return self.exception


class Mitigation(Evidence, ProviderOwned):
    """A step that mitigates one relevant relationship, suited to the role (STD 3.4); the newest counts.

    # PII: what was done about a person's relationships; kept with the activity file.
    """

    relationship = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="mitigations")
    method = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    peer_reviewer = models.CharField(max_length=200, blank=True)
    completed_at = models.DateTimeField()
    evidence = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)

    objects = ScopedManager("relationship__disclosure__in_control__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-completed_at", "-id"]

    def __str__(self) -> str:
        return self.method


class AttestationRequest(ProviderOwned):
    """The reviewer's wish that the person attests, by link, what mitigates one relevant relationship.

    Answered when ``answered_at`` is set; the answer itself is a row of ``Mitigation``. # PII: none.
    """

    relationship = models.ForeignKey(Relationship, on_delete=models.PROTECT, related_name="requests")
    method = models.CharField(max_length=60)
    note = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager("relationship__disclosure__in_control__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-asked_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["relationship", "method"], name="attestation_open_once", condition=models.Q(answered_at=None)
            )
        ]

    def __str__(self) -> str:
        return self.method


class Submission(ProviderOwned):
    """A file a person in control hands in by link: slides, a handout; what the content reviewer reads.

    Taken back by setting ``withdrawn_at``; the file itself stays. # PII: none.
    """

    in_control = models.ForeignKey(InControl, on_delete=models.PROTECT, related_name="submissions")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    submitted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager("in_control__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["submitted_at", "id"]

    def __str__(self) -> str:
        return str(self.file)
