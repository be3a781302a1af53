"""The ledger of credit and the certificates made from it."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import Evidence, ProviderOwned, PublicModel, ScopedManager


class LockedStatement(Evidence, ProviderOwned):
    """The accreditation words of an activity as locked when credit was designated; the newest per kind stands.

    kind: ``accreditation``, or the credit system whose owner wants words about the provider. A change of partners makes
    a new row, the old one stays (TRAP-60). text: in the marked form of ``kernel.text.RichText``. # PII: none.
    """

    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="locked_statements")
    kind = models.CharField(max_length=60)
    statement_key = models.CharField(max_length=80)
    statement_edition = models.DateField()
    text = models.TextField()
    locked_at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["locked_at", "id"]

    def __str__(self) -> str:
        return f"{self.kind} of {self.activity}"


class CreditApplication(Evidence, ProviderOwned):
    """An application filed with the owner of a credit system that approves each activity itself; never changed.

    Until the designation follows, the owner's words for that time may be printed, and no others. # PII: none.
    """

    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="credit_applications")
    credit_system = models.CharField(max_length=40)
    filed_on = models.DateField()
    recorded_at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["recorded_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["activity", "credit_system"], name="credit_application_once"),
        ]

    def __str__(self) -> str:
        return f"{self.credit_system}, filed {self.filed_on}"


class Chain(models.Model):
    """The head of one activity's hash chain: locked to append, so that rows follow each other without a fork.

    Holds no evidence itself; ``ledger verify`` recomputes it.
    # PII: none.
    """

    activity = models.OneToOneField("activities.Activity", on_delete=models.PROTECT, related_name="chain")
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"chain of {self.activity}"


class Award(Evidence, ProviderOwned):
    """One entry of the ledger: an award, a correction or a revocation; never changed.

    kind ``award`` is the first entry of a person, activity and credit system (the database allows one); ``addition``
    (the participant claims more, after more participation), ``correction`` and ``revocation`` point to the entry they
    replace, and an entry is replaced at most once. What nobody replaced stands.
    basis: ``awarded`` (eligible degree) or ``participated`` (attendance only, TRAP-48).
    amount: in the credit system's unit; 0 for a revocation.
    idempotency_key: made from what is claimed, so the same claim can never enter twice.
    sequence, previous_hash, row_hash: the chain of the activity (``rules.credit.chain``).
    # PII: person, printed_name; kept at least six years from the activity's date.
    """

    KINDS = [
        ("award", "Award"),
        ("addition", "Further claim"),
        ("correction", "Correction"),
        ("revocation", "Revocation"),
    ]
    BASES = [("awarded", "Awarded"), ("participated", "Participated")]

    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="awards")
    registration = models.ForeignKey("delivery.Registration", on_delete=models.PROTECT, related_name="awards")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="awards")
    number = models.CharField(max_length=40, unique=True)
    kind = models.CharField(max_length=20, choices=KINDS)
    credit_system = models.CharField(max_length=40)
    edition_from = models.DateField()
    basis = models.CharField(max_length=20, choices=BASES)
    amount = models.DecimalField(max_digits=7, decimal_places=2)
    completed_on = models.DateField(help_text="Local day of completion at the activity")
    printed_name = models.CharField(max_length=300)
    reason = models.TextField(blank=True)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    idempotency_key = models.CharField(max_length=64, unique=True)
    awarded_at = models.DateTimeField()
    by_label = models.CharField(max_length=200)
    sequence = models.PositiveBigIntegerField()
    previous_hash = models.CharField(max_length=64)
    row_hash = models.CharField(max_length=64)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["awarded_at", "id"]
        indexes = [models.Index(fields=["person", "-awarded_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "person", "credit_system"], name="award_once", condition=models.Q(kind="award")
            ),
            models.UniqueConstraint(fields=["activity", "sequence"], name="award_sequence_once"),
            models.CheckConstraint(
                name="award_replaces",
                condition=models.Q(kind="award", replaces=None)
                | models.Q(kind__in=["addition", "correction", "revocation"], replaces__isnull=False),
            ),
            models.CheckConstraint(
                name="award_amount",
                condition=models.Q(kind="revocation", amount=0)
                | (~models.Q(kind="revocation") & models.Q(amount__gt=0)),
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Seal(Evidence, PublicModel):
    """A day's root over the heads of all chains; a chain changed afterwards no longer fits it.

    # PII: none.
    """

    day = models.DateField(unique=True)
    root = models.CharField(max_length=64)
    heads = models.JSONField(help_text="activity id -> [length, head]")
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.day}: {self.root[:12]}"


class Certificate(Evidence, ProviderOwned):
    """One issued version of a participant's certificate for an activity; the PDF is stored once and never changes.

    number is printed and in the QR; version counts from 1; a re-issue is a new row with a reason that replaces the old.
    lines: what is printed per credit system, copied when issued. status is derived: revoked when every award on it
    is revoked, superseded when a newer version exists, else valid.
    # PII: printed_name, file.
    """

    registration = models.ForeignKey("delivery.Registration", on_delete=models.PROTECT, related_name="certificates")
    number = models.CharField(max_length=40, unique=True)
    version = models.PositiveIntegerField(default=1)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.TextField(blank=True)
    printed_name = models.CharField(max_length=300)
    lines = models.JSONField()
    awards = models.ManyToManyField(Award, related_name="certificates")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    objects = ScopedManager("registration__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["issued_at", "id"]
        constraints = [models.UniqueConstraint(fields=["registration", "version"], name="certificate_version_once")]

    def __str__(self) -> str:
        return self.number
