"""The same file again, corrected, withdrawn, in any order: a school's numbers are those of its last word."""

import copy
import shutil

from tests.journeys.district import District, codes
from tests.journeys.papers import SHEET, ege, f1, marks, oge, surname

FIRST = f1(2024, "Математика", 5, marks(8, 22))
CORRECTED = f1(2024, "Математика", 5, marks(6, 22))
REGISTER = "school;name;municipality;fisoko_login;ris_code\ns1;МКОУ Абанская ООШ №1;Абанский район;edu100101;{ris}\n"
PROTOCOL = oge("Математика ОГЭ 2024.06.06", marks(5, 12))


def mathematics(district: District, school: str = "edu100101") -> tuple[int, int]:
    cell = district.cell(school, 2024, "vpr", "mathematics", 5)
    return cell["pupils"], cell["below"]


def test_the_same_file_changes_nothing_under_any_name(district: District) -> None:
    path = district.workbook("5а.xlsx", (SHEET, FIRST))
    assert district.take_one(path)["status"] == "accepted"
    again = district.take_one(path)
    assert (again["status"], again["source"], again["year"], again["rows"]) == (
        "already-known", "vpr-individual", 2024, 0,
    )  # fmt: skip
    copied = district.inbox / "под другим именем.xlsx"
    shutil.copy(path, copied)
    assert district.take_one(copied)["status"] == "already-known"
    assert district.code == 0
    assert len(district.ask("releases")["releases"]) == 1


def test_a_corrected_file_supersedes_and_the_older_one_does_not_come_back(district: District) -> None:
    old = district.workbook("5а.xlsx", (SHEET, FIRST))
    new = district.workbook("5а исправленный.xlsx", (SHEET, CORRECTED))
    district.take_one(old)
    superseding = district.take_one(new)
    assert superseding["status"] == "superseded-older"
    assert "5а.xlsx" in superseding["problems"][0]["found"]
    assert mathematics(district) == (22, 6)
    again = district.take_one(old)
    assert (again["status"], codes(again)) == ("already-known", ["replaced-by-newer"])
    assert mathematics(district) == (22, 6)


def test_undo_points_back_and_the_withdrawn_file_may_come_anew(district: District) -> None:
    old = district.workbook("5а.xlsx", (SHEET, FIRST))
    new = district.workbook("5а исправленный.xlsx", (SHEET, CORRECTED))
    district.take_one(old)
    district.take_one(new)
    assert district.ask("undo") == {"release": 1, "previous_release": 2}
    assert mathematics(district) == (22, 8)
    assert district.take_one(new)["status"] == "superseded-older"
    assert mathematics(district) == (22, 6)
    assert district.ask("undo", "--to", "1")["release"] == 1
    other = district.workbook("5б.xlsx", (SHEET, f1(2024, "Математика", 5, marks(1, 10), letter="Б", first=60001)))
    district.take_one(other)
    assert mathematics(district) == (32, 9)
    assert [release["previous"] for release in district.ask("releases")["releases"]] == [None, 1, 1, 1]


def test_a_file_of_the_whole_district_replaces_the_files_of_classes_and_back(district: District) -> None:
    second = f1(2024, "Математика", 5, marks(4, 20), letter="Б", first=51001)
    district.workbook("5а.xlsx", (SHEET, FIRST))
    district.workbook("5б.xlsx", (SHEET, second))
    district.take_in()
    assert mathematics(district) == (42, 12)
    other = f1(2024, "Математика", 5, marks(3, 12), login="edu100102", name="МБОУ СОШ 2", first=52001)
    whole = district.workbook("район.xlsx", (SHEET, [*CORRECTED[:4], *CORRECTED[5:], *second[8:], *other[8:]]))
    replacing = district.take_one(whole)
    assert (replacing["status"], replacing["problems"][0]["found"]) == ("superseded-older", "5а.xlsx, 5б.xlsx")
    assert (mathematics(district), mathematics(district, "edu100102")) == ((42, 10), (12, 3))
    district.take_one(district.workbook("5а ещё раз.xlsx", (SHEET, f1(2024, "Математика", 5, marks(9, 22)))))
    assert (mathematics(district), mathematics(district, "edu100102")) == ((42, 13), (12, 3))


