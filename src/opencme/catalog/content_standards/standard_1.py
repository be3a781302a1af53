"""Standard 1: content is valid."""

from datetime import date
from typing import Final

from opencme.catalog.content_standards.clause import Clause, ContentStandard, StandardEdition
from opencme.kernel.i18n import gettext_noop as _

_SOURCE: Final = "accme-standard-1"
_REVIEW: Final = _("The signed content review")

STANDARD: Final = ContentStandard(
    key="standard_1",
    number="1",
    title=_("Ensure content is valid"),
    editions=(
        StandardEdition(
            in_force_from=date(2022, 1, 1),
            source=_SOURCE,
            clauses=(
                Clause(
                    code="1.1",
                    title=_("Recommendations are sound and balanced"),
                    demand=_(
                        "Recommendations for care rest on current science, evidence and clinical reasoning, with a "
                        "fair and balanced view of what can be diagnosed and treated how."
                    ),
                    evidence=_REVIEW,
                    gate="content_review",
                    record="review.ContentReview",
                    source=_SOURCE,
                    question=_(
                        "Do recommendations for patient care rest on current science, evidence and clinical reasoning?"
                    ),
                    help=_("Diagnostic and therapeutic options are presented fairly; none is left out or favored."),
                ),
                Clause(
                    code="1.2",
                    title=_("Cited research meets accepted standards"),
                    demand=_(
                        "Research cited in support follows generally accepted standards of design, data collection, "
                        "analysis and interpretation."
                    ),
                    evidence=_REVIEW,
                    gate="content_review",
                    record="review.ContentReview",
                    source=_SOURCE,
                    question=_("Does the research it cites meet accepted standards?"),
                    help=_("Design, data collection, analysis and interpretation."),
                ),
                Clause(
                    code="1.3",
                    title=_("New topics are named as such"),
                    demand=_(
                        "New and evolving topics may be debated when they are identified as such, in the program and "
                        "in the presentation, without advocating what evidence does not yet carry."
                    ),
                    evidence=_("The signed content review; the mark on the session"),
                    gate="content_review",
                    record="review.ContentReview",
                    source=_SOURCE,
                    question=_("Are new and evolving topics marked as such, without advocating them?"),
                    help=_("The mark stands in the program and in the presentation. Answer yes where there are none."),
                ),
                Clause(
                    code="1.4",
                    title=_("Nothing unscientific is promoted"),
                    demand=_(
                        "Education does not advocate unscientific approaches, nor practice whose risks outweigh its "
                        "benefits or that is known not to work."
                    ),
                    evidence=_REVIEW,
                    gate="content_review",
                    record="review.ContentReview",
                    source=_SOURCE,
                    question=_("Is it free of unscientific, dangerous or ineffective practice?"),
                    help=_("Nothing is promoted whose risks outweigh its benefits or that is known not to work."),
                ),
            ),
        ),
    ),
)
