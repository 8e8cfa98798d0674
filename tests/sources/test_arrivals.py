"""What arrives: folders walked, archives opened, bombs refused, litter passed over."""

import io
import zipfile
from pathlib import Path

import pytest

from opora.sources.arrivals import Arrival, arrivals, files_below
from tests.workbooks import xlsx

BOOK = xlsx({"Лист1": [["а"]]})


def archive(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return stream.getvalue()


def arrived(folder: Path, name: str, content: bytes) -> list[Arrival]:
    (folder / name).write_bytes(content)
    return list(arrivals(name, folder / name))


def test_a_folder_is_walked_in_order_and_litter_is_left_out(tmp_path: Path) -> None:
    for name in ("б/2.xlsx", "а/1.xlsx", "а/~$1.xlsx", ".DS_Store", "Thumbs.db"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(BOOK)
    assert [name for name, _ in files_below([tmp_path])] == ["а/1.xlsx", "б/2.xlsx"]


def test_two_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    for folder in ("а", "б"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "5.xlsx").write_bytes(BOOK)
    names = [name for name, _ in files_below([tmp_path / "а", tmp_path / "б"])]
    assert len(set(names)) == 2


def test_a_path_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="не найден"):
        files_below([tmp_path / "нет"])


def test_a_workbook_is_not_taken_for_an_archive(tmp_path: Path) -> None:
    assert [one.file for one in arrived(tmp_path, "5.xlsx", BOOK)] == ["5.xlsx"]


@pytest.mark.parametrize("first", ["mimetype", "[Content_Types].xml", "xl/workbook.bin"])
def test_a_book_is_told_by_its_first_part_and_an_archive_by_none(tmp_path: Path, first: str) -> None:
    assert [one.file for one in arrived(tmp_path, "5.ods", archive({first: b"", "5а.xlsx": BOOK}))] == ["5.ods"]
    assert [one.file for one in arrived(tmp_path, "5.zip", archive({f"{first}.xlsx": BOOK}))] == [f"5.zip/{first}.xlsx"]


def test_an_archive_inside_an_archive_is_opened(tmp_path: Path) -> None:
    inner = archive({"5а.xlsx": BOOK})
    names = [one.file for one in arrived(tmp_path, "все.zip", archive({"школа 1.zip": inner, "__MACOSX/x": b"x"}))]
    assert names == ["все.zip/школа 1.zip/5а.xlsx"]


def test_names_written_by_old_windows_are_read(tmp_path: Path) -> None:
    # zipfile marks Cyrillic names as UTF-8; old programs wrote cp866 without a mark
    content = archive({"XXXXXX.xlsx": BOOK}).replace(b"XXXXXX", "5клас!".encode("cp866"))
    assert [one.file for one in arrived(tmp_path, "a.zip", content)] == ["a.zip/5клас!.xlsx"]


@pytest.mark.parametrize("depth", [3, 4])
def test_archives_nested_too_deep_are_refused_as_a_whole(tmp_path: Path, depth: int) -> None:
    content = BOOK
    for level in range(depth):
        content = archive({f"{level}.zip" if level else "5.xlsx": content})
    problems = [one.problem.code for one in arrived(tmp_path, "a.zip", content) if one.problem]
    assert problems == ["archive-too-large"]


def test_a_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    content = bytearray(archive({"a.csv": b"1;2"}))
    directory = content.index(b"PK\x01\x02")
    content[directory + 24 : directory + 28] = (3_000_000_000).to_bytes(4, "little")  # what it claims to unpack to
    problems = [one.problem.code for one in arrived(tmp_path, "a.zip", bytes(content)) if one.problem]
    assert problems == ["archive-too-large"]


def test_a_truncated_archive_is_named(tmp_path: Path) -> None:
    (one,) = arrived(tmp_path, "a.zip", archive({"5.xlsx": BOOK * 50})[:200])
    assert one.problem is not None
    assert one.problem.code == "file-damaged"


@pytest.mark.parametrize("step", [1, 2, 3, 5, 7])
def test_damaged_members_are_named_and_the_others_arrive(tmp_path: Path, step: int) -> None:
    members = {f"{number}.csv": bytes(range(256)) * 40 for number in range(8)}
    content = bytearray(archive(members))
    damaged = range(0, 8, step)
    for number in damaged:
        inside = content.index(f"{number}.csv".encode()) + 5
        for place in range(inside, inside + 60, step):
            content[place] ^= 0xFF
    found = arrived(tmp_path, "a.zip", bytes(content))
    assert [one.file for one in found if one.problem] == [f"a.zip/{number}.csv" for number in damaged]
    assert {one.problem.code for one in found if one.problem} == {"file-damaged"}
    assert len(found) == 8


def test_an_encrypted_member_is_named_and_the_others_arrive(tmp_path: Path) -> None:
    content = bytearray(archive({"a.csv": b"1;2", "b.csv": b"1;2"}))
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        content[content.index(mark) + (6 if mark[2] == 3 else 8)] |= 1
    found = arrived(tmp_path, "a.zip", bytes(content))
    assert [(one.file, one.problem and one.problem.code) for one in found] == [
        ("a.zip/a.csv", "file-encrypted"),
        ("a.zip/b.csv", None),
    ]


@pytest.mark.parametrize("name", ["../../5.xlsx", "/5.xlsx", "//5.xlsx", "a/../5.xlsx"])
def test_a_member_that_points_out_of_its_archive_arrives_under_a_plain_name(tmp_path: Path, name: str) -> None:
    (one,) = arrived(tmp_path, "все.zip", archive({name: BOOK}))
    assert one.file in {"все.zip/5.xlsx", "все.zip/a/5.xlsx"}
    assert one.content == BOOK


def test_folders_of_an_archive_made_by_old_windows_are_folders(tmp_path: Path) -> None:
    members = {"школа/5а.xlsx": BOOK, "школа/~$5а.xlsx": b"x"}
    content = archive(members).replace("школа/".encode(), "школа\\".encode())
    assert [one.file for one in arrived(tmp_path, "все.zip", content)] == ["все.zip/школа/5а.xlsx"]
