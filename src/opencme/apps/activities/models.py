"""Activities: the plan, the agenda, the steps taken, the credit designated."""

from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from opencme.apps.records.models import Evidence, ProviderOwned, ScopedManager

# What the catalogue searches; a query must use these very expressions, or the index is not used.
WORDS: Final = (
    SearchVector("title", weight="A", config="english")
    + SearchVector("summary", "audience", weight="B", config="english")
    + SearchVector("practice_gap", weight="C", config="english")
)
WORDS_OF_OBJECTIVE: Final = SearchVector("text", config="english")


class Activity(ProviderOwned):
    """One planned accredited activity of one provider.

    state: a key of ``rules.activity.lifecycle.State``; only ``services.take_step`` changes it, along its table.
    format: key in ``catalog.formats``; credit_systems: keys the provider means to designate.
    Live formats take their times from the sessions; enduring ones from ``release_on``/``expires_on`` and
    ``estimated_minutes``. ``starts_at`` and ``ends_at`` are kept by the services for sorting and gates.
    std3_exception: key of an exception to Standard 3 (2.3.6) or empty. Decided against: a table per format.
    # PII: none.
    """

    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="activities")
    number = models.CharField(max_length=40, help_text="The provider's own number: LHS-2026-0007")
    state = models.CharField(max_length=20, default="idea")
    title = models.CharField(max_length=250)
    format = models.CharField(max_length=40, blank=True)
    other_format_description = models.CharField(max_length=120, blank=True)
    summary = models.TextField(blank=True, max_length=2500)
    # the plan: fields of the structured abstract (accreditation.md 1.3)
    practice_gap = models.TextField(blank=True)
    need_knowledge = models.TextField(blank=True)
    need_competence = models.TextField(blank=True)
    need_performance = models.TextField(blank=True)
    designed_to_change = models.TextField(blank=True)
    format_rationale = models.TextField(blank=True)
    competencies = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    audience = models.CharField(max_length=300, blank=True)
    professions = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    credit_systems = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    std3_exception = models.CharField(max_length=40, blank=True)
    std3_justification = models.TextField(blank=True)
    commercial_support = models.BooleanField(null=True, blank=True)
    support_sources = ArrayField(models.CharField(max_length=300), default=list, blank=True)
    # when and where
    time_zone = models.CharField(max_length=60, blank=True)
    delivery_method = models.CharField(max_length=40, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=100, blank=True)
    state_or_province = models.CharField(max_length=60, blank=True)
    country = models.CharField(max_length=3, blank=True)
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    release_on = models.DateField(null=True, blank=True)
    expires_on = models.DateField(null=True, blank=True)
    estimated_minutes = models.PositiveIntegerField(null=True, blank=True)
    units = models.PositiveIntegerField(null=True, blank=True, help_text="Articles, manuscripts, cycles or stages")
    minutes_basis = models.TextField(blank=True, help_text="How the estimate was reached")
    # joining
    registration_open_to = models.CharField(
        max_length=20, default="all", choices=[("all", "All"), ("limited", "Limited")]
    )
    fee = models.CharField(
        max_length=20, default="free", choices=[("free", "Free"), ("yes", "Fee"), ("variable", "Variable")]
    )
    fee_text = models.CharField(max_length=200, blank=True)
    public_listing = models.BooleanField(default=True)
    claim_until = models.DateField(null=True, blank=True)
    accreditor_activity_id = models.CharField(
        max_length=9, blank=True, help_text="Nine digits, issued by the accreditor"
    )
    lineage = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="derived",
        help_text="The activity whose recorded content this one offers again (TRAP-24)",
    )
    requirement_topics = models.JSONField(
        default=dict, blank=True, help_text="Topic that boards ask for -> credits on it as text, or empty for the whole"
    )
    price = models.DecimalField(max_digits=9, decimal_places=2, null=True, blank=True, help_text="In US dollars")
    outcomes_measured = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    change_analysis = models.TextField(blank=True)
    created_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1, help_text="Rises with each change; guards against lost edits")

    objects = ScopedManager("provider")

    class Meta(ProviderOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["provider", "number"], name="activity_number_once"),
            models.CheckConstraint(
                name="activity_ends_after_start",
                condition=models.Q(starts_at=None)
                | models.Q(ends_at=None)
                | models.Q(ends_at__gte=models.F("starts_at")),
            ),
            models.CheckConstraint(
                name="activity_expires_after_release",
                condition=models.Q(release_on=None)
                | models.Q(expires_on=None)
                | models.Q(expires_on__gte=models.F("release_on")),
            ),
        ]
        indexes = [
            models.Index(fields=["provider", "state", "starts_at"]),
            GinIndex(WORDS, name="activity_words"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        """The venue's time zone, or the provider's where none is set."""
        return ZoneInfo(self.time_zone or self.provider.time_zone)


class Glance(ProviderOwned):
    """What the board shows of an activity's readiness: derived, kept so that a board costs a few queries.

    It holds for ``day`` at the venue and until an audit row newer than ``audit_id`` tells of a change; then it is
    stale and is reckoned again. owes: pairs of who must act (empty: the office) and how many points. # PII: owes.
    """

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="glance")
    audit_id = models.BigIntegerField()
    day = models.DateField()
    step = models.CharField(max_length=40, blank=True)
    due_on = models.DateField(null=True)
    blocking = models.PositiveIntegerField()
    advice = models.PositiveIntegerField()
    owes = models.JSONField(default=list)
    made_at = models.DateTimeField()

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.blocking} against {self.step}"


