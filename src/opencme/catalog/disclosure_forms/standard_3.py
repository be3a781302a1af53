"""The disclosure form of Standard 3 of the Standards for Integrity and Independence."""

from datetime import date
from types import MappingProxyType
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.independence.edition import (
    Edition,
    Method,
    OwnerException,
    RelationshipKind,
    RoleGroup,
    StandardException,
    Words,
)

KEY: Final = "standard_3"
NAME: Final = _("Disclosure of financial relationships with ineligible companies")

_COLLECT: Final = "accme-standard-3-collect"
_METHODS: Final = "accme-mitigation-methods"
_PLANNER: Final = frozenset({RoleGroup.PLANNER})
_OTHERS: Final = frozenset({RoleGroup.OTHERS})

WORDS: Final = Words(
    # The definition every form must carry, in the accreditor's terms.
    definition=_(
        "An ineligible company is one whose primary business is producing, marketing, selling, re-selling, or "
        "distributing healthcare products used by or on patients."
    ),
    definition_source="accme-ineligible-company",
    request=_(
        "List every financial relationship you had with an ineligible company in the %(months)s months before your "
        "role begins, that is since %(from)s, also if it has ended."
    ),
    no_minimum=_("There is no minimum: any amount counts. We do not ask how much."),
    relevance=_("List them whether or not you think they matter here; the provider decides what is relevant."),
    not_asked=_(
        "Not asked: relationships of a spouse or partner, and mutual or pension funds whose stocks you do not choose."
    ),
    refusal=_("Whoever does not disclose cannot plan, teach or review accredited education."),
    exclusion=_(
        "Owners and employees of an ineligible company cannot take the role, save three exceptions that the provider "
        "decides on. You can sign all the same; the provider will speak with you."
    ),
    none=_("I have had no financial relationships with ineligible companies in these %(months)s months."),
    attestation=_("This is complete to the best of my knowledge. I will sign again when something changes."),
    mitigated=_("All relevant financial relationships listed have been mitigated."),
    absent_all=_(
        "None of the planners, faculty and others in control of content has relevant financial relationships with "
        "ineligible companies to disclose."
    ),
    absent_some=_("No relevant financial relationships with ineligible companies to disclose: %(people)s."),
    absent_others=_("In control of content: %(people)s."),
    not_required=_("For this kind of education no disclosure of financial relationships is required."),
)

KINDS: Final = (
    RelationshipKind(
        key="employee",
        name=_("Employee"),
        phrase=_("Employee"),
        help=_("The company pays you a salary. Employees are excluded, save three exceptions."),
        is_employment=True,
        source=_COLLECT,
    ),
    RelationshipKind(
        key="executive",
        name=_("Executive role, board of directors"),
        phrase=_("Executive role"),
        source=_COLLECT,
    ),
    RelationshipKind(
        key="ownership",
        name=_("Ownership interest: stock, another share, stock options"),
        phrase=_("Ownership interest"),
        help=_("Stock of a privately held company, whatever the amount, makes you an owner."),
        is_holding=True,
        source="accme-stock",
    ),
    RelationshipKind(
        key="royalties",
        name=_("Royalties or patent beneficiary"),
        phrase=_("Royalties or patent"),
        source="accme-patent-royalties",
    ),
    RelationshipKind(
        key="researcher",
        name=_("Researcher: named or principal investigator"),
        phrase=_("Researcher"),
        help=_("Also where your institution receives and manages the money."),
        source=_COLLECT,
    ),
    RelationshipKind(key="consultant", name=_("Consultant"), phrase=_("Consultant"), source=_COLLECT),
    RelationshipKind(key="advisor", name=_("Advisor, advisory board"), phrase=_("Advisor"), source=_COLLECT),
    RelationshipKind(key="speaker", name=_("Speaker, speakers' bureau"), phrase=_("Speaker"), source=_COLLECT),
    RelationshipKind(
        key="contractor",
        name=_("Independent contractor, contracted research"),
        phrase=_("Independent contractor"),
        source=_COLLECT,
    ),
    RelationshipKind(
        key="other",
        name=_("Another financial relationship"),
        phrase=_("Other financial relationship"),
        help=_("Say in a few words what it is."),
        needs_note=True,
        source=_COLLECT,
    ),
)

