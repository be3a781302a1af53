"""Standard 3: identify, mitigate and disclose relevant financial relationships."""

from datetime import date
from typing import Final

from opencme.catalog.content_standards.clause import Clause, ContentStandard, StandardEdition
from opencme.kernel.i18n import gettext_noop as _

STANDARD: Final = ContentStandard(
    key="standard_3",
    number="3",
    title=_("Identify, mitigate and disclose relevant financial relationships"),
    editions=(
        StandardEdition(
            in_force_from=date(2022, 1, 1),
            source="accme-standard-3",
            clauses=(
                Clause(
                    code="3.1",
                    title=_("Everybody in control discloses"),
                    demand=_(
                        "All financial relationships with ineligible companies within the prior 24 months are "
                        "collected from all planners, faculty and others in control, of any amount, before the role "
                        "begins; the provider, not the person, judges relevance."
                    ),
                    evidence=_("A dated disclosure of each person, with the form's words"),
                    gate="disclosures_all",
                    record="faculty.Disclosure",
                    source="accme-standard-3-collect",
                ),
                Clause(
                    code="3.2",
                    title=_("Owners and employees are excluded"),
                    demand=_(
                        "Owners and employees of ineligible companies do not control content, save by 3.2 a, b or c."
                    ),
                    evidence=_("The exclusion, or the exception with its reason"),
                    gate="mitigation_all",
                    record="faculty.OwnerException",
                    source="accme-owners-employees",
                ),
                Clause(
                    code="3.3",
                    title=_("Relevance is decided"),
                    demand=_("Each relationship is judged: related to the content the person can control, or not."),
                    evidence=_("The decision with its reason, who decided and when"),
                    gate="mitigation_all",
                    record="faculty.Relevance",
                    source="accme-mitigation-methods",
                ),
                Clause(
                    code="3.4",
                    title=_("Relevant relationships are mitigated"),
                    demand=_("Before the role begins, by a step that suits the role; the step is documented."),
                    evidence=_("The recorded step with its date"),
                    gate="mitigation_all",
                    record="faculty.Mitigation",
                    source="accme-mitigation-methods",
                ),
                Clause(
                    code="3.5",
                    title=_("Learners are told before they engage"),
                    demand=_(
                        "Names, companies by name only, natures, and that all relevant relationships were mitigated; "
                        "or that there are none."
                    ),
                    evidence=_("The words shown to each participant, with the moment"),
                    gate="",
                    record="delivery.DisclosureImpression",
                    source="accme-standard-3-names-only",
                ),
            ),
        ),
    ),
)
