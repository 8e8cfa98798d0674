"""РИС ГИА, appeals: a changed score counts, wherever its sheet stands; nobody becomes a participant by appealing."""

import datetime as dt
from collections.abc import Sequence

import pytest

from opora.sources import READERS
from opora.sources.book import Book
from opora.sources.cells import Cell
from opora.sources.gia import gia_appeals
from opora.sources.taken import Taken
from opora.tables import CONTRACTS, TAKEN_TABLES
from tests.sources.gia.protocols import (
    HEADING_9,
    HEADING_11,
    PERSONAL,
    PUPIL_9,
    PUPIL_11,
    RUSSIAN,
    changed,
    codes,
    csv,
    protocol,
    rows_of,
    taken,
    xls,
)
from tests.workbooks import CIRCUMSTANCES, book

HEADING = ["№", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Фамилия", "Имя", "", "Отчество", "Документ",
           "Тип апелляции / перепроверки", "Состояние", "", "Дата отправки на обработку", "Дата изменений",
           "Балл до изменения", "Текущие", "", "Разница"]  # fmt: skip
SECOND = [*[""] * 16, "Первичный балл", "Балл", ""]
APPEAL = ["1", "111002", "11", "1018", "0009", "Кержаков", "Прохор", "", "Игнатьевич", "7391 640258",
          "Апелляция на результат", "Апелляция удовлетворена", "", "02.07.2022 16:55:40", "05.07.2022 9:54:41",
          "39", "9", "42", "3"]  # fmt: skip
HEADING_SHORT = [*HEADING_9[:5], "Фамилия", "Имя", "Отчество", "Экзамен", "Апелляция", "Первичный балл", "Оценка"]
APPEAL_SHORT = [*PUPIL_9[:5], *PUPIL_9[6:9], "Математика(2026.06.02)", "о несогласии с баллами", "9", "5"]


def sheet(*appeals: Sequence[Cell], title: str = RUSSIAN) -> list[list[Cell]]:
    return [[*[""] * 7, title], list(HEADING), list(SECOND), *map(list, appeals)]


def other(
    state: str = APPEAL[11], before: str = "39", primary: str = "9", final: str = "42", more: str = "3"
) -> list[str]:
    return [*APPEAL[:11], state, *APPEAL[12:15], before, primary, final, more]


def appealed(opened: Book) -> Taken:
    assert [reader for reader in READERS if reader.recognises(opened)] == [gia_appeals]
    return gia_appeals.read(opened, CIRCUMSTANCES)


def test_a_file_of_appeals_gives_changed_scores_and_no_participants() -> None:
    read = appealed(csv(sheet(APPEAL)))
    (result,) = rows_of(taken(protocol(RUSSIAN, HEADING_11, PUPIL_11)))
    assert read.problems == []
    assert [batch.table for batch in read.batches] == ["appeals"]
    assert rows_of(read, "appeals") == [
        {
            "year": 2022, "procedure": "ege", "subject": "russian", "paper_grade": 11, "level": "standard",
            "school_code": "111002", "pupil": result["pupil"], "held_on": dt.date(2022, 6, 23),
            "primary_score": 9, "test_score": 42, "mark": None,
            "source_sheet": "протокол", "source_row": 4,
        }
    ]  # fmt: skip
    assert read.year == 2022


def test_the_table_of_appeals_is_one_that_readers_fill() -> None:
    (row,) = rows_of(appealed(book(sheet(APPEAL))), "appeals")
    assert CONTRACTS["appeals"] in TAKEN_TABLES
    assert [*row, "source_file"] == [name for name in CONTRACTS["appeals"].names if name != "source_file"] + [
        "source_file"
    ]


def test_an_appeal_in_the_workbook_of_the_protocol_changes_the_score_there() -> None:
    neighbour = changed(PUPIL_11, number="640259")
    read = taken(xls({"Протокол": protocol(RUSSIAN, HEADING_11, PUPIL_11, neighbour), "Апелляции": sheet(APPEAL)}))
    assert [(row["primary_score"], row["test_score"]) for row in rows_of(read)] == [(9, 42), (8, 39)]
    assert {batch.table for batch in read.batches} == {"results", "items", "school_names"}
    assert read.problems == []


