"""Workbooks typed by hand after the domain reference: taken in whole, counted as one counts by hand."""

import copy
import itertools
import warnings
from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.district import District, codes
from tests.journeys.papers import F1_HEADING, HEADING_11, SHEET, ege, f1, marks, oge, surname

Rows = list[list[Any]]
F1 = f1(2024, "Математика", 5, marks(8, 22))


def changed(change: Callable[[Rows], object]) -> Rows:
    rows = copy.deepcopy(F1)
    change(rows)
    return rows


def test_a_school_low_in_two_papers_is_on_the_list_with_its_counts(district: District) -> None:
    district.workbook("5а математика.xlsx", (SHEET, F1))
    district.workbook("6а русский.xlsx", (f"Ф1 {SHEET}", f1(2024, "Русский язык", 6, marks(7, 20))))
    for file in district.take_in().values():
        assert (file["status"], file["source"], file["year"], file["schools"]) == (
            "accepted", "vpr-individual", 2024, ["edu100101"],
        )  # fmt: skip
    assert district.code == 0
    school = district.schools(2024)["edu100101"]
    assert (school["status"], school["listed"], school["low_procedures"]) == ("low", "first-time", 2)
    cell = district.cell("edu100101", 2024, "vpr", "mathematics", 5)
    assert (cell["pupils"], cell["below"], cell["is_low"], cell["pupil_grade"]) == (22, 8, True, 5)
    assert cell["share_below"] == pytest.approx(0.3636, abs=5e-5)
    assert cell["interval"] == pytest.approx([0.197, 0.570], abs=5e-4)
    answer = district.ask("why", "edu100101", "--year", "2024")
    assert [len(one["rows"]) for one in answer["evidence"]] in ([22, 20], [20, 22])


def test_two_years_in_a_row_are_stably_low(district: District) -> None:
    for year in (2023, 2024):
        district.workbook(f"м{year}.xlsx", (SHEET, f1(year, "Математика", 5, marks(8, 22))))
        district.workbook(f"р{year}.xlsx", (SHEET, f1(year, "Русский язык", 6, marks(7, 20))))
    district.take_in()
    assert district.schools(2023)["edu100101"]["status"] == "low"
    school = district.schools(2024)["edu100101"]
    assert (school["status"], school["listed"]) == ("stably-low", "long-standing")


def test_exactly_three_of_ten_is_low_and_two_of_nine_is_too_few(district: District) -> None:
    district.workbook("10.xlsx", (SHEET, f1(2024, "Математика", 5, marks(3, 10))))
    district.workbook("9.xlsx", (SHEET, f1(2024, "Математика", 6, marks(2, 9))))
    district.take_in()
    ten, nine = (district.cell("edu100101", 2024, "vpr", "mathematics", grade) for grade in (5, 6))
    assert (ten["is_low"], ten["availability"]) == (True, "measured")
    assert (nine["is_low"], nine["availability"], nine["below"]) == (None, "too-few", 2)


#: The same class under titles and headings as different people would type them.
SPELLINGS = (
    changed(lambda rows: rows.__setitem__(slice(1, 4), [["Предмет: Математика"], ["Дата проведения: 15.03.2024"]])),
    changed(lambda rows: rows.__setitem__(0, ["ВПР 2024. 5 класс / Предмет: Математика / Дата: 15.03.2024"])),
    changed(lambda rows: rows.__setitem__(0, ["ВПР 2024. 5 класс", "Предмет: Математика"])),
    changed(lambda rows: rows.__setitem__(0, ["Всероссийские проверочные работы 2024. Математика, 5 класс"])),
    changed(lambda rows: rows.insert(0, ["Ф1 Индивидуальные результаты"])),
    changed(lambda rows: rows.__delitem__(slice(1, 7))),
    changed(lambda rows: [row.insert(0, "") for row in rows]),
    changed(lambda rows: [row.insert(6, "") for row in rows[7:]]),
    changed(lambda rows: rows.__setitem__(7, [heading.upper() for heading in F1_HEADING])),
    changed(lambda rows: rows.__setitem__(7, [heading.replace(" ", "\n") for heading in F1_HEADING])),
    changed(lambda rows: [row.__setitem__(slice(3, None), map(str, row[3:])) for row in rows[8:]]),
    changed(lambda rows: rows.extend([[], ["Всего участников: 22"]])),
)


