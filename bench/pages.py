"""Pages and the participant's whole path against a running server: CPU, wall time, weight, queries.

Run: python bench/pages.py [--learners 16] [--views 200]. Makes a database of its own and drops it.
"""

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any

import lxml.html
from measure import Browser, Watch, cpu_seconds, page_weight
from scratch import postmaster, scratch

OK = 200
PORT = 8119
BASE = f"http://127.0.0.1:{PORT}"
POSTMASTER = int(os.environ.get("BENCH_POSTMASTER", "0"))
PASSWORD = "bench-password-1"  # noqa: S105 -- of invented people


def prepare(learners: int) -> dict[str, Any]:
    """An open material with one article and ten questions, and people who may begin."""
    from django.db import transaction

    from opencme.apps.accounts import services as accounts
    from opencme.apps.activities.services.glances import refresh_glances
    from opencme.apps.assessment import services as assessment
    from opencme.apps.delivery.services.content import save_item
    from opencme.apps.providers.selectors import actor_of
    from opencme.demo import office, scenarios
    from opencme.demo.case import Teaching
    from opencme.demo.history import history
    from opencme.demo.shared import FATIMA_PLANS, Builder, online
    from opencme.demo.texts import cast, material, plans
    from opencme.demo.walks import Way, go
    from opencme.kernel import clock
    from opencme.rules.access.roles import system

    now = clock.now()

    def content(case: Any, day: int) -> None:
        common = {"provider_id": case.provider.pk, "activity_id": case.activity_id}
        by = case.by(cast.JAMES)
        save_item(by=by, **common, kind="article", title="Article", body=material.ARTICLE, now=case.at(day, 14))
        assessment.import_questions(
            by=by, **common, name="a.gift", content=material.GIFT.encode(), now=case.at(day, 14)
        )
        assessment.set_assessment(
            by=by, **common, pass_percent=70, attempts_allowed=3, feedback="after_each", now=case.at(day, 15)
        )

    scenarios.load("all", now=now)
    with transaction.atomic(), history():
        from opencme.apps.providers.models import Provider

        provider = Provider.objects.get(slug=office.LAKESIDE)
        builder = Builder(provider, now)
        case = builder.case(plans.INSULIN, "enduring_internet")
        way = Way(
            event=-10,
            ends=300,
            planners=(FATIMA_PLANS,),
            teachers=(Teaching(who=cast.KARIN, role="author"),),
            place=online(now, -10, 300),
            content=content,
        )
        go(case, way)
        for number in range(learners):
            person = accounts.create_person(
                by=system(), email=f"l{number}@bench.example", given_name="Lea", family_name=f"Learner {number}",
                profession="physician", degree="MD", credentials="MD", now=now - timedelta(days=1),
            )  # fmt: skip
            accounts.set_password(by=actor_of(person), new=PASSWORD, current=None, now=now - timedelta(days=1))
    refresh_glances(now=clock.now())  # as the worker does every minute
    return {"activity": str(case.activity_id), "provider": provider.slug}


def answers(activity: str) -> dict[str, str]:
    """The right answer of each question, as the form sends it."""
    from opencme.apps.activities.models import Activity
    from opencme.apps.assessment.selectors import assessment_of, questions_of

    found = Activity.objects.across_providers(why="a measurement").get(public_id=activity)
    given = {}
    for row in questions_of(assessment_of(found)):
        weights = [float(choice["weight"]) for choice in row.body["choices"]]
        given[str(row.public_id)] = str(weights.index(max(weights)))
    return given


def submit(browser: Browser, has: str, **values: str) -> bytes:
    """Send the form of the page shown whose address, class or input is named with ``has``, filled as it came."""
    page = lxml.html.fromstring(browser.text)
    form = next(form for form in page.forms if has in _names(form))
    given: dict[str, Any] = {}
    for field in form.xpath(".//input|.//select|.//textarea"):
        name, kind = field.get("name"), field.get("type", "")
        if not name or kind in {"submit", "file"} or (kind in {"radio", "checkbox"} and field.get("checked") is None):
            continue
        given.setdefault(name, field.get("value") or "")
    return browser.fetch("POST", form.get("action") or browser.url, {**given, **values})


