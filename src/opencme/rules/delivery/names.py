"""Names as people type them into meetings, made comparable."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

TAGS: Final = frozenset(
    {
        "guest", "unverified", "external", "you", "me", "host", "co-host", "organizer", "organiser", "presenter",
        "attendee", "panelist", "gast", "extern", "invité", "invitado", "convidado", "ospite", "anonymous", "nicht",
        "überprüft",
    }
)  # fmt: skip
_PRONOUNS: Final = frozenset(
    {
        "he", "him", "his", "she", "her", "hers", "they", "them", "theirs", "ze", "zir",
    }
)  # fmt: skip
CREDENTIALS: Final = frozenset(
    {
        "md", "mbbs", "mbchb", "phd", "dphil", "rn", "bsn", "msn", "dnp", "aprn", "crna", "cnm", "lpn", "pac", "pharmd",
        "rph", "dds", "dmd", "dpm", "psyd", "lcsw", "msw", "mph", "mba", "facp", "faap", "facs", "facep", "fache",
        "ccrn", "bcps", "rdn", "dpt", "otd", "jr", "ii", "iii", "dr", "prof", "professor", "doctor", "mr", "mrs",
    }
)  # fmt: skip
# Credentials that are also surnames: they are dropped only after a comma behind a whole name.
_AFTER_A_COMMA: Final = frozenset(
    {
        "do", "ma", "ms", "miss", "np", "pa", "c", "od", "rd", "atc", "sr", "face", "ba", "bs",
    }
)  # fmt: skip
_DEVICE: Final = re.compile(
    r"(?:\b(?:i[\s-]?phone|i[\s-]?pad|ipod|macbook|imac|android|galaxy|pixel|huawei|oneplus|xiaomi|redmi|samsung|"
    r"laptop|desktop|tablet|pc|computer|chromebook|surface|windows|zoom\s?room|conference\s?room|meeting\s?room|"
    r"boardroom|user|guest|participant|attendee|call[\s-]?in|phone|mobile|anonymous|unknown|test)\b|^sm-[a-z0-9]+$|"
    r"^\+?[\d\s().*-]{5,}$)",
    re.IGNORECASE,
)
_LONGEST: Final = 400
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co"})  # control and direction signs, which could disguise a name
_JOINERS: Final = frozenset("\t\n\r\u200c\u200d")  # white space, and the joiners that some scripts need
_LETTERS: Final = str.maketrans(
    {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ħ": "h", "ʼ": "", "'": ""}
)


@dataclass(frozen=True, slots=True)
class ShownName:
    """A name from an attendance file taken apart: what was shown, the original it was renamed from, and its tags."""

    shown: str
    original: str = ""
    tags: frozenset[str] = frozenset()


@lru_cache(maxsize=65536)
def take_apart(text: str) -> ShownName:
    """Read ``Shown (Original)``, ``Last, First (Guest)`` and the like; pronouns in brackets are dropped."""
    kept = text[:_LONGEST]
    if not kept.isprintable():
        kept = "".join(sign for sign in kept if unicodedata.category(sign) not in _UNSEEN or sign in _JOINERS)
    rest, original, tags = " ".join(unicodedata.normalize("NFC", kept).split()), "", set[str]()
    while found := re.fullmatch(r"(.+?)\s*[(\[（]([^()\[\]（）]*)[)\]）]\s*", rest):
        rest, inner = found.group(1), found.group(2).strip()
        words = set(re.findall(r"[\w-]+", inner.casefold()))
        if words and words <= TAGS:
            tags |= words
        elif not (words and words <= _PRONOUNS):
            original = inner
    return ShownName(rest.strip(), original, frozenset(tags))


@lru_cache(maxsize=65536)
def tokens(name: str) -> tuple[str, ...]:
    """Give the comparable words of a name in the order First … Last: no case, marks, titles or credentials.

    ``Last, First`` is turned round. Letters of every script are kept.
    """
    first, *others = (_words(part) for part in name.split(","))
    if len(first) > 1:
        others = [part for part in others if not set(part) <= _AFTER_A_COMMA]
    parts = [part for part in (first, *others) if part]
    if len(parts) == 2:  # noqa: PLR2004 -- "Last, First"
        parts.reverse()
    return tuple(word for part in parts for word in part)


def _words(part: str) -> list[str]:
    folded = unicodedata.normalize("NFKD", part.replace("’", "'")).casefold().translate(_LETTERS)
    bare = "".join(sign for sign in folded if not unicodedata.combining(sign))
    words = re.findall(r"[^\W_]+", re.sub(r"(?<=\w)\.(?=\w)", "", bare))
    return [word for word in words if word not in CREDENTIALS]


@lru_cache(maxsize=65536)
def is_device(name: str) -> bool:
    """Say whether a name is that of a device, a room or nobody ("iPhone", "Galaxy S21", "+1 555 0100")."""
    return not tokens(name) or _DEVICE.search(name) is not None