def test_however_the_title_and_the_headings_are_written_the_counts_are_the_same(district: District) -> None:
    logins = [f"edu2000{number:02d}" for number in range(len(SPELLINGS))]
    for login, rows in zip(logins, SPELLINGS, strict=True):
        own = [[cell.replace("edu100101", login) if isinstance(cell, str) else cell for cell in row] for row in rows]
        own = [["Абанская школа " + login if cell == "МКОУ Абанская ООШ №1" else cell for cell in row] for row in own]
        district.workbook(f"{login}.xlsx", (SHEET, own))
    assert {file["status"] for file in district.take_in().values()} == {"accepted"}
    counts = {
        code: [(cell["pupils"], cell["below"]) for cell in school["procedures"] if cell["pupils"]]
        for code, school in district.schools(2024).items()
    }
    assert counts == {login: [(22, 8)] for login in logins}


def test_those_without_a_mark_do_not_count(district: District) -> None:
    district.workbook("а.xlsx", (SHEET, f1(2024, "Математика", 5, [*marks(4, 12), "Нет отметки", "Нет отметки"])))
    district.take_in()
    cell = district.cell("edu100101", 2024, "vpr", "mathematics", 5)
    assert (cell["pupils"], cell["below"]) == (12, 4)


def test_the_advanced_paper_of_mathematics_is_another_paper(district: District) -> None:
    rows = f1(2024, "Математика (углублённый уровень)", 7, marks(3, 12))
    district.take_one(district.workbook("7.xlsx", (SHEET, rows)))
    assert {row["level"] for row in district.rows("results")} == {"advanced"}


EXAMPLE = f"""01 - Русский язык 2022.06.23
{HEADING_11}
1;111;111002;11;1018;9;Иванов;Иван;Иванович;1111;222222;++++++;1(1)1(1)1(1)1(1);6;39
"""
FOOTERS = (
    "Средние;;;;;;;;;;;;;6;39\nМинимальная граница;;;;;;;;;;;;;;24\nВсего участников;;;;;;;;;;;;;;1\n",
    "Средние;…;6;39\nМинимальная граница;…;24\nВсего участников;…;1\n",
    "",
)


def test_the_protocol_of_the_reference_is_one_participant_however_it_is_saved(district: District) -> None:
    forms = list(itertools.product(FOOTERS, ("utf-8-sig", "cp1251"), ("\n", ";\r\n")))
    for number, (footer, encoding, end) in enumerate(forms):
        text = (EXAMPLE + footer).replace("111002", f"1110{number:02d}").replace("\n", end)
        district.text(f"{number}.csv", text, encoding)
    for file in district.take_in().values():
        assert (file["status"], file["source"], file["year"], file["rows"]) == ("accepted", "gia11-protocol", 2022, 1)
        assert set(codes(file)) <= {"score-sum-differs"}
    assert len(district.schools(2022)) == len(forms)
    cell = district.cell("111002", 2022, "ege", "russian", 11)
    assert (cell["pupils"], cell["below"], cell["availability"]) == (1, 0, "too-few")


def test_minimum_scores_of_the_exams_are_kept_to_the_point(district: District) -> None:
    district.text("р.csv", ege("01 - Русский язык 23.05.2024", [23, 24, 23, 23, 50, 60, 70, 80, 90, 95]))
    district.text("м.csv", ege("02 - Математика профильная 2024.05.31", [26, 27, 26, 60, 50, 60, 70, 80, 90, 95]))
    district.take_in()
    russian, mathematics = (district.cell("111002", 2024, "ege", subject, 11) for subject in ("russian", "mathematics"))
    assert (russian["pupils"], russian["below"], russian["is_low"]) == (10, 3, True)
    assert (mathematics["pupils"], mathematics["below"], mathematics["is_low"]) == (10, 2, False)


