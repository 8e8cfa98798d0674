"""РИС ГИА-11: every way a protocol of ЕГЭ is written, and what is said of one that cannot be read."""

import datetime as dt

import pytest

from opora.sources import READERS
from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell
from opora.sources.gia import gia9, gia11
from opora.sources.vpr import vpr_individual
from opora.tables import CONTRACTS
from tests.sources.gia.protocols import (
    HEADING_11,
    HEADING_BASE,
    PUPIL_11,
    PUPIL_BASE,
    RUSSIAN,
    changed,
    codes,
    csv,
    protocol,
    rows_of,
    taken,
    xls,
)
from tests.sources.vpr.test_vpr_individual import PUPIL as VPR_PUPIL
from tests.sources.vpr.test_vpr_individual import sheet as vpr_sheet
from tests.workbooks import book

MATHEMATICS = "Математика 2023.06.01"
SPARSE_CSV = """01 - Русский язык 2022.06.23;;;;;;;;;;;;;;;;;;;;;;;;;;;
№;;Код МСУ;;Код ОО;;Класс;;Код ППЭ;;Аудитория;;Фамилия;Имя;Отчество;;Серия;;Номер;;Задания с кратким ответом;;\
Задания с развёрнутым ответом;;Первичный балл;;Балл;
1;;111;;111002;;11;;1018;;9;;Кержаков;Прохор;Игнатьевич;;7391;;640258;;++++++;;1(1)1(1)1(1)1(1);;6;;39;
Средние;;;;;;;;;;;;;;;;;;;;;;;;;6;;39
Минимальная граница;;;;;;;;;;;;;;;;;;;;;;;24;;;;
Всего участников;;;;;;;;;;;;;;;;;;;;;;;1;;;;
"""


def test_a_participant_is_one_row_with_items_over_short_then_long_answers() -> None:
    read = taken(protocol(RUSSIAN, HEADING_11, PUPIL_11))
    (row,) = rows_of(read)
    assert read.problems == []
    assert read.year == 2022
    assert row == {
        "year": 2022, "procedure": "ege", "subject": "russian", "paper_grade": 11, "level": "standard",
        "school_code": "111002", "class_name": "11", "pupil_grade": 11, "pupil": row["pupil"], "form": row["form"],
        "held_on": dt.date(2022, 6, 23),
        "primary_score": 8, "test_score": 39, "mark": None,
        "i01": 1, "i02": 1, "i03": 0, "i04": 1, "i05": 1, "i06": 2, "i07": 1, "i08": 0, "i09": 1,
        "source_sheet": "Лист1", "source_row": 3,
    }  # fmt: skip
    assert rows_of(read, "school_names") == [{"school_code": "111002", "name": None, "municipality": "МСУ 111"}]
    assert all(set(batch.columns) <= set(CONTRACTS[batch.table].names) for batch in read.batches)


def test_a_short_answer_is_known_to_be_worth_one_point_only_where_all_wrote_signs() -> None:
    other = changed(PUPIL_11, number="640259", short="+--3+1")
    items = rows_of(taken(protocol(RUSSIAN, HEADING_11, PUPIL_11, other)), "items")
    assert [item["item"] for item in items] == ["1", "2", "3", "4", "5", "6", "7", "8", "9"]
    assert [item["max_score"] for item in items] == [1, 1, 1, None, 1, None, 1, 2, 1]


def test_the_sparse_layout_with_footers_reads_as_the_dense_one() -> None:
    read = taken(csv([line.split(";") for line in SPARSE_CSV.splitlines()]))
    (row,) = rows_of(read)
    assert read.problems == []
    assert (row["school_code"], row["primary_score"], row["test_score"], row["i10"]) == ("111002", 6, 39, 1)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "utf-16"])
def test_text_files_are_read_in_the_encodings_districts_use(encoding: str) -> None:
    (row,) = rows_of(taken(csv(protocol(RUSSIAN, HEADING_11, PUPIL_11), encoding=encoding)))
    assert row["test_score"] == 39


