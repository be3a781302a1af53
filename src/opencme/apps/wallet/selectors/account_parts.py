"""Every table that holds something about a person: where, what it is, and what becomes of it with the account.

A new table that leads to a person must be named here: a test walks all models. Export and deletion follow this list.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

from django.db import models

from opencme.apps.accounts.models import Identifier, Person
from opencme.apps.activities.models import Designation, Step
from opencme.apps.assessment.models import Answer, Attempt, Draft
from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Award, Certificate
from opencme.apps.delivery.models import (
    Attendance,
    AttendanceImport,
    AttendanceRow,
    CompletedCycle,
    ContentProgress,
    DisclosureImpression,
    PeopleImport,
    Registration,
)
from opencme.apps.faculty.models import (
    AttestationRequest,
    Disclosure,
    InControl,
    Mitigation,
    OwnerException,
    Relationship,
    Relevance,
    Submission,
)
from opencme.apps.files.models import StoredFile
from opencme.apps.messaging.models import Message
from opencme.apps.outcomes.models import EvaluationResponse
from opencme.apps.providers.models import Membership
from opencme.apps.reporting.models import Report, ReportedCompletion
from opencme.apps.review.models import ContentReview
from opencme.apps.wallet import models as wallet
from opencme.kernel.i18n import gettext_noop as _


class Fate(StrEnum):
    """What becomes of a table's rows when the account is deleted."""

    DELETED = "deleted"
    STRIPPED = "stripped"  # the row stays, without what nothing asks for
    ENDED = "ended"  # the row stays and says until when it held
    KEPT = "kept"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One table, the way from a row to its person, and what it is to people.

    path: the look-up that leads to the person. by_email: found by the address instead. because: why a row stays.
    source: of the rule that says so. hides: secrets and other people's matters, left out of the export.
    file: the field of a stored file that belongs to the row and goes along in the export.
    """

    model: type[models.Model]
    path: str
    title: str
    fate: Fate
    because: str = ""
    source: str = ""
    hides: tuple[str, ...] = ()
    file: str = ""
    by_email: bool = False
    is_exported: bool = True

    @property
    def key(self) -> str:
        """The name of its file in the export: "delivery/attendance"."""
        meta: Any = self.model._meta  # noqa: SLF001 -- Django's documented way to a model's name
        return f"{meta.app_label}/{meta.model_name}"

    def rows(self, person: Person) -> "models.QuerySet[Any]":
        """Give the person's rows."""
        manager: Any = self.model._default_manager  # noqa: SLF001 -- the manager that asks no scope
        found: models.QuerySet[Any] = manager.all()
        if self.by_email:
            return found.filter(**{f"{self.path}__iexact": person.email})
        return found.filter(**{self.path: person.pk})


PARTICIPATION: Final = _(
    "Accreditors want participation to be verifiable for six years from the activity's date, whoever asks for it."
)
LEDGER: Final = _("The ledger of credit is evidence: the database itself refuses to change or delete an entry.")
ACTIVITY_FILE: Final = _("It belongs to the activity's file, which its provider keeps for the accreditor.")
ACTS: Final = _("It says who did something for a provider; the provider answers for it, not the account.")
TRAIL: Final = _("The trail of changes is evidence. Of a wallet it says only what kind of thing changed, never what.")

_RETENTION: Final = "accme-records-retention"
_KEPT_LEARNER: Final[dict[str, Any]] = {"fate": Fate.KEPT, "because": PARTICIPATION, "source": _RETENTION}
_KEPT_FILE: Final[dict[str, Any]] = {"fate": Fate.KEPT, "because": ACTIVITY_FILE, "source": _RETENTION}
_ACT: Final[dict[str, Any]] = {"fate": Fate.KEPT, "because": ACTS, "is_exported": False}
_OWN: Final[dict[str, Any]] = {"path": "person", "fate": Fate.DELETED}
_BY_REGISTRATION: Final = "registration__person"
_IN_CONTROL: Final = "in_control__person"

