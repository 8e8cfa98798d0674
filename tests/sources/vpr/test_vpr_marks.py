"""ВПР «Статистика по отметкам»: percents become people, in both layouts."""

import pytest

from opora.sources.book import open_book
from opora.sources.cells import Cell
from opora.sources.taken import Taken
from opora.sources.vpr import vpr_marks
from tests.sources.vpr_samples import MARKS, SCHOOL, TIDY_MARKS, TITLE, Rows, changed
from tests.workbooks import CIRCUMSTANCES, book, xlsx

SCHOOL_ROW = 8  # index of the school without a login in MARKS
MARK_COLUMNS = ("mark_2", "mark_3", "mark_4", "mark_5")


def taken(rows: Rows) -> Taken:
    opened = book(rows, sheet="Отметки")
    assert vpr_marks.recognises(opened)
    return vpr_marks.read(opened, CIRCUMSTANCES)


def row(result: Taken, index: int) -> dict[str, object]:
    return {
        name: value[index] if isinstance(value, list) else value for name, value in result.batches[0].columns.items()
    }


def marks(result: Taken) -> list[tuple[object, ...]]:
    columns = result.batches[0].columns
    return list(zip(*[columns[name] for name in MARK_COLUMNS], strict=True))


def codes(rows: Rows) -> list[str]:
    return [problem.code for problem in taken(rows).problems]


def test_a_school_is_one_row_of_whole_people() -> None:
    result = taken(MARKS)
    assert row(result, 3) == {
        "year": 2021, "procedure": "vpr", "subject": "mathematics", "paper_grade": 5, "level": "standard",
        "area_level": "school", "area": SCHOOL, "municipality": "Абанский район",
        "school_code": "name:р абанский/абанская оош 1", "schools": None, "pupils": 22,
        "mark_2": 8, "mark_3": 6, "mark_4": 4, "mark_5": 4, "source_sheet": "Отметки", "source_row": 9,
    }  # fmt: skip
    assert result.problems == []
    assert result.year == 2021


def test_rows_go_from_the_whole_sample_down_to_schools() -> None:
    columns = taken(MARKS).batches[0].columns
    assert columns["area_level"] == ["sample", "region", "municipality", "school", "school"]
    assert columns["school_code"][4] == "edu100101"
    assert columns["schools"] == [35500, 950, 15, None, None]


def test_percents_are_read_with_commas_signs_and_spaces() -> None:
    assert marks(taken(MARKS))[1] == (4130, 8850, 10620, 5900)  # 14, 30, 36 and 20 % of 29,500


def test_schools_are_named_once_without_their_logins() -> None:
    names = taken(MARKS).batches[1].columns
    assert names["name"] == [SCHOOL, "МКОУ Абанская СОШ №3"]
    assert names["municipality"] == ["Абанский район"] * 2


def test_every_row_of_the_tidy_layout_names_its_paper_and_school() -> None:
    result = taken(TIDY_MARKS)
    columns = result.batches[0].columns
    assert columns["year"] == [2021, 2022]
    assert columns["subject"] == ["mathematics", "russian"]
    assert columns["paper_grade"] == [5, 6]
    assert columns["school_code"] == ["edu100101", "edu100102"]
    assert columns["municipality"] == ["Абанский район", "г. Канск"]
    assert marks(result) == [(8, 6, 4, 4), (5, 10, 8, 2)]
    assert result.year is None


def test_numbers_that_sum_to_the_participants_are_people_already() -> None:
    rows = [*TITLE, MARKS[4], ["Абанский район", 1, 22, 8, 6, 4, 4], [SCHOOL, "", 22, 8, 6, 4, 4]]
    assert marks(taken(rows)) == [(8, 6, 4, 4)] * 2


def test_people_that_do_not_sum_are_named_with_their_row() -> None:
    rows = [*TITLE, MARKS[4], ["Абанский район", 1, 22, 8, 6, 4, 4], [SCHOOL, "", 22, 8, 6, 4, 5]]
    problem = taken(rows).problems[0]
    assert (problem.code, problem.place.row, problem.found) == ("marks-do-not-sum", 7, "8 / 6 / 4 / 5")


def test_percents_far_from_a_hundred_are_named_with_their_row() -> None:
    problem = taken(changed(MARKS, SCHOOL_ROW, 3, 30)).problems[0]
    assert problem.text == (
        "файл.xlsx › Отметки › строка 9, столбец «2»: найдено «30 / 27.27 / 18.18 / 18.18», ожидается сумма около "
        "100 %. Сверьте строку с исходным отчётом и выгрузите его заново. [percents-do-not-sum]"
    )


