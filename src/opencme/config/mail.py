"""How mail leaves: Django's settings made from OPENCME_MAIL_URL."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urlsplit

from opencme.config.env import BadSetting

PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """Values of Django's EMAIL_… settings."""

    backend: str
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    has_starttls: bool = False
    has_tls: bool = False


def mail_from(url: str) -> Mail:
    """Read OPENCME_MAIL_URL; without it each mail is kept as a file under ``var/mail`` and printed.

    url: smtp://, smtp+starttls:// or smtps://, then user:password@ where the server asks, host and port.
    Raises BadSetting for anything else.
    """
    if not url:
        return Mail(backend="opencme.apps.messaging.outbox.Outbox")
    parts = urlsplit(url)
    if parts.scheme not in PORTS or not parts.hostname:
        msg = (
            "OPENCME_MAIL_URL must read smtp://host:25, smtp+starttls://user:password@host:587 "
            "or smtps://user:password@host:465."
        )
        raise BadSetting(msg)
    return Mail(
        backend="django.core.mail.backends.smtp.EmailBackend",
        host=parts.hostname,
        port=parts.port or PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        has_starttls=parts.scheme == "smtp+starttls",
        has_tls=parts.scheme == "smtps",
    )
