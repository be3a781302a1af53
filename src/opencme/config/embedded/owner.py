"""Under which user the embedded server runs: ours, or for root one of its own, because PostgreSQL refuses root."""

import os
import pwd
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from opencme.config.env import BadSetting

NAME: Final = "pgserver"
THROUGH: Final = stat.S_IXGRP | stat.S_IXOTH
READ: Final = stat.S_IRGRP | stat.S_IROTH


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The user that owns the data and runs the server."""

    uid: int
    gid: int
    name: str

    @property
    def is_us(self) -> bool:
        """Whether that is the user this program runs as."""
        return self.uid == os.geteuid()

    def start_options(self) -> dict[str, Any]:
        """Give the options with which ``subprocess`` runs a program as this user."""
        return {} if self.is_us else {"user": self.uid, "group": self.gid, "extra_groups": []}


def owner_of(folder: Path) -> Owner:
    """Give the user the server in ``folder`` runs as; for root that user is made where it does not exist.

    Raises BadSetting when the data belong to somebody this program cannot become.
    """
    us = os.geteuid()
    if folder.exists() and (kept := folder.stat().st_uid) not in (0, us):
        name = _name(kept)
        if us != 0:
            msg = (
                f"The database in {folder} belongs to the user {name}; you are {_name(us)}. Start OpenCME as the user "
                f"who made it, or let OPENCME_VAR name another folder."
            )
            raise BadSetting(msg)
        return Owner(uid=kept, gid=folder.stat().st_gid, name=name)
    if us != 0:
        return Owner(uid=us, gid=os.getegid(), name=_name(us))
    entry = _entry()
    return Owner(uid=entry.pw_uid, gid=entry.pw_gid, name=NAME)


def let_through(owner: Owner, program: Path, folder: Path) -> None:
    """See to it that ``owner`` reaches its data and its programs; says which permissions it added.

    Only the right to pass through a folder is added, not the right to list it; and the right to read and run the
    server's own programs.
    """
    if owner.is_us:
        return
    closed = [each for path in (program, folder) for each in path.resolve().parents if not _is_passable(each, owner)]
    for each in dict.fromkeys(closed):
        each.chmod(each.stat().st_mode | THROUGH)
        sys.stderr.write(
            f"opencme: others may now pass through {each} (not list it): the database runs as {owner.name}\n"
        )
    installed = program.parent.parent
    if program.stat().st_mode & (READ | THROUGH) != READ | THROUGH:
        for each in (installed, *installed.rglob("*")):
            mode = each.stat().st_mode
            each.chmod(mode | READ | (THROUGH if each.is_dir() or mode & stat.S_IXUSR else 0))


def _is_passable(folder: Path, owner: Owner) -> bool:
    found = folder.stat()
    return bool(found.st_mode & stat.S_IXOTH) or (found.st_uid == owner.uid and bool(found.st_mode & stat.S_IXUSR))


def _entry() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        pass
    for command in (
        ["useradd", "--system", "--user-group", "--no-create-home", "--shell", "/usr/sbin/nologin", NAME],
        ["adduser", "-S", "-D", "-H", NAME],
    ):
        if shutil.which(command[0]):
            subprocess.run(command, check=False, capture_output=True)
            break
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        msg = (
            f"PostgreSQL does not run as root, and the user {NAME} could not be made. Start OpenCME as an ordinary "
            f"user, make the user (useradd --system {NAME}), or let OPENCME_DATABASE_URL name another PostgreSQL."
        )
        raise BadSetting(msg) from None


def _name(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return str(uid)