class GapEvidence(ProviderOwned):
    """One source that shows the practice gap: a citation, a figure, a file.

    # PII: none.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="gap_evidence")
    text = models.TextField()
    address = models.URLField(blank=True, max_length=500)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    position = models.PositiveIntegerField(default=0)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text[:80]


class Objective(ProviderOwned):
    """One learning objective.

    # PII: none.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="objectives")
    text = models.CharField(max_length=400)
    position = models.PositiveIntegerField(default=0)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["position", "id"]
        indexes = [GinIndex(WORDS_OF_OBJECTIVE, name="objective_words")]

    def __str__(self) -> str:
        return self.text


class JointProvider(ProviderOwned):
    """A partner organization that provides this activity jointly.

    may_withdraw: the agreement lets the provider withdraw accreditation at any time without penalty (JP-2).
    # PII: none.
    """

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="joint_providers")
    partner = models.ForeignKey("providers.Partner", on_delete=models.PROTECT, related_name="activities")
    agreed_on = models.DateField(null=True, blank=True)
    may_withdraw = models.BooleanField(default=False)
    agreement = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["activity", "partner"], name="joint_provider_once")]

    def __str__(self) -> str:
        return str(self.partner)


class Session(ProviderOwned):
    """A part of a live activity with a time and a room.

    kind: ``education`` counts for credit, ``evaluation`` for the systems that say so, every other kind never (TRAP-15).
    Certified minutes are computed, not stored: the interval less its ``breaks``.
    # PII: none.
    """

    KINDS = [
        ("education", "Education"),
        ("welcome", "Welcome or announcements"),
        ("break", "Break"),
        ("meal", "Meal without teaching"),
        ("exhibit", "Exhibit"),
        ("business", "Business or awards"),
        ("evaluation", "Evaluation"),
    ]

    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField(max_length=250)
    kind = models.CharField(max_length=20, choices=KINDS, default="education")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.CharField(max_length=120, blank=True)
    online_address = models.URLField(blank=True, max_length=500)
    evolving_topic = models.BooleanField(default=False)
    check_in_secret = models.CharField(max_length=64, blank=True)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["starts_at", "room", "id"]
        constraints = [
            models.CheckConstraint(
                name="session_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at"))
            )
        ]

    def __str__(self) -> str:
        return self.title


class SessionBreak(ProviderOwned):
    """Time inside a session that is not education: coffee, raffle, an industry word.

    # PII: none.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="breaks")
    label = models.CharField(max_length=120, default="Break")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    objects = ScopedManager("session__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="break_ends_after_start", condition=models.Q(ends_at__gt=models.F("starts_at")))
        ]

    def __str__(self) -> str:
        return self.label


class Step(Evidence, ProviderOwned):
    """One step an activity took along its life; the sequence is the evidence of the gates' order (2.6).

    # PII: by_label; kept with the activity file.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(max_length=40)
    from_state = models.CharField(max_length=20)
    to_state = models.CharField(max_length=20)
    note = models.TextField(blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.name}: {self.from_state} to {self.to_state}"


class Designation(Evidence, ProviderOwned):
    """The maximum credit of one system attached to an activity before it starts; never changed.

    A later designation of the same system points to the one it replaces (only downwards after the start, AMA-3).
    statement holds the words in the marked form of ``kernel.text.RichText``, as locked at that moment.
    # PII: none.
    """

    activity = models.ForeignKey(Activity, on_delete=models.PROTECT, related_name="designations")
    credit_system = models.CharField(max_length=40)
    edition_from = models.DateField(help_text="First day of the edition of the credit system that was used")
    maximum = models.DecimalField(max_digits=7, decimal_places=2)
    minutes = models.PositiveIntegerField(null=True)
    statement = models.TextField()
    statement_key = models.CharField(max_length=80)
    statement_edition = models.DateField()
    designated_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    by_label = models.CharField(max_length=200)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["designated_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "credit_system"], name="designation_first_once", condition=models.Q(replaces=None)
            ),
            models.CheckConstraint(name="designation_positive", condition=models.Q(maximum__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.maximum} {self.credit_system}"
