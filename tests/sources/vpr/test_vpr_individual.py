"""ВПР «Ф1 Индивидуальные результаты»: what is read, and what is said of a cell that cannot be read."""

import pytest

from opora.sources.cells import Cell
from opora.sources.taken import Taken
from opora.sources.vpr import vpr_individual
from tests.workbooks import CIRCUMSTANCES, book

HEADING = ["ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант",
           "1 (4б)", "2.1 (1б)", "2К1 (2б)", "Первичный балл", "Отметка", "Отметка по журналу"]  # fmt: skip
PUPIL = ["edu100101", "Абанский район", "МКОУ Абанская ООШ №1", 50012, "5А", 3, 2, 1, "X", 3, 3, 4]


def sheet(*pupils: list[Cell], heading: list[Cell] | None = None) -> list[list[Cell]]:
    return [
        ["ВПР 2025 Русский язык 5 класс"],
        ["Предмет:", "Русский язык"],
        ["Максимальный первичный балл:", 7],
        [f"МКОУ Абанская ООШ №1 (edu100101) | Кол-во участников: {len(pupils)}"],
        ["", "", "", "", "", "", "Б", "Б", "П"],
        list(heading or HEADING),
        *pupils,
    ]


def taken(rows: list[list[Cell]]) -> Taken:
    opened = book(rows, sheet="Индивидуальные результаты")
    assert vpr_individual.recognises(opened)
    return vpr_individual.read(opened, CIRCUMSTANCES)


def changed(column: int, cell: Cell) -> list[Cell]:
    return [*PUPIL[:column], cell, *PUPIL[column + 1 :]]


def test_a_pupil_is_one_row_with_item_scores_as_columns() -> None:
    results, items, names = taken(sheet(PUPIL)).batches
    assert results.table == "results"
    row = {name: value[0] if isinstance(value, list) else value for name, value in results.columns.items()}
    assert row == {
        "year": 2025, "procedure": "vpr", "subject": "russian", "paper_grade": 5, "level": "standard",
        "school_code": "edu100101", "class_name": "5А", "pupil_grade": 5, "pupil": "50012", "variant": "3",
        "form": row["form"], "primary_score": 3, "max_score": 7, "mark": 3, "journal_mark": 4,
        "i01": 2, "i02": 1, "i03": -1,
        "source_sheet": "Индивидуальные результаты", "source_row": 7,
    }  # fmt: skip
    assert items.columns["item"] == ["1", "2.1", "2К1"]
    assert items.columns["max_score"] == [4, 1, 2]
    assert items.columns["difficulty"] == ["Б", "Б", "П"]
    assert names.columns["name"] == ["МКОУ Абанская ООШ №1"]


def test_columns_may_stand_in_any_order_with_latin_look_alike_letters() -> None:
    heading = [*reversed(HEADING[:-1]), "OTMETKA ПО ЖУРНАЛУ".replace("OTMETKA", "ОTМЕТKА")]
    results = taken(sheet([*reversed(PUPIL[:-1]), 4], heading=heading)).batches[0]
    assert results.columns["mark"] == [3]
    assert results.columns["journal_mark"] == [4]


def test_a_wrong_mark_is_a_problem_with_its_place() -> None:
    problem = taken(sheet(PUPIL, changed(10, "н"))).problems[0]
    assert problem.text == (
        "файл.xlsx › Индивидуальные результаты › строка 8, столбец «Отметка»: найдено «н», "
        "ожидается 2–5 или пусто. "
        "Впишите отметку числом 2–5; если ученик отсутствовал, оставьте ячейку пустой. [mark-unknown]"
    )


def test_a_score_above_the_item_maximum_is_named() -> None:
    problems = taken(sheet(changed(6, 5))).problems
    assert [(problem.code, problem.place.column, problem.expected) for problem in problems] == [
        ("score-above-maximum", "1 (4б)", "не больше 4")
    ]


def test_all_problems_are_reported_at_once() -> None:
    rows = sheet(changed(3, ""), changed(0, None), changed(9, "много"))
    assert [problem.code for problem in taken(rows).problems] == [
        "school-code-missing", "pupil-code-missing", "number-unknown",
    ]  # fmt: skip


def test_a_subject_that_contradicts_its_title_is_refused() -> None:
    rows = sheet(PUPIL)
    rows[1][1] = "Математика"
    assert [problem.code for problem in taken(rows).problems] == ["subject-contradicts"]


def test_autumn_papers_keep_the_paper_grade_and_the_pupils_grade_apart() -> None:
    rows = sheet(changed(4, "6Б"))
    rows[0][0] = "ВПР 2020 (осень). Русский язык. 6 класс (по программе 5 класса)"
    columns = taken(rows).batches[0].columns
    assert (columns["paper_grade"], columns["pupil_grade"]) == (5, [6])