def test_a_class_that_was_named_wrong_does_not_count_twice(district: District) -> None:
    district.take_one(district.workbook("5а.xlsx", (SHEET, FIRST)))
    renamed = f1(2024, "Математика", 5, marks(8, 22), letter="Б")
    file = district.take_one(district.workbook("5б.xlsx", (SHEET, renamed)))
    assert (file["status"], codes(file)) == ("refused", ["pupils-of-another-class"])
    assert mathematics(district) == (22, 8)


def test_pupils_numbered_anew_in_each_class_are_not_taken_for_one_another(district: District) -> None:
    district.take_one(district.workbook("5а.xlsx", (SHEET, FIRST)))
    numbered = f1(2024, "Математика", 5, [*reversed(marks(8, 22))], letter="Б")
    file = district.take_one(district.workbook("5б.xlsx", (SHEET, numbered)))
    assert (file["status"], codes(file)) == ("accepted", ["pupil-code-shared"])
    assert mathematics(district) == (44, 16)


def test_the_register_makes_one_school_of_its_codes_whenever_it_comes(district: District) -> None:
    district.workbook("впр.xlsx", (SHEET, FIRST))
    district.workbook("огэ.xlsx", ("Протокол", PROTOCOL))
    district.take_in()
    assert {code: school["status"] for code, school in district.schools(2024).items()} == {
        "edu100101": "at-risk", "111002": "at-risk",
    }  # fmt: skip
    district.take_one(district.text("реестр.csv", REGISTER.format(ris="111002")))
    (school,) = district.schools(2024).values()
    assert (school["school"], school["status"], school["low_procedures"]) == ("s1", "low", 2)
    corrected = district.take_one(district.text("реестр 2.csv", REGISTER.format(ris="111003")))
    assert corrected["status"] == "superseded-older"
    assert district.schools(2024).keys() == {"s1", "111002"}


def test_the_register_may_come_first(district: District) -> None:
    district.take_one(district.text("реестр.csv", REGISTER.format(ris="111002"), "cp1251"))
    files = [district.workbook("впр.xlsx", (SHEET, FIRST)), district.workbook("огэ.xlsx", ("Протокол", PROTOCOL))]
    assert [file["schools"] for file in district.take_in(*files).values()] == [["s1"], ["s1"]]
    assert district.schools(2024)["s1"]["status"] == "low"


def test_a_name_joins_a_report_without_codes_and_says_so(district: District) -> None:
    heading = ["Группы участников", "Кол-во ОО", "Кол-во участников", "2", "3", "4", "5"]
    rows = [["ВПР 2024 Русский язык 6 класс"], heading, ["Абанский район", 15, 190, 20, 40, 25, 15],
            ["МКОУ «Абанская ООШ № 1»", "", 20, 35, 30, 25, 10]]  # fmt: skip
    district.workbook("впр.xlsx", (SHEET, FIRST))
    district.workbook("статистика.xlsx", ("Лист1", rows))
    assert all("schools-joined-by-name" in codes(file) for file in district.take_in().values())
    (school,) = district.schools(2024).values()
    assert (school["school"], school["status"]) == ("edu100101", "low")


def test_a_resit_does_not_replace_the_main_day_and_does_not_count(district: District) -> None:
    main = district.workbook("огэ.xlsx", ("Протокол", PROTOCOL))
    resit = district.workbook("резерв.xlsx", ("Протокол", oge("Математика ОГЭ 2024.06.28", [3, 3, 3, 3, 2])))
    for order in ((main, resit), (resit, main)):
        for path in order:
            assert district.take_one(path)["status"] == "accepted"
        cell = district.cell("111002", 2024, "oge", "mathematics", 9)
        assert (cell["pupils"], cell["below"]) == (12, 5)
        (evidence,) = district.ask("why", "111002", "--year", "2024")["evidence"]
        assert {row["file"] for row in evidence["rows"]} == {"огэ.xlsx"}
        assert sorted(row["attempt"] or 0 for row in district.rows("results")) == [0] * 7 + [1] * 5 + [2] * 5
        shutil.rmtree(district.data)