def test_base_mathematics_is_judged_by_its_mark(district: District) -> None:
    heading = HEADING_11.replace("Задания с развёрнутым ответом;", "").replace(";Балл", ";Оценка")
    pupils = [
        f"{n};111;111002;11А;1018;9;{surname(n)};Пётр;Ильич;4510;{200000 + n};++++;{score};{mark}"
        for n, (score, mark) in enumerate([(6, 2)] * 4 + [(13, 4)] * 8)
    ]
    district.text("база.csv", "\n".join(["22 - Математика базовая 2024.05.31", heading, *pupils]))
    district.take_in()
    cell = district.cell("111002", 2024, "ege", "mathematics", 11)
    assert (cell["pupils"], cell["below"]) == (12, 4)


def test_a_ninth_grade_protocol_of_old_excel(district: District) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # xlwt is old; it only writes this file
        import xlwt

        book = xlwt.Workbook()
        sheet = book.add_sheet("Лист1")
        for index, row in enumerate(oge("02 - Математика 2024.06.06", marks(4, 12))):
            for position, cell in enumerate(row):
                sheet.write(index, position, cell)
        book.save(str(district.inbox / "огэ.xls"))
    file = district.take_one(district.inbox / "огэ.xls")
    assert (file["status"], file["source"], file["rows"]) == ("accepted", "gia9-protocol", 12)
    cell = district.cell("111002", 2024, "oge", "mathematics", 9)
    assert (cell["pupils"], cell["below"], cell["pupil_grade"]) == (12, 4, 9)


def test_the_sparse_protocol_needs_only_the_columns_it_has(district: District) -> None:
    places = {0: "№", 1: "Код ОО", 8: "Код МСУ", 10: "Фамилия", 18: "Первичный балл", 20: "Оценка"}
    rows = [[places.get(position, "") for position in range(21)]]
    for number, mark in enumerate(marks(4, 12), start=1):
        values = {
            0: number,
            1: "111002",
            8: "111",
            10: surname(number),
            18: {2: 5, 3: 10, 4: 17, 5: 25}[mark],
            20: mark,
        }
        rows.append([values.get(position, "") for position in range(21)])
    district.take_one(district.workbook("огэ.xlsx", ("Протокол", [["Математика 2024.06.06"], *rows])))
    cell = district.cell("111002", 2024, "oge", "mathematics", 9)
    assert (cell["pupils"], cell["below"]) == (12, 4)


def test_several_exams_of_one_sheet_are_several_papers(district: District) -> None:
    text = ege("01 - Русский язык 2024.05.28", [23, 30]) + "\n" + ege("02 - Математика профильная 2024.05.31", [27])
    assert district.take_one(district.text("все.csv", text))["rows"] == 3
    assert {(row["subject"], row["test_score"]) for row in district.rows("results")} == {
        ("russian", 23), ("russian", 30), ("mathematics", 27),
    }  # fmt: skip


GROUPS = ["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5"]
AREAS = [
    ["Вся выборка", 35500, 1430000, 12.1, 34.4, 33.9, 19.6],
    ["Красноярский край", 950, 29500, 14.0, 35.0, 33.0, 18.0],
    ["Абанский район", 15, 190, 20, 40, 25, 15],
    ["МКОУ Абанская ООШ №1", "", 22, "36,36", "31,82", "22,73", "9,09"],
    ["МКОУ Абанская СОШ №3", "", 10, 30, 40, 20, 10],
]


@pytest.mark.parametrize(
    "title",
    [
        [["ВПР 2021. 5 класс"], ["Предмет: Математика"], ["Максимальный первичный балл: 20"], ["Дата: 15.03.2021"]],
        [["ВПР 2021. 5 класс / Предмет: Математика / Максимальный первичный балл: 20 / Дата: 15.03.2021"]],
        [["ВПР 2021. 5 класс", "Предмет: Математика", "Максимальный первичный балл: 20", "Дата: 15.03.2021"]],
        [["Статистика по отметкам"], ["ВПР 2021 Математика 5 класс"]],
    ],
)
def test_statistics_name_schools_by_name_only(district: District, title: Rows) -> None:
    file = district.take_one(district.workbook("статистика.xlsx", ("Лист1", [*title, GROUPS, *AREAS])))
    assert (file["status"], file["source"], file["year"], file["rows"]) == ("accepted", "vpr-marks", 2021, 5)
    schools = {school["name"]: school for school in district.schools(2021).values()}
    assert {school["municipality"] for school in schools.values()} == {"Абанский район"}
    found = {
        name: [(cell["pupils"], cell["below"], cell["is_low"]) for cell in school["procedures"] if cell["pupils"]]
        for name, school in schools.items()
    }
    assert found == {"МКОУ Абанская ООШ №1": [(22, 8, True)], "МКОУ Абанская СОШ №3": [(10, 3, True)]}