METHODS: Final = (
    Method(
        key="divest",
        name=_("Ended the relationship"),
        help=_("The person gave the relationship up. It stays on the list for its 24 months."),
        groups=_PLANNER | _OTHERS,
        needs_note=True,
        source=_METHODS,
    ),
    Method(
        key="recuse",
        name=_("Recused from the part of planning it touches"),
        help=_("Say from which topics or decisions the person stays away, and who decides them instead."),
        groups=_PLANNER,
        needs_note=True,
        source=_METHODS,
    ),
    Method(
        key="peer_review_planning",
        name=_("Planning decisions reviewed by a peer"),
        help=_("Somebody without relevant relationships reviewed what this person decides in planning."),
        groups=_PLANNER,
        needs_peer=True,
        source=_METHODS,
    ),
    Method(
        key="peer_review_content",
        name=_("Content reviewed by a peer"),
        help=_("Somebody without relevant relationships reviewed the content for balance."),
        groups=_OTHERS,
        needs_peer=True,
        source=_METHODS,
    ),
    Method(
        key="attest_evidence",
        name=_("Attested that recommendations rest on evidence"),
        help=_("The person attests that clinical recommendations are evidence-based and free of commercial bias."),
        groups=_OTHERS,
        by_person=True,
        source=_METHODS,
    ),
    Method(
        key="other",
        name=_("Another step"),
        help=_("Describe it, so that a reader years later can judge it."),
        groups=_PLANNER | _OTHERS,
        needs_note=True,
        source=_METHODS,
    ),
)

OWNER_EXCEPTIONS: Final = (
    OwnerException(
        key="unrelated_content",
        clause="3.2 a",
        name=_("The content is unrelated to the company"),
        condition=_("The content is not related to the business lines or products of the company."),
        makes_not_relevant=True,
        source="accme-owner-exceptions",
    ),
    OwnerException(
        key="basic_science_or_methods",
        clause="3.2 b",
        name=_("Basic science or research methods only"),
        condition=_("The content is limited to basic science research, such as pre-clinical work, or to its methods."),
        no_recommendations=_("The person makes no recommendations about care."),
        source="accme-owner-exceptions",
    ),
    OwnerException(
        key="device_technician",
        clause="3.2 c",
        name=_("Technician who teaches the safe use of a device"),
        condition=_("The person teaches the safe and proper use of a medical device as a technician."),
        no_recommendations=_("The person does not recommend whether or when a device is used."),
        source="accme-owner-exceptions",
    ),
)

STANDARD_EXCEPTIONS: Final = (
    StandardException(
        key="nonclinical",
        name=_("Non-clinical education"),
        condition=_("Leadership, communication and the like: no place for commercial bias in care."),
        source="accme-standard-3-exceptions",
    ),
    StandardException(
        key="learner_control",
        name=_("Learners control the content"),
        condition=_("A conversation among peers that nobody planned; the learners write down what they learned."),
        never_formats=frozenset({"rss", "live", "live_internet", "committee"}),
        source="accme-spontaneous-conversations",
    ),
    StandardException(
        key="self_directed",
        name=_("Self-directed education"),
        condition=_("The learner sets the goals and reports the change made. The wording of the rule is not verified."),
        source="accme-self-directed",
    ),
)

EDITIONS: Final = (
    Edition(
        key="accme-2022",
        in_force_from=date(2022, 1, 1),
        source="accme-standard-3",
        lookback_months=24,
        fresh_months=12,
        words=WORDS,
        kinds=KINDS,
        securities=MappingProxyType({"stock": _("Stock or another share"), "option": _("Stock options")}),
        listings=MappingProxyType({"private": _("privately held company"), "public": _("publicly traded company")}),
        owner_if=frozenset({("stock", "private")}),
        listing_asked_for=frozenset({"stock"}),
        methods=METHODS,
        owner_exceptions=OWNER_EXCEPTIONS,
        standard_exceptions=STANDARD_EXCEPTIONS,
        ineligible_examples=(
            _("Pharmaceutical companies and distributors"),
            _("Makers and distributors of devices, reagents and health-related wearables"),
            _("Diagnostic laboratories that sell proprietary products"),
            _("Startups in biomedicine that have begun a government's approval process"),
            _("Compounding pharmacies with proprietary compounds; pharmacy benefit managers"),
            _("Growers, makers and sellers of medical foods and dietary supplements"),
            _("Advertising and communication firms whose clients are such companies"),
        ),
        eligible_examples=(
            _("Hospitals, group practices, universities, nursing homes, blood banks"),
            _("Government and the military, insurers, health law firms, professional societies"),
            _("Publishers and education companies, electronic record and software companies"),
            _("Laboratories and pharmacies without proprietary products"),
        ),
    ),
)
