"""AMA PRA credit that a physician records: Category 1 from elsewhere and from the AMA itself, Category 2."""

from decimal import Decimal
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.credit.outside import OutsideKind, Way

QUARTER: Final = Decimal("0.25")
_LETTER: Final = _("Keep the AMA's letter or certificate; the AMA awards this credit itself, on application.")

CATEGORY_1: Final = OutsideKind(
    key="AMA_PRA_1",
    label="AMA PRA Category 1 Credit",
    says=_("The certificate says “AMA PRA Category 1 Credit”."),
    step=QUARTER,
    minutes=60,
    is_common=True,
    source="ama-rounding",
    grade="B",
    ways=(
        Way(key="provider", label=_("From an accredited provider"), source="ama-rounding", grade="B"),
        Way(
            key="live", label=_("Live activity, in a room"), source="ama-live-time", grade="B",
            formats=frozenset({"live"}),
        ),
        Way(
            key="live_internet", label=_("Live activity, online"), source="ama-live-time", grade="B",
            formats=frozenset({"live", "online"}),
        ),
        Way(
            key="enduring", label=_("Enduring material: recording, module, podcast"), source="ama-enduring-credit",
            grade="B", formats=frozenset({"enduring", "online"}),
        ),
        Way(
            key="journal", label=_("Journal-based, per article"), source="ama-journal-value", grade="U",
            amount=Decimal(1), is_timed=False, formats=frozenset({"journal"}),
        ),
        Way(
            key="manuscript_review", label=_("Manuscript review"), source="ama-manuscript-review", grade="C",
            amount=Decimal(3), is_timed=False, formats=frozenset({"manuscript_review"}),
        ),
        Way(
            key="test_items", label=_("Writing of test items"), source="ama-test-items", grade="U",
            amount=Decimal(10), is_timed=False, formats=frozenset({"test_items"}),
        ),
        Way(
            key="pi_cme", label=_("Performance improvement (PI CME)"), source="ama-pi-cme", grade="B",
            amounts=(Decimal(5), Decimal(10), Decimal(20)), is_timed=False, formats=frozenset({"pi_cme"}),
        ),
        Way(
            key="poc", label=_("Internet point-of-care learning"), source="ama-point-of-care", grade="B",
            is_timed=False, step=Decimal("0.5"), formats=frozenset({"poc", "online"}),
            note=_("Half a credit for each documented search: question, sources, what you did with the answer."),
        ),
        Way(
            key="teaching", label=_("Learning from teaching, recorded by a provider"),
            source="ama-learning-from-teaching", grade="B", ratio=2, formats=frozenset({"teaching"}),
            note=_("Only the time in which you used what you had newly learned; preparation does not count."),
        ),
        Way(
            key="faculty", label=_("Faculty of a designated live activity"), source="ama-faculty-credit", grade="B",
            ratio=2, formats=frozenset({"live", "teaching"}),
            note=_("For an original talk, once; nothing for giving it again, nor as a learner of the same session."),
        ),
        Way(
            key="ama_article", label=_("From the AMA: lead author of a MEDLINE-indexed article"), source="ama-direct",
            grade="A", amount=Decimal(10), is_timed=False, formats=frozenset({"publication"}), keeps=_LETTER,
        ),
        Way(
            key="ama_poster", label=_("From the AMA: first author of a poster at a certified conference"),
            source="ama-direct", grade="A", amount=Decimal(5), is_timed=False, formats=frozenset({"publication"}),
            keeps=_LETTER,
        ),
        Way(
            key="ama_degree", label=_("From the AMA: medically related master's or doctoral degree"),
            source="ama-direct", grade="A", amount=Decimal(25), is_timed=False, keeps=_LETTER,
        ),
        Way(
            key="ama_board", label=_("From the AMA: ABMS board certification or continuing certification"),
            source="ama-direct", grade="A", amounts=(Decimal(60), Decimal(25)), is_timed=False, keeps=_LETTER,
            note=_("60 if completed on or after September 1, 2010; 25 before."),
        ),
        Way(
            key="ama_residency", label=_("From the AMA: a year of ACGME residency or fellowship"), source="ama-direct",
            grade="A", amount=Decimal(20), is_timed=False, keeps=_LETTER,
        ),
    ),
)  # fmt: skip

_NOTES: Final = _("Keep your own notes of what it was, when and how long: you claim this credit, nobody awards it.")


def _self(key: str, label: str, *formats: str) -> Way:
    return Way(
        key=key,
        label=label,
        source="ama-category-2",
        grade="B",
        is_self=True,
        formats=frozenset({"self_claimed", *formats}),
    )


CATEGORY_2: Final = OutsideKind(
    key="AMA_PRA_2",
    label="AMA PRA Category 2 Credit",
    says=_("You claim it yourself for learning that nobody designated: reading, teaching, consultation."),
    step=QUARTER,
    minutes=60,
    is_common=True,
    is_self=True,
    keeps=_NOTES,
    source="ama-category-2",
    grade="B",
    ways=(
        _self("reading", _("Reading authoritative medical literature")),
        _self("unaccredited", _("Live activity not designated for Category 1"), "live"),
        _self("teaching", _("Teaching students, residents or other professionals"), "teaching"),
        _self("online", _("Unstructured online searching and learning"), "online"),
        _self("consultation", _("Consultation with peers and experts")),
        _self("self_assessment", _("Self-assessment"), "self_assessment"),
        _self("writing", _("Medical writing"), "publication"),
        _self("preceptorship", _("Preceptorship")),
        _self("research", _("Research")),
        _self("discussion", _("Small-group discussion")),
    ),
)
