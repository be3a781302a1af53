"""Findings: the reasons why something is not (yet) allowed, and the errors that carry them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason why something is not (yet) allowed.

    code: stable and dotted, "credit.claim.too_much"; tests, audit and API use it.
    message: msgid of one sentence for a person, with %(name)s places filled from ``params``.
    source: key in ``catalog.sources`` of the rule that says so.
    owes: who must act, in words for a person ("Dr. Cy Teach, faculty"); empty when it is the reader.
    field: the form field it belongs to; empty when it is about the whole.
    fix: name of the workspace part where it is put right ("plan", "people", …); empty when nowhere.
    blocking: False shows it as advice.
    """

    code: str
    message: str
    source: str
    params: Mapping[str, str] = field(default_factory=dict)
    owes: str = ""
    field: str = ""
    fix: str = ""
    blocking: bool = True

    def __str__(self) -> str:
        """Give the sentence, untranslated."""
        return self.message % dict(self.params)


def distinct(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Give each finding once, in order: the same code with the same words is the same finding."""
    return tuple({(finding.code, str(finding), finding.field): finding for finding in findings}.values())


class DomainError(Exception):
    """A refusal: what was asked is not allowed, with every finding that stands against it."""

    def __init__(self, *findings: Finding) -> None:
        """Take at least one finding."""
        if not findings:
            msg = "a refusal needs at least one finding"
            raise ValueError(msg)
        super().__init__("; ".join(str(finding) for finding in findings))
        self.findings = findings


class NotFound(Exception):  # noqa: N818 -- a word of the house style
    """What was asked for does not exist in the actor's scope; the web layer answers 404."""


class NotAllowed(Exception):  # noqa: N818 -- a word of the house style
    """The actor sees it but may not do this; the web layer answers 403."""
