"""The fonts of every document, from packages only, and which characters they can print."""

import struct
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

import typst

FOLDERS: Final = (
    "manimgx_fonts",
    "fontpkg_noto_serif/files",
    "fontpkg_amiri/files",
    "fontpkg_sarabun/files",
    "fontpkg_hind_siliguri/files",
    "noto_cjk_sans_otc",
)
_SUFFIXES: Final = frozenset({".ttf", ".otf", ".ttc"})
_FORMAT_4: Final = 4
_FORMAT_12: Final = 12


def font_files() -> tuple[Path, ...]:
    """Give every font file documents are set in."""
    found: list[Path] = []
    for folder in FOLDERS:
        package, _, inside = folder.partition("/")
        place = Path(str(files(package))) / inside
        found += sorted(each for each in place.iterdir() if each.suffix in _SUFFIXES)
    return tuple(found)


@cache
def fonts() -> typst.Fonts:
    """Give the fonts as Typst wants them, searched once per process; none of the system's."""
    folders = sorted({str(path.parent) for path in font_files()})
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)


def missing_glyphs(text: str) -> tuple[str, ...]:
    """Give the characters of ``text`` that no font can print, each once, in order; empty means all print.

    Blanks, joiners, direction signs and variation selectors need no glyph.
    """
    starts, ends = _coverage()
    found: dict[str, None] = {}
    for sign in unicodedata.normalize("NFC", text):
        if _needs_no_glyph(sign):
            continue
        place = bisect_right(starts, ord(sign)) - 1
        if place < 0 or ends[place] < ord(sign):
            found[sign] = None
    return tuple(found)


def name_of(sign: str) -> str:
    """Name a character for a person: "ᚠ (RUNIC LETTER FEHU FEOH FE F, U+16A0)"."""
    return f"{sign} ({unicodedata.name(sign, 'a character without a name')}, U+{ord(sign):04X})"


def _needs_no_glyph(sign: str) -> bool:
    return unicodedata.category(sign) in {"Cf", "Zs", "Zl", "Zp"} or sign in "\n\t" or "\ufe00" <= sign <= "\ufe0f"


@cache
def _coverage() -> tuple[list[int], list[int]]:
    """Give the covered code points of all fonts as merged ranges: their firsts and their lasts."""
    merged: list[tuple[int, int]] = []
    for first, last in sorted(each for path in font_files() for each in _ranges(path.read_bytes())):
        if merged and first <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return [first for first, _ in merged], [last for _, last in merged]


def _ranges(font: bytes) -> Iterator[tuple[int, int]]:
    """Read the covered ranges of a font file's first face; faces of a collection share theirs."""
    offset = struct.unpack_from(">I", font, 12)[0] if font[:4] == b"ttcf" else 0
    tables = struct.unpack_from(">H", font, offset + 4)[0]
    for number in range(tables):
        tag, _, start, _ = struct.unpack_from(">4sIII", font, offset + 12 + 16 * number)
        if tag == b"cmap":
            count = struct.unpack_from(">H", font, start + 2)[0]
            places = {struct.unpack_from(">HHI", font, start + 4 + 8 * each)[2] for each in range(count)}
            for place in places:
                yield from _subtable(font, start + place)


def _subtable(font: bytes, at: int) -> Iterable[tuple[int, int]]:
    """Read one table of a font's character map; formats that only old systems read give nothing.

    A range of format 4 may hold single gaps (glyph 0); they are left out.
    """
    kind = struct.unpack_from(">H", font, at)[0]
    if kind == _FORMAT_12:
        groups = struct.unpack_from(">I", font, at + 12)[0]
        return [struct.unpack_from(">II", font, at + 16 + 12 * each) for each in range(groups)]
    if kind == _FORMAT_4:
        return list(_format_4(font, at))
    return ()


def _format_4(font: bytes, at: int) -> Iterator[tuple[int, int]]:
    double = struct.unpack_from(">H", font, at + 6)[0]
    count = double // 2
    lasts = struct.unpack_from(f">{count}H", font, at + 14)
    firsts = struct.unpack_from(f">{count}H", font, at + 16 + double)
    deltas = struct.unpack_from(f">{count}H", font, at + 16 + 2 * double)
    offsets_at = at + 16 + 3 * double
    offsets = struct.unpack_from(f">{count}H", font, offsets_at)
    for place, (first, last) in enumerate(zip(firsts, lasts, strict=True)):
        if first == 0xFFFF:  # noqa: PLR2004 -- the table's end
            continue
        if offsets[place] == 0:
            holes = {(-deltas[place]) % 0x10000}
            yield from ((code, code) for code in range(first, last + 1) if code not in holes)
            continue
        row = offsets_at + 2 * place + offsets[place]
        for code in range(first, last + 1):
            if struct.unpack_from(">H", font, row + 2 * (code - first))[0]:
                yield code, code
