"""The template of results: many papers in one sheet, words from the vocabularies, and never a name."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.sources import READERS
from opora.sources.cells import Cell
from opora.sources.taken import Taken
from opora.vocabulary.procedures import procedures
from opora.vocabulary.subjects import subjects
from tests.disorder import disordered, seeds
from tests.workbooks import CIRCUMSTANCES, book, rows_of

HEADING = ["Процедура", "Год", "Предмет", "Класс работы", "Уровень", "Код школы", "Название школы", "Муниципалитет",
           "Класс", "Код участника", "Вариант", "Первичный балл", "Максимальный балл", "Тестовый балл", "Отметка",
           "Отметка по журналу", "1 (2б)", "2К1 (3б)"]  # fmt: skip
PUPIL = ["РПР", 2024, "Математика", 6, "", "EDU100101", "МКОУ Абанская ООШ №1", "Абанский район",
         "6 «а»", 50012, 1, 3, 5, "", 3, 4, 2, "X"]  # fmt: skip


def taken(*pupils: list[Cell], heading: list[Cell] | None = None) -> Taken:
    opened = book([list(heading or HEADING), *pupils])
    reader = next(reader for reader in READERS if reader.recognises(opened))
    assert reader.SOURCE == "template-results"
    return reader.read(opened, CIRCUMSTANCES)


def changed(**cells: Cell) -> list[Cell]:
    """Return the pupil with cells of the named columns changed; `_` in a name is a space."""
    row = list(PUPIL)
    for name, cell in cells.items():
        row[HEADING.index(name.replace("_", " "))] = cell
    return row


def problems(result: Taken) -> list[tuple[str, str | None, str, str]]:
    return [(one.code, one.place.column, one.found, one.expected) for one in result.problems]


def test_a_pupil_is_one_row_with_item_scores_as_columns() -> None:
    result = taken(PUPIL)
    (row,) = rows_of(result, "results")
    assert row == {
        "year": 2024, "procedure": "rpr", "subject": "mathematics", "paper_grade": 6, "level": "standard",
        "school_code": "edu100101", "class_name": "6А", "pupil_grade": 6, "pupil": "50012", "variant": "1",
        "form": row["form"], "primary_score": 3, "max_score": 5, "mark": 3, "journal_mark": 4,
        "i01": 2, "i02": -1, "source_sheet": "Лист1", "source_row": 2,
    }  # fmt: skip
    assert [(item["item"], item["max_score"], item["form"]) for item in rows_of(result, "items")] == [
        ("1", 2, row["form"]), ("2К1", 3, row["form"]),
    ]  # fmt: skip
    assert rows_of(result, "school_names") == [
        {"school_code": "edu100101", "name": "МКОУ Абанская ООШ №1", "municipality": "Абанский район"}
    ]
    assert (result.problems, result.year) == ([], 2024)


def test_papers_of_one_sheet_keep_their_own_items() -> None:
    other = [*changed(Предмет="русский", Класс_работы=5)[:-1], ""]
    result = taken(PUPIL, other, changed(Код_участника=50013))
    assert [(row["subject"], row["item"]) for row in rows_of(result, "items")] == [
        ("mathematics", "1"), ("mathematics", "2К1"), ("russian", "1"),
    ]  # fmt: skip
    assert [(row["subject"], row["pupil"], row["source_row"]) for row in rows_of(result, "results")] == [
        ("mathematics", "50012", 2), ("mathematics", "50013", 4), ("russian", "50012", 3),
    ]  # fmt: skip


def test_without_a_maximum_the_items_make_it() -> None:
    (row,) = rows_of(taken(changed(Максимальный_балл="")), "results")
    assert row["max_score"] == 5


@pytest.mark.parametrize(
    ("subject", "level", "meant"),
    [
        ("математика", "", "standard"), ("математика базовая", "", "base"), ("математика", "Базовый уровень", "base"),
        ("математика", "профиль", "profile"), ("физика", "углубленный", "advanced"), ("физика", "обычный", "standard"),
    ],
)  # fmt: skip
def test_the_level_comes_from_its_column_or_from_the_subject(subject: str, level: str, meant: str) -> None:
    (row,) = rows_of(taken(changed(Предмет=subject, Уровень=level)), "results")
    assert row["level"] == meant


@pytest.mark.parametrize(
    ("column", "cell", "code", "expected"),
    [
        ("Процедура", "ВППР", "value-not-in-list", "ВПР, ОГЭ, ГВЭ-9, ЕГЭ, ГВЭ-11, РПР или МДР"),
        ("Предмет", "Матиматика", "subject-unknown",
         "предмет из справочника, возможно, «математика» или «информатика»"),
        ("Предмет", "труд", "subject-unknown", "название предмета из справочника"),
        ("Уровень", "средний", "value-not-in-list",
         "«базовый уровень», «профильный уровень» или «углублённый уровень», у обычной работы – пусто"),
        ("Год", 2031, "year-unlikely", "от 2015 до 2026"),
        ("Класс работы", 12, "value-out-of-range", "от 1 до 11"),
        ("Первичный балл", 6, "score-above-maximum", "не больше 5"),
        ("Тестовый балл", 101, "value-out-of-range", "от 0 до 100"),
        ("Отметка", "н", "mark-unknown", "2–5 или пусто"),
        ("Отметка", 1, "mark-unknown", "2–5 или пусто"),
        ("1 (2б)", 3, "score-above-maximum", "не больше 2"),
        ("1 (2б)", "да", "score-unknown",
         "число от 0 до максимума, «X» (не приступал), «N» (тема не пройдена) или пусто"),
        ("Класс", "А", "class-unknown", "класс вида «5А»"),
    ],
)  # fmt: skip
def test_a_cell_that_does_not_fit_is_named(column: str, cell: Cell, code: str, expected: str) -> None:
    row = list(PUPIL)
    row[HEADING.index(column)] = cell
    assert problems(taken(row)) == [(code, column, str(cell), expected)]


@pytest.mark.parametrize(
    ("column", "code"),
    [
        ("Процедура", "value-missing"), ("Год", "value-missing"), ("Предмет", "value-missing"),
        ("Класс работы", "value-missing"), ("Код школы", "school-code-missing"),
        ("Код участника", "pupil-code-missing"),
    ],
)  # fmt: skip
def test_an_empty_required_cell_is_named(column: str, code: str) -> None:
    row = list(PUPIL)
    row[HEADING.index(column)] = ""
    assert [(one.code, one.place.column) for one in taken(row).problems] == [(code, column)]


def test_a_subject_and_a_level_that_differ_are_named() -> None:
    result = taken(changed(Предмет="математика базовая", Уровень="профильный"))
    assert problems(result) == [
        ("value-not-in-list", "Уровень", "профильный", "«базовый уровень», как в названии предмета")
    ]


def test_a_file_without_any_outcome_is_refused() -> None:
    short = [
        position
        for position, words in enumerate(HEADING)
        if words not in ("Первичный балл", "Отметка", "Тестовый балл")
    ]
    result = taken([PUPIL[position] for position in short], heading=[HEADING[position] for position in short])
    assert problems(result) == [
        ("heading-missing", None, "", "столбец «Первичный балл», столбец «Тестовый балл» или столбец «Отметка»")
    ]


@pytest.mark.parametrize("heading", ["ФИО", "Ф.И.О. участника", "Фамилия", "имя", "Фамилия, имя", "Серия паспорта"])
def test_a_filled_column_of_names_refuses_the_file_and_is_never_quoted(heading: str) -> None:
    result = taken([*changed(Отметка="Сидорова"), "Сидорова Анна"], heading=[*HEADING, heading])
    assert [(one.code, one.place.column) for one in result.problems] == [("names-present", heading)]
    assert "Сидорова" not in " ".join(one.text for one in result.problems)
    assert result.batches == []


def test_an_empty_column_of_names_is_only_passed_over() -> None:
    result = taken([*PUPIL, ""], heading=[*HEADING, "ФИО"])
    assert problems(result) == [("column-ignored", None, "ФИО", "")]
    assert len(rows_of(result, "results")) == 1


@pytest.mark.parametrize("name", ["Сидорова Анна", "СИДОРОВА", "Сидорова А."])
def test_a_name_in_place_of_a_code_refuses_the_file(name: str) -> None:
    result = taken(PUPIL, changed(Код_участника=name))
    assert problems(result) == [("names-present", "Код участника", "", "только коды участников")]
    assert result.batches == []


def test_a_name_in_a_shifted_column_is_not_quoted() -> None:
    result = taken(changed(Отметка="Сидорова Анна", Класс="Сидорова"))
    assert [(one.code, one.found) for one in result.problems] == [("mark-unknown", ""), ("class-unknown", "")]


@pytest.mark.parametrize("name", ["Сидорова Анна", "Сидорова А.", "Сидорова-Петрова Анна Ивановна", "СИДОРОВА АННА"])
def test_a_name_in_place_of_a_subject_is_not_quoted(name: str) -> None:
    assert [(one.code, one.found) for one in taken(changed(Предмет=name)).problems] == [("subject-unknown", "")]


def test_an_item_named_twice_is_refused() -> None:
    result = taken([*PUPIL, 1], heading=[*HEADING, "1 (1б)"])
    assert problems(result) == [("heading-repeated", None, "1", "один столбец с таким названием")]


def test_an_unfilled_template_is_refused() -> None:
    assert [one.code for one in taken().problems] == ["nothing-inside"]


SUBJECTS = [(subject.name, subject.code) for subject in subjects().values()]
PROCEDURES = [(procedure.short, procedure.code) for procedure in procedures().values()]
MARKS = st.none() | st.integers(2, 5)


ITEM_SCORES = st.sampled_from([("X", -1), (0, 0), ("2", 2), ("", None), ("n", None)])


@st.composite
def pupils(draw: st.DrawFn) -> tuple[list[Cell], dict[str, Cell]]:
    """Return a pupil's row of the template and what it means, item scores under the items' names."""
    subject, procedure = draw(st.sampled_from(SUBJECTS)), draw(st.sampled_from(PROCEDURES))
    grade, score, marks = draw(st.integers(1, 11)), draw(st.integers(0, 5)), draw(st.tuples(MARKS, MARKS))
    school, pupil = draw(st.sampled_from(["edu100101", "111002"])), draw(st.integers(10_000, 99_999))
    first, second = draw(st.tuples(ITEM_SCORES, ITEM_SCORES))
    row = [procedure[0], 2024, subject[0].upper(), grade, "", school, "", "", f"{grade}б", pupil, "", score, 5, "",
           *marks, first[0], second[0]]  # fmt: skip
    meaning = {
        "procedure": procedure[1], "subject": subject[1], "paper_grade": grade, "school_code": school,
        "class_name": f"{grade}Б", "pupil": str(pupil), "primary_score": score, "mark": marks[0],
        "journal_mark": marks[1], "1": first[1], "2К1": second[1],
    }  # fmt: skip
    return row, {name: value for name, value in meaning.items() if value is not None}


def with_items_by_name(result: Taken) -> list[dict[str, Cell]]:
    """Return the rows in the order of the sheet, scores under the names their own list of items gives them."""
    names = {
        (item["procedure"], item["subject"], item["paper_grade"], item["form"], f"i{item['position']:02d}"): item[
            "item"
        ]
        for item in rows_of(result, "items")
    }
    rows = sorted(rows_of(result, "results"), key=lambda row: row["source_row"])
    paper = ("procedure", "subject", "paper_grade", "form")
    return [
        {names.get((*(row.get(name) for name in paper), column), column): value for column, value in row.items()}
        for row in rows
    ]


@settings(max_examples=40, deadline=None)
@given(st.lists(pupils(), min_size=1, max_size=5), seeds)
def test_results_read_back_however_they_are_arranged(
    drawn: list[tuple[list[Cell], dict[str, Cell]]], seed: int
) -> None:
    rows = disordered([HEADING, *(row for row, _ in drawn)], seed)
    result = taken(*rows[1:], heading=rows[0])
    assert result.problems == []
    told = ("procedure", "subject", "paper_grade", "school_code", "class_name", "pupil", "primary_score", "mark",
            "journal_mark", "1", "2К1")  # fmt: skip
    read = [{name: row[name] for name in told if name in row} for row in with_items_by_name(result)]
    assert read == [meaning for _, meaning in drawn]