def _names(form: Any) -> str:
    return " ".join([form.get("action") or "", form.get("class") or "", *form.xpath(".//input/@name")])


def walk(number: int, activity: str, right: dict[str, str]) -> dict[str, int]:
    """One participant's whole path; gives requests and screens. AssertionError when a step does not lead on."""
    browser, screens = Browser(BASE), 0

    def saw(words: str) -> None:
        nonlocal screens
        screens += 1
        assert browser.status == OK, (browser.url, browser.status)
        assert words in browser.text, (words, browser.url)

    browser.get(f"/sign-in/?next=/activities/{activity}/")
    saw("password")
    submit(browser, "password", email=f"l{number}@bench.example", password=PASSWORD)
    saw("/begin/")
    submit(browser, "/begin/")
    saw("Why orders go wrong")
    submit(browser, "reader-foot")
    saw("When is an insulin order reviewed?")
    names = set(re.findall(r'name="([^"]+)"', browser.text))
    fields = {next(name for name in names if key in name): value for key, value in right.items()}
    submit(browser, next(iter(right)), **fields)
    saw("Passed")
    submit(browser, "/claim/", **{"e-objectives": "5", "e-balanced": "yes", "e-intent": "change"})
    saw("certificate.pdf")
    content = browser.get(f"/learn/{activity}/certificate.pdf")
    assert content.startswith(b"%PDF-"), browser.status
    return {"requests": browser.requests, "screens": screens}


