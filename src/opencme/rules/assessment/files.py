"""One door for files of questions: recognise the layout, read it, say everything about it."""

import re
from typing import Final

from opencme.kernel.i18n import gettext_noop as _
from opencme.rules.assessment.aiken import read_aiken
from opencme.rules.assessment.gift import read_gift
from opencme.rules.assessment.moodle_xml import read_moodle_xml
from opencme.rules.assessment.reading import MOST_BYTES, Reading, Remark, TooMuch, decode

LAYOUTS: Final = {"gift": "GIFT", "moodle_xml": "Moodle XML", "aiken": "Aiken"}
MOST_SHOWN: Final = 100


def read_questions(content: bytes, *, layout: str = "") -> Reading:
    """Read a file of questions; with no ``layout`` it is recognised from what the file holds.

    Nothing is raised for a bad file: ``errors`` of the answer says what is wrong, line by line.
    """
    reading = Reading(layout=layout)
    if len(content) > MOST_BYTES:
        reading.error(1, _("The file is larger than 5 MB; split it."))
        return reading
    if not content.strip():
        reading.error(1, _("The file is empty."))
        return reading
    try:
        _read(content, reading)
    except TooMuch as fault:
        reading.errors.append(fault.remark)
    if not (reading.found or reading.errors or reading.set_aside):
        reading.error(1, _("There is no question in this file."))
    reading.errors.sort(key=lambda remark: remark.line)
    if len(reading.errors) > MOST_SHOWN:
        more = len(reading.errors) - MOST_SHOWN
        last = Remark(
            reading.errors[MOST_SHOWN].line, _("From here on there are %(count)s more errors."), {"count": str(more)}
        )
        reading.errors[MOST_SHOWN:] = [last]
    return reading


def _read(content: bytes, reading: Reading) -> None:
    head = content[:4000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if reading.layout == "moodle_xml" or (
        not reading.layout and head.startswith((b"<\x00?", b"<?", b"<q", b"<!", b"<\x00q"))
    ):
        reading.layout = "moodle_xml"
        read_moodle_xml(content, reading)
        return
    text = decode(content, reading)
    if reading.errors:
        return
    if not reading.layout:
        is_aiken = re.search(r"^\s*ANSWER\s*:", text, re.IGNORECASE | re.MULTILINE) and "{" not in text
        reading.layout = "aiken" if is_aiken else "gift"
    (read_aiken if reading.layout == "aiken" else read_gift)(text, reading)
