"""Allowances and what was spent of them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from opencme.apps.records.models import PublicModel
from opencme.apps.wallet.models.credits import OutsideCredit

PERSON = settings.AUTH_USER_MODEL


class Allowance(PublicModel):
    """Money and days an employer gives for a stretch of time; what is unspent at its end lapses.

    budget: in ``currency``; None: money is not part of it. days: None: days are not part of it.
    carried, carried_days: taken over from before, because the person says so; nothing is carried over by itself.
    # PII: employer; deleted with the account.
    """

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="allowances")
    employer = models.CharField(max_length=200)
    starts_on = models.DateField()
    ends_on = models.DateField(help_text="Spend by this day")
    budget = models.DecimalField(max_digits=10, decimal_places=2, null=True, blank=True)
    currency = models.CharField(max_length=3, default="USD")
    days = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    carried = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    carried_days = models.DecimalField(max_digits=5, decimal_places=1, default=0)
    claim_by = models.DateField(
        null=True, blank=True, help_text="Last day to hand in receipts, where the employer set one"
    )
    note = models.TextField(blank=True)
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-ends_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="allowance_ends_after_start", condition=models.Q(ends_on__gte=models.F("starts_on"))
            ),
            models.CheckConstraint(
                name="allowance_not_negative",
                condition=(models.Q(budget=None) | models.Q(budget__gte=0))
                & (models.Q(days=None) | models.Q(days__gte=0))
                & models.Q(carried__gte=0, carried_days__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.employer}, to {self.ends_on}"


class Expense(PublicModel):
    """One expense or absence for education, with its receipt; spends the allowance it is put to.

    amount in the allowance's currency, or in ``currency`` where it is put to none; days away. planned: not spent yet.
    reimbursed_on: when the employer paid.
    # PII: all; deleted with the account.
    """

    KINDS = [
        ("registration", _("Registration")),
        ("travel", _("Travel")),
        ("lodging", _("Lodging")),
        ("meals", _("Meals")),
        ("materials", _("Books and materials")),
        ("subscription", _("Subscription")),
        ("fees", _("Licenses, boards and memberships")),
        ("time", _("Time away")),
        ("other", _("Other")),
    ]

    person = models.ForeignKey(PERSON, on_delete=models.CASCADE, related_name="expenses")
    allowance = models.ForeignKey(Allowance, on_delete=models.SET_NULL, null=True, blank=True, related_name="expenses")
    spent_on = models.DateField()
    kind = models.CharField(max_length=20, choices=KINDS)
    what = models.CharField(max_length=300)
    amount = models.DecimalField(max_digits=10, decimal_places=2, default=0)
    currency = models.CharField(max_length=3, blank=True)
    days = models.DecimalField(max_digits=4, decimal_places=1, default=0)
    credit = models.ForeignKey(OutsideCredit, on_delete=models.SET_NULL, null=True, blank=True, related_name="expenses")
    activity_id = models.UUIDField(null=True, blank=True)
    receipt = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    is_planned = models.BooleanField(default=False)
    reimbursed_on = models.DateField(null=True, blank=True)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-spent_on", "-id"]
        constraints = [
            models.CheckConstraint(
                name="expense_not_negative", condition=models.Q(amount__gte=0) & models.Q(days__gte=0)
            )
        ]

    def __str__(self) -> str:
        return self.what
