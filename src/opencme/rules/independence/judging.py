"""The acts of the COI reviewer: deciding relevance, granting an exception, recording mitigation."""

from collections.abc import Iterator
from dataclasses import dataclass

from opencme.kernel.findings import Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.independence.disclosure import excludes
from opencme.rules.independence.edition import ControlRole, Edition
from opencme.rules.independence.facts import Judged
from opencme.rules.independence.status import is_relevant, role_phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Who judges which relationship of whom.

    is_own: the one who judges is the person whose relationship it is. is_current: the relationship stands in the
    person's newest disclosure. person_withdrawn: the person no longer holds the role.
    """

    judged: Judged
    role: ControlRole
    is_own: bool
    is_current: bool = True
    person_withdrawn: bool = False


def findings_on_judging(act: Act, edition: Edition) -> tuple[Finding, ...]:
    """Say what stands against judging at all: nobody judges their own relationships."""

    def find() -> Iterator[Finding]:
        if act.is_own:
            yield Finding(
                code="independence.judge.self",
                source="opencme-independence",
                message=_("These are your own relationships; another reviewer judges them."),
            )
        if act.person_withdrawn:
            yield Finding(
                code="independence.judge.withdrawn",
                source=edition.source,
                message=_("The person no longer holds this role; there is nothing to judge."),
            )
        elif not act.is_current:
            yield Finding(
                code="independence.judge.superseded",
                source=edition.source,
                message=_("The person has signed a newer disclosure; judge that one."),
            )

    return tuple(find())


def findings_on_relevance(act: Act, reason: str, *, is_relevant: bool, edition: Edition) -> tuple[Finding, ...]:
    """Say what stands against a decision; "not relevant" needs its reason, for the file is read years later."""

    def find() -> Iterator[Finding]:
        yield from findings_on_judging(act, edition)
        if excludes(act.judged.stated, edition) and edition.owner_exception(act.judged.exception) is None:
            yield Finding(
                code="independence.relevance.owner",
                source="accme-owners-employees",
                message=_("An owner or employee is excluded first; grant an exception or end the role."),
            )
        if not is_relevant and not reason.strip():
            yield Finding(
                code="independence.relevance.reason",
                source=edition.source,
                field="reason",
                message=_("Say why the content does not touch the company's business lines or products."),
            )

    return tuple(find())


def findings_on_exception(
    act: Act, key: str, justification: str, *, confirms: bool, edition: Edition
) -> tuple[Finding, ...]:
    """Say what stands against an exception to exclusion.

    confirms: the approver confirms the second condition (no recommendations), where the exception has one.
    """
    exception = edition.owner_exception(key)

    def find() -> Iterator[Finding]:
        yield from findings_on_judging(act, edition)
        if not excludes(act.judged.stated, edition):
            yield Finding(
                code="independence.exception.not_needed",
                source="accme-owners-employees",
                message=_("This relationship does not exclude the person; decide whether it is relevant."),
            )
        if exception is None:
            yield Finding(
                code="independence.exception.choose",
                source="accme-owner-exceptions",
                field="exception",
                message=_("Choose which of the three exceptions applies."),
            )
            return
        if not justification.strip():
            yield Finding(
                code="independence.exception.evidence",
                source=exception.source,
                field="justification",
                message=_("Say what shows that the exception applies."),
            )
        if exception.no_recommendations and not confirms:
            yield Finding(
                code="independence.exception.recommends",
                source=exception.source,
                field="confirms",
                message=_("This exception holds only where the person recommends nothing; confirm it."),
            )

    return tuple(find())


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """The peer reviewer named in a mitigation.

    is_the_person: it is the one whose relationship is mitigated. has_relevant: a person in control of the same
    activity with relevant relationships, or not yet judged.
    """

    name: str
    is_the_person: bool = False
    has_relevant: bool = False


def findings_on_mitigating(act: Act, method_key: str, note: str, peer: Peer, edition: Edition) -> tuple[Finding, ...]:
    """Say what stands against recording a step of mitigation: the method suits the role, the peer is independent."""
    method = edition.method(method_key)

    def find() -> Iterator[Finding]:
        yield from findings_on_judging(act, edition)
        if excludes(act.judged.stated, edition) and edition.owner_exception(act.judged.exception) is None:
            yield Finding(
                code="independence.mitigation.owner",
                source="accme-owners-employees",
                message=_("The relationship of an owner or employee cannot be mitigated; grant an exception first."),
            )
        elif is_relevant(act.judged, edition) is not True:
            yield Finding(
                code="independence.mitigation.not_relevant",
                source=edition.source,
                message=_("Only a relationship that was found relevant is mitigated."),
            )
        if method is None or method not in edition.methods_for(act.role):
            yield Finding(
                code="independence.mitigation.method",
                source="accme-mitigation-methods",
                field="method",
                message=_("Choose a method that suits the role of %(role)s."),
                params={"role": role_phrase(act.role)},
            )
            return
        if method.needs_note and not note.strip():
            yield Finding(
                code="independence.mitigation.note",
                source=method.source,
                field="note",
                message=_("Say what was done."),
            )
        if method.needs_peer:
            yield from _findings_on_peer(peer, method.source)

    return tuple(find())


def _findings_on_peer(peer: Peer, source: str) -> Iterator[Finding]:
    if not peer.name.strip():
        yield Finding(
            code="independence.mitigation.peer",
            source=source,
            field="peer_reviewer",
            message=_("Name who reviewed; it is somebody without relevant relationships."),
        )
    elif peer.is_the_person:
        yield Finding(
            code="independence.mitigation.peer_self",
            source=source,
            field="peer_reviewer",
            message=_("Nobody reviews their own content; name somebody else."),
        )
    elif peer.has_relevant:
        yield Finding(
            code="independence.mitigation.peer_related",
            source=source,
            field="peer_reviewer",
            message=_("%(name)s has relevant or undecided relationships here; name somebody without."),
            params={"name": peer.name.strip()},
        )
