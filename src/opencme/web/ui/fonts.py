"""The typeface of the screens, cut from the whole Inter to the letters, weights and features they use."""

import io
from importlib.resources import files
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

#: Latin with the letters of Central Europe, Turkish and Vietnamese; what else a name needs comes from the device.
LETTERS: Final = (
    *range(0x20, 0x7F),
    *range(0xA0, 0x180),
    *(0x1A0, 0x1A1, 0x1AF, 0x1B0, 0x2B9, 0x2BB, 0x2BC, 0x300, 0x301, 0x303, 0x309, 0x323),
    *range(0x1EA0, 0x1EFA),
    *(0x2013, 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2026, 0x2032, 0x20AC, 0x2122),
    *(0x2190, 0x2192, 0x2212, 0x2248, 0x2264, 0x2265),
)
FEATURES: Final = ("kern", "liga", "calt", "ccmp", "locl", "mark", "tnum", "case", "cv05", "cv08", "ss03")
WEIGHTS: Final = (400, 650)


def inter() -> bytes:
    """Give Inter as WOFF2, about 35 kB; takes two seconds, so it is kept."""
    whole = files("fontpkg_inter").joinpath("files", "Inter[opsz,wght].ttf").read_bytes()
    font = TTFont(io.BytesIO(whole))
    options = subset.Options()
    options.layout_features = list(FEATURES)
    options.hinting = False
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=LETTERS)
    cutter.subset(font)
    font = instancer.instantiateVariableFont(font, {"wght": WEIGHTS, "opsz": 14})
    font.flavor = "woff2"
    out = io.BytesIO()
    font.save(out)
    return out.getvalue()
