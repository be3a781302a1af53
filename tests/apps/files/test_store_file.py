import io
import os
import zipfile
from datetime import UTC, datetime, timedelta

import people
import pytest

from opencme.apps.audit.models import AuditEvent
from opencme.apps.files import selectors, services
from opencme.apps.files.kinds import KINDS
from opencme.apps.files.models import StoredFile
from opencme.apps.files.paths import folder, path_of
from opencme.kernel import clock
from opencme.kernel.findings import DomainError, NotFound
from opencme.rules.access import Actor
from opencme.rules.access.roles import system

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
ANY = frozenset(KINDS)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}},
    }


def keep(content, name="a.pdf", allowed=ANY):
    return services.store_file(by=system(), provider_id=None, name=name, content=content, allowed=allowed, now=NOW)


def zipped(**members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "/").replace("Content_Types", "[Content_Types].xml"), text)
    return out.getvalue()


def test_same_bytes_and_name_are_kept_once():
    first, second = keep(PDF), keep(PDF)

    assert first == second
    assert (first.media_type, first.size) == ("application/pdf", len(PDF))
    assert selectors.read_file(first) == PDF
    assert AuditEvent.objects.filter(event="wallet.file_kept").count() == 1


def own(who, content=PDF, name="receipt.pdf"):
    return services.store_file(
        by=people.as_actor(who), provider_id=None, name=name, content=content, allowed=ANY, now=NOW
    )


def test_a_private_file_is_nobody_elses_and_the_trail_does_not_name_it():
    mine, hers = own(people.dee()), own(people.nia())

    assert mine != hers
    assert mine.sha256 == hers.sha256
    trail = AuditEvent.objects.filter(event="wallet.file_kept")
    assert set(trail.values_list("by_label", "subject_label")) == {("", "")}
    assert all(each.after == {"media_type": "application/pdf"} for each in trail)


def test_forgetting_drops_bytes_only_when_no_other_row_names_them(django_capture_on_commit_callbacks):
    mine, hers = own(people.dee()), own(people.nia())

    for row, is_there in ((mine, True), (hers, False)):
        with django_capture_on_commit_callbacks(execute=True):
            rows = StoredFile.objects.across_providers(why="test").filter(pk=row.pk)
            assert services.forget_files(rows) == 1
        assert path_of(row.sha256).exists() is is_there


def test_a_providers_file_is_never_forgotten():
    kept = services.store_file(
        by=system(), provider_id=people.lakeside().pk, name="a.pdf", content=PDF, allowed=ANY, now=NOW
    )

    with pytest.raises(ValueError, match="kept"):
        services.forget_files(StoredFile.objects.across_providers(why="test").filter(pk=kept.pk))


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [
        (PDF, "notes.html", "pdf"),
        (b"\x89PNG\r\n\x1a\n....", "logo.pdf", "png"),
        (b"\xff\xd8\xff\xe0....", "x", "jpeg"),
        (b"\x00\x00\x00\x20ftypisom....", "talk.mp4", "mp4"),
        (b"a,b\n1,2\n", "list.csv", "csv"),
        ("﻿Name\tJoin\n".encode("utf-16-le"), "teams.csv", "csv"),
        ("Name\tJoin Time\tLeave\n".encode("utf-16-le"), "teams.csv", "csv"),
        ("Tomás;Müller\n".encode("cp1252"), "list.csv", "csv"),
        (b"::Q1:: What? {=a ~b}", "bank.gift", "txt"),
        (b"<?xml version='1.0'?><quiz/>", "bank.xml", "xml"),
        (zipped(Content_Types="", xl__workbook="x"), "people.csv", "xlsx"),
        (zipped(a="x"), "evidence.zip", "zip"),
    ],
)
def test_kind_is_found_in_the_bytes_not_the_name(content, name, kind):
    assert keep(content, name).media_type == KINDS[kind].media_type


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>", "a.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png"),
        (b"<?xml version='1.0'?><svg onload='x'/>", "a.xml"),
        (b"hello", "a.html"),
        (b"MZ\x90\x00\x03\x00\x00\x00", "a.pdf"),
        (b"PK\x03\x04broken", "a.xlsx"),
        (zipped(Content_Types="", xl__workbook="x", **{"xl__vbaProject.bin": "m"}), "macros.xlsx"),
        (b"", "empty.csv"),
    ],
)
def test_anything_else_is_refused_and_leaves_nothing(content, name):
    with pytest.raises(DomainError):
        keep(content, name)

    assert not StoredFile.related.exists()
    assert [each for each in folder().rglob("*") if each.is_file()] == []


