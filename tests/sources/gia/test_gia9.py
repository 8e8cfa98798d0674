"""РИС ГИА-9: protocols of ОГЭ and ГВЭ-9, and the machine-made table without a title."""

import datetime as dt

import pytest

from opora.sources import READERS
from opora.sources.gia import gia9
from tests.sources.gia.protocols import (
    HEADING_9,
    HEADING_MACHINE,
    PUPIL_9,
    PUPIL_MACHINE,
    codes,
    csv,
    protocol,
    rows_of,
    taken,
    xls,
)
from tests.workbooks import book

RUSSIAN = "01 - Русский язык 2023.06.06"
MATHEMATICS = "02 - Математика 2023.06.09"


def test_a_participant_of_oge_is_one_row_with_a_mark() -> None:
    read = taken(protocol(RUSSIAN, HEADING_9, PUPIL_9))
    (row,) = rows_of(read)
    assert read.problems == []
    assert row == {
        "year": 2023, "procedure": "oge", "subject": "russian", "paper_grade": 9, "level": "standard",
        "school_code": "111002", "class_name": "9А", "pupil_grade": 9, "pupil": row["pupil"], "form": row["form"],
        "held_on": dt.date(2023, 6, 6),
        "primary_score": 8, "test_score": None, "mark": 4,
        "i01": 1, "i02": 1, "i03": 0, "i04": 1, "i05": 1, "i06": 2, "i07": 1, "i08": 0, "i09": 1,
        "source_sheet": "Лист1", "source_row": 3,
    }  # fmt: skip
    assert rows_of(read, "school_names") == [{"school_code": "111002", "name": None, "municipality": None}]


def test_the_regional_sparse_layout_is_read_by_its_headings() -> None:
    heading = [""] * 21
    pupil = [""] * 21
    for position, words, cell in (
        (0, "№", 1.0), (1, "Код ОО", 111002.0), (2, "Класс", "9Б"), (4, "Код ППЭ", 1018.0), (6, "Аудитория", "0003"),
        (8, "Код МСУ", 111.0), (10, "Фамилия", "Кержаков"), (12, "Имя", "Прохор"), (13, "Отчество", "Игнатьевич"),
        (14, "Задания с кратким ответом", "+-+"), (17, "Задания с развернутым ответом", "1(2)"),
        (18, "Первичный балл", 3.0), (20, "Оценка", 2.0),
    ):  # fmt: skip
        heading[position], pupil[position] = words, cell
    title = [*[""] * 7, MATHEMATICS]
    rows = [title, heading, pupil, ["Всего участников", *[""] * 18, 1.0]]
    read = taken(xls({"Протокол": rows}, merged=[(1, 14, 16), (2, 14, 16)]))
    (row,) = rows_of(read)
    assert (row["school_code"], row["class_name"], row["primary_score"], row["mark"]) == ("111002", "9Б", 3, 2)
    assert rows_of(read, "school_names")[0]["municipality"] == "МСУ 111"
    assert read.problems == []


def test_mathematics_of_the_ninth_grade_has_one_level() -> None:
    (row,) = rows_of(taken(protocol(MATHEMATICS, HEADING_9, PUPIL_9)))
    assert (row["procedure"], row["subject"], row["level"]) == ("oge", "mathematics", "standard")


@pytest.mark.parametrize("title", ["ГВЭ-9 51 - Русский язык 2023.06.06", "51 - Русский язык (ГВЭ) 2023.06.06"])
def test_gve_9_is_read_where_the_title_says_so(title: str) -> None:
    (row,) = rows_of(taken(protocol(title, HEADING_9, PUPIL_9)))
    assert (row["procedure"], row["mark"]) == ("gve9", 4)


def test_words_above_the_title_hold_for_all_exams_below() -> None:
    rows = [["Протокол проверки ГИА-9 в форме ГВЭ"], *protocol(RUSSIAN, HEADING_9, PUPIL_9)]
    rows += protocol(MATHEMATICS, HEADING_9, PUPIL_9)
    assert {row["procedure"] for row in rows_of(taken(rows))} == {"gve9"}


def test_a_mark_under_the_heading_of_a_score_is_read_where_the_title_says_oge() -> None:
    rows = protocol(f"ОГЭ {RUSSIAN}", [*HEADING_9[:-1], "Балл"], PUPIL_9)
    (row,) = rows_of(taken(rows))
    assert (row["mark"], row["test_score"]) == (4, None)


