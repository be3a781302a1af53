"""Jobs that keep the queue itself in order; procrastinate finds them by PROCRASTINATE_IMPORT_PATHS.

A worker writes a heartbeat every 5 seconds. One that was killed writes none, and after 20 seconds what it was doing is
taken up by the next worker; therefore every job may run twice.
"""

from typing import Final

import structlog
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.connector import BaseConnector
from procrastinate.contrib.django import app, connector_params
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.utils import utcnow

HEARTBEAT_SECONDS: Final = 5.0
STALLED_AFTER_SECONDS: Final = 20.0
KEPT_HOURS: Final = 24 * 14

log = structlog.get_logger("opencme.jobs")


class WorkerConnector(PsycopgConnector):
    """A worker's connection to its queue, but what a job defers goes through Django's own.

    So it is part of the job's transaction, as in a request: a mail queued by a job is not looked for before it is there
    (2026-11-25: it was, found nothing, and the mail was never sent), and a job that fails leaves nothing in the queue.
    """

    def __init__(self) -> None:
        super().__init__(kwargs=connector_params("default"))
        self._django = DjangoConnector()

    def get_sync_connector(self) -> BaseConnector:
        """Give the connector of what is deferred without ``await``."""
        return self._django


async def release_stalled(jobs: App, *, seconds: float = STALLED_AFTER_SECONDS) -> int:
    """Put what killed workers were doing back in the queue, and give how many jobs that were."""
    manager = jobs.job_manager
    stalled = list(await manager.get_stalled_jobs(seconds_since_heartbeat=seconds))
    for job in stalled:
        await manager.retry_job(job, retry_at=utcnow())
        log.warning("job.released", job_id=job.id, task=job.task_name, attempt=job.attempts)
    return len(stalled)


@app.periodic(cron="* * * * * */10")
@app.task(
    name="jobs.release_stalled", queue="house", queueing_lock="jobs.release_stalled", pass_context=True, priority=50
)
async def release_stalled_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Every 10 seconds: release the jobs of killed workers."""
    await release_stalled(context.app)


@app.periodic(cron="20 3 * * *")
@app.task(name="jobs.remove_old", queue="house", queueing_lock="jobs.remove_old", pass_context=True)
async def remove_old_jobs(context: JobContext, timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Every night: forget jobs that succeeded two weeks ago; failed ones stay to be looked at."""
    await context.app.job_manager.delete_old_jobs(nb_hours=KEPT_HOURS)
