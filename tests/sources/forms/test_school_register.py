"""The register of schools: what is read in each form, and what is said of a cell that does not fit its contract."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.sources import READERS
from opora.sources.book import Book
from opora.sources.cells import Cell
from opora.sources.forms import school_contexts, school_register
from opora.sources.forms.contract_columns import fillable
from opora.sources.taken import Taken
from opora.tables.schools import REGISTER
from tests.disorder import disordered, seeds
from tests.filled_cells import cells_of
from tests.workbooks import CIRCUMSTANCES, book, csv_book, rows_of, without_address

HEADING = ["Код школы", "Краткое наименование", "Муниципалитет"]
ABAN = ["s1", "МКОУ Абанская ООШ №1", "Абанский район"]
KANSK = ["s2", "МБОУ СОШ №2", "г. Канск"]


def taken(opened: Book) -> Taken:
    reader = next(reader for reader in READERS if reader.recognises(opened))
    assert reader.SOURCE == "school-register"
    return reader.read(opened, CIRCUMSTANCES)


def with_column(heading: str, *values: Cell) -> Taken:
    rows = [[f"s{number}", f"СОШ {number}", "Абанский район", value] for number, value in enumerate(values)]
    return taken(book([[*HEADING, heading], *rows]))


def column(name: str, heading: str, *values: Cell) -> list[Any]:
    result = with_column(heading, *values)
    assert [problem for problem in result.problems if problem.severity == "blocks"] == []
    return [row.get(name) for row in rows_of(result, "register")]


def problems(result: Taken) -> list[tuple[str, str | None, str, str]]:
    return [(one.code, one.place.column, one.found, one.expected) for one in result.problems]


def test_a_school_is_one_row_with_its_codes_and_address() -> None:
    heading = [*HEADING, "Логин ФИС ОКО", "Код ОО (РИС ГИА)", "ИНН", "Вид", "Сельская", "Обучающихся", "Вакансий"]
    row = [*ABAN, "EDU100101 ", "0111002", "2401003456", "оош", "да", 212, "1,5"]
    assert rows_of(taken(book([heading, row], sheet="Школы")), "register") == [
        {
            "school": "s1", "name": "МКОУ Абанская ООШ №1", "municipality": "Абанский район",
            "fisoko_login": "edu100101", "ris_code": "0111002", "inn": "2401003456", "kind": "ООШ", "rural": True,
            "pupils": 212, "vacancies": 1.5, "source_sheet": "Школы", "source_row": 2,
        }
    ]  # fmt: skip


def test_a_code_is_compared_without_its_case_and_kept_as_it_is_written() -> None:
    result = taken(book([HEADING, ["АБ-01 ", *ABAN[1:]], ["аб-02", *KANSK[1:]]]))
    assert [(row["school"], row.get("written_code")) for row in rows_of(result, "register")] == [
        ("аб-01", "АБ-01"), ("аб-02", None),
    ]  # fmt: skip


def test_a_total_a_signature_and_numbers_of_rows_are_nothing_to_report() -> None:
    rows = [["№ п/п", *HEADING], [1, *ABAN], [2, *KANSK], ["", "Итого: 2"], [], ["Исполнитель:", "Л. Ким"]]
    result = taken(book(rows))
    assert (problems(result), [row["school"] for row in rows_of(result, "register")]) == ([], ["s1", "s2"])


@pytest.mark.parametrize("encoding", ["cp1251", "utf-8", "utf-8-sig"])
def test_a_csv_with_identifiers_keeps_leading_zeros(encoding: str) -> None:
    text = "municipality;school;name;ris_code;rural\nАбанский район;0101;СОШ 1;0111002;0\n"
    (row,) = rows_of(taken(csv_book(text, encoding=encoding)), "register")
    assert (row["school"], row["ris_code"], row["rural"]) == ("0101", "0111002", False)


def test_the_short_identifiers_of_the_old_template_are_known() -> None:
    text = "id;short_name;municipality;login_fisoko;code_ris;type;pct_category;tochka_rosta(year)\n"
    result = taken(csv_book(text + "1;СОШ 1;Абанский район;edu100101;111002;СОШ;45,5;2021\n"))
    (row,) = without_address(rows_of(result, "register"))
    assert row == {
        "school": "1", "name": "СОШ 1", "municipality": "Абанский район", "fisoko_login": "edu100101",
        "ris_code": "111002", "kind": "СОШ", "share_category": 0.455, "growth_point_year": 2021,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "meaning"),
    [("да", True), ("Нет", False), (1, True), (0, False), ("+", True), ("–", False), (True, True), ("", None)],
)
def test_yes_and_no_are_written_in_many_ways(words: Cell, meaning: bool | None) -> None:
    assert column("rural", "Сельская", words) == [meaning]


def test_a_percent_becomes_a_share() -> None:
    assert column("share_category", "Доля с категорией, %", 36.5, "36,5", "36,5 %", "", "-") == [
        0.365, 0.365, 0.365, None, None,
    ]  # fmt: skip


def test_under_its_identifier_a_share_is_a_share() -> None:
    assert column("share_category", "share_category", 0.365, "45 %") == [0.365, 0.45]


def test_a_percent_under_the_identifier_of_a_share_is_not_guessed() -> None:
    assert problems(with_column("share_category", 36.5)) == [
        ("value-out-of-range", "share_category", "36.5", "от 0 до 1; проценты пишутся со знаком «%»")
    ]


def test_a_percent_below_one_stays_a_percent_and_is_said_once_a_column() -> None:
    result = with_column("Доля с категорией, %", 0.8, 12, 0.45, 0, "0,3 %")
    assert [row["share_category"] for row in rows_of(result, "register")] == [0.008, 0.12, 0.0045, 0.0, 0.003]
    assert problems(result) == [("percent-below-one", "Доля с категорией, %", "0,8 и ещё 1", "")]


@pytest.mark.parametrize(
    ("heading", "cell", "problem"),
    [
        ("Вид", "школа-сад", ("value-not-in-list", "НОШ, ООШ, СОШ, лицей, гимназия или иное")),
        ("Сельская", "частично", ("value-not-in-list", "«да» или «нет»")),
        ("Обучающихся", -1, ("value-out-of-range", "от 0 до 100\u00a0000")),
        ("Обучающихся", 12.5, ("number-unknown", "целое число")),
        ("Вакансий", "много", ("number-unknown", "число")),
        ("Точка роста (год)", 2012, ("value-out-of-range", "от 2018 до 2100")),
        ("Доля с категорией, %", 101, ("value-out-of-range", "от 0 до 100 %")),
        ("На учёте, %", 101, ("value-out-of-range", "от 0 до 100 %")),
    ],
)
def test_a_cell_outside_the_contract_is_named(heading: str, cell: Cell, problem: tuple[str, str]) -> None:
    code, expected = problem
    assert problems(with_column(heading, cell)) == [(code, heading, str(cell), expected)]


def test_every_empty_required_cell_is_named() -> None:
    result = taken(book([HEADING, ["s1", "", ""], ["", "СОШ 2", "Канск"]]))
    assert [(one.code, one.place.row, one.place.column) for one in result.problems] == [
        ("value-missing", 3, "Код школы"),
        ("value-missing", 2, "Краткое наименование"),
        ("value-missing", 2, "Муниципалитет"),
    ]


def test_a_missing_required_column_is_named() -> None:
    result = taken(book([["Код школы", "Краткое наименование", "ИНН"], ["s1", "СОШ 1", ""]]))
    assert problems(result) == [("heading-missing", None, "", "столбец «Муниципалитет»")]


def test_a_register_without_its_codes_is_told_so() -> None:
    result = taken(book([["Наименование", "Муниципалитет", "Логин ФИС ОКО"], ["СОШ 1", "Канск", "edu100101"]]))
    assert problems(result) == [("heading-missing", None, "", "столбец «Код школы»")]


def test_lines_above_the_headings_are_passed_over() -> None:
    result = taken(book([["Реестр школ на 1 сентября"], [""], HEADING, ABAN]))
    assert [row["source_row"] for row in rows_of(result, "register")] == [4]


def test_an_unknown_column_is_passed_over_and_said_with_the_nearest_heading() -> None:
    result = taken(book([[*HEADING, "Неполные семьи", "Телефон", ""], [*ABAN, 12, "2-15-15", ""]]))
    assert problems(result) == [
        ("column-ignored", None, "Неполные семьи", "«Неполные семьи, %»"),
        ("column-ignored", None, "Телефон", ""),
    ]


def test_values_without_a_heading_are_not_dropped_in_silence() -> None:
    assert problems(taken(book([[*HEADING, ""], [*ABAN, 12]]))) == [
        ("column-ignored", None, "столбец D без заголовка", "")
    ]


def test_context_columns_in_the_register_become_contexts_of_those_who_have_any() -> None:
    heading = [*HEADING, "Год данных", "Неполные семьи, %", "Расстояние до центра, км"]
    result = taken(book([heading, [*ABAN, 2024, 25, ""], [*KANSK, 2024, "", ""]]))
    assert without_address(rows_of(result, "contexts")) == [
        {"school": "s1", "year": 2024, "share_incomplete_families": 0.25}
    ]


def test_a_school_written_twice_is_refused_however_its_code_is_typed() -> None:
    result = taken(book([HEADING, ABAN, KANSK, ["S1 ", "Другая", "Канск"]]))
    assert [(one.code, one.place.row, one.found) for one in result.problems] == [("school-twice", 4, "S1")]


@pytest.mark.parametrize("heading", ["Логин ФИС ОКО", "Код ОО (РИС ГИА)", "ИНН"])
def test_a_code_claimed_by_two_schools_is_refused(heading: str) -> None:
    assert [problem[0] for problem in problems(with_column(heading, "100101", "100101"))] == ["code-claimed-twice"]


def test_a_login_that_is_another_schools_own_code_is_claimed_twice() -> None:
    rows = [["edu100101", "СОШ 1", "Канск", ""], ["s2", "СОШ 2", "Канск", "edu100101"]]
    assert [problem[0] for problem in problems(taken(book([[*HEADING, "Логин"], *rows])))] == ["code-claimed-twice"]


def test_a_branch_shares_the_taxpayer_number_of_its_school() -> None:
    rows = [[*ABAN, "2401003456", ""], ["s9", "Филиал", "Абанский район", "2401003456", "s1"]]
    assert problems(taken(book([[*HEADING, "ИНН", "Филиал школы"], *rows]))) == []


def test_other_codes_are_a_list_in_one_spelling() -> None:
    cells = ("111002; EDU100109,111002", "-")
    assert column("other_codes", "Другие коды", *cells) == ["111002, edu100109", None]


def test_another_code_that_is_some_schools_login_is_claimed_twice() -> None:
    rows = [[*ABAN, "edu100101", ""], [*KANSK, "", "777, edu100101"]]
    found = problems(taken(book([[*HEADING, "Логин", "Другие коды"], *rows])))
    assert found == [("code-claimed-twice", "Другие коды", "777, edu100101", "у каждой школы свои коды")]


def test_a_dash_is_no_code() -> None:
    assert problems(with_column("ИНН", "-", "–", "нет")) == []


def test_an_empty_register_is_refused() -> None:
    assert [problem[0] for problem in problems(taken(book([HEADING])))] == ["nothing-inside"]


def test_a_table_of_results_is_no_register() -> None:
    opened = book([[*HEADING, "Класс", "Отметка"], [*ABAN, "5А", 3]])
    assert not school_register.recognises(opened)
    assert not school_contexts.recognises(opened)


CODES = ("school", "fisoko_login", "ris_code", "inn", "other_codes", "branch_of")
FREE = [one for one in fillable(REGISTER.columns) if one.name not in CODES]


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(*map(cells_of, FREE)), min_size=1, max_size=4), seeds)
def test_a_register_reads_back_however_it_is_arranged(schools: list[tuple[tuple[Cell, Any], ...]], seed: int) -> None:
    heading = ["Код школы", *(one.heading for one in FREE)]
    rows = [[f"s{number}", *(cell for cell, _ in school)] for number, school in enumerate(schools)]
    result = taken(book(disordered([heading, *rows], seed)))
    assert [problem for problem in result.problems if problem.severity == "blocks"] == []
    expected = [
        {"school": f"s{number}"}
        | {one.name: value for one, (_, value) in zip(FREE, school, strict=True) if value is not None}
        for number, school in enumerate(schools)
    ]
    assert without_address(rows_of(result, "register")) == expected


def test_a_heading_may_keep_the_explanation_in_brackets() -> None:
    assert column("kind", "Вид (НОШ/ООШ/СОШ/лицей/гимназия)", "ООШ") == ["ООШ"]
    assert column("kind", "type(НОШ/ООШ/СОШ/лицей/гимназия)", "лицей") == ["лицей"]
    assert column("rural", "Сельская (да/нет)", "да", "нет") == [True, False]
    assert column("rural", "rural(0/1)", "1", "0") == [True, False]
