import pytest

from opencme.rules.delivery.matching import Known, Match, Matcher
from opencme.rules.delivery.names import is_device, take_apart, tokens

MATCHER = Matcher(
    [
        Known(1, "Bola Adeyemi", ("bola@x.org",)),
        Known(2, "Marta Żak", ("marta@x.org",)),
        Known(3, "José Peña García", ("jose@x.org",)),
        Known(4, "Галина Орлова", ("g@x.org",)),
        Known(5, "Nguyễn Thị Hạnh", ("hanh@x.org",)),
        Known(6, "Ann Lee", ("ann1@x.org",)),
        Known(7, "Ann Lee", ("ann2@x.org",)),
        Known(8, "Hanh Do", ("do@x.org",)),
        Known(9, "Sara O’Neil", ("sara@x.org",)),
    ]
)


@pytest.mark.parametrize(
    ("name", "email", "key", "why", "is_sure"),
    [
        ("Somebody", "BOLA@x.org ", 1, "email", True),
        ("Adeyemi, Bola", "", 1, "name", True),
        ("Marta Zak, MD, FACP", "", 2, "name", True),
        ("Dr. Marta Zak (Guest)", "", 2, "name", True),
        ("Орлова Галина", "", 4, "name_other_order", True),
        ("Hạnh Nguyễn Thị", "", 5, "name_other_order", True),
        ("Conference (Bola Adeyemi)", "", 1, "original_name", True),
        ("Do, Hanh", "", 8, "name", True),
        ("Sara O'Neil", "", 9, "name", True),
        ("Sara O'Neil (Unverified)", "", 9, "name_unverified", False),
        ("Bola Adeyemi", "other@y.org", 1, "name_other_email", False),
        ("Ann Lee", "", 6, "name_shared", False),
        ("José Peña", "", 3, "name_part", False),
        ("M. Zak", "", 2, "name_part", False),
        ("Bola Adeyemmi", "", 1, "name_similar", False),
        ("Marta", "", None, "nobody", False),
        ("iPhone", "", None, "device", False),
        ("Galaxy S21 Ultra", "", None, "device", False),
        ("+1 555 010 0199", "", None, "device", False),
        ("Zoe Unknownperson", "", None, "nobody", False),
    ],
)
def test_row_means(name, email, key, why, is_sure):
    match = MATCHER.match(take_apart(name), email)

    assert (match.key, match.why, match.is_sure()) == (key, why, is_sure)


def test_nobody_is_never_sure():
    assert not Match(None, 100, "nobody").is_sure()


@pytest.mark.parametrize(
    ("text", "shown", "original", "tags"),
    [
        ("Lena Vogt (L. Vogt MD)", "Lena Vogt", "L. Vogt MD", set()),
        ("Lena Vogt (she/her) (Guest)", "Lena Vogt", "", {"guest"}),
        ("Lena Vogt (Lena's phone) (Unverified)", "Lena Vogt", "Lena's phone", {"unverified"}),
        ("(Guest)", "(Guest)", "", set()),
    ],
)
def test_name_is_taken_apart(text, shown, original, tags):
    name = take_apart(text)

    assert (name.shown, name.original, set(name.tags)) == (shown, original, tags)


@pytest.mark.parametrize("name", ["Øystein Łukasz", "oystein lukasz", "ØYSTEIN, MD Łukasz".replace(", MD", "")])
def test_names_compare_without_case_and_marks(name):
    assert tokens(name) == ("oystein", "lukasz")


@pytest.mark.parametrize("name", ["Phoebe Tablett", "Ian Padilla", "Andro Idris", "Pixie Lott"])
def test_people_are_no_devices(name):
    assert not is_device(name)
