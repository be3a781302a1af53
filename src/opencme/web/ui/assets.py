"""Static files that are made from others when first asked for: the layers of CSS as one file, and the typeface."""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

STYLES: Final = Path(__file__).parent / "styles"
LAYERS: Final = "@layer reset, tokens, base, layout, components, surface;\n"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_BREAKS: Final = re.compile(r"\s*\n\s*")


def stylesheet() -> bytes:
    """Join the layers in the order of their file names, without comments and indentation."""
    parts = (path.read_text(encoding="utf-8") for path in sorted(STYLES.glob("*.css")))
    text = LAYERS + "\n".join(_BREAKS.sub("\n", _COMMENT.sub("", part)).strip() for part in parts) + "\n"
    return text.encode()


def _typeface() -> bytes:
    from opencme.web.ui.fonts import inter  # noqa: PLC0415 -- slow import, wanted once

    return inter()


def _made_from_styles() -> str:
    return str(max(path.stat().st_mtime_ns for path in STYLES.glob("*.css")))


def _made_from_inter() -> str:
    return f"{version('fontpkg-inter')} {(Path(__file__).parent / 'fonts.py').stat().st_mtime_ns}"


#: What is made: its path, how, and what says that it must be made anew.
MADE: Final[Mapping[str, tuple[Callable[[], bytes], Callable[[], str]]]] = {
    "ui/opencme.css": (stylesheet, _made_from_styles),
    "ui/inter.woff2": (_typeface, _made_from_inter),
}


class BuiltFinder(BaseFinder):
    """Finds the files in ``MADE``, kept under ``settings.BUILT_ROOT``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep what is made under ``settings.BUILT_ROOT``."""
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.BUILT_ROOT)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002, ARG002 -- Django's
        """Give the place of a made file; an empty list for every other path."""
        if path not in MADE:
            return []
        place = str(made(path))
        return [place] if find_all else place

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002 -- Django's
        """Give every made file, for ``collectstatic`` and WhiteNoise."""
        for path in MADE:
            made(path)
            yield path, self.storage


def made(path: str) -> Path:
    """Give the place of a made file, making it when its sources changed; two processes may do so at once."""
    make, sources = MADE[path]
    place = Path(settings.BUILT_ROOT) / path
    note = place.with_suffix(".from")
    if not place.exists() or not note.exists() or note.read_text(encoding="utf-8") != sources():
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(f".{secrets.token_hex(4)}")
        draft.write_bytes(make())
        draft.replace(place)
        note.write_text(sources(), encoding="utf-8")
    return place
