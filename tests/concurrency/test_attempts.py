"""Hand-ins at once: the same one counts once, different ones follow one another, and a passed one is the last."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from uuid import uuid4

import offers
import people
import pytest
from django.db import connections
from offers import NOW

from opencme.apps.assessment.models import Attempt
from opencme.apps.assessment.services import submit_attempt
from opencme.kernel.findings import DomainError

pytestmark = [pytest.mark.concurrency, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("choice", "is_same", "made"), [("0", True, 1), ("0", False, 1), ("1", False, 4)])
def test_four_presses_at_once(choice, is_same, made):
    activity = offers.enduring()
    questions = offers.assessment(activity).questions.all()
    offers.impression(offers.registration(activity))
    answers = {str(row.public_id): choice for row in questions}
    dee, key, barrier = people.as_actor(people.dee()), uuid4(), Barrier(4)

    def press(_number):
        barrier.wait()
        try:
            return submit_attempt(
                by=dee,
                activity_id=activity.public_id,
                answers=answers,
                submission_key=key if is_same else uuid4(),
                now=NOW,
            ).number
        except DomainError as refusal:
            return [finding.code for finding in refusal.findings]
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        told = list(pool.map(press, range(4)))

    numbers = sorted(Attempt.objects.across_providers(why="test").values_list("number", flat=True))
    assert numbers == list(range(1, made + 1))
    if not is_same and choice == "0":
        assert sorted(map(str, told)) == ["1"] + [str(["assessment.attempt.passed"])] * 3
