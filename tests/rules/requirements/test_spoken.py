"""Rules in plain words: whole sentences of known rules, and laws over every clause of the pack."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from opencme.catalog.requirement_sets import pack, vocabulary
from opencme.catalog.requirement_sets.entries import entries, names
from opencme.rules.requirements.conditions import All, Any, Not
from opencme.rules.requirements.conditions import Test as Asked
from opencme.rules.requirements.definitions import Deadline, Frequency
from opencme.rules.requirements.spoken import (
    SECTIONS,
    Names,
    Said,
    Tongue,
    about,
    changes,
    clauses,
    headline,
    in_words,
    open_point,
    told,
    unknowns,
)
from opencme.rules.requirements.spoken.named import mandates_named, often
from opencme.rules.requirements.spoken.phrases import until, who
from opencme.rules.requirements.spoken.words import ANCHORS, EVENTS, PERIODS, UNITS

RULES = sorted(pack())
REMARKED = Names(topics={}, systems={}, facts={}, mandates={"xx-pain": "pain", "xx-pain-2": "pain"})


def said(rule_id: str, kind: str) -> list[str]:
    rule = pack()[rule_id]
    found = [each for each in clauses(rule, names(), entries()[rule_id]) if each.kind == kind]
    return [" ".join(map(str, each.words)) for each in found]


@pytest.mark.parametrize(
    ("kind", "said_of"),
    [
        ("units", UNITS),
        ("cycle_anchors", ANCHORS),
        ("equivalence_events", EVENTS),
        ("limit_periods", PERIODS),
    ],
)
def test_every_code_of_the_vocabulary_has_words(kind: str, said_of: Mapping[str, object]) -> None:
    assert vocabulary()[kind] <= said_of.keys()


@pytest.mark.parametrize("rule_id", RULES)
def test_every_clause_is_a_sentence_without_codes(rule_id: str) -> None:
    rule, entry = pack()[rule_id], entries()[rule_id]

    found = clauses(rule, names(), entry)

    keys = [(each.kind, each.key) for each in found]
    assert len(keys) == len(set(keys))
    assert {each.section for each in found} <= set(SECTIONS)
    assert {topic.id for topic in rule.topics} == {each.key for each in found if each.kind == "topic"}
    assert all(each.words or each.note for each in found)
    free = {bucket.label for bucket in rule.buckets}  # the pack's own words may hold anything
    for each in found:
        for sentence in map(str, each.words):
            ours = sentence
            for label in free:
                ours = ours.replace(label, "")
            assert "_" not in ours
            assert "%(" not in ours
            assert "None" not in ours
            assert sentence.endswith((".", ":"))


@pytest.mark.parametrize("rule_id", RULES)
def test_what_is_unknown_names_every_open_field(rule_id: str) -> None:
    rule = pack()[rule_id]

    found = unknowns(rule, names(), entries()[rule_id])

    assert len(found) >= len(set(rule.unverified))
    assert len({str(each) for each in found}) == len(found)
    assert len([each for each in found if "found in no source" in str(each)]) == len(rule.cycle.unconfirmed)


@pytest.mark.parametrize(
    ("rule_id", "head"),
    [
        ("us-ma-md", "50 credits every 2 years"),
        ("us-al-md", "25 credits every year"),
        ("us-ct-md", "50 contact hours in the last 2 years, every year"),
        ("us-fed-dea-mate", "8 hours, once"),
        ("us-fed-oa-rems", "Voluntary: nothing is owed"),
        ("us-ny-md", "No general amount; topics only"),
        ("us-mt-md", "No set amount is asked for"),
        ("abem", "Cannot be decided from the sources"),
        ("us-va-rn", "Cannot be decided from the sources"),
        ("in-states", "Cannot be decided from the sources"),
        ("us-la-aprn", "The amount is not known"),
    ],
)
def test_the_head_says_what_is_asked_for(rule_id: str, head: str) -> None:
    assert str(headline(pack()[rule_id])) == head


@pytest.mark.parametrize(
    ("rule_id", "kind", "sentences"),
    [
        (
            "us-md-md",
            "cycle",
            ["A cycle is 2 years long. It ends on September 30. Surnames A-L: even years. Surnames M-Z: odd years."],
        ),
        (
            "us-de-md",
            "first_cycle",
            [
                (
                    "A clinician whose number of months from issue of the initial license to its first expiry is under 12: "
                    "the first cycle asks for no general amount. Other first cycles: 20 hours."
                )
            ],
        ),
        ("us-ma-md", "first_cycle", ["What the first cycle after licensing asks for is not known."]),
        (
            "us-ok-do",
            "minimum",
            [
                "All of the total must be of this kind: AOA Category One (1-A/1-B). Not for a clinician who is certified by an ABMS board."
            ],
        ),
        (
            "us-ct-md",
            "exemption",
            [
                "Exempt: a clinician who holds an inactive license.",
                "Exempt: a clinician who has a medical disability.",
                "Owes 10 contact hours less: a clinician who serves on a medical board.",
            ],
        ),
        (
            "nccpa",
            "weight",
            [
                "self-assessment weighs 1.5 times.",
                "The first 20 credits of performance improvement CME in a cycle weigh 2 times.",
            ],
        ),
        ("us-il-md", "rounding", ["Each credit is rounded down to steps of 0.5 hours."]),
        ("us-ca-md", "records", ["Keep proof for 4 years from completion."]),
        ("us-ga-md", "records", ["How long proof must be kept is not known."]),
    ],
)
def test_a_clause_in_words(rule_id: str, kind: str, sentences: list[str]) -> None:
    found = said(rule_id, kind)

    assert [each[: len(wanted)] for each, wanted in zip(found, sentences, strict=True)] == sentences


HELD = Asked("dea_registered", "is", True)
SPECIALTY = Asked("specialty", "in", frozenset({"pathology", "family_medicine"}))


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (HELD, "who holds a current US DEA registration"),
        (Not(HELD), "other than one who holds a current US DEA registration"),
        (SPECIALTY, "whose primary specialty is family medicine or pathology"),
        (
            Not(All((HELD, SPECIALTY))),
            (
                "other than one who holds a current US DEA registration and whose primary specialty is family medicine or "
                "pathology"
            ),
        ),
        (
            All((HELD, Any((SPECIALTY, Asked("licence_issue_date", "gte", date(2022, 1, 1)))))),
            (
                "who holds a current US DEA registration and (whose primary specialty is family medicine or pathology or "
                "whose date of first issue of this license is 2022-01-01 or later)"
            ),
        ),
    ],
)
def test_a_condition_in_words(condition: All | Any | Not | Asked, words: str) -> None:
    assert str(who(condition, names())) == words


@pytest.mark.parametrize(
    ("frequency", "words"),
    [
        (Frequency(kind="every_cycle"), "every cycle"),
        (Frequency(kind="every_n_cycles", n=3), "every 3 cycles"),
        (Frequency(kind="every_n_months", n=12), "every year"),
        (Frequency(kind="every_n_months", n=18), "every 18 months"),
        (Frequency(kind="first_n_cycles", n=2), "in each of the first 2 cycles"),
        (Frequency(kind="within_years", from_year=1, to_year=3), "in years 1 to 3"),
        (Frequency(kind="once", deadline=Deadline(renewal_number=2)), "once, by the second renewal"),
        (
            Frequency(
                kind="sequence",
                steps=(Frequency(kind="first_n_cycles", n=2), Frequency(kind="every_n_months", n=96)),
            ),
            "in each of the first 2 cycles, then every 8 years",
        ),
    ],
)
def test_a_frequency_in_words(frequency: Frequency, words: str) -> None:
    assert str(often(frequency)) == words


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (Deadline(by=date(2026, 11, 17)), "by 2026-11-17"),
        (Deadline(by=date(2022, 12, 31), not_before=date(2020, 1, 1)), "from 2020-01-01 through 2022-12-31"),
        (Deadline(months_after_issue=48), "within 4 years of the license being issued"),
        (Deadline(next_renewal_after=date(2022, 4, 1)), "by the first renewal after 2022-04-01"),
        (Deadline(application_on_or_after=date(2022, 6, 1)), "with the first application on or after 2022-06-01"),
        (Deadline(event="dea_registration", months_after_event=12), "within 1 year of the DEA registration"),
        (Deadline(event="initial_application"), "at the first application for the license"),
        (Deadline(next_renewal=True), "by the next renewal"),
        (
            Deadline(first_of=(Deadline(months_after_issue=48), Deadline(renewal_number=2))),
            "within 4 years of the license being issued or by the second renewal, whichever comes first",
        ),
    ],
)
def test_a_deadline_in_words(deadline: Deadline, words: str) -> None:
    assert str(until(deadline)) == words


def test_an_edition_that_asks_the_same_changes_nothing() -> None:
    rule, entry = pack()["us-ma-md"], entries()["us-ma-md"]
    renamed = replace(
        rule, topics=tuple(replace(topic, id=f"new-{topic.id}", absorbs=frozenset()) for topic in rule.topics)
    )
    plain = replace(rule, topics=tuple(replace(topic, absorbs=frozenset()) for topic in rule.topics))

    assert changes(clauses(rule, names(), entry), clauses(rule, names(), entry)) == ()
    assert changes(clauses(plain, names(), entry), clauses(renamed, names(), entry)) == ()


def test_an_amended_edition_says_what_was_and_what_is() -> None:
    rule, entry = pack()["us-ma-md"], entries()["us-ma-md"]
    dementia = next(topic for topic in rule.topics if topic.id == "ma-dementia")
    others = tuple(topic for topic in rule.topics if topic is not dementia)
    later = replace(
        rule, total=60_000, topics=(*others, replace(dementia, id="ma-memory", amount=2_000)), exemptions=()
    )

    found = changes(clauses(rule, names(), entry), clauses(later, names(), entry))

    assert [
        (each.section, [str(said) for said in each.before][:1], [str(said) for said in each.after][:1])
        for each in found
    ] == [
        ("amount", ["50 credits every 2 years."], ["60 credits every 2 years."]),
        ("topics", ["dementia: 1 credit, once."], ["dementia: 2 credits, once."]),
        ("ease", ["Exempt: a clinician who holds a training, resident or limited license."], []),
        ("ease", ["Exempt: a clinician who holds an inactive license."], []),
    ]


def test_sentences_are_put_together_in_another_language() -> None:
    catalog = {"%(much)s %(often)s": "%(often)s: %(much)s", "every %(time)s": "alle %(time)s"}
    plurals = {"%(n)s credits": "%(n)s Punkte", "%(n)s years": "%(n)s Jahre"}
    tongue = Tongue(
        one=lambda message: catalog.get(message, message),
        many=lambda one, many, n: plurals[one if n == 1 else many],
        day=lambda day: day.strftime("%d.%m.%Y"),
    )

    assert told(headline(pack()["us-ma-md"]), tongue) == "alle 2 Jahre: 50 Punkte"
    assert told(Said("%(day)s", {"day": date(2026, 3, 1)}), tongue) == "01.03.2026"


# ── remarks of the pack ──


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("carry_over", "Whether surplus moves into the next cycle"),
        ("cycle.end rests on one page", "On which day the cycle ends: rests on one page"),
        ("cycle.end (general knowledge)", "On which day the cycle ends (general knowledge)"),
        ("xx-pain, xx-pain-2: length of the course", "Not confirmed: “pain”: length of the course"),
        ("cat1 share 25% in first_cycle", "Not confirmed: Category 1 share 25% in first cycle"),
        ("the bucket has no topic code", "Not confirmed: the kind of credit has no topic"),
    ],
)
def test_an_open_point_of_the_pack_is_told_without_codes(text: str, told: str):
    assert str(open_point(text, REMARKED)) == told


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "before this audit: unverified, and worked case RC22 asked for 40 hours",
            "earlier in this pack: not confirmed",
        ),
        ("none (before this audit); two hours", "none (earlier in this pack); two hours"),
        ("true (statute)", "yes (statute)"),
        ("true to 2024-12-31", "true to 2024-12-31"),
        ("see https://board.example/a_page_here (2024)", "see https://board.example/a_page_here (2024)"),
        ("720 ILCS 570/315.5; 22 TAC 161.35", "720 ILCS 570/315.5; 22 TAC 161.35"),
    ],
)
def test_a_remark_keeps_what_its_source_says(text: str, told: str):
    assert in_words(text, REMARKED) == told


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("total", "how much is owed in all"),
        ("total.amount", "how much is owed in all"),
        ("topics.xx-pain.frequency", "the topic “pain”: how often"),
        ("topics.*.frequency", "topics: how often"),
        ("limits and topics", "limits on kinds of credit and topics"),
        ("equivalences.advanced_degree", "what stands in for credit: study for an advanced degree"),
        ("limits.cat1_min", "limits on kinds of credit"),
    ],
)
def test_what_sources_disagree_about_has_a_name(field: str, told: str):
    assert str(about(field, REMARKED)) == told


@pytest.mark.parametrize("rule_id", RULES)
def test_no_two_mandates_of_a_rule_have_one_name(rule_id: str) -> None:
    called = [str(each) for each in mandates_named(pack()[rule_id], names()).values()]

    assert len(called) == len(set(called))


@pytest.mark.parametrize(
    ("rule_id", "called"),
    [
        (
            "us-ny-md",
            {
                "ny-child": "child abuse (once, at the first application for the license)",
                "ny-child-2025": "child abuse (once, by 2025-04-01)",
                "ny-child-2026": "child abuse (once, by 2026-11-17)",
                "ny-infection": "infection control",
            },
        ),
        (
            "us-il-md",
            {"il-opioid": "opioid prescribing (every cycle)", "il-opioid-6y": "opioid prescribing (every 6 years)"},
        ),
        (
            "us-pr-md",
            {
                "pr-autism": "autism (for a clinician who treats patients with autism)",
                "pr-autism-peds": "autism (for a clinician whose primary specialty is pediatrics)",
            },
        ),
        (
            "it-ecm-2023",
            {
                "it-radio": "radiation protection of the patient (10% of the total)",
                "it-radio15": "radiation protection of the patient (15% of the total)",
            },
        ),
    ],
)
def test_mandates_on_the_same_topics_are_told_apart(rule_id: str, called: Mapping[str, str]) -> None:
    found = {key: str(each) for key, each in mandates_named(pack()[rule_id], names()).items()}

    assert {key: found[key] for key in called} == called


@pytest.mark.parametrize(
    ("rule_id", "key", "sentence"),
    [
        ("us-wv-do", "residency_participation-1", "When it lasted 9 months or more."),
        (
            "us-fed-dea-mate",
            "us_graduate_recent_with_8h_sud-2",
            "Within 5 years of DEA registration or renewal submitted.",
        ),
        ("us-wy-md", "exemption-1", "Whether topics stay owed is not known."),
        ("us-il-md", "rounding", "One of less than 1 hour does not count."),
        ("us-nc-md", "nc-cs", "Also met by the one-time training of the federal MATE Act in the same cycle."),
        ("us-tx-md", "carry_over", "It does not count for these topics:"),
        ("abs", "after_assessment", "These minima are not owed then:"),
        ("us-fed-dea-mate", "once", "Also met by the one-time training of the federal MATE Act."),
        ("us-vi-md", "three_year_average", "an average of 40 hours a year over 3 years, at least 25 hours in each."),
        ("us-co-md", "edition", "This edition is in force from"),
    ],
)
def test_what_eases_or_bounds_a_duty_is_said(rule_id: str, key: str, sentence: str) -> None:
    rule = pack()[rule_id]
    words = {each.key: " ".join(map(str, each.words)) for each in clauses(rule, names(), entries()[rule_id])}

    assert sentence in words[key]