def test_an_appeal_below_the_protocol_on_one_sheet_changes_the_score_too() -> None:
    read = taken([*protocol(RUSSIAN, HEADING_11, PUPIL_11), *sheet(APPEAL)])
    assert [row["test_score"] for row in rows_of(read)] == [42]


def test_an_appeal_of_an_exam_that_the_workbook_lacks_goes_on_as_a_row() -> None:
    history = sheet(APPEAL, title="07 - История 2022.06.02")
    read = taken(xls({"Протокол": protocol(RUSSIAN, HEADING_11, PUPIL_11), "Апелляции": history}))
    assert [row["test_score"] for row in rows_of(read)] == [39]
    assert [row["subject"] for row in rows_of(read, "appeals")] == ["history"]


@pytest.mark.parametrize(
    "appeal",
    [
        other(state="Апелляция отклонена"),
        other(state="Апелляция не удовлетворена"),
        other(final="39", more="0"),
        other(state="На рассмотрении", final="39", more=""),
        other(state="Обработана", before="", more=""),
    ],
)
def test_an_appeal_that_changed_nothing_is_counted_and_left_out(appeal: list[str]) -> None:
    read = appealed(book(sheet(APPEAL, appeal)))
    assert len(rows_of(read, "appeals")) == 1
    assert [problem.found for problem in read.problems] == ["1 апелляция без изменения балла (строки 5)"]


@pytest.mark.parametrize("appeal", [other(more="-3", final="36"), other(before="", more=""), other(more="")])
def test_a_score_may_fall_and_the_difference_may_be_left_out(appeal: list[str]) -> None:
    assert len(rows_of(appealed(book(sheet(appeal))), "appeals")) == 1


def test_the_last_of_several_changes_counts() -> None:
    rows = rows_of(appealed(book(sheet(APPEAL, other(final="45", more="3")))), "appeals")
    assert [row["test_score"] for row in rows] == [45]


def test_the_short_table_names_the_exam_in_a_cell_and_has_no_document() -> None:
    read = appealed(book([HEADING_SHORT, APPEAL_SHORT]))
    (row,) = rows_of(read, "appeals")
    assert (row["procedure"], row["subject"], row["year"], row["mark"]) == ("oge", "mathematics", 2026, 5)
    assert read.problems == []


def test_without_a_document_a_pupil_is_found_by_name_where_the_school_has_one_of_that_name() -> None:
    title, namesake = "Математика 2026.06.02", [*PUPIL_9[:10], "640259", *PUPIL_9[11:]]
    short = [HEADING_SHORT, APPEAL_SHORT]
    read = taken(xls({"1": protocol(title, HEADING_9, PUPIL_9), "2": short}))
    assert [row["mark"] for row in rows_of(read)] == [5]
    read = taken(xls({"1": protocol(title, HEADING_9, PUPIL_9, namesake), "2": short}))
    assert [row["mark"] for row in rows_of(read)] == [4, 4]
    assert len(rows_of(read, "appeals")) == 1


def test_an_appeal_sheet_without_an_exam_says_what_to_restore() -> None:
    assert codes(appealed(book(sheet(APPEAL, title="")))) == ["paper-unknown"]


def test_an_appeal_never_shows_a_person() -> None:
    for rows in (sheet(APPEAL), sheet(["лишняя", *APPEAL]), sheet(APPEAL[1:]), [HEADING_SHORT, APPEAL_SHORT]):
        read = appealed(csv(rows))
        told = repr(read) + "".join(problem.text for problem in read.problems)
        assert not [word for word in PERSONAL if word in told]


@pytest.mark.parametrize("before", [("39",), ("8", "39")])
def test_scores_before_the_change_may_stand_in_columns_of_their_own(before: tuple[str, ...]) -> None:
    """«Балл до изменения», «Текущие» and «Разница» may each stand above a primary and a final score."""
    upper = [*HEADING[:15], "Балл до изменения", *[""] * (len(before) - 1), "Текущие", "", "Разница"]
    lower = [*[""] * 15, *["Первичный балл", "Балл"][-len(before) :], "Первичный балл", "Балл", "Балл"]
    read = appealed(csv([[*[""] * 7, RUSSIAN], upper, lower, [*APPEAL[:15], *before, "9", "42", "3"]]))
    assert read.problems == []
    assert [(row["primary_score"], row["test_score"]) for row in rows_of(read, "appeals")] == [(9, 42)]