def test_percents_of_no_whole_people_are_a_warning() -> None:
    rows = changed(changed(MARKS, SCHOOL_ROW, 3, 38.36), SCHOOL_ROW, 4, 25.27)
    assert codes(rows) == ["percents-not-whole-people"]


def test_withheld_marks_are_null_and_the_row_is_kept() -> None:
    rows = changed(MARKS, SCHOOL_ROW, 3, "-")
    for column in (4, 5, 6):
        rows = changed(rows, SCHOOL_ROW, column, "–")
    result = taken(rows)
    assert marks(result)[3] == (None,) * 4
    assert row(result, 3)["pupils"] == 22
    assert result.problems == []


def test_a_row_that_withholds_its_participants_is_skipped_with_a_warning() -> None:
    assert codes([*MARKS, ["МБОУ СОШ №7", "", "-", "-", "-", "-", "-"]]) == ["row-skipped"]


def test_marks_without_participants_are_a_problem() -> None:
    assert codes(changed(MARKS, SCHOOL_ROW, 2, "")) == ["value-missing"]


def test_a_name_without_words_of_its_own_is_a_school_where_the_number_of_schools_is_empty() -> None:
    result = taken(changed(MARKS, SCHOOL_ROW, 0, "Перспектива"))
    assert row(result, 3)["area_level"] == "school"


def test_a_municipality_may_stand_on_a_row_of_its_own() -> None:
    rows = [*TITLE, MARKS[4], ["Абанский район"], MARKS[8], ["г. Канск"], MARKS[8]]
    assert taken(rows).batches[0].columns["municipality"] == ["Абанский район", "г. Канск"]


def test_a_heading_may_be_split_over_two_rows() -> None:
    split: Rows = [
        ["Группы участников", "Кол-во", "Кол-во", "Распределение отметок, %", "", "", ""],
        ["", "ОО", "участников", 2, 3, 4, 5],
    ]
    assert marks(taken([*TITLE, *split, *MARKS[5:]])) == marks(taken(MARKS))


def test_several_papers_may_stand_on_one_sheet_and_on_several_sheets() -> None:
    second = changed(changed(MARKS, 0, 0, "ВПР 2021. 6 класс"), 1, 1, "Русский язык")
    columns = [batch.columns for batch in taken([*MARKS, [""], *second]).batches if batch.table == "mark_counts"]
    assert [set(part["paper_grade"]) for part in columns] == [{5}, {6}]
    sheets = open_book("файл.xlsx", xlsx({"5": MARKS, "Пусто": [], "6": second}))
    grades = [batch.columns["paper_grade"][0] for batch in vpr_marks.read(sheets, CIRCUMSTANCES).batches[:2]]
    assert grades == [5, 6]


def test_totals_and_notes_are_not_groups() -> None:
    rows = [*MARKS, ["Итого", 15, 47, 20, 30, 40, 10], ["Отчёт сформирован автоматически"]]
    assert taken(rows).batches[0].rows == 5


def test_an_unknown_subject_and_an_unlikely_year_are_named_once() -> None:
    rows = [*TIDY_MARKS, *(["2031", 5, "Ботаника", *TIDY_MARKS[1][3:]] for _ in range(3))]
    assert codes(rows) == ["year-unlikely", "subject-unknown"]


def test_an_empty_table_is_said_to_be_empty() -> None:
    assert codes(MARKS[:5]) == ["nothing-inside"]


def test_a_csv_of_districts_is_read() -> None:
    lines = "\r\n".join(";".join(str(cell) for cell in cells) for cells in TIDY_MARKS)
    result = vpr_marks.read(open_book("отметки.csv", lines.encode("cp1251")), CIRCUMSTANCES)
    assert marks(result) == [(8, 6, 4, 4), (5, 10, 8, 2)]


@pytest.mark.parametrize("pupils", ["двадцать", 22.5, 10**12])
def test_participants_that_are_no_number_are_said_once(pupils: Cell) -> None:
    (problem,) = taken(changed(MARKS, SCHOOL_ROW, 2, pupils)).problems
    assert (problem.code, problem.expected) == ("number-unknown", "целое число")


def test_a_year_of_schooling_in_a_column_is_the_year_papers_are_written_in() -> None:
    heading, row, *_ = TIDY_MARKS
    opened = book([heading, ["2020-2021", *row[1:2], "Матем.", *row[3:]]])
    (counts, *_) = vpr_marks.read(opened, CIRCUMSTANCES).batches
    assert (counts.columns["year"], counts.columns["subject"]) == ([2021], ["mathematics"])