def test_an_old_workbook_with_merged_cells_and_several_sheets_is_read() -> None:
    row: list[Cell] = [111002 if cell == "111002" else int(cell) if cell == "39" else cell for cell in PUPIL_11]
    spread = [["", "", RUSSIAN], [*HEADING_11[:1], "", *HEADING_11[1:]], [*row[:1], "", *row[1:]]]
    read = taken(xls({"1": spread, "2": [], "3": spread}, merged=[(1, 0, 1), (2, 0, 1)]))
    assert [(row["school_code"], row["test_score"], row["source_sheet"]) for row in rows_of(read)] == [
        ("111002", 39, "1"), ("111002", 39, "3"),
    ]  # fmt: skip
    assert len(rows_of(read, "items")) == 9
    assert len(rows_of(read, "school_names")) == 1


def test_exams_one_after_another_in_one_sheet_keep_their_own_titles() -> None:
    rows = [
        *protocol(RUSSIAN, HEADING_11, PUPIL_11),
        ["Средние", *[""] * 12, "8", "39"],
        ["Всего участников", *[""] * 12, "1"],
        [],
        *protocol("22 - Математика базовая 2022.06.27", HEADING_BASE, PUPIL_BASE),
        *protocol("02 - Математика профильная 2022.06.02", HEADING_11, changed(PUPIL_11, final="62")),
    ]
    read = taken(rows)
    assert [(row["subject"], row["level"], row["test_score"], row["mark"]) for row in rows_of(read)] == [
        ("russian", "standard", 39, None), ("mathematics", "base", None, 3), ("mathematics", "profile", 62, None),
    ]  # fmt: skip
    assert len({row["pupil"] for row in rows_of(read)}) == 1
    assert read.problems == []


def test_headings_and_title_repeated_on_each_printed_page_are_one_protocol() -> None:
    page = protocol(RUSSIAN, HEADING_11, PUPIL_11)
    second = [RUSSIAN], list(HEADING_11), changed(PUPIL_11, number="640259")
    third = list(HEADING_11), ["1", *map(str, range(2, 16))], changed(PUPIL_11, number="640260")
    read = taken([*page, ["Страница 2"], [], *second, *third, ["Всего участников: 3"]])
    assert len(rows_of(read)) == 3
    assert read.problems == []
    assert len(rows_of(read, "items")) == 9


def test_a_heading_row_after_totals_needs_its_own_title() -> None:
    rows = [*protocol(RUSSIAN, HEADING_11, PUPIL_11), ["Всего участников", "", "", "", "1"], HEADING_11, PUPIL_11]
    read = taken(rows)
    assert codes(read) == ["paper-unknown"]
    assert len(rows_of(read)) == 1


@pytest.mark.parametrize(
    "title",
    [
        "Английский язык п:2022.06.14; у:2022.06.16",
        "Английский язык п.: 2022.06.14, у.: 2022.06.16",
        "09 - Английский язык (письменная часть) 14.06.2022",
        "Английский язык(2022.06.14)",
        "ЕГЭ 2022. 09 - Английский язык",
        "Экзамен: 09 - Английский\u00a0язык 2022-06-14",
    ],
)
def test_a_title_gives_subject_and_year_however_its_date_is_written(title: str) -> None:
    (row,) = rows_of(taken(protocol(title, HEADING_11, PUPIL_11)))
    assert (row["subject"], row["year"]) == ("english", 2022)


def test_a_title_that_a_text_file_splits_at_its_semicolon_is_read_whole() -> None:
    rows = protocol("Английский язык п:2022.06.14; у:2022.06.16", HEADING_11, PUPIL_11)
    (row,) = rows_of(taken(csv(rows)))
    assert (row["subject"], row["year"]) == ("english", 2022)


def test_a_title_may_keep_its_date_in_a_cell_of_its_own() -> None:
    title: list[Cell] = ["ЕГЭ", "12 - Обществознание", dt.date(2021, 6, 15)]
    (row,) = rows_of(taken(Book("протокол.xls", (Sheet("1", [[], title, HEADING_11, PUPIL_11]),))))
    assert (row["subject"], row["year"]) == ("social-studies", 2021)


def test_title_lines_with_labels_are_read_together() -> None:
    rows = [
        ["Результаты ЕГЭ"], ["Предмет:", "География"], ["Дата экзамена:", "2024.05.23"],
        *protocol("", HEADING_11, PUPIL_11)[1:],
    ]  # fmt: skip
    (row,) = rows_of(taken(rows))
    assert (row["subject"], row["year"]) == ("geography", 2024)