def test_an_exam_sent_once_without_its_day_and_once_with_it_counts_once(district: District) -> None:
    dated = district.workbook("огэ.xlsx", ("Протокол", PROTOCOL))
    undated = district.workbook("огэ без даты.xlsx", ("Протокол", oge("Математика ОГЭ 2024", marks(5, 12))))
    for order in ((dated, undated), (undated, dated)):
        for path in order:
            assert district.take_one(path)["status"] == "accepted"
        cell = district.cell("111002", 2024, "oge", "mathematics", 9)
        assert (cell["pupils"], cell["below"]) == (12, 5)
        shutil.rmtree(district.data)


def test_codes_a_school_gives_itself_are_not_followed_from_school_to_school(district: District) -> None:
    heading = "Процедура;Год;Предмет;Класс работы;Код школы;Класс;Код участника;Отметка"
    rows = [f"ОГЭ;2024;математика;9;11100{school};9А;{n};3" for school in (2, 3) for n in range(1, 13)]
    district.take_one(district.text("шаблон.csv", "\n".join([heading, *rows])))
    for school in ("111002", "111003"):
        assert district.cell(school, 2024, "oge", "mathematics", 9)["pupils"] == 12


def appeal(district: District, name: str, after: int) -> dict[str, object]:
    heading = ("№;Код ОО;Фамилия;Имя;Отчество;Серия;Номер;Тип апелляции / перепроверки;Состояние;Дата отправки;"
               "Балл до изменения;Первичный балл;Балл;Разница")  # fmt: skip
    row = f"1;111002;{surname(1)};Пётр;Ильич;4510;200001;О несогласии;Удовлетворена;05.06.2024;23;12;{after};3"
    return district.take_one(district.text(name, f"01 - Русский язык 2024.05.28\n{heading}\n{row}\n"))


def test_an_appeal_overrides_its_protocol_whichever_comes_first(district: District) -> None:
    scores = [23, 24, 23, 40, 50, 60, 70, 80, 90, 95, 23]
    path = district.text("егэ.csv", ege("01 - Русский язык 2024.05.28", scores))

    def below() -> int:
        return int(district.cell("111002", 2024, "ege", "russian", 11)["below"])

    district.take_one(path)
    assert below() == 3
    assert appeal(district, "апелляция.csv", 26)["status"] == "accepted"
    assert below() == 2
    assert appeal(district, "апелляция исправленная.csv", 22)["status"] == "superseded-older"
    assert below() == 3
    shutil.rmtree(district.data)
    appeal(district, "апелляция.csv", 26)
    district.take_one(path)
    assert below() == 2


def test_an_appeal_sheet_with_two_rows_of_headings_overrides_the_sheet_beside_it(district: District) -> None:
    text = ege("01 - Русский язык 2024.05.28", [23, 24, 23, 40, 50, 60, 70, 80, 90, 95])
    protocol = [line.split(";") for line in text.splitlines()]
    heading = ["№", "Код ОО", "Фамилия", "Имя", "Отчество", "Документ", "Тип апелляции / перепроверки", "Состояние",
               "Дата отправки на обработку", "Балл до изменения", "Текущие", "", "Разница"]  # fmt: skip
    below = [""] * 10 + ["Первичный балл", "Балл", ""]
    row = [1, "111002", surname(1), "Пётр", "Ильич", "4510 200001", "О несогласии", "Удовлетворена", "", 23, 13, 27, 4]
    appeals = [["01 - Русский язык 2024.05.28"], heading, below, row]
    district.take_one(district.workbook("егэ.xlsx", ("Протокол", protocol), ("Апелляции", copy.deepcopy(appeals))))
    cell = district.cell("111002", 2024, "ege", "russian", 11)
    assert (cell["pupils"], cell["below"]) == (10, 1)
