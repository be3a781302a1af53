"""What a person must renew, what the rules ask of them, and who may see how they stand."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import PublicModel

PERSON = settings.AUTH_USER_MODEL


class WalletSettings(models.Model):
    """What a person set for the whole wallet; made on first use.

    facts: answers the requirement rules ask for, by the pack's fact code; an absent code was never asked or answered.
    birth_date, surname: only where a rule's cycle hangs on them. remind_days: distances before a due date, in days.
    calendar_token: the secret in the calendar feed's address; a new one closes the old address.
    version: rises with each change anywhere in the wallet, so that derived pages know when they are stale.
    # PII: facts, birth_date, surname, calendar_token; deleted with the account.
    """

    person = models.OneToOneField(PERSON, on_delete=models.CASCADE, related_name="wallet_settings")
    facts = models.JSONField(default=dict, blank=True)
    birth_date = models.DateField(null=True, blank=True)
    surname = models.CharField(max_length=120, blank=True)
    remind_days = models.JSONField(default=list, blank=True)
    calendar_token = models.CharField(max_length=64, blank=True, db_index=True)
    column_mappings = models.JSONField(default=dict, blank=True, help_text="header signature -> column -> meaning")
    version = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"wallet of {self.person}"


class OwnRules(PublicModel):
    """What a hospital, employer or society asks, written by the person in a form; in the shape of the pack.

    An amended set is a new row of the same ``family``; a row that was used is never edited.
    definition: one rule of the pack's format as JSON, read by the same reader. # PII: name may say where one works.
    """

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="own_rules")
    family = models.CharField(max_length=80)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40, help_text="hospital, employer, society or other")
    in_force_from = models.DateField(null=True, blank=True)
    definition = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["in_force_from", "id"]

    def __str__(self) -> str:
        return self.name


class Obligation(PublicModel):
    """One licence, certification, membership, registration or privilege the person renews.

    family: of the rule in the pack (``us-ma-md``), or empty when ``own_rules`` say what is asked.
    cycle_start and cycle_end: the present cycle as the person knows it; empty: derived from the rule's anchor.
    dates: further days by the pack's name (licence_expiry, dea_submission, …). facts: answers that hold here only.
    A row that ended keeps its history. # PII: number; deleted with the account.
    """

    KINDS = [
        ("licence", "State license"),
        ("federal", "Federal registration"),
        ("board", "Board certification"),
        ("society", "Society membership"),
        ("hospital", "Hospital or employer"),
    ]

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="obligations")
    kind = models.CharField(max_length=20, choices=KINDS)
    family = models.CharField(max_length=120, blank=True)
    own_rules = models.ForeignKey(OwnRules, on_delete=models.PROTECT, null=True, blank=True, related_name="obligations")
    label = models.CharField(max_length=200)
    number = models.CharField(max_length=60, blank=True)
    issued_on = models.DateField(null=True, blank=True)
    cycle_start = models.DateField(null=True, blank=True)
    cycle_end = models.DateField(null=True, blank=True)
    renewal_number = models.PositiveSmallIntegerField(null=True, blank=True)
    attested_before = models.BooleanField(null=True, blank=True)
    dates = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=dict, blank=True)
    position = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                name="obligation_has_rules",
                condition=(~models.Q(family="") & models.Q(own_rules=None))
                | (models.Q(family="") & models.Q(own_rules__isnull=False)),
            ),
            models.CheckConstraint(
                name="obligation_cycle_whole",
                condition=models.Q(cycle_start=None)
                | models.Q(cycle_end=None)
                | models.Q(cycle_end__gte=models.F("cycle_start")),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Earlier(PublicModel):
    """Something before or beside the credits that a rule looks at: done once, last done, surplus, or an event.

    kind: ``completed`` and ``last_done`` (name: the rule's line), ``surplus`` (name: bucket or "total"),
    ``surplus_topic`` (name: topic), ``event`` (name: an equivalence of the pack, quantity in the clause's unit).
    obligation: None for an event that holds before every authority. # PII: name; deleted with the account.
    """

    KINDS = [
        ("completed", "Done once"),
        ("last_done", "Last done"),
        ("surplus", "Surplus"),
        ("surplus_topic", "Surplus on a topic"),
        ("event", "Event"),
    ]

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="earlier")
    obligation = models.ForeignKey(Obligation, on_delete=models.CASCADE, null=True, blank=True, related_name="earlier")
    kind = models.CharField(max_length=20, choices=KINDS)
    name = models.CharField(max_length=120)
    day = models.DateField(null=True, blank=True)
    quantity = models.DecimalField(max_digits=8, decimal_places=3, null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.kind}: {self.name}"


class StandingConsent(PublicModel):
    """The person lets one provider see how they stand, under a department; withdrawn at once takes effect at once.

    Only the standing per authority (and its lines where ``with_lines``) is seen; never credits, documents or money.
    # PII: department; deleted with the account.
    """

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="standing_consents")
    provider = models.ForeignKey("providers.Provider", on_delete=models.PROTECT, related_name="standing_consents")
    department = models.CharField(max_length=120, blank=True)
    with_lines = models.BooleanField(default=False)
    given_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "provider"], name="standing_consent_once", condition=models.Q(withdrawn_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} to {self.provider}"
