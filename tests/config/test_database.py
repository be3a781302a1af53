import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from django.db import connections
from django.db.utils import NotSupportedError

from opencme.config.database import database
from opencme.config.env import ROOT, BadSetting, read

OTHER = Path("/usr/lib/postgresql/15/bin")


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgresql://cme:s%2Fecret@db.example:6432/opencme?sslmode=require",
            {
                "NAME": "opencme",
                "USER": "cme",
                "PASSWORD": "s/ecret",
                "HOST": "db.example",
                "PORT": "6432",
                "OPTIONS": {"sslmode": "require"},
            },
        ),
        (
            "postgres:///opencme?host=/run/postgresql&user=cme",
            {
                "NAME": "opencme",
                "USER": "cme",
                "PASSWORD": "",
                "HOST": "/run/postgresql",
                "PORT": "",
                "OPTIONS": {},
            },
        ),
    ],
)
def test_named_database_is_read_whole(address, expected):
    found = database(read({"OPENCME_DATABASE_URL": address, "OPENCME_SECRET_KEY": "x"}))

    assert {key: found[key] for key in expected} == expected
    assert found["EMBEDDED"] is None


def test_without_a_named_database_the_embedded_one_is_meant_and_not_yet_started(tmp_path):
    found = database(read({"OPENCME_VAR": str(tmp_path), "OPENCME_SECRET_KEY": "x"}))

    assert (found["EMBEDDED"], found["HOST"]) == (tmp_path / "postgres", str(tmp_path / "postgres"))
    assert list(tmp_path.iterdir()) == []


def test_other_database_is_refused_with_the_remedy():
    with pytest.raises(BadSetting, match="must start with postgresql:// "):
        read({"OPENCME_DATABASE_URL": "sqlite:///x.db"})


@pytest.mark.django_db
def test_postgresql_before_15_is_refused(monkeypatch):
    monkeypatch.setattr(connections["default"], "get_database_version", lambda: (14, 9))

    with pytest.raises(NotSupportedError, match="PostgreSQL 15 or later is required"):
        connections["default"].check_database_version_supported()


@pytest.mark.slow
@pytest.mark.concurrency
@pytest.mark.skipif(not OTHER.exists() or os.geteuid() != 0, reason="needs Debian's PostgreSQL 15 and root to start it")
def test_migrates_and_checks_on_postgresql_15():
    postgres = pwd.getpwnam("postgres")
    folder = Path(tempfile.mkdtemp(prefix="oc-15-", dir="/tmp"))
    os.chown(folder, postgres.pw_uid, postgres.pw_gid)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]

    def run(tool, *arguments):
        subprocess.run(
            [str(OTHER / tool), *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd="/",
            user=postgres.pw_uid,
            group=postgres.pw_gid,
            extra_groups=[],
        )

    try:
        run("initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "-D", str(folder / "data"))
        options = f"-c listen_addresses=127.0.0.1 -p {port} -k {folder}"
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", options, "-D", str(folder / "data"))
        done = subprocess.run(
            [sys.executable, "manage.py", "migrate", "--verbosity=0"],
            cwd=ROOT,
            env={
                **os.environ,
                "OPENCME_DATABASE_URL": f"postgresql://postgres@127.0.0.1:{port}/postgres",
                "OPENCME_VAR": str(folder / "var"),
                "OPENCME_DEMO": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
        assert not (folder / "var" / "postgres").exists()
    finally:
        run("pg_ctl", "stop", "-m", "immediate", "-D", str(folder / "data"))
        shutil.rmtree(folder)
