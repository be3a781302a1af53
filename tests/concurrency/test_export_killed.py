"""A worker that is killed while it makes an account's export: nothing half-written stands, and the next one makes it whole."""

import io
import zipfile

import money_rows
import people
import psycopg
import pytest
import wallets
from django.conf import settings
from django.db import connection
from django.test import override_settings
from programs import wait_until

from opencme.apps.files import selectors as files
from opencme.apps.files.models import StoredFile
from opencme.apps.wallet.models import AccountExport
from opencme.apps.wallet.services.account_export import ask_for_export
from opencme.kernel import clock

pytestmark = [pytest.mark.slow, pytest.mark.concurrency]


def test_an_export_of_a_killed_worker_is_made_once_and_whole(programs):
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": programs.var / "files"},
    }
    with override_settings(STORAGES={**settings.STORAGES, "default": storage}):
        who = wallets.dee()
        money_rows.document(who)
        made = ask_for_export(by=people.as_actor(who), now=clock.now())
        mine = StoredFile.objects.across_providers(why="test").filter(stored_by=who)
        before = mine.count()
        told = connection.get_connection_params()

        killed = programs.start("worker")
        with psycopg.connect(host=told["host"], user=told["user"], dbname=told["dbname"]) as held:
            held.execute("LOCK TABLE files_storedfile IN SHARE MODE")
            waits = "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'files_storedfile'::regclass"
            with psycopg.connect(host=told["host"], user=told["user"], dbname=told["dbname"], autocommit=True) as seen:
                wait_until(lambda: seen.execute(waits).fetchone()[0], what="the write")
            programs.kill(killed)
        left = AccountExport.objects.get()
        assert (left.pk, left.state, left.file, mine.count()) == (made.pk, "running", None, before)
        programs.start("worker")

        wait_until(lambda: AccountExport.objects.get().state == "ready", what="the whole export")
        ready = AccountExport.objects.select_related("file").get()
        assert mine.count() == before + 1
        with files.open_file(ready.file) as content, zipfile.ZipFile(io.BytesIO(content.read())) as archive:
            assert archive.testzip() is None
            assert {"README.txt", "wallet/obligation.json", "activities.json"} <= set(archive.namelist())
