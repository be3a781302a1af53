"""Claims at once: one award and one number, whoever presses how often; chains never fork."""

import os
import signal
import subprocess
import sys
import textwrap
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import ledger_rows
import people
import pytest
from django.db import connection, connections
from procrastinate.contrib.django.models import ProcrastinateJob

from opencme.apps.audit.models import AuditEvent
from opencme.apps.credit.models import Award, Chain
from opencme.apps.credit.selectors import verify_ledger
from opencme.apps.credit.services import claim_credit
from opencme.kernel.credits import Credits
from opencme.kernel.findings import DomainError
from opencme.rules.access import Actor

pytestmark = [pytest.mark.concurrency, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
NOW = ledger_rows.CLAIMED
AMA = "ama_pra_cat1"

KILLED = textwrap.dedent(
    """
    import os, signal, sys
    import django
    from django.conf import settings
    settings.DATABASES["default"]["NAME"] = sys.argv[3]
    django.setup()
    from datetime import datetime, UTC
    from opencme.apps.credit.services import claims
    from opencme.kernel.credits import Credits
    from opencme.rules.access import Actor

    class Dies:
        def defer(self, **values):
            os.kill(os.getpid(), signal.SIGKILL)

    claims.issue_certificate = Dies()
    claims.claim_credit(
        by=Actor(person_id=int(sys.argv[2]), label="Dee"), activity_id=sys.argv[1],
        asked={"ama_pra_cat1": Credits.of("1.00")}, now=datetime(2026, 5, 14, 16, tzinfo=UTC),
    )
    """
)


@pytest.fixture
def activity():
    return ledger_rows.designated()


def take_part(activity, person):
    ledger_rows.attended(ledger_rows.registered(activity, person))
    return Actor(person_id=person.pk, label=person.full_name)


def at_once(calls):
    """Run the calls in threads that all start together; gives what each gave, a refusal as its codes."""
    barrier = Barrier(len(calls))

    def run(call):
        barrier.wait()
        try:
            return call()
        except DomainError as refusal:
            return [finding.code for finding in refusal.findings]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def claim(actor, activity, amount="1.00"):
    (award,) = claim_credit(by=actor, activity_id=activity.public_id, asked={AMA: Credits.of(amount)}, now=NOW)
    return award.number


def jobs_for(award):
    """Jobs of earlier tests stay in the queue; only those of this registration count."""
    jobs = ProcrastinateJob.objects.filter(task_name="credit.issue_certificate")
    return jobs.filter(args={"registration_id": award.registration_id}).count()


@pytest.mark.parametrize("has_chain", [False, True], ids=["first of the activity", "later"])
def test_four_simultaneous_claims_give_exactly_one_award_and_one_number(activity, has_chain):
    if has_chain:
        Chain.objects.create(activity=activity)
    dee = take_part(activity, people.dee())

    numbers = at_once([lambda: claim(dee, activity)] * 4)

    (award,) = Award.objects.of(activity.provider_id)
    assert numbers == [award.number] * 4
    assert AuditEvent.objects.filter(event="credit.awarded").count() == 1
    assert jobs_for(award) == 1
    assert Chain.objects.get(activity=activity).length == 1
    assert verify_ledger().is_whole


def test_different_amounts_at_once_end_at_the_largest_without_a_fork(activity):
    dee = take_part(activity, people.dee())
    at_once([lambda amount=amount: claim(dee, activity, amount) for amount in ("0.50", "1.00", "1.75", "0.25")])

    (standing,) = Award.objects.of(activity.provider_id).filter(replaced_by=None)
    assert str(standing.amount) == "1.75"
    assert Counter(Award.objects.of(activity.provider_id).values_list("kind", flat=True))["award"] == 1
    assert verify_ledger().is_whole


def test_many_people_at_once_make_one_unforked_chain(activity):
    actors = [
        take_part(activity, people.person(f"P{n}", "Many", degree="MD", profession="physician")) for n in range(12)
    ]

    numbers = at_once([lambda actor=actor: claim(actor, activity) for actor in actors])

    assert len(set(numbers)) == 12
    assert sorted(Award.objects.of(activity.provider_id).values_list("sequence", flat=True)) == list(range(1, 13))
    report = verify_ledger()
    assert (report.entries, report.is_whole) == (12, True)


def test_a_process_killed_before_commit_leaves_nothing_and_the_claim_works_afterwards(activity):
    person = people.dee()
    dee = take_part(activity, person)
    command = [sys.executable, "-c", KILLED, str(activity.public_id), str(person.pk), connection.settings_dict["NAME"]]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "opencme.config.settings"}

    killed = subprocess.run(command, env=environment, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert not Award.objects.of(activity.provider_id).exists()
    assert not AuditEvent.objects.filter(event="credit.awarded").exists()
    claim(dee, activity)
    assert Award.objects.of(activity.provider_id).count() == 1
    assert verify_ledger().is_whole
