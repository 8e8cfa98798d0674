"""What a file of evidence is, told by its content: damage is no fault of the site."""

import io
import zipfile

import pytest

from opora_web.programme.execution.evidence_files import sort_of

ODT = b"application/vnd.oasis.opendocument.text"


def office_file(packing: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", packing) as package:
        package.writestr("mimetype", ODT)
        package.writestr("content.xml", "<a/>")
    return stream.getvalue()


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_a_text_of_an_office_is_known(packing: int) -> None:
    sort = sort_of(io.BytesIO(office_file(packing)))
    assert sort is not None
    assert sort.suffix == ".odt"


@pytest.mark.parametrize("packing", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_damage_at_any_byte_is_told_and_never_a_fault(packing: int) -> None:
    whole = office_file(packing)
    for place in range(4, len(whole)):
        content = bytearray(whole)
        content[place] ^= 0xFF
        sort = sort_of(io.BytesIO(bytes(content)))
        assert sort is None or sort.suffix == ".odt"