def test_tidy_statistics_make_a_list(district: District) -> None:
    lines = [
        "Год;Класс;Предмет;Муниципалитет;Логин;ОО;Кол-во участников;2;3;4;5",
        "2021;5;Математика;Абанский район;edu100101;МКОУ Абанская ООШ №1;22;36,36;31,82;22,73;9,09",
        "2021;6;Русский язык;Абанский район;edu100101;МКОУ Абанская ООШ №1;20;35;30;25;10",
    ]
    assert district.take_one(district.text("свод.csv", "\n".join(lines), "cp1251"))["source"] == "vpr-marks"
    assert district.schools(2021)["edu100101"]["status"] == "low"


def test_the_other_reports_are_known_by_their_content(district: District) -> None:
    title = [["ВПР 2021. 5 класс"], ["Предмет: Математика"]]
    journal = [["МКОУ Абанская ООШ №1"], ["Понизили ( Отметка < Отметка по журналу) %", 2, 10],
               ["Подтвердили (Отметка = Отметка по журналу) %", 16, 80],
               ["Повысили (Отметка > Отметка по журналу)", 2, 10], ["Всего", 20, 100]]  # fmt: skip
    skills = "Блоки ПООП обучающийся научится / получит возможность научиться или проверяемые требования (умения) в соответствии с ФГОС (ФК ГОС)"  # noqa: E501 - the heading is so long
    reports: dict[str, Rows] = {
        "vpr-journal": [*title, ["Группы участников", "Кол-во участников", "%"], *journal],
        "vpr-scores": [
            ["Год", "Класс", "Предмет", "Муниципалитет", "Логин", "ОО", "Кол-во участников", *range(21)],
            [2021, 5, "Математика", "Абанский район", "edu100101", "Школа", 20, *[5] * 20, ""],
        ],
        "vpr-items": [
            *title, ["Группы участников", "Кол-во ОО", "Кол-во участников", "1", "2", "3.1"],
            ["Макс балл", "", "", 1, 1, 2], ["Абанский район", 5, 190, 81, 70.5, 60],
            ["МКОУ ООШ №1", "", 20, 75, 50, 50],
        ],
        "vpr-planned-results": [
            *title, ["Номер задания", skills, "Макс балл", "Красноярский край", "Абанский район", "РФ"],
            ["1", "Развитие представлений о числе", 1, 80, 81, 82],
        ],
    }  # fmt: skip
    another = copy.deepcopy(reports["vpr-planned-results"])
    another[2][4] = "Соседний район"
    district.workbook("другой школы.xlsx", ("Лист1", another))
    for source, rows in reports.items():
        district.workbook(f"{source}.xlsx", ("Лист1", rows))
    taken = district.take_in()
    assert {file["source"]: file["status"] for file in taken.values()} == dict.fromkeys(reports, "accepted")
    (row,) = district.rows("journal_counts")
    assert (row["pupils"], row["lowered"], row["confirmed"], row["raised"]) == (20, 2, 16, 2)


def test_reports_of_two_schools_may_repeat_their_district(district: District) -> None:
    title = [["ВПР 2021. 5 класс"], ["Предмет: Математика"]]
    for number, school in enumerate(AREAS[3:]):
        district.workbook(f"{number}.xlsx", ("Лист1", [*title, GROUPS, *AREAS[:3], school]))
    assert [(file["status"], codes(file)) for file in district.take_in().values()] == [("accepted", [])] * 2
    assert len(district.rows("mark_counts")) == 5
