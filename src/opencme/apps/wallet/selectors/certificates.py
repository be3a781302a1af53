"""What a kept certificate says, as a beginning for the form; one issued here is recognised by its number."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from opencme.apps.credit.selectors.certificates import certificate_to_verify
from opencme.apps.credit.selectors.ledger import awards_of
from opencme.apps.wallet.selectors.documents import document_bytes
from opencme.documents.pdf_text import pdf_text
from opencme.kernel.findings import NotFound
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.access import Actor
from opencme.rules.credit.certificate_numbers import PATTERN
from opencme.rules.credit.certificate_text import read_certificate
from opencme.rules.credit.reading import written

PICTURE: Final = _("A photo is kept as it is; no text is read from it. Type what stands on it.")
FIELDS: Final[Mapping[str, str]] = {
    "title": _("Title"),
    "provider": _("Provider"),
    "completed_on": _("Completed on"),
    "amount": _("Amount"),
    "system": _("Credit"),
    "course": _("Course or activity number"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What could be read of a file.

    initial: what the form begins with. seen: label and the words something was found in. problem: a msgid, why there is
    no text. doubts: msgids with their places. own: number of an award of this person that the certificate is of.
    """

    initial: Mapping[str, Any] = field(default_factory=dict)
    seen: tuple[tuple[str, str], ...] = ()
    problem: str = ""
    doubts: tuple[tuple[str, Mapping[str, str]], ...] = ()
    own: str = ""

    @property
    def has_found(self) -> bool:
        """Whether anything was found."""
        return bool(self.initial)


def read_document(actor: Actor, document_id: UUID) -> Reading:
    """Read one of the actor's own kept files; the text of a PDF, of a picture nothing."""
    content, media_type = document_bytes(actor, document_id)
    if media_type != "application/pdf":
        return Reading(problem=PICTURE)
    found = pdf_text(content)
    if found.problem:
        return Reading(problem=found.problem)
    read = read_certificate(found.text)
    initial = {
        "title": read.title,
        "provider": read.provider,
        "completed_on": read.completed_on,
        "amount": written(read.amount) if read.amount is not None else "",
        "system": read.system,
        "course": read.course,
    }
    return Reading(
        initial={key: value for key, value in initial.items() if value},
        seen=tuple((FIELDS[key], words) for key, words in read.seen.items()),
        doubts=read.doubts,
        own=_own(actor, found.text),
    )


def _own(actor: Actor, text: str) -> str:
    """Give the number of the actor's award when the text is a certificate of it; empty otherwise."""
    for number in PATTERN.findall(text):
        try:
            certificate = certificate_to_verify(number)
        except NotFound:
            continue
        mine = awards_of(actor.person_id or 0).filter(registration_id=certificate.registration_id).first()
        if mine is not None:
            return str(mine.number)
    return ""
