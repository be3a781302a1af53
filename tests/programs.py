"""Real servers and workers on the tests' own database, to be killed."""

import contextlib
import http.client
import os
import shutil
import signal
import socket
import subprocess
import time
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from opencme.commands.start import opencme
from opencme.config.env import ROOT

PATIENCE_SECONDS = 120  # generous: a loaded machine is no fault of the product


def wait_until(says, *, seconds=PATIENCE_SECONDS, what="it"):
    """Wait until ``says()`` is true, and give what it gave."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if found := says():
            return found
        time.sleep(0.05)
    pytest.fail(f"{what} did not happen within {seconds} s")


class Programs:
    """Starts ``opencme …`` as people do; whatever still runs at the end is killed."""

    def __init__(self, var):
        self.var, self.started, self.said = var, [], var / "said.txt"
        if (ROOT / "var" / "built").is_dir():  # the typeface, cut once
            shutil.copytree(ROOT / "var" / "built", var / "built")
        told = connection.settings_dict
        place = f"host={quote(told['HOST'], safe='')}" if told["HOST"].startswith("/") else ""
        host = "" if place else f"{told['HOST']}:{told['PORT']}"
        self.environment = {
            **os.environ,
            "OPENCME_DATABASE_URL": f"postgresql://{told['USER']}@{host}/{told['NAME']}?{place}",
            "OPENCME_VAR": str(var),
            "OPENCME_DEMO": "1",
            "OPENCME_SECRET_KEY": settings.SECRET_KEY,
            "OPENCME_LOG": "info",
        }
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        self.environment["OPENCME_BASE_URL"] = self.address

    def start(self, *arguments):
        with self.said.open("a") as said:
            process = subprocess.Popen(
                opencme(*arguments),
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                start_new_session=True,
            )
        self.started.append(process)
        return process

    def serve(self, **options):
        """Start the web server and wait until it answers."""
        more = [part for key, value in options.items() for part in (f"--{key}", str(value))]
        process = self.start("serve", "--port", str(self.port), *more)
        wait_until(lambda: self.status("/"), what="an answer of the server")
        return process

    def status(self, path):
        """The status of a page; None when nobody answers."""
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            link.request("GET", path)
            return link.getresponse().status
        except OSError:
            return None
        finally:
            link.close()

    def kill(self, process):
        """``kill -9`` of the program and all that came from it."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def close(self):
        for process in self.started:
            self.kill(process)
