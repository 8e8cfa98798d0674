"""People of exam protocols: nothing Opora writes or prints names them or their documents."""

import html
import re
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from opora.cli.app import run
from tests.journeys.district import District
from tests.journeys.papers import HEADING_11, SHEET, f1, marks, oge

PEOPLE = ("Ыждвекрамыщев", "Гхомплюкин", "Жбанфедзе")
#: Digits inside longer ones are a moment or a fingerprint.
PERSONAL = (*PEOPLE, "Аристарх", "Феоктист", r"(?<![\da-f])(?:9876)?54321\d(?![\da-f])")
TITLE = "01 - Русский язык 2024.05."


def row(number: int, **cells: str) -> str:
    """Return a participant's row of a ЕГЭ protocol, with some cells changed by name."""
    usual = {"n": str(number), "msu": "111", "school": "111002", "group": "11", "point": "1018", "room": "9",
             "surname": PEOPLE[number], "name": "Аристархий", "patronymic": "Феоктистович", "series": "9876",
             "number": f"54321{number}", "short": "++-+", "long": "1(1)0(2)", "primary": "5",
             "final": "39"}  # fmt: skip
    return ";".join((usual | cells).values())


#: Protocols in which a person stands where something else should.
PROTOCOLS = (
    [row(0), row(1), row(2)],
    [row(0, final=PEOPLE[0])],
    [row(1, school=PEOPLE[1])],
    [row(2, group=PEOPLE[2])],
    [row(1, surname="9", name=PEOPLE[1])],
    [row(1, short="9876543211")],
    [row(1), row(1)],
    [row(0, final=f"удалён {PEOPLE[0]}"), row(1)],
)


def write_protocols(district: District) -> None:
    for number, rows in enumerate(PROTOCOLS, start=10):
        district.text(f"{number}.csv", "\n".join([f"{TITLE}{number}", HEADING_11, *rows]))
    district.text("30.csv", "\n".join([f"01 - Русский язык {PEOPLE[0]} 2024.05.30", HEADING_11, row(1)]))
    district.text("31.csv", "\n".join([f"Учащийся {PEOPLE[0]} 9876 543211", HEADING_11, row(1)]))
    district.text("32.csv", f"ФИО;Паспорт\n{PEOPLE[0]} Аристархий;9876 543211\n")
    protocol = oge("Математика ОГЭ 2024.06.06", marks(2, 4))
    for pupil in protocol[2:]:
        pupil[6:11] = [PEOPLE[0], "Аристархий", "Феоктистович", 9876, 543211 + int(pupil[0])]
    district.workbook("огэ.xlsx", ("Протокол", protocol))


def named(found: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return (where, what) of everything personal in the texts."""
    pattern = re.compile("|".join(PERSONAL), re.IGNORECASE)
    return [(where, match[0]) for where, words in found for match in pattern.finditer(words)]


def written(folder: Path) -> Iterator[tuple[str, str]]:
    """Return everything that stands in a folder as text: bytes in each encoding, packed parts, columns of Parquet."""
    for path in (path for path in folder.rglob("*") if path.is_file()):
        content = path.read_bytes()
        parts = [content]
        if zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as package:
                parts += [package.read(name) for name in package.namelist()]
        words = [part.decode(encoding, "replace") for part in parts for encoding in ("utf-8", "cp1251", "utf-16-le")]
        if path.suffix == ".parquet":
            words.append(str(pq.read_table(path).to_pylist()))
        yield path.as_posix(), html.unescape(f"{path.name} {' '.join(words)}")


def test_nothing_written_or_printed_names_a_person(district: District, capfd: pytest.CaptureFixture[str]) -> None:
    write_protocols(district)
    answers, data = district.answers, ["--data", str(district.data)]
    for words in (
        ["take-in", str(district.inbox), "--receipt", f"{answers}/r.xlsx", "--json", f"{answers}/t.json"],
        ["take-in", str(district.inbox), "--receipt", f"{answers}/r.json"],
        ["identify", "--year", "2024", "--json", f"{answers}/i.json", "--xlsx", f"{answers}/i.xlsx"],
        ["why", "111002", "--year", "2024", "--json", f"{answers}/w.json", "--docx", f"{answers}/w.docx"],
        ["rows", "1", "results", "--json", f"{answers}/rows.json"],
        ["rows", "1", "school_names"],
    ):
        assert run([*words, *data]) in {0, 1}
    printed = capfd.readouterr()
    assert "111002" in printed.out
    assert list(answers.rglob("огэ.xlsx")), "a copy with remarks is written, and looked through below"
    found = [("screen", printed.out), ("errors", printed.err), *written(district.data), *written(answers)]
    assert any("111002" in words for _, words in found)
    assert named(found) == []


def test_a_name_in_place_of_a_code_a_class_or_a_variant_goes_no_further(
    district: District, capfd: pytest.CaptureFixture[str]
) -> None:
    for column in (3, 4, 5):
        rows = f1(2024, "Математика", 3 + column, marks(3, 12))
        for pupil in rows[8:]:
            pupil[column] = f"{PEOPLE[1]} Аристархий"
        district.workbook(f"впр {column}.xlsx", (SHEET, rows))
    assert sorted(file["status"] for file in district.take_in().values()) == ["accepted", "accepted", "refused"]
    printed = capfd.readouterr()
    assert named([("screen", printed.out), *written(district.data), *written(district.answers)]) == []
