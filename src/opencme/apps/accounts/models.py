"""Persons and what identifies them."""

from collections.abc import Iterator
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from opencme.apps.records.models import PublicModel
from opencme.kernel.professions import DEGREE_NAMES, PROFESSION_NAMES


def full_name(given_name: str, family_name: str, email: str) -> str:
    """Given and family name, or the e-mail's first part where neither is known."""
    return f"{given_name} {family_name}".strip() or email.split("@", maxsplit=1)[0]


class PersonManager(BaseUserManager["Person"]):
    """Finds and makes persons by e-mail, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        """Find by e-mail, ignoring case."""
        return self.get(email__iexact=username)

    def create_person(self, *, email: str, password: str | None = None, **values: Any) -> "Person":
        """Make a person; without ``password`` only links open the account."""
        person = self.model(email=self.normalize_email(email).lower(), **values)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser, PublicModel):
    """A human being with an account: staff, faculty or participant, the same row for all.

    Persons belong to no provider; what joins them to one (staff role, registration) does.
    deleted_at: the person deleted the account; the row stays, without what nothing asks for, because evidence names it.
    # PII: email, names, degree, birth month and day, time_zone; retained while any award names the person.
    """

    email = models.EmailField(max_length=254)
    given_name = models.CharField(max_length=120, blank=True)
    family_name = models.CharField(max_length=120, blank=True)
    credentials = models.CharField(max_length=80, blank=True, help_text="As printed after the name: MD, FACP")
    degree = models.CharField(max_length=40, choices=[(str(k), v) for k, v in DEGREE_NAMES.items()], blank=True)
    profession = models.CharField(max_length=40, choices=[(str(k), v) for k, v in PROFESSION_NAMES.items()], blank=True)
    birth_month = models.PositiveSmallIntegerField(null=True, blank=True)
    birth_day = models.PositiveSmallIntegerField(null=True, blank=True)
    time_zone = models.CharField(
        max_length=64, blank=True, default="", db_default="", help_text="Empty: never said, the deployment's"
    )
    report_consent_at = models.DateTimeField(null=True, blank=True)
    is_active = models.BooleanField(default=True)
    session_epoch = models.PositiveIntegerField(default=0, help_text="Raised to end every session of the person")
    created_at = models.DateTimeField(null=True, blank=True)
    deleted_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="person_email_once"),
            models.CheckConstraint(
                name="person_birthday_whole",
                condition=models.Q(birth_month__isnull=True, birth_day__isnull=True)
                | models.Q(birth_month__range=(1, 12), birth_day__range=(1, 31)),
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_session_auth_hash(self) -> str:
        """Tie sessions to the password and to the epoch: changing either ends them all."""
        return f"{super().get_session_auth_hash()}:{self.session_epoch}"

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """Give the same for keys that are being replaced."""
        for each in super().get_session_auth_fallback_hash():
            yield f"{each}:{self.session_epoch}"

    @property
    def full_name(self) -> str:
        """Given and family name, or the e-mail's first part where neither is known."""
        return full_name(self.given_name, self.family_name, self.email)

    @property
    def name_with_credentials(self) -> str:
        """The name as certificates print it: "Dee Learner, MD"."""
        return f"{self.full_name}, {self.credentials}" if self.credentials else self.full_name


class Identifier(models.Model):
    """An identifier a report needs of a person: NPI, a state licence or a board id.

    kind: ``npi``, ``state_license`` (domain = two-letter state) or ``board`` (domain = board code).
    # PII: value; retained while any award names the person.
    """

    KINDS = [("npi", "NPI"), ("state_license", "State licence"), ("board", "Board ID")]

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20, choices=KINDS)
    domain = models.CharField(max_length=20, blank=True)
    value = models.CharField(max_length=40)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "kind", "domain"], name="identifier_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.domain}".strip()


class Tries(models.Model):
    """How often something was tried in the present stretch of time: the brake on guessing passwords and on mail.

    key: a keyed hash of an e-mail address or a network address, so the table names nobody; the count starts anew
    when the stretch is over. # PII: none (keyed hash); rows of past stretches are deleted by the sweep.
    """

    scope = models.CharField(max_length=20)
    key = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scope", "key"], name="tries_once")]
        indexes = [models.Index(fields=["since"])]

    def __str__(self) -> str:
        return f"{self.scope}: {self.count}"
