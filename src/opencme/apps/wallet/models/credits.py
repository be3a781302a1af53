"""Credit from anywhere else, the files it came in, and what is planned."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import PublicModel

PERSON = settings.AUTH_USER_MODEL


class CreditImport(PublicModel):
    """A file of credits brought in once; undone as a whole, its rows set aside with it.

    States: ``preview`` (kept, nothing of it taken; the person says what the columns mean), ``waiting`` (a job reads
    it), ``done``, ``failed`` (``problem`` says why; nothing was taken), ``cancelled``. rows_read of rows_total tell the
    job's progress since ``started_at``, at first the moment it was left to the job.
    layout: the key of the known layout, or "columns" when the person said what each column is.
    mapping: how it is read: "columns" (meaning -> column), "values" (word -> credit system), "system", "date_order".
    refused: line, column and reason of the first rows that could not be read, refused_count of all.
    known: rows that stand in the wallet already, left out; repeats: rows taken that repeat something, not counted.
    # PII: the file; deleted with the account.
    """

    STATES = [
        ("preview", "Being looked at"),
        ("waiting", "Waiting"),
        ("done", "Done"),
        ("failed", "Failed"),
        ("cancelled", "Cancelled"),
    ]

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="credit_imports")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=40)
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=20, choices=STATES, default="preview")
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    repeats = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list, blank=True)
    refused_count = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    made_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at", "-id"]

    def __str__(self) -> str:
        """Tell nothing of the contents: the audit keeps this label when the account is gone."""
        return "a file of credits"


class OutsideCredit(PublicModel):
    """Credit earned elsewhere, as the person recorded it; the person may change and remove it, the audit keeps both.

    system: a credit system of the pack's vocabulary (``AMA_PRA_1``). amount: in that system's unit.
    minutes: where known.
    topics: topic code -> amount on it as text ("2.0"), or "" for the whole. details: what else a rule may ask, by the
    names of ``rules.requirements.facts.Kind`` (in_practice_area, assessed, score, axis, approved_list, approved_course,
    interactive, formats). course: what makes two credits the same course, or empty.
    same_as: the credit this one repeats (another row, or the number of an award); a repeat does not count.
    removed_at: taken out by the person, and can be brought back. # PII: all; deleted with the account.
    """

    SOURCES = [("form", "Typed"), ("import", "Imported"), ("certificate", "From a certificate file")]

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="outside_credits")
    title = models.CharField(max_length=300)
    provider_name = models.CharField(max_length=200, blank=True)
    completed_on = models.DateField()
    system = models.CharField(max_length=40)
    amount = models.DecimalField(max_digits=7, decimal_places=2)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    topics = models.JSONField(default=dict, blank=True)
    details = models.JSONField(default=dict, blank=True)
    course = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=20, choices=SOURCES, default="form")
    credit_import = models.ForeignKey(
        CreditImport, on_delete=models.CASCADE, null=True, blank=True, related_name="rows"
    )
    line = models.PositiveIntegerField(null=True, blank=True, help_text="Line of the imported file")
    same_as = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="repeats")
    same_as_award = models.CharField(max_length=40, blank=True)
    kept_apart = models.BooleanField(default=False, help_text="The person said it is no repeat")
    is_merged = models.BooleanField(default=False, help_text="The person said it is the same as the other")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-completed_on", "-id"]
        indexes = [models.Index(fields=["person", "-completed_on"])]
        constraints = [models.CheckConstraint(name="outside_credit_amount", condition=models.Q(amount__gt=0))]

    def __str__(self) -> str:
        """Tell nothing of the contents: the audit keeps this label when the account is gone."""
        return "credit earned elsewhere"


class CreditDocument(PublicModel):
    """A document kept with a credit: a certificate, a programme, notes of self-study; one row per file.

    Belongs to an outside credit, or to an award made here (award_number). moved_from: the credit it was kept with,
    until that was said to be the same as another. # PII: the file; deleted with the account.
    """

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="credit_documents")
    credit = models.ForeignKey(OutsideCredit, on_delete=models.CASCADE, null=True, blank=True, related_name="documents")
    award_number = models.CharField(max_length=40, blank=True)
    moved_from = models.ForeignKey(OutsideCredit, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    kept_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.file)


class AwardTags(models.Model):
    """What the person says of an award made here beyond what its provider declared: topics and details.

    The same shapes as on ``OutsideCredit``; the amount and the system are the ledger's and cannot be changed here.
    # PII: the person's own judgement; deleted with the account.
    """

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="award_tags")
    award_number = models.CharField(max_length=40)
    topics = models.JSONField(default=dict, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "award_number"], name="award_tags_once")]

    def __str__(self) -> str:
        return self.award_number


class PlannedCredit(PublicModel):
    """An activity the person means to take: one offered here (activity_id), or one described by hand.

    is_left_out: one offered here that the person does not want in any plan; it is looked at again once dropped.
    offer: what the planner knows of it, in the shape ``rules.requirements.shortest`` takes, as JSON.
    # PII: intentions; deleted with the account.
    """

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="planned_credits")
    activity_id = models.UUIDField(null=True, blank=True)
    title = models.CharField(max_length=300)
    offer = models.JSONField(default=dict)
    is_left_out = models.BooleanField(default=False, db_default=False)
    planned_at = models.DateTimeField()
    dropped_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["planned_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "activity_id"],
                name="planned_once",
                condition=models.Q(activity_id__isnull=False, dropped_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.title
