import pytest

from opencme.rules.independence.edition import ControlRole
from opencme.rules.independence.invitations import MOST, read_list

FACULTY, PLANNER = ControlRole.FACULTY, ControlRole.PLANNER


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Cy Teacher <cy@clinic.example>, faculty", ("Cy Teacher", "cy@clinic.example", FACULTY, "")),
        ("Cy Teacher, MD, FACP <Cy@Clinic.example>, speaker", ("Cy Teacher", "cy@clinic.example", FACULTY, "MD, FACP")),
        ('"Teacher, Cy" <cy@clinic.example>; faculty', ("Cy Teacher", "cy@clinic.example", FACULTY, "")),
        ("Cy Teacher\tcy@clinic.example\tPlanners", ("Cy Teacher", "cy@clinic.example", PLANNER, "")),
        ("planner, cy@clinic.example, Cy Teacher", ("Cy Teacher", "cy@clinic.example", PLANNER, "")),
        ("Hạnh Nguyễn Thị <hanh@ward.example>, planner", ("Hạnh Nguyễn Thị", "hanh@ward.example", PLANNER, "")),
        ("Mary-Jo O'Neil <mj@x.example>, course director", ("Mary-Jo O'Neil", "mj@x.example", PLANNER, "")),
    ],
)
def test_a_line_as_it_stands_in_mails(line, expected):
    read = read_list(line)

    assert [(each.name, each.email, each.role, each.credentials) for each in read.people] == [expected]
    assert read.findings == ()


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("Cy Teacher, faculty", "address"),
        ("Cy <cy@clinic.example>, Bo <bo@clinic.example>, faculty", "addresses"),
        ("Cy Teacher <cy@clinic.example>", "role"),
        ("<cy@clinic.example>, faculty", "name"),
    ],
)
def test_a_line_that_is_not_understood_is_named(line, code):
    read = read_list(f"\nAda Planner <ada@x.example>, planner\n{line}\n")

    assert [each.name for each in read.people] == ["Ada Planner"]
    assert [(each.code, each.params["line"]) for each in read.findings] == [(f"independence.list.{code}", "3")]


def test_a_role_for_lines_without_one_and_the_same_person_once():
    read = read_list("Cy <cy@x.example>\nCy T. <CY@x.example>, faculty\nCy <cy@x.example>, planner", otherwise=FACULTY)

    assert [(each.line, each.role) for each in read.people] == [(1, FACULTY), (3, PLANNER)]
    assert read_list("a@b.example\n" * (MOST + 1)).findings[0].code == "independence.list.many"
