"""Reading mail that went out."""

from opencme.apps.messaging.models import Message


def latest_text_to(address: str) -> str:
    """Give the text of the last mail to ``address``, for the demo that has no mailbox; empty when there is none."""
    found = Message.objects.filter(to__iexact=address.strip()).order_by("-queued_at", "-id").first()
    return found.text if found else ""
