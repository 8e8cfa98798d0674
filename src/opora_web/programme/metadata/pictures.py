"""Photos without what a phone writes into them: place, time, device, names. The picture itself stays bit for bit.

JPEG, PNG and WebP are chains of labelled pieces: pieces that do not draw are left out, nothing is decoded or unpacked.
"""

import re
import struct
from collections.abc import Callable, Iterator

_START, _END, _SCAN = b"\xff\xd8", 0xD9, 0xDA
_EXIF, _COMMENT = 0xE1, 0xFE
#: Pieces of applications that change how a JPEG looks: its colours.
_COLOURS = ((0xE2, b"ICC_PROFILE\x00"), (0xEE, b"Adobe"))
_NEXT_MARKER = re.compile(rb"\xff[^\x00\xff\xd0-\xd7]")
_TURN_TAG, _MOST_TAGS = 0x0112, 500
#: An Exif piece that says nothing but how the picture is turned.
_TURN_ONLY = b"\xff\xe1\x00\x22Exif\x00\x00MM\x00*\x00\x00\x00\x08"
_TURNS = range(2, 9)

_PNG_SIGN = b"\x89PNG\r\n\x1a\n"
_PNG_TOLD = {b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"}
_WEBP_TOLD = {b"EXIF", b"XMP "}
_WEBP_HEAD, _WEBP_FLAGS = 12, 0b1100


#: What is said to who sent a picture that is broken.
BROKEN_PICTURE = (
    "Снимок дошёл не целиком: его части не читаются. Откройте его на устройстве, сохраните заново и приложите снова."
)


class PictureBrokenError(Exception):
    """The pieces of a picture cannot be told apart, so nobody can say what they tell."""


def without_metadata(content: bytes, content_type: str) -> bytes:
    """Return a picture without what is written beside it; what is no JPEG, PNG or WebP as it is.

    How a photo is turned is kept: without it, it would lie on its side.

    Raises:
        PictureBrokenError: its pieces cannot be told apart.
    """
    clean = _CLEANERS.get(content_type)
    return clean(content) if clean else content


# --- JPEG ---------------------------------------------------------------------------------------------------------


def _clean_jpeg(content: bytes) -> bytes:
    pieces = list(_jpeg_pieces(content))
    if not any(marker == _SCAN for marker, _ in pieces):
        raise PictureBrokenError
    turns = [_turn(piece) for marker, piece in pieces if marker == _EXIF]
    turn = next((one for one in turns if one in _TURNS), None)
    said = _TURN_ONLY + struct.pack(">HHHLHHL", 1, _TURN_TAG, 3, 1, turn, 0, 0) if turn else b""
    return _START + said + b"".join(piece for marker, piece in pieces if _draws(marker, piece))


def _jpeg_pieces(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the pieces behind the start up to the end of the first picture; what phones append behind is left out."""
    at = len(_START)
    while at + 1 < len(content):
        if content[at] != 0xFF:  # noqa: PLR2004 - how every marker begins
            raise PictureBrokenError
        marker = content[at + 1]
        if marker == _END:
            yield marker, content[at : at + 2]
            return
        end = at + 1 if marker == 0xFF else _piece_end(content, at, marker)  # noqa: PLR2004 - a byte of filling
        if end > at + 1:
            yield marker, content[at:end]
        at = end


def _piece_end(content: bytes, at: int, marker: int) -> int:
    size = int.from_bytes(content[at + 2 : at + 4])
    end = at + 2 + size
    if size < 2 or end > len(content):  # noqa: PLR2004 - the size counts its own two bytes
        raise PictureBrokenError
    if marker != _SCAN:
        return end
    following = _NEXT_MARKER.search(content, end)
    return following.start() if following else len(content)


def _draws(marker: int, piece: bytes) -> bool:
    """Tell whether a piece is needed to draw the picture."""
    is_told = marker == _COMMENT or _EXIF <= marker <= 0xEF  # noqa: PLR2004 - the last piece of applications
    return not is_told or any(marker == kind and piece[4:].startswith(sign) for kind, sign in _COLOURS)


def _turn(piece: bytes) -> int | None:
    """Return how an Exif piece says the picture is turned."""
    tiff = piece[10:]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if not piece[4:].startswith(b"Exif\x00\x00") or order is None:
        return None
    try:
        (first,) = struct.unpack_from(f"{order}L", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, first)
        tags = [struct.unpack_from(f"{order}HHLH", tiff, first + 2 + 12 * n) for n in range(min(count, _MOST_TAGS))]
    except struct.error:
        return None
    return next((value for tag, _, _, value in tags if tag == _TURN_TAG), None)


# --- PNG and WebP -------------------------------------------------------------------------------------------------


def _clean_png(content: bytes) -> bytes:
    kept, at = [_PNG_SIGN], len(_PNG_SIGN)
    while kept[-1][4:8] != b"IEND":
        size, kind = int.from_bytes(content[at : at + 4]), content[at + 4 : at + 8]
        end = at + size + 12
        if end > len(content):
            raise PictureBrokenError
        if kind not in _PNG_TOLD:
            kept.append(content[at:end])
        at = end
    return b"".join(kept)


def _clean_webp(content: bytes) -> bytes:
    kept, at, last = [], _WEBP_HEAD, int.from_bytes(content[4:8], "little") + 8
    if last > len(content) or last <= _WEBP_HEAD:
        raise PictureBrokenError
    while at < last:
        kind, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "little")
        end = at + 8 + size + size % 2
        if end > last:
            raise PictureBrokenError
        if kind not in _WEBP_TOLD:
            kept.append(_without_flags(content[at:end]) if kind == b"VP8X" else content[at:end])
        at = end
    body = b"WEBP" + b"".join(kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _without_flags(head: bytes) -> bytes:
    """Return the head of an extended WebP that no longer says that more is told."""
    return head[:8] + bytes(byte & ~_WEBP_FLAGS for byte in head[8:9]) + head[9:]


_CLEANERS: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": _clean_jpeg,
    "image/png": _clean_png,
    "image/webp": _clean_webp,
}
