"""Evaluation: what participants say of an activity and mean to change."""

from django.db import models

from opencme.apps.records.models import Evidence, ProviderOwned, ScopedManager


class EvaluationForm(ProviderOwned):
    """The evaluation of one activity: questions as data, in the form of ``rules.outcomes.evaluation``.

    Always holds the accreditor's questions (bias, intent to change, barriers); a provider adds its own.
    is_required: the claim asks for an answered evaluation first.
    # PII: none.
    """

    activity = models.OneToOneField("activities.Activity", on_delete=models.CASCADE, related_name="evaluation_form")
    questions = models.JSONField(default=list)
    is_required = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        pass

    def __str__(self) -> str:
        return f"Evaluation of {self.activity}"


class EvaluationResponse(Evidence, ProviderOwned):
    """One participant's evaluation. # PII: answers; shown to staff without the name."""

    form = models.ForeignKey(EvaluationForm, on_delete=models.PROTECT, related_name="responses")
    form_version = models.PositiveIntegerField()
    registration = models.OneToOneField("delivery.Registration", on_delete=models.PROTECT, related_name="evaluation")
    answers = models.JSONField()
    answered_at = models.DateTimeField()

    objects = ScopedManager("form__activity__provider")

    class Meta(ProviderOwned.Meta):
        pass

    def __str__(self) -> str:
        return f"answered {self.answered_at:%Y-%m-%d}"
