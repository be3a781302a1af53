"""Sending a queued mail, trying again what failed, and forgetting what was sent long ago."""

import smtplib
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction

from opencme.apps.messaging.models import Message
from opencme.apps.messaging.tasks import send_message

GIVE_UP_AFTER: Final = timedelta(days=3)
KEPT_AFTER_SENDING: Final = timedelta(days=90)
NOWHERE: Final = ".invalid"
"""The domain that is reserved and never exists; deleted accounts have their addresses there."""
PERMANENT: Final = range(500, 600)

log = structlog.get_logger("opencme.mail")


@transaction.atomic
def send(*, message_id: int, now: datetime) -> Message | None:
    """Send one mail and note how it went; nothing happens when it was sent, given up or forgotten.

    The row stays locked while the mail goes out, so that two jobs never send it both. Should the process be killed
    after the receiver took it and before the commit, it goes out again under the same Message-ID.
    """
    message = Message.objects.select_for_update().filter(pk=message_id, sent_at=None, gave_up_at=None).first()
    if message is None:
        return None
    if message.to.endswith(NOWHERE):
        message.gave_up_at, message.error = now, "nobody can be reached at this address"
        message.save(update_fields=["gave_up_at", "error"])
        return message
    message.attempts += 1
    try:
        _letter(message).send()
    except (smtplib.SMTPException, OSError) as error:
        message.failed_at = now
        message.error = f"{type(error).__name__}: {error}"[:2000]
        if _is_final(error) or now - message.queued_at >= GIVE_UP_AFTER:
            message.gave_up_at = now
        log.warning("mail.failed", message_id=message.pk, attempt=message.attempts, error=type(error).__name__)
    else:
        message.sent_at, message.failed_at, message.error = now, None, ""
        log.info("mail.sent", message_id=message.pk, attempt=message.attempts)
    message.save()
    return message


@transaction.atomic
def retry_failed(*, now: datetime) -> int:
    """Queue again every mail that failed and is due: it waits as long as it has waited before, a minute at least."""
    due = [
        message.pk
        for message in Message.objects.filter(sent_at=None, gave_up_at=None, failed_at__isnull=False)
        if message.failed_at
        and now - message.failed_at >= max(message.failed_at - message.queued_at, timedelta(minutes=1))
    ]
    for message_id in due:
        send_message.defer(message_id=message_id)
    return len(due)


@transaction.atomic
def forget_sent(*, now: datetime) -> int:
    """Delete mails 90 days after they were sent or given up; the audit keeps what they told of."""
    before = now - KEPT_AFTER_SENDING
    old = Message.objects.filter(sent_at__lt=before) | Message.objects.filter(gave_up_at__lt=before)
    return old.delete()[0]


def _letter(message: Message) -> EmailMultiAlternatives:
    letter = EmailMultiAlternatives(
        message.subject,
        message.text,
        settings.DEFAULT_FROM_EMAIL,
        [message.to],
        headers={
            "Message-ID": f"<{message.public_id}@{urlsplit(settings.BASE_URL).hostname or 'localhost'}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    if message.html:
        letter.attach_alternative(message.html, "text/html")
    return letter


def _is_final(error: Exception) -> bool:
    """Say whether the receiver refuses this address for good (SMTP 5xx for the recipient or the text)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code in PERMANENT for code, _reason in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code in PERMANENT
