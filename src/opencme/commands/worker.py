"""`opencme worker`: runs the jobs: mail, imports, certificates, reports, and what is due every night."""

import argparse
import asyncio
import os
import threading
import time
from typing import Final

from opencme.commands import output, start
from opencme.commands.family import stay_with

NAME: Final = "worker"
SAYS: Final = "run the jobs of the queue until told to stop; jobs of a killed worker are taken up after 20 seconds"
FINISH_WITHIN_SECONDS: Final = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("--concurrency", type=int, default=2, help="jobs at the same time (default: %(default)s)")
    parser.add_argument("--once", action="store_true", help="run what waits now, then end")
    parser.add_argument("--reload", action="store_true", help="for developers: restart when code changes")
    parser.add_argument("--child", action="store_true", help=argparse.SUPPRESS)


def run(options: argparse.Namespace) -> int:
    """Work until told to stop; when the database goes away, wait for it."""
    start.start_with_database()
    start.let_go_of_database()
    start.keep_database()
    if options.child:
        stay_with(os.getppid())
    if options.reload:
        from django.utils.autoreload import run_with_reloader  # noqa: PLC0415 -- for developers only

        run_with_reloader(_work_on, options)
    return _work_on(options)


def _work_on(options: argparse.Namespace) -> int:
    import psycopg  # noqa: PLC0415 -- slow import
    from procrastinate.exceptions import ConnectorException  # noqa: PLC0415 -- slow import

    while True:
        try:
            asyncio.run(_work(options))
        except (ConnectorException, psycopg.Error) as error:
            output.error(f"the worker lost the database ({type(error).__name__}); trying again")
            time.sleep(1)
            start.reach_database()
            start.let_go_of_database()
        else:
            return 0


async def _work(options: argparse.Namespace) -> None:
    from procrastinate.contrib.django import app  # noqa: PLC0415 -- app ready

    from opencme.config import jobs  # noqa: PLC0415 -- app ready

    with app.replace_connector(jobs.WorkerConnector()) as ready:
        async with ready.open_async():
            await jobs.release_stalled(ready)
            await ready.run_worker_async(
                wait=not options.once,
                concurrency=options.concurrency,
                update_heartbeat_interval=jobs.HEARTBEAT_SECONDS,
                stalled_worker_timeout=jobs.STALLED_AFTER_SECONDS,
                shutdown_graceful_timeout=FINISH_WITHIN_SECONDS,
                install_signal_handlers=threading.current_thread() is threading.main_thread(),
            )
