"""Assessments: questions, attempts, answers."""

import uuid

from django.db import models

from opencme.apps.records.models import Evidence, ProviderOwned, ScopedManager


class Assessment(ProviderOwned):
    """The questions an activity asks: a post-activity assessment, or a baseline of the same items before.

    kind: ``post`` or ``baseline``. pass_percent: whole percent to reach, told beforehand (AMA enduring, TRAP-18).
    attempts_allowed None means without limit. feedback: ``after_each`` (rationales after every attempt),
    ``after_pass``, ``never``.
    # PII: none.
    """

    KINDS = [("post", "Post-activity assessment"), ("baseline", "Baseline")]
    FEEDBACK = [("after_each", "After each attempt"), ("after_pass", "After passing"), ("never", "Never")]

    activity = models.ForeignKey("activities.Activity", on_delete=models.CASCADE, related_name="assessments")
    kind = models.CharField(max_length=20, choices=KINDS, default="post")
    title = models.CharField(max_length=200, blank=True)
    pass_percent = models.PositiveSmallIntegerField(null=True, blank=True)
    attempts_allowed = models.PositiveSmallIntegerField(null=True, blank=True)
    feedback = models.CharField(max_length=20, choices=FEEDBACK, default="after_each")

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        constraints = [
            models.UniqueConstraint(fields=["activity", "kind"], name="assessment_once"),
            models.CheckConstraint(
                name="pass_percent_range",
                condition=models.Q(pass_percent=None) | models.Q(pass_percent__range=(1, 100)),
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.get_kind_display()


class Question(ProviderOwned):
    """One question in one version; a question somebody has answered is replaced, never changed.

    kind: ``single``, ``multiple``, ``true_false``, ``short`` (accepted texts), ``numeric`` (ranges),
    ``matching``.
    body: the choices and answers as typed by ``rules.assessment.questions``, as JSON.
    item: joins versions of one question, and the same item in baseline and post.
    # PII: none.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="questions")
    item = models.UUIDField(default=uuid.uuid4, db_index=True)
    version = models.PositiveIntegerField(default=1)
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20)
    stem = models.TextField()
    body = models.JSONField(default=dict)
    rationale = models.TextField(blank=True)
    points = models.PositiveSmallIntegerField(default=1)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager("assessment__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["position", "id"]
        constraints = [models.UniqueConstraint(fields=["assessment", "item", "version"], name="question_version_once")]

    def __str__(self) -> str:
        return self.stem[:80]


class Draft(ProviderOwned):
    """Answers typed so far and not handed in, so that nothing typed is lost; gone once the attempt is in.

    answers: question's public id -> answer as JSON. # PII: answers; deleted with the hand-in.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="drafts")
    registration = models.ForeignKey("delivery.Registration", on_delete=models.CASCADE, related_name="drafts")
    answers = models.JSONField(default=dict)
    saved_at = models.DateTimeField()

    objects = ScopedManager("assessment__activity__provider")

    class Meta(ProviderOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["assessment", "registration"], name="draft_once")]

    def __str__(self) -> str:
        return f"draft of {self.registration_id}"


class Attempt(Evidence, ProviderOwned):
    """One submitted attempt with its score; never changed.

    number counts from 1 per registration and assessment. score: points reached of ``possible``.
    submission_key: the form's own key, so that a double click gives one attempt.
    # PII: person, through the registration, and answers; kept with the activity file.
    """

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="attempts")
    registration = models.ForeignKey("delivery.Registration", on_delete=models.PROTECT, related_name="attempts")
    number = models.PositiveIntegerField()
    points = models.DecimalField(max_digits=7, decimal_places=2)
    possible = models.PositiveIntegerField()
    pass_percent = models.PositiveSmallIntegerField(null=True)
    is_passed = models.BooleanField()
    submission_key = models.UUIDField(unique=True)
    submitted_at = models.DateTimeField()

    objects = ScopedManager("assessment__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "registration", "number"], name="attempt_number_once")
        ]

    def __str__(self) -> str:
        return f"attempt {self.number}: {self.points}/{self.possible}"


class Answer(Evidence, ProviderOwned):
    """The answer to one question in one attempt. # PII: given; kept with the attempt."""

    attempt = models.ForeignKey(Attempt, on_delete=models.PROTECT, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="answers")
    given = models.JSONField()
    points = models.DecimalField(max_digits=7, decimal_places=2)
    is_correct = models.BooleanField()

    objects = ScopedManager("attempt__assessment__activity__provider")

    class Meta(ProviderOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["attempt", "question"], name="answer_once")]

    def __str__(self) -> str:
        return "correct" if self.is_correct else "wrong"
