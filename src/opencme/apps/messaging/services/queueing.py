"""Putting a mail in the queue, in the transaction of what it tells of."""

from datetime import datetime

from django.db import transaction

from opencme.apps.messaging.models import Message
from opencme.apps.messaging.tasks import send_message

LONGEST_SUBJECT = 200


@transaction.atomic
def queue_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    key: str = "",
    provider_id: int | None = None,
    now: datetime,
) -> Message:
    """Queue a mail to one address; a job sends it once this transaction is committed.

    key: says what the mail is ("invite:41:1"); a second mail with the same key is the first one again.
    subject: line breaks become spaces, what exceeds 200 characters is cut.
    Called by services that have asked for the permission and written the audit row; a mail is no change of its own.
    """
    line = " ".join(subject.split())[:LONGEST_SUBJECT]
    message = Message(key=key, to=to, subject=line, text=text, html=html, provider_id=provider_id, queued_at=now)
    if not key:
        message.save(force_insert=True)
    else:
        Message.objects.bulk_create([message], ignore_conflicts=True)
        kept = Message.objects.get(key=key)
        if kept.public_id != message.public_id:
            return kept
        message = kept
    send_message.defer(message_id=message.pk)
    return message