@pytest.mark.parametrize(("cell", "found"), [("6", "6"), ("0", "0"), ("зачёт", "…")])
def test_a_mark_that_is_none_refuses_its_row(cell: str, found: str) -> None:
    read = taken(protocol(RUSSIAN, HEADING_9, PUPIL_9, [*PUPIL_9[:-1], cell]))
    assert [(problem.found, problem.place.row, problem.place.column) for problem in read.problems] == [
        (found, 4, "Оценка")
    ]
    assert len(rows_of(read)) == 1


def test_the_machine_made_table_does_not_name_its_exam() -> None:
    read = taken(csv([HEADING_MACHINE, PUPIL_MACHINE]))
    assert codes(read) == ["paper-unknown"]
    assert "opora template results" in read.problems[0].text
    assert "ОГЭ Русский язык 2023.06.06.csv" in read.problems[0].text
    assert rows_of(read) == []


def test_the_machine_made_table_is_read_where_a_title_or_a_column_names_the_exam() -> None:
    titled = protocol(RUSSIAN, HEADING_MACHINE, PUPIL_MACHINE)
    with_column = [[*HEADING_MACHINE, "Экзамен"], [*PUPIL_MACHINE, "Русский язык(2023.06.06)"]]
    for rows in (titled, with_column):
        (row,) = rows_of(taken(csv(rows)))
        assert (row["procedure"], row["subject"], row["year"], row["mark"]) == ("oge", "russian", 2023, 4)


def test_the_machine_made_table_is_read_where_its_file_bears_the_name_of_the_exam() -> None:
    (row,) = rows_of(taken(csv([HEADING_MACHINE, PUPIL_MACHINE], file="ОГЭ Русский язык 2023.06.06.csv")))
    assert (row["procedure"], row["subject"], row["held_on"]) == ("oge", "russian", dt.date(2023, 6, 6))


def test_a_column_of_exams_divides_the_rows() -> None:
    rows = [
        [*HEADING_MACHINE, "Экзамен"],
        [*PUPIL_MACHINE, "Русский язык(2023.06.06)"],
        [*PUPIL_MACHINE, "Математика(2023.06.09)"],
        [*PUPIL_MACHINE, "Русский язык(2023.06.06)"],
    ]
    assert [row["subject"] for row in rows_of(taken(csv(rows)))] == ["russian", "russian", "mathematics"]


def test_a_book_of_both_grades_is_read_as_what_each_sheet_is() -> None:
    ninth = protocol(RUSSIAN, HEADING_9, PUPIL_9)
    eleventh = protocol(
        RUSSIAN, [*HEADING_9[:5], *HEADING_9[6:-1], "Балл"], [*PUPIL_9[:2], "11", *PUPIL_9[3:5], *PUPIL_9[6:]]
    )
    read = taken(xls({"9": ninth, "11": eleventh}))
    assert [(row["procedure"], row["test_score"]) for row in rows_of(read)] == [("oge", None), ("ege", 4)]


def test_a_protocol_without_names_is_read_and_its_pupils_stay_apart() -> None:
    heading = [*HEADING_9[:6], *HEADING_9[11:]]
    pupil = [*PUPIL_9[:6], *PUPIL_9[11:]]
    rows = rows_of(taken(protocol(RUSSIAN, heading, pupil, pupil)))
    assert len({row["pupil"] for row in rows}) == 2


def test_only_this_reader_takes_the_file() -> None:
    opened = book(protocol(RUSSIAN, HEADING_9, PUPIL_9))
    assert [reader for reader in READERS if reader.recognises(opened)] == [gia9]


def test_a_marked_exam_is_of_the_ninth_grade_where_nothing_else_is_said() -> None:
    sparse = ["№", "Код ОО", "", "", "Код МСУ", "Фамилия", "", "Первичный балл", "", "Оценка"]
    read = taken(
        protocol("Математика 2024.06.06", sparse, ["1", "111002", "", "", "111", "Кержаков", "", "16", "", "4"])
    )
    (row,) = rows_of(read)
    assert (row["procedure"], row["paper_grade"], row["mark"]) == ("oge", 9, 4)


def test_a_table_without_a_title_is_about_the_exam_its_sheet_is_called_by() -> None:
    (row,) = rows_of(taken(csv([HEADING_MACHINE, PUPIL_MACHINE], file="Математика_2024.06.06.csv")))
    assert (row["subject"], row["year"], row["mark"]) == ("mathematics", 2024, 4)