def measured_walks(
    pid: int, activity: str, right: dict[str, str], *, first: int, count: int, at_once: int
) -> dict[str, Any]:
    """Let ``count`` people go the whole path, ``at_once`` at a time."""
    head = POSTMASTER
    before = cpu_seconds(head) if head else 0.0
    with Watch(pid) as watch, ThreadPoolExecutor(at_once) as pool:
        steps = list(pool.map(lambda number: timed_walk(number, activity, right), range(first, first + count)))
    walls = sorted(step["wall"] for step in steps)
    return {
        "learners": count,
        "at_once": at_once,
        "cpu_s_per_learner": round(watch.cpu / count, 4),
        "database_cpu_s_per_learner": round((cpu_seconds(head) - before) / count, 4) if head else None,
        "wall_s_median": round(walls[len(walls) // 2], 3),
        "learners_per_minute": round(count / watch.wall * 60, 1),
        "requests": steps[0]["requests"],
        "screens": steps[0]["screens"],
    }


def timed_walk(number: int, activity: str, right: dict[str, str]) -> dict[str, Any]:
    began = time.perf_counter()
    return {**walk(number, activity, right), "wall": time.perf_counter() - began}


def measured_page(pid: int, cookies: SimpleCookie, path: str, views: int) -> dict[str, Any]:
    """Open a page again and again over one connection."""
    browser = Browser(BASE, cookies)
    for _ in range(10):
        browser.get(path)
        assert browser.status == OK, (path, browser.status)
    head = POSTMASTER
    before = cpu_seconds(head) if head else 0.0
    walls = []
    with Watch(pid) as watch:
        for _ in range(views):
            began = time.perf_counter()
            browser.get(path)
            walls.append(time.perf_counter() - began)
    walls.sort()
    return {
        "cpu_ms": round(watch.cpu / views * 1000, 2),
        "database_cpu_ms": round((cpu_seconds(head) - before) / views * 1000, 2) if head else None,
        "wall_ms_median": round(walls[views // 2] * 1000, 2),
        "wall_ms_p95": round(walls[int(views * 0.95)] * 1000, 2),
    }


def queries(email: str, path: str) -> int:
    """Count the queries of one page, asked inside this process."""
    from django.conf import settings
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from opencme.apps.accounts.services import person_for_email

    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    client = Client()
    if email:
        client.force_login(person_for_email(email))
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        answer = client.get(path)
    assert answer.status_code == OK, (path, answer.status_code)
    return len(seen)


def signed_in(email: str, password: str) -> SimpleCookie:
    browser = Browser(BASE)
    browser.get("/sign-in/")
    submit(browser, "password", email=email, password=password)
    return browser.cookies


def inside(options: argparse.Namespace) -> None:
    """Measure in the database that was made for it."""
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connections

    from opencme.demo.texts import cast

    call_command("migrate", verbosity=0)
    made = prepare(options.learners + 12)
    activity = made["activity"]
    right = answers(activity)
    pages = {
        "front page": ("", "/"),
        "catalogue": ("", "/activities/"),
        "activity page, public": ("", f"/activities/{activity}/"),
        "activity page, participant": ("l0@bench.example", f"/learn/{activity}/"),
        "assessment": ("l0@bench.example", f"/learn/{activity}/assessment/"),
        "board": (cast.FATIMA.email, f"/p/{made['provider']}/"),
        "workspace: readiness": (cast.FATIMA.email, f"/p/{made['provider']}/a/{activity}/"),
    }
    connections.close_all()
    arguments = ["--port", str(PORT), "--workers", "2", "--threads", "4"]
    server = subprocess.Popen([sys.executable, "-m", "opencme", "serve", *arguments], stdout=sys.stderr)
    try:
        wait_for_server(server)
        walk_to_content(activity)
        jar = {
            "": SimpleCookie(),
            "l0@bench.example": signed_in("l0@bench.example", PASSWORD),
            cast.FATIMA.email: signed_in(cast.FATIMA.email, cast.PASSWORD),
        }
        found: dict[str, Any] = {"pages": {}, "weights": {}, "path": []}
        for name, (email, path) in pages.items():
            seen = measured_page(server.pid, SimpleCookie(jar[email].output(header="", sep=";")), path, options.views)
            found["pages"][name] = {**seen, "queries": queries(email, path)}
        for name in ("front page", "activity page, public", "activity page, participant", "assessment", "board"):
            email, path = pages[name]
            cold, warm = page_weight(BASE, path, SimpleCookie(jar[email].output(header="", sep=";")))
            found["weights"][name] = {"cold_kb": round(cold / 1000, 1), "warm_kb": round(warm / 1000, 1)}
        timed_walk(1, activity, right)
        half = options.learners // 2
        found["path"].append(measured_walks(server.pid, activity, right, first=2, count=half, at_once=1))
        found["path"].append(measured_walks(server.pid, activity, right, first=2 + half, count=half, at_once=8))
    finally:
        server.terminate()
        server.wait(30)
    sys.stdout.write(json.dumps(found, indent=2) + "\n")


def walk_to_content(activity: str) -> None:
    """Let learner 0 begin, so that the participant's pages have something to show."""
    browser = Browser(BASE)
    browser.get(f"/sign-in/?next=/activities/{activity}/")
    submit(browser, "password", email="l0@bench.example", password=PASSWORD)
    submit(browser, "/begin/")


def wait_for_server(server: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            Browser(BASE).get("/health/")
        except OSError:
            assert server.poll() is None, "the server ended"
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server does not answer")


def main() -> None:
    """Make the database, measure in a process that knows only it, drop it."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--learners", type=int, default=48, help="on the whole path, half one by one, half 8 at once")
    parser.add_argument("--views", type=int, default=200, help="of each page")
    parser.add_argument("--inside", action="store_true")
    options = parser.parse_args()
    if options.inside:
        inside(options)
        return
    var = Path(tempfile.mkdtemp(prefix="opencme-bench-"))
    try:
        with scratch("opencme_bench_pages") as environment:
            environment |= {"OPENCME_VAR": str(var), "OPENCME_BASE_URL": BASE, "OPENCME_LOG": "warning"}
            environment |= {"OPENCME_SECRET_KEY": "bench", "BENCH_POSTMASTER": str(postmaster() or 0)}
            command = [
                sys.executable,
                __file__,
                "--inside",
                f"--learners={options.learners}",
                f"--views={options.views}",
            ]
            subprocess.run(command, check=True, env=environment)
    finally:
        shutil.rmtree(var, ignore_errors=True)


if __name__ == "__main__":
    main()
