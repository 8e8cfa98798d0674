"""Photos lose what is told beside the picture, and nothing of the picture; broken ones are said to be broken."""

import hashlib
import io
import struct
import zlib
from pathlib import Path
from typing import Any

import pytest
import vl_convert
from hypothesis import given
from hypothesis import settings as bounded
from hypothesis import strategies as st

from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.identification.scans import keep_scan
from opora_web.programme.metadata.pictures import PictureBrokenError, without_metadata

#: Degrees, minutes and seconds as phones write them: 55° 45′ 20.86″.
PLACE = struct.pack(">6L", 55, 1, 45, 1, 2086, 100)
_DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30"><circle r="9" cx="9" cy="9" fill="red"/></svg>'
)
JPEG = vl_convert.svg_to_jpeg(_DRAWING)
PNG = vl_convert.svg_to_png(_DRAWING)
WEBP_DRAWN = b"VP8L" + (5).to_bytes(4, "little") + b"drawn\x00"


def exif(turn: int | None, order: str = ">") -> bytes:
    """Return an Exif block by the standard: the turn in the first directory, a latitude in that of GPS."""
    tags = [] if turn is None else [(0x0112, 3, 1, struct.pack(f"{order}HH", turn, 0))]
    head = 8 + 2 + 12 * (len(tags) + 1) + 4
    tags.append((0x8825, 4, 1, struct.pack(f"{order}L", head)))
    written = b"".join(struct.pack(f"{order}HHL", *tag[:3]) + tag[3] for tag in tags)
    place = struct.pack(f"{order}HHHLL", 1, 2, 5, 3, head + 18) + bytes(4) + PLACE
    sign = b"MM\x00*" if order == ">" else b"II*\x00"
    first = struct.pack(f"{order}LH", 8, len(tags))
    return b"Exif\x00\x00" + sign + first + written + bytes(4) + place


def piece(marker: int, content: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(content) + 2).to_bytes(2) + content


def located(jpeg: bytes, turn: int | None = None, order: str = ">") -> bytes:
    """Return a photo that says where it was taken."""
    return jpeg[:2] + piece(0xE1, exif(turn, order)) + jpeg[2:]


def chunk(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)


def webp(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def test_a_real_photo_is_left_bit_for_bit_without_its_place() -> None:
    assert PLACE in located(JPEG)
    assert without_metadata(located(JPEG), "image/jpeg") == JPEG
    assert without_metadata(JPEG, "image/jpeg") == JPEG


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("turn", [2, 6, 8])
def test_a_turned_photo_stays_turned_and_says_nothing_else(turn: int, order: str) -> None:
    clean = without_metadata(located(JPEG, turn, order), "image/jpeg")
    assert PLACE not in clean
    assert clean == JPEG[:2] + clean[2:38] + JPEG[2:]
    said = clean[2:38]
    assert said[:10] == b"\xff\xe1\x00\x22Exif\x00\x00"
    assert struct.unpack(">HHLH", said[20:30]) == (0x0112, 3, 1, turn)
    assert without_metadata(clean, "image/jpeg") == clean


@pytest.mark.parametrize(
    "told",
    [
        piece(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + PLACE),
        piece(0xED, b"Photoshop 3.0\x00" + PLACE),
        piece(0xE2, b"MPF\x00" + PLACE),
        piece(0xFE, PLACE),
        piece(0xE1, exif(None)) * 3,
        b"\xff\xff" + piece(0xE1, exif(None))[1:],
    ],
)
def test_every_other_way_to_tell_is_left_out_too(told: bytes) -> None:
    assert without_metadata(JPEG[:2] + told + JPEG[2:], "image/jpeg") == JPEG


def test_what_a_phone_appends_behind_the_picture_goes_colours_stay() -> None:
    colours = piece(0xE2, b"ICC_PROFILE\x00\x01\x01profile") + piece(0xEE, b"Adobe\x00d")
    coloured = JPEG[:2] + colours + JPEG[2:]
    assert without_metadata(coloured + located(JPEG), "image/jpeg") == coloured


def test_a_scan_is_followed_to_the_end_of_all_its_parts() -> None:
    scan = piece(0xDA, b"\x00") + b"a\xff\x00b\xff\xd0c"
    parts = b"\xff\xd8" + scan + piece(0xC4, b"table") + scan
    assert without_metadata(parts + piece(0xFE, PLACE) + scan + b"\xff\xd9", "image/jpeg") == parts + scan + b"\xff\xd9"


def test_a_drawing_and_a_small_photo_lose_their_texts() -> None:
    told = b"".join(chunk(kind, PLACE) for kind in (b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"))
    assert without_metadata(PNG[:33] + told + PNG[33:] + PLACE, "image/png") == PNG
    head = b"VP8X" + (10).to_bytes(4, "little")
    said = [kind + (25).to_bytes(4, "little") + PLACE + b"\x00\x00" for kind in (b"EXIF", b"XMP ")]
    photo = webp(head + b"\x2c" + bytes(9), WEBP_DRAWN, *said)
    assert without_metadata(photo + PLACE, "image/webp") == webp(head + b"\x20" + bytes(9), WEBP_DRAWN)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"\xff\xd8\xff\xe1\x00\x01Exif", "image/jpeg"),
        (b"\xff\xd8\xff\xe1\xff\xffExif" + PLACE, "image/jpeg"),
        (b"\xff\xd8\xff\xd9", "image/jpeg"),
        (PNG[:-3], "image/png"),
        (PNG[:8], "image/png"),
        (webp(WEBP_DRAWN)[:-3], "image/webp"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (webp(b"EXIF\xff\xff\xff\xff" + PLACE), "image/webp"),
    ],
)
def test_a_broken_picture_is_said_to_be_broken(content: bytes, kind: str) -> None:
    with pytest.raises(PictureBrokenError):
        without_metadata(content, kind)


def test_what_is_no_such_picture_is_left_as_it_is() -> None:
    assert without_metadata(b"%PDF-1.7", "application/pdf") == b"%PDF-1.7"


@given(at=st.integers(0, 400), junk=st.binary(max_size=40), turn=st.integers(0, 9))
@bounded(max_examples=50, deadline=None)
def test_damage_is_harmless_or_said(at: int, junk: bytes, turn: int) -> None:
    photo = located(JPEG, turn)
    damaged = photo[: 2 + at] + junk + photo[2 + at + len(junk) :]
    try:
        clean = without_metadata(damaged, "image/jpeg")
    except PictureBrokenError:
        return
    assert clean.startswith(b"\xff\xd8")
    assert without_metadata(clean, "image/jpeg") == clean


def test_a_photo_of_a_signed_order_is_kept_without_where_it_was_taken(tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path
    stored, _ = keep_scan(io.BytesIO(located(JPEG)), "приказ.jpg")
    kept = (tmp_path / stored).read_bytes()
    assert PLACE not in kept
    assert kept.startswith(b"\xff\xd8\xff")
    assert hashlib.sha256(kept).hexdigest() in stored


def test_a_broken_photo_of_an_order_is_refused_in_words(tmp_path: Path, settings: Any) -> None:
    settings.UPLOADS = tmp_path
    with pytest.raises(RefusedError, match="дошёл не целиком"):
        keep_scan(io.BytesIO(JPEG[:40]), "приказ.jpg")
