"""Where the bytes lie: ``var/files/ab/cd/<sha256>``."""

from pathlib import Path

from django.core.files.storage import FileSystemStorage, default_storage


def folder() -> Path:
    """The folder that holds all files."""
    assert isinstance(default_storage, FileSystemStorage)  # noqa: S101 -- narrows the type; settings name no other
    return Path(default_storage.location)


def path_of(sha256: str) -> Path:
    """The place of the bytes with this hash."""
    return folder() / sha256[:2] / sha256[2:4] / sha256