PARTS: Final[tuple[Part, ...]] = (
    Part(
        model=Person,
        path="pk",
        title=_("Your account and profile"),
        fate=Fate.STRIPPED,
        because=_(
            "The row stays because evidence points to it: without address, password, birthday, degree and profession; "
            "your name goes too, once no record of participation needs it."
        ),
        source="opencme-account-deletion",
        hides=("password", "session_epoch"),
    ),
    Part(model=Identifier, title=_("NPI, licenses and board numbers of the profile"), **_OWN),
    Part(model=Message, path="to", by_email=True, title=_("Mail sent to you"), fate=Fate.DELETED),
    # the wallet: what hangs on other rows before what it hangs on
    Part(model=wallet.ShareOpening, path="share__person", title=_("Openings of your links"), fate=Fate.DELETED),
    Part(model=wallet.Share, title=_("Links you shared"), hides=("token_hash",), **_OWN),
    Part(model=wallet.Expense, title=_("Expenses"), file="receipt", **_OWN),
    Part(model=wallet.Allowance, title=_("Allowances"), **_OWN),
    Part(model=wallet.CreditDocument, title=_("Documents of your credit"), file="file", **_OWN),
    Part(model=wallet.OutsideCredit, title=_("Credit earned elsewhere"), **_OWN),
    Part(model=wallet.CreditImport, title=_("Files of credit you brought"), file="file", **_OWN),
    Part(model=wallet.AwardTags, title=_("What you said of awards"), **_OWN),
    Part(model=wallet.PlannedCredit, title=_("Your plan"), **_OWN),
    Part(model=wallet.Earlier, title=_("What you did before"), **_OWN),
    Part(model=wallet.Obligation, title=_("What you renew"), **_OWN),
    Part(model=wallet.OwnRules, title=_("Rules you wrote down"), **_OWN),
    Part(model=wallet.StandingConsent, title=_("Consents to see how you stand"), **_OWN),
    Part(model=wallet.WalletSettings, title=_("Settings of the wallet"), hides=("calendar_token",), **_OWN),
    Part(model=wallet.AccountExport, title=_("Exports you asked for"), is_exported=False, **_OWN),
    Part(
        model=StoredFile,
        path="stored_by",
        title=_("Files"),
        fate=Fate.DELETED,
        because=_("Files you brought to a provider's activity stay with it; your own are deleted."),
        is_exported=False,
    ),
    # taking part
    Part(model=Registration, path="person", title=_("Registrations"), **_KEPT_LEARNER),
    Part(model=Attendance, path=_BY_REGISTRATION, title=_("Attendance"), **_KEPT_LEARNER),
    Part(model=AttendanceRow, path=_BY_REGISTRATION, title=_("Lines of attendance files"), **_KEPT_LEARNER),
    Part(model=CompletedCycle, path=_BY_REGISTRATION, title=_("Units of participation"), **_KEPT_LEARNER),
    Part(model=ContentProgress, path=_BY_REGISTRATION, title=_("Progress in content"), **_KEPT_LEARNER),
    Part(model=DisclosureImpression, path=_BY_REGISTRATION, title=_("Disclosures shown to you"), **_KEPT_LEARNER),
    Part(model=Draft, path=_BY_REGISTRATION, title=_("Answers not handed in"), fate=Fate.DELETED),
    Part(model=Attempt, path=_BY_REGISTRATION, title=_("Attempts at assessments"), **_KEPT_LEARNER),
    Part(model=Answer, path="attempt__registration__person", title=_("Answers in assessments"), **_KEPT_LEARNER),
    Part(model=EvaluationResponse, path=_BY_REGISTRATION, title=_("Evaluations"), **_KEPT_LEARNER),
    Part(
        model=Award,
        path="person",
        title=_("Credit awarded here"),
        fate=Fate.KEPT,
        because=LEDGER,
        source="accme-records-retention",
    ),
    Part(
        model=Certificate,
        path=_BY_REGISTRATION,
        title=_("Certificates, and that anybody can verify them"),
        fate=Fate.KEPT,
        because=LEDGER,
        source="accme-records-retention",
        file="file",
    ),
    Part(model=ReportedCompletion, path="award__person", title=_("Credit reported for you"), **_KEPT_LEARNER),
    # in control of content
    Part(model=InControl, path="person", title=_("Roles in control of content"), hides=("token",), **_KEPT_FILE),
    Part(model=Disclosure, path=_IN_CONTROL, title=_("Disclosures you signed"), **_KEPT_FILE),
    Part(
        model=Relationship,
        path="disclosure__in_control__person",
        title=_("Financial relationships you disclosed"),
        **_KEPT_FILE,
    ),
    Part(
        model=Relevance,
        path="relationship__disclosure__in_control__person",
        title=_("Decisions on your relationships"),
        **_KEPT_FILE,
    ),
    Part(
        model=Mitigation,
        path="relationship__disclosure__in_control__person",
        title=_("Mitigation of your relationships"),
        **_KEPT_FILE,
    ),
    Part(
        model=OwnerException,
        path="relationship__disclosure__in_control__person",
        title=_("Exceptions granted to you"),
        **_KEPT_FILE,
    ),
    Part(
        model=AttestationRequest,
        path="relationship__disclosure__in_control__person",
        title=_("Attestations you were asked for"),
        **_KEPT_FILE,
    ),
    Part(model=Submission, path=_IN_CONTROL, title=_("Files you handed in"), file="file", **_KEPT_FILE),
    # working for a provider
    Part(
        model=Membership,
        path="person",
        title=_("Roles at providers"),
        fate=Fate.ENDED,
        because=_("Your roles end at once; who held which role when stays in the provider's file."),
        source="opencme-account-deletion",
    ),
    Part(model=Step, path="by", title=_("Steps you took with activities"), **_ACT),
    Part(model=Designation, path="by", title=_("Designations you made"), **_ACT),
    Part(model=Relevance, path="by", title=_("Relationships you judged"), **_ACT),
    Part(model=OwnerException, path="by", title=_("Exceptions you granted"), **_ACT),
    Part(model=Mitigation, path="by", title=_("Mitigation you recorded"), **_ACT),
    Part(model=AttestationRequest, path="by", title=_("Attestations you asked for"), **_ACT),
    Part(model=ContentReview, path="by", title=_("Reviews you made"), **_ACT),
    Part(model=AttendanceImport, path="by", title=_("Attendance files you brought"), **_ACT),
    Part(model=AttendanceImport, path="undone_by", title=_("Attendance files you undid"), **_ACT),
    Part(model=PeopleImport, path="by", title=_("Lists of people you brought"), **_ACT),
    Part(model=Report, path="by", title=_("Reports you made"), **_ACT),
    Part(
        model=AuditEvent,
        path="by_person_id",
        title=_("What you did here, from the trail of changes"),
        fate=Fate.KEPT,
        because=TRAIL,
        source="opencme-account-deletion",
        hides=("before", "after", "subject_label"),
    ),
)
NOT_THEIRS: Final[dict[tuple[type[models.Model], str], str]] = {
    (AttendanceRow, "suggestion"): "a guess about a line that names somebody, perhaps somebody else",
}


def private_files(person: Person) -> "models.QuerySet[StoredFile]":
    """Give the files that are the person's own, of no provider."""
    rows: models.QuerySet[StoredFile] = StoredFile.objects.across_providers(why="a person's own files have no provider")
    return rows.filter(provider=None, stored_by=person)


def parts_with(fate: Fate) -> Iterator[Part]:
    """Give the parts with a fate, in the order in which they can be deleted."""
    return (part for part in PARTS if part.fate is fate)
