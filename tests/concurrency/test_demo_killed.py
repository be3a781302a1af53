"""`opencme demo` with a database of its own, while its parts are killed one after the other."""

import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

import pytest
from programs import Programs, wait_until

pytestmark = [pytest.mark.slow, pytest.mark.concurrency]


@pytest.fixture
def demo():
    var = Path(tempfile.mkdtemp(prefix="oc-demo-", dir="/tmp"))
    var.chmod(0o755)
    programs = Programs(var)
    del programs.environment["OPENCME_DATABASE_URL"]
    yield programs
    programs.close()
    shutil.rmtree(var, ignore_errors=True)


def processes(words):
    """Ids of the processes whose command line holds ``words``."""
    told = subprocess.run(["ps", "-wweo", "pid,stat,args"], capture_output=True, text=True, check=True).stdout
    rows = (line.split(None, 2) for line in told.splitlines()[1:])
    return [int(pid) for pid, stat, args in rows if words in args and not stat.startswith("Z")]


def children(parent):
    told = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=True
    ).stdout
    return [int(each) for each in told.split()]


def is_alive(process):
    told = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False).stdout
    return bool(told.strip()) and not told.startswith("Z")


def test_demo_outlives_what_is_killed_and_stops_whole(demo):
    head = demo.start("demo", "--port", str(demo.port))
    wait_until(lambda: "password: " in demo.said.read_text(), what="the welcome")
    assert demo.status("/health/") == 200
    postmaster = int((demo.var / "postgres" / "postmaster.pid").read_text().splitlines()[0])

    os.kill(postmaster, signal.SIGKILL)
    wait_until(lambda: demo.status("/health/") == 200, what="an answer after the database was killed")

    web = min(processes(f"serve --host 127.0.0.1 --port {demo.port}"))
    os.kill(children(web)[0], signal.SIGKILL)
    wait_until(lambda: demo.status("/health/") == 200, what="an answer after a web worker was killed")
    left = children(web)
    os.kill(web, signal.SIGKILL)
    wait_until(lambda: "the web server ended; starting it again" in demo.said.read_text(), what="the replacement")
    wait_until(lambda: demo.status("/health/") == 200, what="an answer after the web server was killed")
    wait_until(lambda: not any(map(is_alive, left)), what="the end of the killed server's workers")

    head.terminate()
    assert head.wait(30) == 0
    assert processes(str(demo.port)) == []
    assert processes(str(demo.var)) == []


def test_second_start_keeps_the_data_and_makes_nothing_anew(demo):
    head = demo.start("demo", "--port", str(demo.port))
    wait_until(lambda: "password: " in demo.said.read_text(), what="the welcome")
    head.terminate()
    head.wait(30)
    demo.said.write_text("")

    again = demo.start("demo", "--port", str(demo.port))
    wait_until(lambda: "password: " in demo.said.read_text(), what="the welcome")

    assert "the demo provider is there already" in demo.said.read_text()
    again.terminate()
    assert again.wait(30) == 0


def test_port_in_use_is_said_before_anything_is_made(demo):
    demo.environment["OPENCME_VAR"] = str(demo.var / "new")
    one = demo.start("serve", "--port", str(demo.port))
    wait_until(lambda: demo.status("/health/") == 200)

    other = demo.start("demo", "--port", str(demo.port))

    assert other.wait(30) == 2
    assert f"Port {demo.port} of 127.0.0.1 cannot be used" in demo.said.read_text()
    one.terminate()
    assert one.wait(30) == 0
