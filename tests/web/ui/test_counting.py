"""What an activity does before one authority is said once, and never left unsaid."""

from opencme.catalog.requirement_sets import pack
from opencme.rules.requirements.shortest import Effect
from opencme.web.ui.counting import without_repeats
from opencme.web.ui.lines import warning_words

DEA = pack()["us-fed-dea-mate"]
WHOLE = Effect("duty", "sud_all", 4000, "hour", closes=True)
TOTAL = Effect("duty", "total", 4000, "hour", closes=True)


def test_minimum_of_the_whole_is_left_out_beside_its_total_only():
    assert without_repeats(DEA, (TOTAL, WHOLE)) == (TOTAL,)
    assert without_repeats(DEA, (WHOLE,)) == (WHOLE,)
    assert without_repeats(None, (TOTAL, WHOLE)) == (TOTAL, WHOLE)


def test_topics_of_a_warning_are_told_by_their_names():
    said = "it must cover, and no credit says that it does: "

    assert warning_words(f"{said}ny federal law, acute pain") == (
        f"{said}New York and federal law on controlled substances, acute pain"
    )
    assert warning_words("the course must be interactive") == "the course must be interactive"
