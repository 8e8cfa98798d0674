"""Files no reader should trust: each gets a problem with its place, nothing half-enters, the others go in."""

import copy
import io
import zipfile
from typing import Any

import pytest

from tests.journeys.district import District, codes
from tests.journeys.papers import HEADING_11, SHEET, f1, marks

Rows = list[list[Any]]
GOOD = f1(2024, "Математика", 5, marks(8, 22))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def packed(*members: tuple[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, content in members:
            out.writestr(name, content)
    return stream.getvalue()


NOT_BOOKS: dict[str, tuple[bytes, str]] = {
    "пустой.xlsx": (b"", "file-empty"),
    "страница.xls": ("<html><body><table><tr><td>ВПР".encode("cp1251"), "file-is-web-page"),
    "пароль.xlsx": (OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(3000), "file-encrypted"),
    "обрывок.xls": (OLE + bytes(3000), "file-damaged"),
    "приказ.pdf": (b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n1 0 obj<<>>endobj\n" * 50, "not-recognised"),
    "скан.png": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "not-recognised"),
    "письмо.docx": (packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>")), "not-recognised"),
    "двоичная.xlsb": (packed(("[Content_Types].xml", b"<T/>"), ("xl/workbook.bin", bytes(9))), "file-is-binary-book"),
    "письмо.txt": ("Уважаемые коллеги! Направляем, как просили; итоги.\n".encode("cp1251") * 9, "not-recognised"),
    "много.zip": (packed(*((f"{n}.txt", b"") for n in range(20_001))), "archive-too-large"),
    "бомба.xlsx": (
        packed(("[Content_Types].xml", b"<T/>"), ("xl/worksheets/sheet1.xml", bytes(210_000_000))),
        "file-too-large",
    ),
}


def test_what_is_no_book_is_said_to_be_so_and_the_good_file_goes_in(district: District) -> None:
    good = district.workbook("хороший.xlsx", (SHEET, GOOD))
    district.bytes("обрывок.xlsx", good.read_bytes()[:-400])
    for name, (content, _) in NOT_BOOKS.items():
        district.bytes(name, content)
    taken = district.take_in()
    assert district.code == 1
    expected = {name: [code] for name, (_, code) in NOT_BOOKS.items()}
    assert {name: codes(file) for name, file in taken.items()} == {
        **expected, "обрывок.xlsx": ["file-damaged"], "хороший.xlsx": [],
    }  # fmt: skip
    assert {file["status"] for name, file in taken.items() if name != "хороший.xlsx"} <= {"refused", "not-recognised"}
    assert district.cell("edu100101", 2024, "vpr", "mathematics", 5)["pupils"] == 22


def changed(row: int, column: int, cell: Any) -> Rows:
    """Return the good rows with one cell changed; both are counted as Excel counts, from 1."""
    rows = copy.deepcopy(GOOD)
    rows[row - 1][column - 1] = cell
    return rows


@pytest.mark.parametrize(
    ("rows", "code", "row", "column"),
    [
        (changed(1, 1, "ВПР 2031 Математика 5 класс"), "year-unlikely", 1, None),
        (changed(1, 1, "ВПР 1999 Математика 5 класс"), "year-unlikely", 1, None),
        (changed(1, 1, "ВПР 2024 Магия 5 класс"), "subject-unknown", 1, None),
        (changed(1, 1, "ВПР 2024 Русский язык 5 класс"), "subject-contradicts", 2, None),
        (changed(10, 4, 50001), "pupil-twice", 9, "Код участника"),
        (changed(10, 4, "Ыдвоечкин Иван"), "pupil-code-missing", 10, "Код участника"),
        (changed(10, 1, ""), "school-code-missing", 10, "ОО"),
        (changed(10, 7, 9), "score-above-maximum", 10, "1 (4б)"),
        (changed(10, 13, 99), "score-above-maximum", 10, "Первичный балл"),
        (changed(10, 13, -5), "value-out-of-range", 10, "Первичный балл"),
        (changed(10, 14, 7), "mark-unknown", 10, "Отметка"),
        (changed(10, 14, "н"), "mark-unknown", 10, "Отметка"),
        (GOOD[:8], "nothing-inside", 8, None),
    ],
)
def test_a_bad_cell_keeps_its_file_out_and_is_named_with_its_place(
    district: District, rows: Rows, code: str, row: int, column: str | None
) -> None:
    file = district.take_one(district.workbook("работа.xlsx", (SHEET, rows)))
    assert (district.code, file["status"], file["rows"]) == (1, "refused", 0)
    blocking = [problem for problem in file["problems"] if problem["severity"] == "blocks"]
    places = [(problem["code"], problem["sheet"], problem["row"], problem["column"]) for problem in blocking]
    assert (code, SHEET, row, column) in places
    assert "Ыдвоечкин" not in str(file)
    assert district.ask("releases")["releases"] == []


def test_two_versions_of_one_class_sent_together_keep_each_other_out(district: District) -> None:
    district.workbook("одна.xlsx", (SHEET, GOOD))
    district.workbook("другая.xlsx", (SHEET, f1(2024, "Математика", 5, marks(6, 22))))
    district.workbook("6а.xlsx", (SHEET, f1(2024, "Математика", 6, marks(6, 22))))
    taken = district.take_in()
    assert {name: file["status"] for name, file in taken.items()} == {
        "одна.xlsx": "refused", "другая.xlsx": "refused", "6а.xlsx": "accepted",
    }  # fmt: skip
    assert "two-files-one-part" in codes(taken["одна.xlsx"])


def test_a_code_nobody_explains_is_named_with_the_likeliest_school(district: District) -> None:
    district.text("реестр.csv", "school;name;municipality;fisoko_login\ns1;МКОУ ООШ №1;Абанский район;edu100111\n")
    taken = district.take_in(district.inbox / "реестр.csv", district.workbook("а.xlsx", (SHEET, GOOD)))
    (problem,) = taken["а.xlsx"]["problems"]
    assert (problem["code"], problem["severity"]) == ("school-unknown", "warns")
    assert "МКОУ ООШ №1" in problem["expected"]


def test_a_formula_nobody_has_counted_is_named_with_its_cell(district: District) -> None:
    file = district.take_one(district.workbook("а.xlsx", (SHEET, changed(9, 13, "=SUM(G9:L9)"))))
    (problem,) = file["problems"]
    assert [problem[name] for name in ("code", "sheet", "row", "column")] == [
        "formula-without-value",
        SHEET,
        9,
        "Первичный балл",
    ]


def test_headings_that_are_formulas_nobody_has_counted_are_named(district: District) -> None:
    rows = copy.deepcopy(GOOD)
    heading = next(index for index, row in enumerate(rows) if "Отметка" in row)
    rows[heading] = [f'="{words}"' for words in rows[heading]]
    (problem,) = district.take_one(district.workbook("а.xlsx", (SHEET, rows)))["problems"]
    assert [problem[name] for name in ("code", "sheet", "row", "column")] == [
        "formula-without-value", SHEET, heading + 1, "A",
    ]  # fmt: skip


def test_ten_thousand_blank_columns_are_no_harm(district: District) -> None:
    rows = copy.deepcopy(GOOD)
    rows[8] += [None] * 9_985 + [" "]
    assert district.take_one(district.workbook("а.xlsx", (SHEET, rows)))["rows"] == 22


def test_three_hundred_junk_files_do_not_hide_a_good_one(district: District) -> None:
    for number in range(300):
        district.bytes(f"{number % 7}/мусор {number}.dat", bytes([number % 256, 0, number // 256]) * 40)
    district.workbook("5/а.xlsx", (SHEET, GOOD))
    taken = district.take_in()
    assert len(taken) == 301
    assert [name for name, file in taken.items() if file["status"] == "accepted"] == ["5/а.xlsx"]


@pytest.mark.parametrize(
    "words",
    [
        ("take-in", "нет такой папки"),
        ("identify", "--year", "сорок"),
        ("identify",),
        ("rows", "1", "нет-таблицы"),
        ("template", "нет-шаблона", "x.xlsx"),
    ],
)
def test_a_wrong_command_line_is_2(district: District, words: tuple[str, ...]) -> None:
    from opora.cli.app import run

    assert run([*words] if words[0] == "template" else [*words, "--data", str(district.data)]) == 2


@pytest.mark.parametrize("words", [("identify", "--year", "2024"), ("why", "x", "--year", "2024"), ("undo",)])
def test_an_answer_that_cannot_be_given_is_1(district: District, words: tuple[str, ...]) -> None:
    assert district.ask(*words) is None
    assert district.code == 1


def test_a_protocol_without_participants_is_said_to_be_empty(district: District) -> None:
    file = district.take_one(district.text("п.csv", f"01 - Русский язык 2024.05.28\n{HEADING_11}\n"))
    assert codes(file) == ["nothing-inside"]