def test_a_language_exam_adds_its_oral_part() -> None:
    heading = ["№", "Фамилия", "", "", "Имя", "", "", "Отчество", "", "Документ", "Код ОО", "Класс", "Код ППЭ",
               "Аудитория", "", "Часть с кратким ответом", "Часть с развёрнутым ответом", "Устная часть",
               "Первичный балл устной части", "Первичный балл письм. части", "Первичный балл", "Тестовый балл"
               ]  # fmt: skip
    pupil = ["1", "Кержаков", "", "", "Прохор", "", "", "Игнатьевич", "", "7391 640258", "0111001", "11Б",
             "п:1111 у:1081", "п:0003 у:0002", "", "+++73---", "2(2)2(2)", "0(1)0(4)0(5)", "11", "45", "56", "56"
             ]  # fmt: skip
    read = taken(protocol("Английский язык п:2022.06.14; у:2022.06.16", heading, pupil))
    (row,) = rows_of(read)
    assert (row["school_code"], row["class_name"], row["primary_score"], row["test_score"]) == (
        "0111001",
        "11Б",
        56,
        56,
    )
    assert [item["max_score"] for item in rows_of(read, "items")] == [1, 1, 1, None, None, 1, 1, 1, 2, 2, 1, 4, 5]
    assert read.problems == []


def test_a_language_exam_without_a_common_primary_score_adds_up_its_parts() -> None:
    heading = [*HEADING_11[:13], "Первичный балл устной части", "Первичный балл письм. части", "Тестовый балл"]
    (row,) = rows_of(taken(protocol("Английский язык 2022.06.14", heading, [*PUPIL_11[:13], "11", "45", "56"])))
    assert row["primary_score"] == 56


def test_one_document_column_or_two_make_the_same_pupil() -> None:
    heading = [*HEADING_11[:9], "Документ", *HEADING_11[11:]]
    pupil = [*PUPIL_11[:9], "7391 640258", *PUPIL_11[11:]]
    (one,), (two,) = (rows_of(taken(protocol(RUSSIAN, *rows))) for rows in ((HEADING_11, PUPIL_11), (heading, pupil)))
    assert one["pupil"] == two["pupil"]


@pytest.mark.parametrize(
    ("title", "heading", "pupil", "level"),
    [
        ("22 - Математика базовая 2023.06.01", HEADING_BASE, PUPIL_BASE, "base"),
        ("22 - Математика базовая 2023.06.01", [*HEADING_BASE[:-1], "Балл"], PUPIL_BASE, "base"),
        ("22 - Математика базовая 2023.06.01", HEADING_BASE, [*PUPIL_BASE[:3], "", *PUPIL_BASE[4:]], "base"),
        (MATHEMATICS, HEADING_BASE, PUPIL_BASE, "base"),
        (MATHEMATICS, HEADING_11, PUPIL_11, "profile"),
        (MATHEMATICS, [*HEADING_BASE[:-1], "Балл"], [*PUPIL_BASE[:-1], "39"], "profile"),
        ("02 - Математика профильная 2023.06.01", [*HEADING_11[:-1], "Тестовый балл"], PUPIL_11, "profile"),
    ],
)
def test_the_level_of_mathematics_is_told_by_its_title_or_by_what_it_is_measured_in(
    title: str, heading: list[Cell], pupil: list[Cell], level: str
) -> None:
    (row,) = rows_of(taken(protocol(title, heading, pupil)))
    assert row["level"] == level
    assert (row["mark"] is None) == (level == "profile")
    assert (row["test_score"] is None) == (level == "base")


@pytest.mark.parametrize(
    ("title", "heading", "pupil"),
    [
        (MATHEMATICS, [*HEADING_BASE[:-1], "Балл"], PUPIL_BASE),  # 3 of five or 3 of a hundred
        (MATHEMATICS, [*HEADING_11, "Оценка"], [*PUPIL_11, "3"]),  # both
        ("Математика профильная 2023.06.01", HEADING_BASE, PUPIL_BASE),  # a mark of a profile paper
        (RUSSIAN, HEADING_BASE, PUPIL_BASE),  # ЕГЭ in Russian gives no marks, ГВЭ would say so
        (RUSSIAN, HEADING_11, changed(PUPIL_11, group="9А")),  # a test score in the ninth grade
        (f"ЕГЭ {RUSSIAN}", HEADING_11, changed(PUPIL_11, group="9А")),
        ("22 - Математика базовая 2023.06.01", HEADING_BASE, [*PUPIL_BASE[:3], "9А", *PUPIL_BASE[4:]]),
    ],
)
def test_signs_that_contradict_each_other_are_told_and_nothing_is_guessed(
    title: str, heading: list[Cell], pupil: list[Cell]
) -> None:
    read = taken(protocol(title, heading, pupil))
    assert codes(read) == ["paper-unknown"]
    assert "ГВЭ-11" in read.problems[0].remedy
    assert rows_of(read) == []


