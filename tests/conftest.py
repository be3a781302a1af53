"""What all tests share: a database, jobs on demand, a browser, and no way out of this machine."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
import pytest_socket
from django.conf import settings as django_settings
from hypothesis import settings as hypothesis_settings

WRITTEN = Path(tempfile.mkdtemp(prefix="opencme-tests-"))


hypothesis_settings.register_profile("opencme", deadline=None)  # a busy machine is no failing law
hypothesis_settings.load_profile("opencme")


def pytest_configure(config: pytest.Config) -> None:
    """Serve static files from the source folders, and write no file or mail under ``var``."""
    django_settings.STORAGES = {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": WRITTEN / "files"},
        },
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    django_settings.WHITENOISE_AUTOREFRESH = True
    django_settings.WHITENOISE_USE_FINDERS = True
    django_settings.MAIL_FOLDER = WRITTEN / "mail"


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(WRITTEN, ignore_errors=True)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run browser tests last: Playwright's own loop runs in this thread from then on, and jobs are asked from it."""
    items.sort(key=lambda item: item.get_closest_marker("browser") is not None)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test reaches this machine and nothing beyond it."""
    pytest_socket.socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """The test database; at the end whoever still holds a connection to it lets go, so that it can be dropped."""
    yield
    from django.db import connection

    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture
def run_jobs(db: None) -> Callable[..., list[str]]:
    """Run what waits in the queue, in this transaction and in order, until nothing waits; gives the names run.

    ``run_jobs(queue="mail")`` runs one queue only. A job planned for later waits; an error in a job is the test's error.
    """
    from django.db import connection
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.models import ProcrastinateJob

    def run(queue: str = "") -> list[str]:
        done: list[str] = []
        while True:
            waiting = ProcrastinateJob.objects.filter(status="todo", scheduled_at=None).order_by("-priority", "id")
            job = waiting.filter(**({"queue_name": queue} if queue else {})).first()
            if job is None:
                return done
            task = app.tasks[job.task_name]
            task(*([SimpleNamespace(job=SimpleNamespace(attempts=0))] if task.pass_context else []), **job.args)
            with connection.cursor() as cursor:
                cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = %s", [job.id])
            done.append(job.task_name)

    return run


@pytest.fixture(scope="session")
def schema_dir() -> Path:
    """The folder of the receivers' schemas; the test is skipped, and says so, where OPENCME_SCHEMA_DIR names none."""
    named = os.environ.get("OPENCME_SCHEMA_DIR", "")
    if not named:
        pytest.skip("OPENCME_SCHEMA_DIR is not set: schemas of the receivers are not on this machine")
    folder = Path(named).absolute()
    if not folder.is_dir():
        pytest.fail(f"OPENCME_SCHEMA_DIR names {folder}, which is not a folder")
    return folder


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Debian's Chromium, driven by Playwright; one per session. A browser test never passes by not running."""
    from playwright.sync_api import sync_playwright

    from opencme.commands.browser import ARGUMENTS, find

    program = find()
    assert program is not None, "no Chromium on PATH: python -m opencme.commands.browser says what to install"
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright's own loop runs in this thread
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(ARGUMENTS))
        yield browser
        browser.close()
