import email
import socket
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from django.core import mail
from django.core.mail import EmailMessage

from opencme.apps.messaging.models import Message
from opencme.apps.messaging.outbox import Outbox
from opencme.apps.messaging.services import queue_mail, sending
from opencme.config.env import BadSetting
from opencme.config.mail import Mail, mail_from

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def queued(**changes):
    return queue_mail(
        **{"to": "dee@clinic.example", "subject": "Your certificate", "text": "Here it is.", "now": NOW, **changes}
    )


class Postbox:
    """A receiving mail server; ``answers`` are given in turn, then it takes everything."""

    # ruff: noqa: ARG002 -- the names and arguments are aiosmtpd's

    def __init__(self, *answers):
        self.answers, self.letters = list(answers), []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 -- as above
        if self.answers and (answer := self.answers.pop(0)) is not None:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 -- as above
        self.letters.append((envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        return "250 OK"


@pytest.fixture
def smtp(settings):
    running = []

    def start(*answers):
        box = Postbox(*answers)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        controller = Controller(box, hostname="127.0.0.1", port=port)
        controller.start()
        running.append(controller)
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
        return box

    yield start
    for controller in running:
        controller.stop()


def test_mail_goes_out_once_by_smtp_with_both_forms(smtp, run_jobs):
    box = smtp()
    message = queued(html="<p>Here it is.</p>")

    assert run_jobs() == ["messaging.send_message"]
    sending.send(message_id=message.pk, now=NOW)

    [(receivers, letter)] = box.letters
    assert receivers == ["dee@clinic.example"]
    assert letter["Subject"] == "Your certificate"
    assert letter["Message-ID"].startswith(f"<{message.public_id}@")
    assert [part.get_content_type() for part in letter.get_payload()] == ["text/plain", "text/html"]
    assert Message.objects.get().state == "sent"


def test_same_key_gives_one_mail(run_jobs):
    first, second = queued(key="certificate:7:1"), queued(key="certificate:7:1", text="Again.")
    other = queued(key="certificate:7:2")

    run_jobs()

    assert first == second != other
    assert [letter.body for letter in mail.outbox] == ["Here it is.", "Here it is."]


def test_mail_without_key_is_never_the_same_mail():
    assert queued() != queued()


def test_receiver_that_is_away_is_tried_again_after_as_long_as_it_waited(smtp):
    box = smtp("451 later", "451 later")
    message = queued()

    def try_at(minutes):
        sending.send(message_id=message.pk, now=NOW + timedelta(minutes=minutes))
        message.refresh_from_db()
        return message.state

    assert try_at(10) == "failed"
    assert "SMTPRecipientsRefused" in message.error
    assert sending.retry_failed(now=NOW + timedelta(minutes=19)) == 0
    assert sending.retry_failed(now=NOW + timedelta(minutes=20)) == 1
    assert try_at(20) == "failed"
    assert try_at(40) == "sent"
    assert (message.attempts, message.error, message.failed_at) == (3, "", None)
    assert len(box.letters) == 1


@pytest.mark.parametrize(
    ("answer", "at", "state"),
    [
        ("550 nobody here", timedelta(minutes=1), "given_up"),
        ("451 later", timedelta(days=3), "given_up"),
        ("451 later", timedelta(days=2), "failed"),
    ],
)
def test_mail_is_given_up_when_refused_for_good_or_after_three_days(smtp, answer, at, state):
    smtp(answer)
    message = queued()

    sending.send(message_id=message.pk, now=NOW + at)

    message.refresh_from_db()
    assert message.state == state
    assert sending.retry_failed(now=NOW + timedelta(days=9)) == (state == "failed")


def test_mail_to_a_deleted_account_is_not_even_tried(run_jobs):
    message = queued(to="0a1b2c@deleted.invalid")

    run_jobs(queue="mail")

    message.refresh_from_db()
    assert (message.state, message.attempts, mail.outbox) == ("given_up", 0, [])


def test_server_that_cannot_be_reached_leaves_the_mail_failed_with_its_reason(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    message = queued()

    sending.send(message_id=message.pk, now=NOW)

    message.refresh_from_db()
    assert message.state == "failed"
    assert message.error.startswith("ConnectionRefusedError")


def test_subject_cannot_add_a_header(run_jobs):
    queued(subject="Hello\r\nBcc: eve@elsewhere.example " + "x" * 300)

    run_jobs()

    [letter] = mail.outbox
    assert letter.subject.startswith("Hello Bcc: eve@elsewhere.example xxx")
    assert len(letter.subject) == 200
    assert letter.recipients() == ["dee@clinic.example"]


def test_sent_mail_is_forgotten_after_ninety_days():
    old, new = queued(), queued()
    Message.objects.filter(pk=old.pk).update(sent_at=NOW)
    Message.objects.filter(pk=new.pk).update(sent_at=NOW + timedelta(days=1))

    assert sending.forget_sent(now=NOW + timedelta(days=90, hours=1)) == 1
    assert list(Message.objects.all()) == [new]


def test_demo_keeps_mail_as_files_and_says_so(settings, tmp_path, capsys):
    settings.MAIL_FOLDER = tmp_path / "mail"

    Outbox().send_messages(
        [EmailMessage("Sign in", "Open http://127.0.0.1:8000/in/abc to sign in.", to=["../dee@clinic.example"])]
    )

    [kept] = (tmp_path / "mail").iterdir()
    assert kept.name.endswith("-.._dee@clinic.example.eml")
    assert "Open http://127.0.0.1:8000/in/abc" in kept.read_text()
    assert capsys.readouterr().out == (
        f"mail to ../dee@clinic.example: Sign in\n  http://127.0.0.1:8000/in/abc\n  kept as {kept}\n"
    )


def test_mail_address_is_read_or_refused():
    smtp_class = "django.core.mail.backends.smtp.EmailBackend"
    assert mail_from("") == Mail(backend="opencme.apps.messaging.outbox.Outbox")
    assert mail_from("smtp+starttls://me%40x:p%2Fw@mail.example") == Mail(
        backend=smtp_class, host="mail.example", port=587, user="me@x", password="p/w", has_starttls=True
    )
    assert mail_from("smtps://mail.example:4650") == Mail(
        backend=smtp_class, host="mail.example", port=4650, has_tls=True
    )
    for bad in ("mail.example", "http://mail.example", "smtp://"):
        with pytest.raises(BadSetting, match="OPENCME_MAIL_URL must read"):
            mail_from(bad)
