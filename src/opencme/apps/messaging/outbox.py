"""The mail backend of the demo: each mail becomes a file, and the console says so."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from opencme.kernel import clock

LINK: Final = re.compile(r"https?://\S+")


class Outbox(BaseEmailBackend):
    """Writes ``var/mail/<time>-<address>.eml`` and prints receiver, subject and first link; nothing leaves."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each mail; gives how many."""
        folder = Path(settings.MAIL_FOLDER)
        folder.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            receiver = ", ".join(message.to)
            safe = re.sub(r"[^\w.@-]", "_", receiver)[:80]
            path = folder / f"{clock.now():%Y%m%d-%H%M%S-%f}-{safe}.eml"
            path.write_bytes(message.message().as_bytes())
            link = LINK.search(str(message.body))
            sys.stdout.write(f"mail to {receiver}: {message.subject}\n")
            sys.stdout.write(f"  {link.group()}\n" if link else "")
            sys.stdout.write(f"  kept as {path}\n")
            sys.stdout.flush()
        return len(email_messages)