def test_fewer_rows_than_the_header_promises_is_a_warning() -> None:
    rows = sheet(PUPIL)
    rows[3][0] = "МКОУ Абанская ООШ №1 (edu100101) | Кол-во участников: 25"
    assert [problem.code for problem in taken(rows).problems] == ["total-differs"]


@pytest.mark.parametrize(
    ("column", "cell", "code"),
    [
        (0, "Ким", "school-code-missing"),
        (0, "Цой Вера", "school-code-missing"),
        (3, "Ким Вера", "pupil-code-missing"),
        (6, "Воробьёв", "score-unknown"),
        (9, "Ким", "number-unknown"),
        (10, "Воробьёв", "mark-unknown"),
        (11, "Воробьёв", "mark-unknown"),
        (4, "Воробьёв", "class-unknown"),
        (4, "Ким", "class-unknown"),
    ],
)
def test_a_name_in_a_shifted_row_is_neither_stored_nor_quoted(column: int, cell: str, code: str) -> None:
    read = taken(sheet(changed(column, cell)))
    assert [(problem.code, problem.found) for problem in read.problems] == [(code, "")]
    assert cell.casefold() not in repr(read).casefold()


def test_a_name_in_the_place_of_a_variant_is_not_stored() -> None:
    assert "Ким" not in repr(taken(sheet(changed(5, "Ким"))))


@pytest.mark.parametrize("number", ["5,5", 10**30, 99_999, "9" * 400])
def test_a_score_that_no_paper_has_is_named_with_its_row(number: Cell) -> None:
    (problem,) = taken(sheet(PUPIL, changed(9, number))).problems
    assert (problem.code, problem.place.row, problem.expected) == ("number-unknown", 8, "целое число")


@pytest.mark.parametrize(
    "footer",
    [
        ["Итого", "", "", 2, "", "", 3, 2, 0, 6, 3, 4],
        ["Средний балл", "", "", "", "", "", 1.5, 1, 0, 3, 3, 4],
        ["", "", "Процент выполнения", "", "", "", 50, 100, 0, 43, "", ""],
    ],
)
def test_totals_and_means_below_the_pupils_are_no_pupils(footer: list[Cell]) -> None:
    read = taken(sheet(PUPIL, footer))
    assert [problem.code for problem in read.problems] == ["total-differs"]  # the line above counts both rows
    assert read.batches[0].rows == 1


def test_a_pupil_of_a_school_called_middle_is_not_taken_for_a_mean() -> None:
    heading = ["Название ОО", "Муниципалитет", "ОО", *HEADING[3:]]
    pupil = ["Средняя школа №5", PUPIL[1], PUPIL[0], *PUPIL[3:]]
    assert taken(sheet(pupil, heading=heading)).batches[0].rows == 1
    nobody = [*pupil[:3], "", *pupil[4:]]
    (problem,) = taken(sheet(pupil, nobody, heading=heading)).problems
    assert problem.code == "pupil-code-missing"


@pytest.mark.parametrize(
    ("title", "paper"),
    [
        (["ВПР 2023/2024 Биология 6 класс"], (2024, "biology", 6)),
        (["ВПР 2023-24 учебный год. Биология. 6 класс"], (2024, "biology", 6)),
        (["ВПР 2020/2021 (осень) Биология 6 класс"], (2020, "biology", 6)),
        (["ВПР 2024", "Биология", "6 класс"], (2024, "biology", 6)),
        (["ВПР 2024 Биология", "", "по школам", "6 класс"], (2024, "biology", 6)),
        (["Результаты ВПР 2024 Биология 6 класс"], (2024, "biology", 6)),
        (["Индивидуальные результаты участников ВПР 2024. Рус. язык. 6 класс"], (2024, "russian", 6)),
        (["Итоги всероссийских проверочных работ 2024 Биология 6 класс"], (2024, "biology", 6)),
    ],
)
def test_a_title_may_name_a_school_year_or_stand_in_several_cells(
    title: list[Cell], paper: tuple[int, str, int]
) -> None:
    columns = taken([title, HEADING, PUPIL]).batches[0].columns
    assert tuple(columns[name] for name in ("year", "subject", "paper_grade")) == paper


def test_the_row_that_numbers_the_columns_of_a_printed_form_is_no_pupil() -> None:
    read = taken([*sheet(), list(range(1, len(HEADING) + 1)), PUPIL])
    assert [problem.code for problem in read.problems] == ["total-differs"]  # the heading states no participants
    assert read.batches[0].columns["pupil"] == ["50012"]


@pytest.mark.parametrize("words", ["5А класс", "5 класс А", "5 кл. «А»", "5а кл"])
def test_the_word_for_a_class_is_no_part_of_its_name(words: str) -> None:
    read = taken(sheet(changed(4, words)))
    assert (read.problems, read.batches[0].columns["class_name"]) == ([], ["5А"])
