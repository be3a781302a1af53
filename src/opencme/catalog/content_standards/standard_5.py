"""Standard 5: ancillary activities; here the clause that binds the educational materials themselves."""

from datetime import date
from typing import Final

from opencme.catalog.content_standards.clause import Clause, ContentStandard, StandardEdition
from opencme.kernel.i18n import gettext_noop as _

STANDARD: Final = ContentStandard(
    key="standard_5",
    number="5",
    title=_("Manage ancillary activities"),
    editions=(
        StandardEdition(
            in_force_from=date(2022, 1, 1),
            source="accme-standard-5",
            clauses=(
                Clause(
                    code="5.2c",
                    title=_("Materials carry no marketing"),
                    demand=_(
                        "Slides, abstracts, handouts, evaluation tools and disclosures carry no marketing by or for "
                        "an ineligible company: no logos, trade names or product-group messages."
                    ),
                    evidence=_("The signed content review"),
                    gate="content_review",
                    record="review.ContentReview",
                    source="accme-standard-5",
                    question=_("Are all materials free of logos, trade names and product messages of companies?"),
                    help=_("Slides, handouts, evaluation forms and the disclosure itself."),
                ),
            ),
        ),
    ),
)
