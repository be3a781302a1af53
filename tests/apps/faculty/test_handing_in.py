import io
import zipfile
from datetime import timedelta

import factories
import people
import pytest
from in_control import NOW, invited

from opencme.apps.audit.models import AuditEvent
from opencme.apps.faculty import services
from opencme.apps.faculty.files import may_read
from opencme.kernel.findings import DomainError, NotFound

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%%EOF\n"


def pptx(**extra):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in ("[Content_Types].xml", "ppt/presentation.xml", *extra.values()):
            archive.writestr(name, "<x/>")
    return out.getvalue()


def test_slides_are_kept_once_and_can_be_taken_back():
    row = invited(factories.activity())
    first = services.submit_file(token=row.token, name="talk.pptx", content=pptx(), note="Draft", now=NOW)
    assert services.submit_file(token=row.token, name="talk.pptx", content=pptx(), now=NOW) == first
    assert first.file.media_type.endswith("presentationml.presentation")

    services.take_back_file(token=row.token, submission_id=first.public_id, now=NOW + timedelta(minutes=1))
    services.take_back_file(token=row.token, submission_id=first.public_id, now=NOW + timedelta(minutes=2))
    assert not row.submissions.filter(withdrawn_at=None).exists()
    assert list(AuditEvent.objects.filter(event__startswith="submission").values_list("event", flat=True)) == [
        "submission.made",
        "submission.taken_back",
    ]


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("talk.html", b"<html><script>1</script>", "files.kind"),
        ("talk.pptm", pptx(a="ppt/vbaProject.bin"), "files.kind"),
        ("talk.pdf", b"", "files.empty"),
        ("list.csv", b"a,b\n1,2\n", "files.kind"),
    ],
)
def test_what_is_no_slide_or_handout_is_refused(name, content, code):
    row = invited(factories.activity())
    with pytest.raises(DomainError) as refused:
        services.submit_file(token=row.token, name=name, content=content, now=NOW)

    assert [each.code for each in refused.value.findings] == [code]


def test_nobody_takes_back_the_file_of_another_and_staff_may_read_it():
    activity = factories.activity()
    cy, mo = invited(activity), invited(activity, name="Mo", email="mo@clinic.example")
    kept = services.submit_file(token=cy.token, name="talk.pdf", content=PDF, now=NOW)
    with pytest.raises(NotFound):
        services.take_back_file(token=mo.token, submission_id=kept.public_id, now=NOW)

    assert may_read(people.as_actor(people.ada()), kept.file)
    assert not may_read(people.as_actor(people.eve()), kept.file)
