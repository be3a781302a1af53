import json

import factories
import people
import pytest
import sepsis

from opencme.apps.assessment.models import Question
from opencme.apps.audit.models import AuditEvent
from opencme.apps.delivery.models import AttendanceImport
from opencme.commands.main import SUBCOMMANDS, run

pytestmark = pytest.mark.django_db
GIFT = "::One::Is insulin cleared by the kidney? {TRUE}\n\n::Two::Which? {=a ~b ~c}\n"


def says(capsys, *arguments):
    """Exit code, what machine or person reads, and what went beside it."""
    code = run([str(each) for each in arguments])
    out, beside = capsys.readouterr()
    return code, out.strip(), beside.strip()


@pytest.mark.parametrize("command", SUBCOMMANDS, ids=lambda each: each.NAME)
def test_every_command_tells_what_it_does_and_its_exit_codes(command, capsys):
    with pytest.raises(SystemExit) as end:
        run([command.NAME, "--help"])

    told = capsys.readouterr().out
    assert end.value.code == 0
    assert command.SAYS.split(";")[0].split(",")[0] in " ".join(told.split())
    assert "exit codes: 0 done" in told


def test_unknown_command_is_bad_input(capsys):
    with pytest.raises(SystemExit) as end:
        run(["fly"])

    assert end.value.code == 2


def test_ledger_verify_says_that_it_is_whole(capsys):
    assert says(capsys, "ledger", "verify") == (
        0,
        "The ledger is whole: 0 entries in 0 chains under 0 seals.",
        "",
    )
    code, out, _beside = says(capsys, "ledger", "verify", "--json")
    assert (code, json.loads(out)) == (0, {"whole": True, "entries": 0, "chains": 0, "seals": 0, "breaks": []})


def test_certificate_that_is_not_ours_is_told_as_such(capsys, tmp_path):
    path = tmp_path / "mine.pdf"
    path.write_bytes(b"%PDF-1.7\nhello\n%%EOF\n")

    code, out, _beside = says(capsys, "certificate", "verify", path, "--json")

    assert (code, json.loads(out)) == (1, {"verdict": "unknown", "status": ""})
    assert says(capsys, "certificate", "verify", tmp_path / "no.pdf")[::2] == (
        2,
        f"opencme: There is no file {tmp_path / 'no.pdf'}.",
    )


def test_questions_are_imported_on_behalf_of_the_person_named(capsys, tmp_path):
    activity = factories.activity(number="LHS-2026-0042")
    path = tmp_path / "bank.gift.txt"
    path.write_text(GIFT)

    told = says(capsys, "import", "questions", path, "--activity", "lakeside/LHS-2026-0042", "--as", people.ada().email)

    assert told[:2] == (0, "2 questions added.")
    assert Question.objects.of(activity.provider_id).count() == 2
    assert AuditEvent.objects.get(event="assessment.imported").by_label == "Ada Planner"


def test_file_with_a_mistake_is_refused_whole_with_its_line(capsys, tmp_path):
    activity = factories.activity()
    path = tmp_path / "bank.gift.txt"
    path.write_text(GIFT + "\n::Three::Never closed {=a ~b\n")

    code, out, _beside = says(capsys, "import", "questions", path, "--activity", activity.public_id, "--json")

    assert code == 1
    [finding] = json.loads(out)["refused"]
    assert "5" in finding["message"]
    assert not Question.objects.of(activity.provider_id).exists()


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("--activity", "lakeside/NONE"), 2, "There is no activity lakeside/NONE."),
        (("--activity", "seven"), 2, "'seven' is neither an id nor <provider>/<number>."),
        (("--activity", "{id}", "--as", "who@example.org"), 2, "Nobody here has the e-mail who@example.org."),
        (("--activity", "{id}", "--as", "{eve}"), 2, "There is no such thing for you."),
        (("--activity", "{id}", "--as", "{bo}"), 1, "You may not do this with the roles you have there."),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(capsys, tmp_path, arguments, code, sentence):
    activity = factories.activity()
    people.elsewhere()
    path = tmp_path / "bank.gift.txt"
    path.write_text(GIFT)
    known = {"id": activity.public_id, "eve": people.eve().email, "bo": people.bo().email}

    told = says(capsys, "import", "questions", path, *(each.format(**known) for each in arguments))

    assert told == (code, "", f"opencme: {sentence}")


def test_export_never_overwrites_unasked(capsys, tmp_path):
    activity = factories.activity()
    path = tmp_path / "file.pdf"
    path.write_text("mine")

    told = says(capsys, "export", "activity_file_pdf", "--activity", activity.public_id, "--out", path)

    assert (told[0], told[2]) == (2, f"opencme: {path} exists already; choose another name or add --overwrite.")
    assert path.read_text() == "mine"


@pytest.mark.slow
def test_activity_file_is_written_and_what_is_missing_is_said(capsys, tmp_path):
    activity = factories.activity()
    path = tmp_path / "file.pdf"

    code, out, _beside = says(
        capsys, "export", "activity_file_pdf", "--activity", activity.public_id, "--out", path, "--json"
    )

    told = json.loads(out)
    assert (code, told["file"], told["bytes"]) == (0, str(path), path.stat().st_size)
    assert path.read_bytes().startswith(b"%PDF-")


def test_order_of_day_and_month_is_taken_from_the_command_line(capsys):
    activity = sepsis.activity()
    sepsis.sessions(activity)
    sepsis.register_all(activity)
    place = (sepsis.DATA / sepsis.ZOOM, "--activity", activity.public_id, "--session", "2", "--json", "--date-order")

    wrong, told, _beside = says(capsys, "import", "attendance", *place, "day_first")
    right, out, _beside = says(capsys, "import", "attendance", *place, "month_first")

    assert (wrong, list(json.loads(told)), right, json.loads(out)["state"]) == (1, ["refused"], 0, "done")
    assert AttendanceImport.objects.of(activity.provider_id).get().date_order == "month_first"
