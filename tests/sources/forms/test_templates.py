"""Templates: what is written is what is read; each column is explained; nothing depends on the day."""

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.sources import READERS
from opora.sources.book import Book, Sheet, open_book
from opora.sources.cells import Cell
from opora.sources.forms.template_columns import CONTEXT_COLUMNS, REGISTER_COLUMNS, SCHOOL_COLUMN
from opora.sources.forms.templates import TEMPLATES, write_template
from opora.sources.taken import Taken
from opora.vocabulary.procedures import procedures
from opora.vocabulary.subjects import subjects
from tests.filled_cells import cells_of
from tests.workbooks import CIRCUMSTANCES, rows_of, without_address

SOURCES = {
    "schools": "school-register",
    "context": "school-contexts",
    "results": "template-results",
    "marks": "template-marks",
}


def written(kind: str) -> bytes:
    stream = io.BytesIO()
    write_template(kind, stream)
    return stream.getvalue()


def taken(kind: str, opened: Book) -> Taken:
    reader = next(reader for reader in READERS if reader.recognises(opened))
    assert SOURCES[kind] == reader.SOURCE
    return reader.read(opened, CIRCUMSTANCES)


def filled(kind: str) -> Book:
    """Return the template with its example copied to the sheet that is read."""
    book = open_book("шаблон.xlsx", written(kind))
    example = next(sheet for sheet in book.sheets if sheet.name == "Пример")
    return Book(book.file, (Sheet(book.sheets[0].name, example.rows), *book.sheets[1:]))


@pytest.mark.parametrize("kind", TEMPLATES)
def test_an_empty_template_is_recognised_and_refused(kind: str) -> None:
    result = taken(kind, open_book("шаблон.xlsx", written(kind)))
    assert [(problem.code, problem.place.sheet) for problem in result.problems] == [("nothing-inside", TEMPLATES[kind])]
    assert result.batches == []


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_example_reads_without_a_word(kind: str) -> None:
    result = taken(kind, filled(kind))
    assert result.problems == []
    assert result.batches


def test_the_example_of_a_school_means_what_it_says() -> None:
    (row,) = without_address(rows_of(taken("schools", filled("schools")), "register"))
    assert (row["school"], row["rural"], row["share_category"], row["vacancies"]) == ("0101", True, 0.368, 1.5)


def test_the_example_of_a_result_has_its_items() -> None:
    (row,) = rows_of(taken("results", filled("results")), "results")
    assert (row["i01"], row["i02"], row["i03"], row["mark"], row["max_score"]) == (2, 1, -1, 4, 20)


@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_column_is_explained_in_the_guide(kind: str) -> None:
    form, _, guide, _ = open_book("шаблон.xlsx", written(kind)).sheets
    explained = {row[0]: row[1:] for row in guide.rows}
    for heading in form.rows[0]:
        need, meaning, *_ = explained[heading]
        assert need in ("да", "нет")
        assert meaning


def workbook(kind: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(written(kind)))


@pytest.mark.parametrize("kind", TEMPLATES)
def test_headings_are_frozen_and_each_has_a_comment(kind: str) -> None:
    form = workbook(kind).worksheets[0]
    assert form.freeze_panes == "A2"
    assert all(cell.comment.text for cell in form[1])


def test_choices_are_offered_as_lists() -> None:
    offered = {
        str(check.sqref).split(":")[0]: check.formula1
        for check in workbook("schools").worksheets[0].data_validations.dataValidation
        if check.type == "list"
    }
    assert set(offered.values()) == {'"НОШ,ООШ,СОШ,лицей,гимназия,иное"', '"да,нет"'}


def test_subjects_and_procedures_are_offered_from_the_vocabularies() -> None:
    book = workbook("results")
    checks = [check for check in book.worksheets[0].data_validations.dataValidation if check.type == "list"]
    assert [check.formula1 for check in checks] == [
        f"'Списки'!$A$1:$A${len(procedures())}", f"'Списки'!$B$1:$B${len(subjects())}", "'Списки'!$C$1:$C$3",
    ]  # fmt: skip
    lists = book["Списки"]
    assert (lists["A1"].value, lists["B2"].value, lists["C1"].value) == ("ВПР", "математика", "базовый уровень")
    assert lists.sheet_state == "hidden"


def test_codes_are_text_so_that_leading_zeros_stay() -> None:
    form = workbook("schools").worksheets[0]
    assert form.column_dimensions["A"].number_format == "@"


@pytest.mark.parametrize("kind", TEMPLATES)
def test_the_same_template_is_the_same_bytes(kind: str) -> None:
    assert written(kind) == written(kind)


def test_an_unknown_template_lists_those_there_are() -> None:
    with pytest.raises(LookupError, match="Есть: schools, context, results, marks"):
        write_template("pupils", io.BytesIO())


def filled_in(kind: str, rows: list[list[Cell]]) -> Book:
    """Return the template with rows typed into it, saved by another program and sent back."""
    book, stream = workbook(kind), io.BytesIO()
    for row in rows:
        book.worksheets[0].append([None if cell == "" else cell for cell in row])
    book.save(stream)
    return open_book("шаблон.xlsx", stream.getvalue())


NOT_FREE = ("fisoko_login", "ris_code", "inn", "branch_of")
BY_CONTRACT = {"schools": ("register", REGISTER_COLUMNS), "context": ("contexts", (SCHOOL_COLUMN, *CONTEXT_COLUMNS))}


@pytest.mark.parametrize("kind", BY_CONTRACT)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_a_filled_template_reads_back(kind: str, data: st.DataObject) -> None:
    table, columns = BY_CONTRACT[kind]
    rows, meanings = [], []
    for number in range(data.draw(st.integers(1, 3))):
        fixed = {"school": (f"0{number}", f"0{number}")} | dict.fromkeys(NOT_FREE, ("", None))
        fixed["other_codes"] = (f"Доп{number}; 9{number}", f"доп{number}, 9{number}")  # no two schools share a code
        drawn = [fixed.get(one.name) or data.draw(cells_of(one)) for one in columns]
        rows.append([cell for cell, _ in drawn])
        meanings.append({one.name: value for one, (_, value) in zip(columns, drawn, strict=True) if value is not None})
    result = taken(kind, filled_in(kind, rows))
    answered = [meaning for meaning in meanings if table == "register" or meaning.keys() - {"school", "year"}]
    assert [problem for problem in result.problems if problem.severity == "blocks"] == []
    assert without_address(rows_of(result, table)) == answered


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(*[st.integers(0, 40)] * 4), min_size=1, max_size=4))
def test_filled_marks_read_back(schools: list[tuple[int, ...]]) -> None:
    rows = [
        ["РПР", 2024, "физика", 8, "", f"0{number}", "", "", sum(marks), *marks] for number, marks in enumerate(schools)
    ]
    result = taken("marks", filled_in("marks", rows))
    assert result.problems == []
    read = [tuple(row[f"mark_{mark}"] for mark in (2, 3, 4, 5)) for row in rows_of(result, "mark_counts")]
    assert read == schools


@settings(max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 20), st.integers(2, 5)), min_size=1, max_size=4))
def test_filled_results_read_back(pupils: list[tuple[int, int]]) -> None:
    rows = [
        ["ВПР", 2024, "математика", 5, "", "0101", "", "", "5А", str(number), "", score, 20, "", mark]
        for number, (score, mark) in enumerate(pupils)
    ]
    result = taken("results", filled_in("results", rows))
    assert result.problems == []
    assert [(row["primary_score"], row["mark"]) for row in rows_of(result, "results")] == pupils
    assert {row["school_code"] for row in rows_of(result, "results")} == {"0101"}
