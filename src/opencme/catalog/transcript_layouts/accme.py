"""The learner transcript of the ACCME's draft (version 0.1, JSON), laid out as a table before it is read."""

from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.transcripts import Layout

HEADER: Final = ("ModuleName", "moduleID", "ReportingOrganization", "CompletedDateTime", "activityCertification",
                 "numberOfCredits", "CreditID")  # fmt: skip

LAYOUT: Final = Layout(
    key="accme",
    name=_("ACCME learner transcript (JSON)"),
    words={
        "title": ("modulename",),
        "course": ("moduleid",),
        "provider": ("reportingorganization",),
        "completed_on": ("completeddatetime",),
        "system": ("activitycertification",),
        "amount": ("numberofcredits",),
    },
    marks=(frozenset({"modulename"}), frozenset({"activitycertification"})),
    is_verified=True,
)
