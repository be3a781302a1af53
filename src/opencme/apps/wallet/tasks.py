"""Jobs of the wallet; each loads by id, calls one service and may run twice harmlessly."""

from datetime import UTC, datetime
from typing import Final

from procrastinate import JobContext
from procrastinate.contrib.django import app

from opencme.kernel import clock
from opencme.rules.access.roles import system


@app.task(name="wallet.make_account_export", queue="exports", retry=2)
def make_account_export(export_id: int) -> None:
    """Make an export that waits."""
    from opencme.apps.wallet.services.account_export import run_export  # noqa: PLC0415 -- leaf

    run_export(export_id=export_id, now=clock.now())


@app.periodic(cron="40 3 * * *")
@app.task(name="wallet.forget", queue="house", queueing_lock="wallet.forget")
def forget(timestamp: int) -> None:
    """Every night: drop exports and files left over for a week, names no record needs any more, and unnamed bytes."""
    from opencme.apps.files.services import sweep_bytes  # noqa: PLC0415 -- leaf
    from opencme.apps.wallet.services.account import finish_deletions, forget_names  # noqa: PLC0415 -- leaf
    from opencme.apps.wallet.services.account_export import forget_exports  # noqa: PLC0415 -- leaf
    from opencme.apps.wallet.services.credit_imports import give_up_stuck  # noqa: PLC0415 -- leaf
    from opencme.apps.wallet.services.documents import forget_left  # noqa: PLC0415 -- leaf

    now = datetime.fromtimestamp(timestamp, tz=UTC)
    forget_exports(now=now)
    forget_left(now=now)
    give_up_stuck(now=now)
    finish_deletions(now=now)
    forget_names(now=now)
    sweep_bytes(now=now)


TRIES: Final = 3


@app.task(name="wallet.import_credit_file", queue="imports", retry=TRIES, pass_context=True)
def import_credit_file(context: JobContext, import_id: int) -> None:
    """Read a long transcript that waits; its owner is told when the last try failed too."""
    from opencme.apps.wallet.services.credit_imports import give_up, run_import  # noqa: PLC0415 -- leaf

    try:
        run_import(by=system(), import_id=import_id, now=clock.now())
    except Exception:
        if context.job is None or context.job.attempts >= TRIES:
            give_up(import_id=import_id, now=clock.now())
        raise


@app.periodic(cron="30 12 * * *")
@app.task(name="wallet.plan_reminders", queue="house", queueing_lock="wallet.plan_reminders")
def plan_reminders(timestamp: int) -> None:  # noqa: ARG001 -- given to every periodic job
    """Every day, when it is morning in America: one job per person who wants to be reminded."""
    from opencme.apps.wallet.services import reminders  # noqa: PLC0415 -- leaf

    reminders.plan_reminders()


@app.task(name="wallet.remind_person", queue="house", retry=3)
def remind_person(person_id: int) -> None:
    """Remind one person of what is missing and near."""
    from opencme.apps.wallet.services.reminders import remind  # noqa: PLC0415 -- leaf

    remind(person_id=person_id, now=clock.now())
