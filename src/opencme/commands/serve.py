"""`opencme serve`: the web server, with as many worker processes as the machine has cores for."""

import argparse
import os
import socket
import time
from typing import Final

from opencme.commands import output, start
from opencme.commands.family import stay_with

NAME: Final = "serve"
SAYS: Final = "bring tables and static files up to date, then answer requests; killed workers are replaced"
THREADS: Final = 4
MOST_WORKERS: Final = 8


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: %(default)s)")
    parser.add_argument("--workers", type=int, default=min(MOST_WORKERS, os.cpu_count() or 2), help="processes")
    parser.add_argument("--threads", type=int, default=THREADS, help="threads per process (default: %(default)s)")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Serve until told to stop."""
    require_free_port(options.host, options.port)
    start.start_with_database()
    start.collect_static()
    start.let_go_of_database()
    if options.child:
        stay_with(os.getppid())
    output.progress(f"serving http://{options.host}:{options.port}")
    while not _serve(options):
        output.error("the web workers ended twice within seconds; starting them again")
        time.sleep(1)
    return 0


def require_free_port(host: str, port: int) -> None:
    """Raise BadInput where somebody listens already, or nobody may."""
    try:
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind((host, port))
    except OSError as error:
        msg = f"Port {port} of {host} cannot be used ({error.strerror}); choose another with --port."
        raise output.BadInput(msg) from error


def _serve(options: argparse.Namespace) -> bool:
    """Run the server; False when its workers died so fast that it gave up."""
    from granian.constants import Interfaces  # noqa: PLC0415 -- slow import
    from granian.log import LogLevels  # noqa: PLC0415 -- slow import
    from granian.server import Server  # noqa: PLC0415 -- slow import

    os.environ["_OPENCME_SERVER"] = str(os.getpid())
    server = Server(
        "opencme.commands.web_worker:application",
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        blocking_threads_idle_timeout=600,
        backpressure=options.threads * 32,
        respawn_failed_workers=True,
        respawn_interval=0.1,
        workers_kill_timeout=10,
        websockets=False,
        log_level=LogLevels.error,
    )
    try:
        server.serve()
    except SystemExit as ended:
        return not ended.code
    return True
