"""Standard 2: no commercial bias, no marketing."""

from datetime import date
from typing import Final

from opencme.catalog.content_standards.clause import Clause, ContentStandard, StandardEdition
from opencme.kernel.i18n import gettext_noop as _

_SOURCE: Final = "accme-standard-2"

STANDARD: Final = ContentStandard(
    key="standard_2",
    number="2",
    title=_("Prevent commercial bias and marketing"),
    editions=(
        StandardEdition(
            in_force_from=date(2022, 1, 1),
            source=_SOURCE,
            clauses=(
                Clause(
                    code="2.1",
                    title=_("Decisions are free of ineligible companies"),
                    demand=_(
                        "Planning, choice of faculty, delivery and evaluation are decided without influence or "
                        "involvement of owners and employees of an ineligible company."
                    ),
                    evidence=_("The people in control with their disclosures; the signed content review"),
                    gate="content_review",
                    record="review.ContentReview",
                    source=_SOURCE,
                    question=_("Is it free of any influence of owners or employees of ineligible companies?"),
                    help=_("On topics, on the choice of faculty, on slides and on the evaluation."),
                ),
                Clause(
                    code="2.2",
                    title=_("Nothing is promoted or sold"),
                    demand=_(
                        "No marketing or sales of products or services; faculty promote or sell nothing that serves "
                        "their own professional or financial interest, whoever makes it."
                    ),
                    evidence=_("The signed content review"),
                    gate="content_review",
                    record="review.ContentReview",
                    source=_SOURCE,
                    question=_("Does it promote or sell nothing, the faculty's own books and services included?"),
                    help=_("Trade names: sparingly, as text only, and comparable products are named too."),
                ),
                Clause(
                    code="2.3",
                    title=_("Learners' data stay here"),
                    demand=_(
                        "Names and contact data of learners go to no ineligible company or its agents without each "
                        "learner's explicit consent, which can be refused while registering."
                    ),
                    evidence=_("The consent of each registration: off unless the learner turned it on"),
                    gate="",
                    record="delivery.Registration",
                    source=_SOURCE,
                ),
            ),
        ),
    ),
)
