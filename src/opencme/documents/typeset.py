"""From a template and plain data to a tagged PDF (PDF/UA-1 and PDF/A-2a in one file).

Only fonts from packages, no system font, no network, no clock: the same data gives the same bytes.
"""

import json
import threading
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import typst

from opencme.documents.fonts import fonts, missing_glyphs, name_of
from opencme.kernel.findings import DomainError, Finding
from opencme.kernel.i18n import gettext_noop as _
from opencme.kernel.text import RichText

TEMPLATES: Final = Path(str(files(__package__))) / "templates"
STANDARDS: Final = ("a-2a", "ua-1")
_own = threading.local()


def typeset(template: str, data: Mapping[str, Any], *, made_at: datetime) -> bytes:
    """Give the PDF that ``template`` makes of ``data``.

    data: text, numbers, ``RichText``, sequences and mappings of them; the template reads it as JSON.
    made_at: becomes the document's date. Raises DomainError that names each character no font can print,
    ValueError when the template itself is at fault (a bug).
    """
    plain = _plain(data)
    refuse_missing_glyphs(_texts(plain))
    compiler: typst.Compiler | None = getattr(_own, "compiler", None)
    if compiler is None:
        compiler = _own.compiler = typst.Compiler(root=str(TEMPLATES), font_paths=fonts(), ignore_system_fonts=True)
    made, warnings = compiler.compile_with_warnings(
        input=str(TEMPLATES / f"{template}.typ"),
        format="pdf",
        sys_inputs={"data": json.dumps(plain, ensure_ascii=False)},
        pdf_standards=list(STANDARDS),
        timestamp=int(made_at.timestamp()),
    )
    if warnings or not isinstance(made, bytes):
        msg = f"{template}: {'; '.join(str(each) for each in warnings) or 'not one PDF'}"
        raise ValueError(msg)
    return made


def refuse_missing_glyphs(texts: Iterator[str]) -> None:
    """Raise DomainError naming each character that would print as an empty box, and the text it stands in."""
    findings = [
        Finding(
            code="documents.glyph",
            message=_("“%(text)s” has a character that cannot be printed: %(sign)s. Write it in another way."),
            source="opencme-documents",
            params={"text": text if len(text) <= 80 else f"{text[:79]}…", "sign": name_of(sign)},  # noqa: PLR2004 -- a line of a message
        )
        for text in texts
        for sign in missing_glyphs(text)
    ]
    if findings:
        raise DomainError(*findings)


def _plain(value: Any) -> Any:
    """Write rich text as runs and normalise every text, so that JSON and the fonts can carry it."""
    if isinstance(value, RichText):
        return [{"text": unicodedata.normalize("NFC", run.text), "italic": run.italic} for run in value.runs]
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            if key not in {"logo", "qr"}:
                yield from _texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
