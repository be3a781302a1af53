"""`opencme demo`: the whole of OpenCME on this machine, with a provider whose work is in every state."""

import argparse
import http.client
import os
import sys
import time
from typing import Final

from opencme.commands import output, start
from opencme.commands.family import Child, Family
from opencme.commands.serve import require_free_port

NAME: Final = "demo"
SAYS: Final = "start OpenCME with a demo provider: database, web server and job worker; a second start keeps the data"
READY_WITHIN_SECONDS: Final = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--reload", action="store_true", help="for developers: restart when code changes")


def run(options: argparse.Namespace) -> int:
    """Prepare, start server and worker, say how to sign in, and stay until told to stop."""
    os.environ["OPENCME_DEMO"] = "1"
    os.environ.setdefault("OPENCME_BASE_URL", f"http://{options.host}:{options.port}")
    os.environ.setdefault("OPENCME_LOG", "warning")
    require_free_port(options.host, options.port)
    start.start_with_database()
    _load()
    start.let_go_of_database()
    place = ["--host", options.host, "--port", str(options.port)]
    if options.reload:
        server = [sys.executable, "-m", "django", "runserver", f"{options.host}:{options.port}"]
        worker = start.opencme("worker", "--reload")
    else:
        server = start.opencme("serve", *place, "--child")
        worker = start.opencme("worker", "--child")
    family = Family([Child("web server", server), Child("job worker", worker)])
    family.start()
    if _answers(options.host, options.port, family):
        _welcome()
    code = family.watch()
    output.progress("stopped; `make demo` starts it again with the same data")
    return code


def _load() -> None:
    from opencme.demo import scenarios  # noqa: PLC0415 -- app ready
    from opencme.kernel import clock  # noqa: PLC0415 -- app ready

    if scenarios.is_loaded():
        output.progress("the demo provider is there already")
        return
    output.progress("loading the demo provider and its work")
    scenarios.load("all", now=clock.now())


def _answers(host: str, port: int, family: Family) -> bool:
    """Wait for the first page; False where the end was asked for or it takes too long."""
    deadline = time.monotonic() + READY_WITHIN_SECONDS
    while time.monotonic() < deadline and not family.is_stopping:
        link = http.client.HTTPConnection(host, port, timeout=5)
        try:
            link.request("GET", "/")
            link.getresponse().read()
        except OSError:
            time.sleep(0.1)
        else:
            return True
        finally:
            link.close()
    return False


def _welcome() -> None:
    from django.conf import settings  # noqa: PLC0415 -- app ready

    from opencme.demo.texts import cast  # noqa: PLC0415 -- app ready

    lines = [
        "",
        f"  OpenCME is at {settings.BASE_URL}",
        "",
        "  The front page signs you in as each of these with one press; or sign in by hand,",
        f"  password: {cast.PASSWORD}",
        "",
        *(f"    {each.email:<26}{each.given_name} {each.family_name}, {each.is_what}" for each in cast.CAST),
        "",
        f"  Mail is printed here and kept in {settings.MAIL_FOLDER}.  Ctrl-C stops everything.",
        "",
    ]
    print("\n".join(lines), flush=True)
