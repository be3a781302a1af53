"""The embedded PostgreSQL with real processes: one server per test, in a folder of its own."""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from opencme.config.embedded import Embedded
from opencme.config.env import BadSetting

pytestmark = [pytest.mark.slow, pytest.mark.concurrency]

USES = """
import sys, psycopg
from pathlib import Path
from opencme.config.embedded import embedded
server = embedded(Path(sys.argv[1]))
server.ensure_running()
link = psycopg.connect(host=str(server.socket_folder), user="postgres", dbname="postgres")
print(link.execute("SELECT 6 * 7").fetchone()[0], flush=True)
sys.stdin.read()
"""


@pytest.fixture
def place():
    """A short path that any user may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="oc-", dir="/tmp"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def server_in(place):
    """Gives handles of this program on servers under ``place``; each is left at the end, which stops it."""
    handles = []

    def handle(*parts):
        handles.append(Embedded(place.joinpath(*parts)))
        return handles[-1]

    yield handle
    for each in handles:
        each.leave()


def ask(server, words):
    with psycopg.connect(host=str(server.socket_folder), user="postgres", dbname="postgres") as link:
        found = link.execute(words)
        return found.fetchone() if found.description else None


def program(folder, *, python=sys.executable, **options):
    paths = [str(Path("src").absolute()), str(Path(psycopg.__file__).parents[1])]
    return subprocess.Popen(
        [python, "-c", USES, str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
        **options,
    )


def answer(running):
    return running.stdout.readline().strip()


def end(running):
    running.communicate(timeout=30)
    return running.returncode


def postmaster(folder):
    return int((folder / "postmaster.pid").read_text().splitlines()[0])


def test_last_program_stops_the_server_and_the_next_finds_its_data(place):
    folder = place / "postgres"
    one, two = program(folder), program(folder)

    assert (answer(one), answer(two)) == ("42", "42")
    first = postmaster(folder)
    assert end(one) == 0
    assert postmaster(folder) == first
    assert end(two) == 0
    assert not (folder / "postmaster.pid").exists()
    third = program(folder)
    assert answer(third) == "42"
    assert postmaster(folder) != first
    end(third)


def test_program_that_is_killed_keeps_no_server_alive_once_the_next_ends(place):
    folder = place / "postgres"
    killed = program(folder)
    answer(killed)
    killed.kill()
    end(killed)

    assert Embedded(folder).answers()
    last = program(folder)
    assert answer(last) == "42"
    end(last)
    assert not Embedded(folder).answers()


def test_killed_server_is_started_again_by_the_next_connection(server_in):
    server = server_in("postgres")
    server.ensure_running()
    ask(server, "CREATE TABLE award AS SELECT 7 AS id")

    os.kill(postmaster(server.folder), signal.SIGKILL)
    while server.answers():
        time.sleep(0.01)
    server.ensure_running()

    assert ask(server, "SELECT id FROM award") == (7,)


def test_number_of_a_dead_server_that_now_belongs_to_another_program_does_not_matter(server_in):
    server = server_in("postgres")
    server.ensure_running()
    note = server.folder / "postmaster.pid"
    kept = note.read_text().splitlines()
    server.stop()
    note.write_text("\n".join([str(os.getpid()), *kept[1:]]))

    server.ensure_running()

    assert server.answers()


def test_path_too_long_for_a_socket_uses_a_private_folder(server_in):
    server = server_in("x" * 60, "y" * 60, "postgres")
    server.ensure_running()

    assert server.socket_folder.parent == Path(tempfile.gettempdir())
    assert server.socket_folder.stat().st_mode & 0o077 == 0
    assert ask(server, "SELECT 1") == (1,)
    server.leave()
    server.socket_folder.rmdir()


def test_missing_locale_of_the_machine_does_not_matter(server_in, monkeypatch):
    monkeypatch.setenv("LC_ALL", "xx_XX.UTF-8")
    server = server_in("postgres")

    server.ensure_running()

    assert ask(server, "SELECT lower('ÅÉΣ') || current_setting('server_encoding')") == ("åéσUTF8",)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("notes.txt", "mine", "holds something else than PostgreSQL's data"),
        ("PG_VERSION", "16\n", "are of PostgreSQL 16; this OpenCME brings 18"),
        ("PG_VERSION", "18\n", "does not start with the data in"),
    ],
)
def test_data_that_cannot_be_used_are_left_alone_and_named(server_in, name, content, sentence):
    server = server_in("postgres")
    server.folder.mkdir()
    (server.folder / name).write_text(content)

    with pytest.raises(BadSetting, match=sentence):
        server.ensure_running()
    assert {each.name: each.read_text() for each in server.folder.iterdir()} == {name: content}


@pytest.mark.skipif(os.geteuid() != 0, reason="becomes another user, which only root may")
def test_ordinary_user_runs_the_server_as_himself_and_is_told_what_belongs_to_root(place, server_in):
    nobody = pwd.getpwnam("nobody")
    python = next((each for each in (sys.executable, "/usr/bin/python3") if _may_run(each, nobody)), None)
    if python is None:
        pytest.skip("no Python of this version that an ordinary user may run")
    as_nobody = {"python": python, "user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": [], "cwd": "/"}
    own, roots = place / "own", server_in("roots", "postgres")
    own.mkdir()
    os.chown(own, nobody.pw_uid, nobody.pw_gid)
    roots.ensure_running()

    running = program(own / "postgres", **as_nobody)
    assert answer(running) == "42"
    assert (own / "postgres").stat().st_uid == nobody.pw_uid
    assert end(running) == 0
    assert not Embedded(own / "postgres").answers()

    refused = program(roots.folder, **as_nobody, stderr=subprocess.PIPE)
    assert f"OpenCME cannot write in {roots.folder.parent} (Permission denied)" in refused.communicate()[1]


def _may_run(python, user):
    version = "import sys; sys.exit(sys.version_info[:2] != " + repr(tuple(sys.version_info[:2])) + ")"
    try:
        done = subprocess.run(
            [python, "-c", version], check=False, user=user.pw_uid, group=user.pw_gid, extra_groups=[], cwd="/"
        )
    except PermissionError:
        return False
    return done.returncode == 0
