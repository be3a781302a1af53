"""A command that lives through others: starts them, replaces those that die, and ends them when it ends."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from opencme.commands import output

LOOK_EVERY_SECONDS: Final = 0.25
END_WITHIN_SECONDS: Final = 15
TOO_SOON_SECONDS: Final = 3
MOST_EARLY_DEATHS: Final = 3


@dataclass
class Child:
    """One program of the family."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    early_deaths: int = 0

    def start(self) -> None:
        """Start it, out of reach of the terminal's Ctrl-C, which the family's head passes on in order."""
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, start_new_session=True)
        self.started_at = time.monotonic()

    def bury(self) -> None:
        """Kill what it left behind and wait for it."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def is_dead(self) -> bool:
        """Say whether it ended."""
        return self.process is not None and self.process.poll() is not None


@dataclass
class Family:
    """Keeps its children running until ``stop`` is called or a signal asks for the end."""

    children: Sequence[Child]
    is_stopping: bool = False

    def start(self) -> None:
        """Start all, and listen to SIGTERM, SIGINT and SIGHUP."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self.stop())
        for child in self.children:
            child.start()

    def stop(self) -> None:
        """Ask for the end; a plain flag, since a signal may come while any lock is held."""
        self.is_stopping = True

    def watch(self) -> int:
        """Replace who dies, until the end is asked for; 1 when one cannot stay alive."""
        try:
            while not self.is_stopping:
                time.sleep(LOOK_EVERY_SECONDS)
                for child in self.children:
                    if not self.is_stopping and child.is_dead() and not self._replace(child):
                        return 1
            return 0
        finally:
            self._end()

    def _replace(self, child: Child) -> bool:
        is_early = time.monotonic() - child.started_at < TOO_SOON_SECONDS
        child.early_deaths = child.early_deaths + 1 if is_early else 0
        if child.early_deaths >= MOST_EARLY_DEATHS:
            output.error(f"the {child.name} ends as soon as it starts; its last words are above")
            return False
        output.error(f"the {child.name} ended; starting it again")
        child.bury()
        child.start()
        return True

    def _end(self) -> None:
        """End all in order; what they leave behind is killed."""
        started = [(child, child.process) for child in self.children if child.process is not None]
        for _child, process in started:
            process.terminate()
        deadline = time.monotonic() + END_WITHIN_SECONDS
        for child, process in started:
            with suppress(subprocess.TimeoutExpired):
                process.wait(max(0.1, deadline - time.monotonic()))
            child.bury()


def stay_with(parent: int) -> None:
    """End this program, in order, once the process ``parent`` that started it is gone (even by ``kill -9``)."""

    def look() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(END_WITHIN_SECONDS)
        os._exit(1)

    threading.Thread(target=look, daemon=True).start()