def test_gve_11_is_read_where_the_title_says_so() -> None:
    (row,) = rows_of(taken(protocol("ГВЭ-11 51 - Русский язык 2022.05.30", HEADING_BASE, PUPIL_BASE)))
    assert (row["procedure"], row["paper_grade"], row["mark"], row["test_score"]) == ("gve11", 11, 3, None)
    (row,) = rows_of(taken([["ГВЭ"], *protocol(MATHEMATICS, HEADING_BASE, PUPIL_BASE)]))
    assert (row["procedure"], row["level"]) == ("gve11", "standard")


def test_a_protocol_without_a_title_says_what_to_restore() -> None:
    read = taken([HEADING_11, PUPIL_11])
    assert codes(read) == ["paper-unknown"]
    assert "«01 - Русский язык 2022.06.23»" in read.problems[0].text


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("77 - Хорология 2022.06.23", "subject-unknown"),
        ("Хорология 2022.06.23", "subject-unknown"),
        ("01 - Русский язык", "paper-unknown"),
        ("01 - Русский язык 2031.06.23", "year-unlikely"),
    ],
)
def test_a_title_that_does_not_name_an_exam_is_not_taken_for_the_one_above(title: str, code: str) -> None:
    read = taken([*protocol(RUSSIAN, HEADING_11, PUPIL_11), *protocol(title, HEADING_11, PUPIL_11)])
    assert codes(read) == [code]
    assert len(rows_of(read)) == 1


@pytest.mark.parametrize("words", ["Удалён", "не явился", "аннулировано", "Не завершил экзамен"])
def test_who_was_removed_or_did_not_come_is_no_participant_and_is_counted(words: str) -> None:
    absent = changed(PUPIL_11, number="640259", short="", long=words, primary="0", final="0")
    read = taken(protocol(RUSSIAN, HEADING_11, PUPIL_11, absent, ["Всего участников", "", "", "", "2"]))
    assert len(rows_of(read)) == 1
    assert [problem.found for problem in read.problems] == ["1 участник без результата (строки 4)"]
    assert codes(read) == ["row-skipped"]


def test_a_row_without_any_score_is_counted_too() -> None:
    read = taken(protocol(RUSSIAN, HEADING_11, PUPIL_11, changed(PUPIL_11, short="", long="", primary="", final="-")))
    assert codes(read) == ["row-skipped"]


def test_an_honest_zero_is_a_result() -> None:
    (row,) = rows_of(taken(protocol(RUSSIAN, HEADING_11, changed(PUPIL_11, primary="0", final="0"))))
    assert (row["primary_score"], row["test_score"]) == (0, 0)


def test_the_stated_number_of_participants_is_held_against_the_rows() -> None:
    read = taken(protocol(RUSSIAN, HEADING_11, PUPIL_11, ["Всего участников", *[""] * 12, "11", ""]))
    assert [(problem.code, problem.found, problem.expected) for problem in read.problems] == [
        ("total-differs", "1", "11 строк, как в строке «Всего участников»")
    ]


def total(number: int, words: str = "Всего участников") -> list[Cell]:
    return [words, *[""] * 12, str(number), ""]


def test_each_section_of_an_exam_is_held_against_its_own_total() -> None:
    others = (changed(PUPIL_11, surname=name) for name in ("Ванин", "Серов"))
    first, second = protocol(RUSSIAN, HEADING_11, PUPIL_11), protocol(RUSSIAN, HEADING_11, *others)
    assert taken([*first, total(1), *second, total(2)]).problems == []
    assert taken([*first, total(1), *second, total(2), total(3)]).problems == []
    read = taken([*first, total(1), *second, total(4)])
    assert [(problem.code, problem.place.row, problem.found) for problem in read.problems] == [
        ("total-differs", 9, "2")
    ]


