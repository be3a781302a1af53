"""Static files that are made from others when first asked for: the layers of CSS as one file."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

STYLES: Final = Path(__file__).parent / "styles"
LAYERS: Final = "@layer reset, tokens, base, layout, components, surface;\n"
_COMMENT: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_BREAKS: Final = re.compile(r"\s*\n\s*")


def stylesheet() -> str:
    """Join the layers in the order of their file names, without comments and indentation."""
    parts = (path.read_text(encoding="utf-8") for path in sorted(STYLES.glob("*.css")))
    return LAYERS + "\n".join(_BREAKS.sub("\n", _COMMENT.sub("", part)).strip() for part in parts) + "\n"


class BuiltFinder(BaseFinder):
    """Finds ``ui/opencme.css``; it is made again when a layer changed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Keep what is made under ``settings.BUILT_ROOT``."""
        super().__init__(*args, **kwargs)
        self.storage = FileSystemStorage(location=settings.BUILT_ROOT)

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:  # noqa: FBT001, FBT002, ARG002 -- Django's
        """Give the place of the made file; an empty list for every other path."""
        if path != "ui/opencme.css":
            return []
        made = str(_made("ui/opencme.css", stylesheet(), _age()))
        return [made] if find_all else made

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002 -- Django's
        """Give every made file, for ``collectstatic`` and WhiteNoise."""
        self.find("ui/opencme.css")
        yield "ui/opencme.css", self.storage


def _age() -> float:
    return max(path.stat().st_mtime for path in STYLES.glob("*.css"))


def _made(name: str, text: str, age: float) -> Path:
    """Write the file when it is not there or older than its sources; two processes may do it at once."""
    place = Path(settings.BUILT_ROOT) / name
    if not place.exists() or place.stat().st_mtime < age or place.read_text(encoding="utf-8") != text:
        place.parent.mkdir(parents=True, exist_ok=True)
        draft = place.with_suffix(f".{hashlib.sha256(text.encode()).hexdigest()[:8]}")
        draft.write_text(text, encoding="utf-8")
        draft.replace(place)
    return place
