"""The mails to people in control: what is asked, by when, and the link; no name or answer of anybody else."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from opencme.apps.faculty.models import AttestationRequest, InControl
from opencme.apps.messaging.services import queue_mail
from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.facts import spoken
from opencme.rules.independence.status import role_phrase


def link_of(row: InControl) -> str:
    """Give the address that opens the person's tasks."""
    return settings.BASE_URL.rstrip("/") + reverse("faculty:task", args=[row.token])


def send_invitations(rows: Iterable[InControl], *, now: datetime) -> None:
    """Ask each person once for all roles of this invitation."""
    by_email: dict[str, list[InControl]] = {}
    for row in rows:
        by_email.setdefault(row.email, []).append(row)
    for email, roles in by_email.items():
        first = roles[0]
        provider = first.activity.provider
        text = _(
            "Dear %(name)s,\n\n"
            "%(provider)s asks you to take part in “%(title)s” as %(roles)s.\n\n"
            "Accreditation asks everybody in control of content to disclose financial relationships with ineligible "
            "companies before the role begins. It takes a minute, needs no account, and if nothing changed since "
            "your last disclosure here it is one tap:\n\n%(links)s\n\n"
            "This link is yours alone; please do not pass it on.\n\n%(provider)s\n"
        ) % {
            "name": first.name,
            "provider": provider.name,
            "title": first.activity.title,
            "roles": ", ".join(role_phrase(ControlRole(row.role)) for row in roles),
            "links": "\n".join(_line(row) for row in roles),
        }
        queue_mail(
            to=email,
            subject=_("Your disclosure for “%(title)s”") % {"title": first.activity.title},
            text=text,
            key=f"faculty-invite:{first.pk}",
            provider_id=provider.pk,
            now=now,
        )


def send_reminder(row: InControl, owed: Iterable[InControl], *, now: datetime) -> None:
    """Remind one person of all that this provider waits for."""
    provider = row.activity.provider
    text = _(
        "Dear %(name)s,\n\n%(provider)s still waits for you:\n\n%(links)s\n\n"
        "If nothing changed since your last disclosure here, it is one tap.\n\n%(provider)s\n"
    ) % {"name": row.name, "provider": provider.name, "links": "\n".join(_line(each, with_title=True) for each in owed)}
    queue_mail(
        to=row.email,
        subject=_("Reminder: your disclosure for “%(title)s”") % {"title": row.activity.title},
        text=text,
        key=f"faculty-remind:{row.pk}:{now:%Y%m%d%H}",
        provider_id=provider.pk,
        now=now,
    )


def ask_again(row: InControl, *, now: datetime) -> None:
    """Ask a person again, because the start moved or the role changed."""
    provider = row.activity.provider
    text = _(
        "Dear %(name)s,\n\nyour role in “%(title)s” changed: %(role)s, from %(day)s. Please confirm your disclosure; "
        "if nothing changed it is one tap:\n\n%(link)s\n\n%(provider)s\n"
    ) % {
        "name": row.name,
        "title": row.activity.title,
        "role": role_phrase(ControlRole(row.role)),
        "day": spoken(row.starts_at.astimezone(row.activity.zone).date()),
        "link": link_of(row),
        "provider": provider.name,
    }
    queue_mail(
        to=row.email,
        subject=_("Please confirm your disclosure for “%(title)s”") % {"title": row.activity.title},
        text=text,
        key=f"faculty-again:{row.pk}:{now:%Y%m%d%H%M%S}",
        provider_id=provider.pk,
        now=now,
    )


def ask_to_attest(request: AttestationRequest, row: InControl, *, now: datetime) -> None:
    """Ask a person to attest what mitigates a relationship."""
    provider = row.activity.provider
    text = _(
        "Dear %(name)s,\n\nthe reviewer found your relationship with %(company)s relevant to “%(title)s”. That is no "
        "reproach: please attest by link, before %(day)s, that your recommendations rest on evidence and are free of "
        "commercial bias:\n\n%(link)s\n\n%(provider)s\n"
    ) % {
        "name": row.name,
        "company": request.relationship.company,
        "title": row.activity.title,
        "day": spoken(row.starts_at.astimezone(row.activity.zone).date()),
        "link": link_of(row),
        "provider": provider.name,
    }
    queue_mail(
        to=row.email,
        subject=_("One attestation for “%(title)s”") % {"title": row.activity.title},
        text=text,
        key=f"faculty-attest:{request.pk}",
        provider_id=provider.pk,
        now=now,
    )


def _line(row: InControl, *, with_title: bool = False) -> str:
    day = spoken(row.starts_at.astimezone(row.activity.zone).date())
    role = role_phrase(ControlRole(row.role))
    what = f"“{row.activity.title}”, {role}" if with_title else role
    return _("%(what)s, before %(day)s:\n%(link)s") % {
        "what": what[:1].upper() + what[1:],
        "day": day,
        "link": link_of(row),
    }
