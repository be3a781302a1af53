"""Registration, content, attendance, and what participants were shown before they began."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import Evidence, ProviderOwned, ScopedManager


class Registration(ProviderOwned):
    """A person taking part in an activity; one per person and activity.

    degree and profession are copied at registration, because eligibility is judged by them as they were.
    share_consent is never pre-set and registration works without it (STD 2.3).
    # PII: person; kept six years from the activity's date.
    """

    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="registrations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="registrations")
    profession = models.CharField(max_length=40, blank=True)
    degree = models.CharField(max_length=40, blank=True)
    registered_at = models.DateTimeField()
    share_consent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=40, default="self")
    roster_import = models.ForeignKey(
        "delivery.PeopleImport", on_delete=models.PROTECT, null=True, blank=True, related_name="registrations"
    )
    opened_account = models.BooleanField(default=False, help_text="The person's account was opened with this")

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["activity", "person"], name="registration_once")]

    def __str__(self) -> str:
        return f"{self.person} in {self.activity}"


class DisclosureImpression(Evidence, ProviderOwned):
    """Proof that a participant was shown the disclosure before engaging (STD 3.5): the very words, by hash and text.

    # PII: person, through the registration; kept with the activity file.
    """

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="impressions")
    text = models.TextField()
    digest = models.CharField(max_length=64)
    shown_at = models.DateTimeField()

    objects = ScopedManager("registration__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["shown_at"]
        constraints = [models.UniqueConstraint(fields=["registration", "digest"], name="impression_once")]

    def __str__(self) -> str:
        return f"shown at {self.shown_at:%Y-%m-%d %H:%M}"


class ContentItem(ProviderOwned):
    """One part of an activity's content, in order.

    kind: ``article`` (Markdown in ``body``), ``pdf`` or ``video`` (``file``), ``link`` (``address``).
    ``version`` rises with each change, so that a review knows what it saw.
    # PII: none.
    """

    KINDS = [("article", "Article"), ("pdf", "PDF"), ("video", "Video"), ("link", "Link")]

    activity = models.ForeignKey("activities.Activity", on_delete=models.CASCADE, related_name="content_items")
    position = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=20, choices=KINDS)
    title = models.CharField(max_length=250)
    body = models.TextField(blank=True)
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    address = models.URLField(blank=True, max_length=500)
    is_required = models.BooleanField(default=True)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.title


class ContentProgress(ProviderOwned):
    """How far a participant came in one content item; place_seconds is where a video goes on.

    # PII: person, through the registration; kept with the activity file.
    """

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="progress")
    item = models.ForeignKey(ContentItem, on_delete=models.CASCADE, related_name="progress")
    opened_at = models.DateTimeField()
    completed_at = models.DateTimeField(null=True, blank=True)
    place_seconds = models.PositiveIntegerField(default=0)

    objects = ScopedManager("registration__activity__provider")

    class Meta(ProviderOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["registration", "item"], name="progress_once")]

    def __str__(self) -> str:
        return f"{self.item}: {'done' if self.completed_at else 'opened'}"


class AttendanceImport(ProviderOwned):
    """One attendance file read into one session; undone as a whole by setting ``undone_at``.

    layout: which variant was recognised (``zoom_participants``, ``zoom_unique``, ``zoom_webinar``, ``teams_report``,
    ``teams_legacy``). time_zone: what the person said the file's times are in; date_order: how it writes dates.
    States: ``waiting`` (a job reads it; nothing of it counts yet), ``done``, ``failed`` (``problem`` says why; nothing
    of it was taken), ``cancelled`` while it waited. rows_read of rows_total tell the job's progress since
    ``started_at``. refused: the first rows that could not be read, as [line, column, text, why].
    # PII: none here; its rows and file hold names.
    """

    STATES = [("waiting", "Waiting"), ("done", "Done"), ("failed", "Failed"), ("cancelled", "Cancelled")]

    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="attendance_imports")
    session = models.ForeignKey("activities.Session", on_delete=models.PROTECT, related_name="attendance_imports")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    layout = models.CharField(max_length=40)
    time_zone = models.CharField(max_length=60)
    date_order = models.CharField(max_length=20, blank=True)
    state = models.CharField(max_length=20, choices=STATES, default="done")
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    refused_count = models.PositiveIntegerField(default=0)
    problem = models.TextField(blank=True)
    started_at = models.DateTimeField(null=True, blank=True)
    imported_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return f"{self.file} ({self.layout})"


class AttendanceRow(ProviderOwned):
    """One person as an attendance file names them, with the minutes found and who it was matched to.

    state: ``matched`` (sure), ``doubtful`` (waits in the queue), ``ignored`` (a person said so).
    minutes are inside the session's window less breaks, joins and leaves merged. lines: rows of the file that name
    the person. is_total: the file gave minutes only, not when. suggestion: who is probably meant, while doubtful.
    # PII: shown_name, original_name, email.
    """

    STATES = [("matched", "Matched"), ("doubtful", "Doubtful"), ("ignored", "Ignored")]

    attendance_import = models.ForeignKey(AttendanceImport, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    shown_name = models.CharField(max_length=300)
    original_name = models.CharField(max_length=300, blank=True)
    email = models.CharField(max_length=254, blank=True)
    minutes = models.PositiveIntegerField()
    intervals = models.JSONField(default=list)
    lines = models.PositiveIntegerField(default=1)
    is_total = models.BooleanField(default=False)
    state = models.CharField(max_length=20, choices=STATES)
    confidence = models.PositiveSmallIntegerField(default=0, help_text="0 to 100")
    why = models.CharField(max_length=200, blank=True)
    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    suggestion = models.ForeignKey(Registration, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_by = models.CharField(max_length=200, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager("attendance_import__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["line"]

    def __str__(self) -> str:
        return self.shown_name


class Attendance(Evidence, ProviderOwned):
    """Proof that a participant was in a session, for how long and how we know; never changed.

    source: ``code`` (check-in), ``import`` (``row`` says which), ``staff``. A later row of the same source and person
    supersedes the earlier; rows of an undone import no longer count. starts_at/ends_at bound the presence.
    ``minutes`` None means presence for the whole session (check-in without a leave).
    # PII: person, through the registration; kept with the activity file.
    """

    SOURCES = [("code", "Check-in"), ("import", "Attendance file"), ("staff", "Recorded by staff")]

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="attendance")
    session = models.ForeignKey("activities.Session", on_delete=models.PROTECT, related_name="attendance")
    source = models.CharField(max_length=20, choices=SOURCES)
    row = models.ForeignKey(AttendanceRow, on_delete=models.PROTECT, null=True, blank=True, related_name="attendance")
    minutes = models.PositiveIntegerField(null=True, blank=True)
    intervals = models.JSONField(default=list)
    is_withdrawn = models.BooleanField(default=False, help_text="A row that takes back what ``source`` said before")
    note = models.CharField(max_length=300, blank=True)
    recorded_at = models.DateTimeField()
    by_label = models.CharField(max_length=200)

    objects = ScopedManager("registration__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["recorded_at", "id"]
        indexes = [models.Index(fields=["session", "registration"])]

    def __str__(self) -> str:
        return f"{self.source}: {self.minutes if self.minutes is not None else 'whole session'}"


class PeopleImport(ProviderOwned):
    """A list of people (CSV or XLSX) registered in one go; undone as a whole while nobody on it has begun.

    taken: registrations made; known: people who were registered already; accounts: accounts opened for it.
    refused: rows left out with the importer's consent, as [line, column, text, why].
    # PII: none here; its file holds names.
    """

    activity = models.ForeignKey("activities.Activity", on_delete=models.PROTECT, related_name="people_imports")
    file = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, related_name="+")
    mapping = models.JSONField(default=dict)
    taken = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)
    accounts = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    imported_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager("activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["-imported_at"]

    def __str__(self) -> str:
        return str(self.file)


class CompletedCycle(Evidence, ProviderOwned):
    """Proof of a unit of participation that is not time: a PI stage, an accepted manuscript review, a search cycle.

    kind: ``pi_stage`` (reference A, B or C), ``manuscript`` (reference = manuscript), ``poc_cycle``, ``test_items``,
    ``article``, ``teaching`` (minutes set). ``facts`` hold what the format asks for, as ``rules.delivery.cycles`` says.
    A mistake is taken back by a row that ``withdraws`` it; read by ``selectors.completed_cycles``, which leaves both
    out. revision rises when the same reference is recorded anew after that.
    # PII: person, through the registration; kept with the activity file.
    """

    registration = models.ForeignKey(Registration, on_delete=models.PROTECT, related_name="cycles")
    kind = models.CharField(max_length=20)
    reference = models.CharField(max_length=120, blank=True)
    revision = models.PositiveIntegerField(default=1)
    minutes = models.PositiveIntegerField(null=True, blank=True)
    facts = models.JSONField(default=dict)
    completed_at = models.DateTimeField()
    recorded_at = models.DateTimeField(null=True)
    by_label = models.CharField(max_length=200)
    withdraws = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="withdrawn_by"
    )
    note = models.CharField(max_length=300, blank=True)

    objects = ScopedManager("registration__activity__provider")

    class Meta(ProviderOwned.Meta):
        ordering = ["completed_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "kind", "reference", "revision"],
                name="cycle_once",
                condition=~models.Q(reference="") & models.Q(withdraws=None),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference}"
