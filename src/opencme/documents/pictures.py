"""Pictures for documents, as SVG text: what Typst takes without a file."""

import base64
import io
from functools import lru_cache
from typing import Final

import segno
import typst

_MEDIA_TYPES: Final = frozenset({"image/png", "image/jpeg"})


def qr(address: str) -> str:
    """Draw ``address`` as a QR code of medium error correction, black on nothing.

    The mask is fixed: trying all eight took 3 ms of each certificate, and readers took every one, turned and blurred.
    """
    out = io.BytesIO()
    segno.make(address, error="m", micro=False, mask=2).save(
        out, kind="svg", border=0, xmldecl=False, omitsize=True, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


@lru_cache(maxsize=64)
def logo(content: bytes, media_type: str) -> str:
    """Wrap a PNG or JPEG so that it fits a box of 4 to 1, at its left; empty for another kind or a damaged one."""
    if media_type not in _MEDIA_TYPES:
        return ""
    data = base64.b64encode(content).decode()
    picture = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 400 100">'
        f'<image width="400" height="100" preserveAspectRatio="xMinYMid meet" '
        f'xlink:href="data:{media_type};base64,{data}"/></svg>'
    )
    return picture if _can_be_drawn(picture) else ""


def _can_be_drawn(picture: str) -> bool:
    try:
        typst.compile(
            b'#image(bytes(sys.inputs.picture), format: "svg")', format="pdf", sys_inputs={"picture": picture}
        )
    except typst.TypstError:
        return False
    return True
