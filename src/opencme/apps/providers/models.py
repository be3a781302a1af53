"""Providers, staff and partners."""

from django.conf import settings
from django.db import models

from opencme.apps.records.models import ProviderOwned, PublicModel, ScopedManager
from opencme.rules.access import Role


class Provider(PublicModel):
    """An organization that is (or prepares to be) accredited; everything planned here belongs to one.

    accreditor: key in ``catalog.accreditors``; status: ``none``, ``provisional``, ``accreditation``, ``commendation``,
    ``probation``; it is in force from ``term_from`` through ``term_to``; ``decided_on``: its day. # PII: none.
    """

    STATUSES = [
        ("none", "Not accredited"),
        ("provisional", "Provisional accreditation"),
        ("accreditation", "Accreditation"),
        ("commendation", "Accreditation with Commendation"),
        ("probation", "Probation"),
    ]

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=200)
    accreditor = models.CharField(max_length=40, default="accme")
    status = models.CharField(max_length=20, choices=STATUSES, default="none")
    term_from = models.DateField(null=True, blank=True)
    term_to = models.DateField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True, help_text="Day of the decision that gave this status")
    accreditor_provider_id = models.CharField(max_length=7, blank=True, help_text="Seven digits, leading zeros kept")
    ancc_accredited = models.BooleanField(default=False)
    time_zone = models.CharField(max_length=60, default="America/Chicago")
    address = models.TextField(blank=True)
    website = models.URLField(blank=True)
    email = models.EmailField(blank=True)
    brand_color = models.CharField(max_length=7, blank=True)
    logo = models.ForeignKey("files.StoredFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signatory_name = models.CharField(max_length=120, blank=True)
    signatory_title = models.CharField(max_length=120, blank=True)
    number_prefix = models.CharField(max_length=10, blank=True, help_text="First part of activity numbers: LHS")
    next_activity_number = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return self.name


class Membership(ProviderOwned):
    """A person's role at a provider; ended, never deleted.

    # PII: person and role; kept with the provider's file.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="memberships")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(max_length=20, choices=[(str(r), r.name.title()) for r in Role])
    from_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ScopedManager("provider")

    class Meta(ProviderOwned.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["provider", "person", "role"], name="membership_once", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.role}"


class Partner(ProviderOwned):
    """An organization a provider works with: a joint provider, accredited or not. Never an ineligible company.

    kind: key of an eligible kind in ``catalog.organizations`` (STD0-3); the database refuses an ineligible one
    because the service asks ``rules.independence`` first (STD0-6, TRAP-06).
    # PII: checked_by; kept with the provider's file.
    """

    provider = models.ForeignKey(Provider, on_delete=models.PROTECT, related_name="partners")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=60)
    is_accredited = models.BooleanField(default=False)
    website = models.URLField(blank=True)
    checked_on = models.DateField(null=True, blank=True, help_text="Day its eligibility was checked")
    checked_by = models.CharField(max_length=200, blank=True)
    note = models.TextField(blank=True)
    is_watched = models.BooleanField(default=False, help_text="Review what it does with special care")

    objects = ScopedManager("provider")

    class Meta(ProviderOwned.Meta):
        constraints = [models.UniqueConstraint(fields=["provider", "name"], name="partner_once")]

    def __str__(self) -> str:
        return self.name
