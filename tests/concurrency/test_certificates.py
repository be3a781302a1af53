"""One certificate per version, whoever asks at once and whenever the machine goes down."""

import os
import signal
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import ledger_rows
import people
import pytest
from django.conf import settings
from django.db import connection, connections

from opencme.apps.credit.models import Certificate
from opencme.apps.credit.services.certificates import issue_certificate
from opencme.apps.files.models import StoredFile
from opencme.rules.access.roles import system

pytestmark = [pytest.mark.concurrency, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

KILLED = textwrap.dedent(
    """
    import os, signal, sys
    import django
    from django.conf import settings
    settings.STORAGES["default"]["OPTIONS"]["location"] = sys.argv[2]
    settings.DATABASES["default"]["NAME"] = sys.argv[3]
    django.setup()
    from opencme.apps.credit.services import certificates
    from opencme.apps.files import services
    from opencme.kernel import clock
    from opencme.rules.access.roles import system

    def store_and_die(**values):
        services.store_file(**values)
        os.kill(os.getpid(), signal.SIGKILL)

    certificates.store_file = store_and_die
    certificates.issue_certificate(by=system(), registration_id=int(sys.argv[1]), now=clock.now())
    """
)


@pytest.fixture
def registration():
    made = ledger_rows.registered(ledger_rows.designated(), people.dee())
    ledger_rows.award(made)
    return made


def issue(registration_id):
    try:
        return issue_certificate(by=system(), registration_id=registration_id, now=ledger_rows.CLAIMED).number
    finally:
        connections.close_all()


def test_eight_at_once_make_one_certificate(registration):
    with ThreadPoolExecutor(8) as pool:
        numbers = set(pool.map(issue, [registration.pk] * 8))
    assert len(numbers) == 1
    assert Certificate.objects.of(registration.activity.provider_id).count() == 1
    assert StoredFile.objects.of(registration.activity.provider_id).count() == 1


def test_killed_after_storing_the_file_continues_with_the_same_file(registration):
    location = str(settings.STORAGES["default"]["OPTIONS"]["location"])
    name = connection.settings_dict["NAME"]
    command = [sys.executable, "-c", KILLED, str(registration.pk), location, name]
    killed = subprocess.run(
        command, env={**os.environ, "DJANGO_SETTINGS_MODULE": "opencme.config.settings"}, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    assert not Certificate.objects.of(registration.activity.provider_id).exists()
    left = files_in(location)
    issue(registration.pk)
    (certificate,) = Certificate.objects.of(registration.activity.provider_id)
    assert certificate.file.sha256 in left
    assert files_in(location) == left


def files_in(location):
    return {name for _, _, names in os.walk(location) for name in names}