def test_of_totals_under_one_another_one_has_to_agree() -> None:
    rows = protocol(RUSSIAN, HEADING_11, PUPIL_11, changed(PUPIL_11, surname="Ванин"))
    assert taken([*rows, total(2), total(1, "Всего не преодолели")]).problems == []
    assert codes(taken([*rows, total(3), total(1, "Всего не преодолели")])) == ["total-differs"]


@pytest.mark.parametrize("mask", ["+?-", 120, "3(2)", "0(0)", "нет", "+" * 61])
def test_a_mask_that_cannot_be_read_leaves_the_row_without_items(mask: Cell) -> None:
    read = taken(protocol(RUSSIAN, HEADING_11, changed(PUPIL_11, short=mask)))
    (row,) = rows_of(read)
    assert codes(read) == ["mask-unknown"]
    assert (row["test_score"], row["form"]) == (39, None)
    assert "i01" not in row


def test_forms_of_different_length_are_told_apart() -> None:
    others = (
        changed(PUPIL_11, short="+++"),
        changed(PUPIL_11, short="+", long=""),
        changed(PUPIL_11, short="", long="1"),
    )
    read = taken(protocol(RUSSIAN, HEADING_11, PUPIL_11, *others))
    assert len({row["form"] for row in rows_of(read)}) == 4
    assert len(rows_of(read, "items")) == 9 + 6 + 1 + 1


@pytest.mark.parametrize(
    ("cells", "code", "found"),
    [
        ({"final": "101"}, "value-out-of-range", "101"),
        ({"final": "сто"}, "number-unknown", "…"),
        ({"final": ""}, "value-missing", ""),
        ({"primary": ""}, "value-missing", ""),
        ({"primary": "301"}, "value-out-of-range", "301"),
        ({"primary": "12.5"}, "number-unknown", "…"),
        ({"school": ""}, "school-code-missing", ""),
        ({"school": "Лицей"}, "school-code-missing", "…"),
    ],
)
def test_a_cell_that_refuses_its_row_is_named_without_being_told(cells: dict[str, Cell], code: str, found: str) -> None:
    read = taken(protocol(RUSSIAN, HEADING_11, PUPIL_11, changed(PUPIL_11, **cells)))
    assert [(problem.code, problem.found, problem.place.row) for problem in read.problems] == [(code, found, 4)]
    assert len(rows_of(read)) == 1


def test_a_class_is_read_as_people_write_it() -> None:
    for words, label in (("11", "11"), (11, "11"), ('11 "а"', "11А"), ("11-2", "11-2"), ("ВПЛ", None), ("", None)):
        (row,) = rows_of(taken(protocol(RUSSIAN, HEADING_11, changed(PUPIL_11, group=words))))
        assert row["class_name"] == label
    read = taken(protocol(RUSSIAN, HEADING_11, changed(PUPIL_11, group="11 инженерный")))
    assert (codes(read), rows_of(read)[0]["pupil_grade"]) == (["class-unknown"], 11)


def test_latin_letters_spaces_and_capitals_in_headings_do_not_matter() -> None:
    heading = [cell.replace("о", "o").replace("К", "K").replace(" ", "\u00a0") + " " for cell in HEADING_11]
    (row,) = rows_of(taken(protocol(RUSSIAN.replace("Р", "P"), heading, PUPIL_11)))
    assert row["test_score"] == 39


def test_a_repeated_column_and_a_missing_one_are_named() -> None:
    assert codes(taken(protocol(RUSSIAN, [*HEADING_11, "Балл"], [*PUPIL_11, "40"]))) == ["heading-repeated"]
    assert codes(taken(protocol(RUSSIAN, HEADING_11[:-1], PUPIL_11[:-1]))) == ["heading-missing"]


def test_a_protocol_without_rows_has_nothing_inside() -> None:
    assert codes(taken(protocol(RUSSIAN, HEADING_11))) == ["nothing-inside"]


def test_no_reader_takes_the_files_of_another() -> None:
    protocol_book, vpr_book = book(protocol(RUSSIAN, HEADING_11, PUPIL_11)), book(vpr_sheet(VPR_PUPIL))
    assert [reader for reader in READERS if reader.recognises(protocol_book)] == [gia11]
    assert [reader for reader in READERS if reader.recognises(vpr_book)] == [vpr_individual]
    assert not gia9.recognises(protocol_book)
