"""The history shows names where the audit trail keeps keys, and leaves alone what is no key."""

import pytest

from opencme.apps.activities.selectors.history_words import edition_in_words, label_of, value_in_words, words_in


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("pars_learners_json of Sepsis", "PARS learner completions, JSON of Sepsis"),
        ("1.50 ama_pra_cat1", "1.50 AMA PRA Category 1 Credit™"),
        ("participants_812_2026.csv (zoom_participants)", "participants_812_2026.csv (Zoom meeting participants)"),
        ("Live from the live ward", "Live from the live ward"),
    ],
)
def test_keys_that_stand_alone_are_named(text, words):
    assert words_in(text) == words


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("state", "in_review", "In review"),
        ("format", "live", "Live course, in person"),
        ("title", "live", "live"),
        ("credit_systems", ["ama_pra_cat1", "ancc"], "AMA PRA Category 1 Credit™, ANCC contact hours"),
        ("method", "peer_review_content", "peer review content"),
        ("left_out", {"identity.consent": 3}, "identity consent: 3"),
        ("is_required", True, "yes"),
        ("reason", None, ""),
    ],
)
def test_values_are_worded_by_their_column(name, value, words):
    assert value_in_words(value, name) == words


def test_labels_and_rule_editions_are_words():
    assert label_of("practice_gap") == "Practice gap"
    assert (
        edition_in_words("ama_pra_cat1 2017-09-29, standard_1@2022-01-01")
        == "AMA PRA Category 1 Credit™ (edition of 2017-09-29), Standard 1 (edition of 2022-01-01)"
    )