def test_refusal_names_what_it_is_and_what_is_wanted():
    with pytest.raises(DomainError) as refusal:
        keep(PDF, "people.csv", allowed=frozenset({"csv", "xlsx"}))

    assert str(refusal.value) == (
        "people.csv is a file of the kind PDF. Save it as one of these and choose it again: CSV, XLSX. A new name alone "
        "does not change it."
    )


def test_a_photo_of_an_iphone_is_refused_with_the_way_out():
    with pytest.raises(DomainError) as refusal:
        keep(b"\x00\x00\x00\x24ftypheic\x00\x00\x00\x00mif1heic", "IMG_2042.HEIC", allowed=frozenset({"jpeg"}))

    assert [each.code for each in refusal.value.findings] == ["files.heic"]
    assert "Save it as JPEG" in str(refusal.value)


def test_name_is_made_harmless():
    assert keep(PDF, "../../etc/\u202epasswd\x00.pdf").name == "passwd.pdf"


def test_bytes_lie_under_their_hash():
    kept = keep(PDF)

    assert path_of(kept.sha256).read_bytes() == PDF


def test_file_opens_by_token_for_its_person_only(client):
    kept = keep(PDF)
    cy, dee = Actor(person_id=7, label="Cy"), Actor(person_id=8, label="Dee")
    address = selectors.address_of(kept, person_id=7)
    token = address.split("t=")[1]

    assert selectors.file_to_read(actor=cy, file_id=kept.public_id, token=token) == kept
    for actor, given in ((dee, token), (None, token), (cy, ""), (cy, token + "x")):
        with pytest.raises(NotFound):
            selectors.file_to_read(actor=actor, file_id=kept.public_id, token=given)


def test_served_file_is_never_run_by_a_browser(client):
    image = keep(b"\x89PNG\r\n\x1a\n<script>", "logo.png")
    text = keep(b"a,b\n1,2\n", "list.csv")

    shown, loaded = client.get(selectors.address_of(image)), client.get(selectors.address_of(text))

    assert shown["Content-Disposition"] == 'inline; filename="logo.png"'
    assert loaded["Content-Disposition"] == 'attachment; filename="list.csv"'
    for answer in (shown, loaded):
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "sandbox" in answer["Content-Security-Policy"]
        answer.close()


@pytest.mark.parametrize(
    ("asked", "status", "body", "content_range"),
    [
        ("bytes=0-3", 206, b"%PDF", f"bytes 0-3/{len(PDF)}"),
        ("bytes=-6", 206, b"%%EOF\n", f"bytes {len(PDF) - 6}-{len(PDF) - 1}/{len(PDF)}"),
        ("bytes=9999-", 416, b"", f"bytes */{len(PDF)}"),
    ],
)
def test_player_gets_the_part_it_asks_for(client, asked, status, body, content_range):
    answer = client.get(selectors.address_of(keep(PDF)), headers={"Range": asked})

    assert (answer.status_code, b"".join(answer), answer["Content-Range"]) == (status, body, content_range)


def test_bytes_a_killed_program_left_are_swept_and_named_or_new_ones_are_not():
    row = own(people.dee())
    begun, orphan, new = folder() / ".new-x", path_of("ab" * 32), path_of("cd" * 32)
    for place in (begun, orphan, new):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(b"PK")
    now = clock.now()
    for place in (begun, orphan, path_of(row.sha256)):
        os.utime(place, ((now - timedelta(days=2)).timestamp(),) * 2)

    assert services.sweep_bytes(now=now) == 2
    assert [place.exists() for place in (begun, orphan, new, path_of(row.sha256))] == [False, False, True, True]
