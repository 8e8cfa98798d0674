"""The list as Excel, reopened and read."""

import io
from typing import Any

import openpyxl
import pytest

from opora.reports.list_workbook import list_workbook
from opora.reports.rules_comparison import rules_compared
from opora.tables.identification import Identification, PooledYears, YearCount
from tests.reports import samples


def book(identification: Identification, other: Identification | None = None) -> Any:
    return openpyxl.load_workbook(io.BytesIO(list_workbook(identification, other)))


def table(sheet: Any) -> list[dict[str, Any]]:
    heading, *rows = sheet.iter_rows(min_row=3, values_only=True)
    return [dict(zip(heading, row, strict=True)) for row in rows]


def stricter() -> Identification:
    """Return a second rule's answer: one school leaves, one enters, one moves between other statuses."""
    schools = samples.district()
    schools[4] = schools[4].model_copy(update={"status": "at-risk", "listed": None})
    schools[7] = schools[7].model_copy(update={"status": "low", "listed": "first-time"})
    schools[9] = schools[9].model_copy(update={"status": "none"})
    return samples.identification(schools, rules="own-2024", rules_title="Наше правило")


def test_the_sheets_are_the_promised_ones() -> None:
    assert book(samples.identification()).sheetnames == [
        "Список",
        "Все школы",
        "Процедуры",
        "Показатели",
        "Правило",
        "Что изменилось",
    ]
    assert book(samples.identification(), stricter()).sheetnames[-1] == "Сравнение правил"


def test_the_list_has_the_listed_and_the_rest_has_all() -> None:
    opened = book(samples.identification())
    assert [row["Школа"] for row in table(opened["Список"])] == [
        "МБОУ «Долгомостовская СОШ имени Александра Помозова»", "МКОУ Абанская ООШ № 1", "МКОУ Березовская СОШ",
        "МБОУ Покатеевская СОШ",
    ]  # fmt: skip
    everyone = table(opened["Все школы"])
    assert len(everyone) == 12
    assert {row["Статус"] for row in everyone} == {
        "низкие результаты", "стабильно низкие результаты", "риск снижения результатов", "признаков нет",
        "данных недостаточно",
    }  # fmt: skip


def test_each_school_and_procedure_is_a_row_and_absent_is_not_zero() -> None:
    rows = table(book(samples.identification())["Процедуры"])
    assert len(rows) == 12 * 8
    ege = next(row for row in rows if row["Код школы"] == "edu100101" and row["Процедура"].startswith("ЕГЭ"))
    assert (ege["Наличие"], ege["Участников"], ege["Доля ниже порога"]) == ("не проводилось", None, None)
    low = next(
        row for row in rows if row["Код школы"] == "edu100101" and row["Процедура"] == "ВПР, математика, 5 класс"
    )
    assert low["Доля ниже порога"] == pytest.approx(9 / 22)
    assert low["Низкий результат"] == "да"


def test_shares_are_percents_headings_are_frozen_and_filters_are_on() -> None:
    sheet = book(samples.identification())["Процедуры"]
    heading = [cell.value for cell in sheet[3]]
    assert sheet.cell(4, heading.index("Доля ниже порога") + 1).number_format == "0.0%"
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:R99"
    assert sheet.column_dimensions["B"].width > 30


def test_the_rule_sheet_says_how_the_list_was_made() -> None:
    words = " ".join(str(cell) for row in book(samples.identification())["Правило"].values for cell in row if cell)
    for said in ("federal-2020", "редакция от 19.08.2020", "приказ Рособрнадзора", "30\u00a0%", "Роль случая"):
        assert said in words


def test_what_changed_names_who_entered_left_and_stays() -> None:
    rows = table(book(samples.identification())["Что изменилось"])
    assert [row["Изменение"] for row in rows] == ["вошла", "вошла", "вышла", "остаётся", "остаётся"]


def test_a_text_is_never_a_formula() -> None:
    opened = book(samples.renamed(samples.HOSTILE_NAMES))
    cells = [cell for sheet in opened for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in cells if cell.data_type == "f"]
    assert not [cell.value for cell in cells if cell.hyperlink]
    names = {cell.value for cell in cells}
    assert {'=HYPERLINK("http://example.invalid","нажмите")', "+79990000000", "@SUM(A1:A9)", "-2+3"} <= names


def test_an_endless_text_is_cut_and_not_lost() -> None:
    long = samples.district()[0].model_copy(update={"reasons": ["слово " * 10_000]})
    reason = table(book(samples.identification([long]))["Список"])[0]["Почему"]
    assert reason.startswith("слово слово")
    assert reason.endswith("…")


def test_a_row_is_high_enough_for_its_longest_text() -> None:
    wordy = samples.district()[0].model_copy(update={"reasons": ["Почему школа в перечне. " * 20]})
    sheet = book(samples.identification([wordy]))["Список"]
    assert sheet.row_dimensions[4].height > 7 * 13
    assert sheet.row_dimensions[3].height > 2 * 13


def test_an_empty_list_says_so() -> None:
    sheet = book(samples.identification([]))["Список"]
    assert sheet["A4"].value == "Таких строк нет."


def test_two_rules_differ_by_who_enters_and_who_leaves() -> None:
    compared = rules_compared(samples.identification(), stricter())
    assert [(one.school, one.change) for one in compared] == [
        ("edu200108", "enters"), ("edu100105", "leaves"), ("edu100103", "both"), ("edu100101", "both"),
        ("edu200111", "both"), ("edu200110", "neither"),
    ]  # fmt: skip
    assert (compared[0].first_status, compared[0].second_status) == ("at-risk", "low")


def test_a_school_only_one_rule_knows_has_no_status_under_the_other() -> None:
    fewer = samples.identification(samples.district()[1:])
    assert rules_compared(samples.identification(), fewer)[0].second_status is None
    assert rules_compared(fewer, samples.identification())[0].change == "enters"


def test_a_rule_compared_with_itself_changes_nothing() -> None:
    compared = rules_compared(samples.identification(), samples.identification())
    assert {one.change for one in compared} == {"both"}


def test_rules_are_not_compared_over_different_data() -> None:
    with pytest.raises(ValueError, match="one year and one release"):
        rules_compared(samples.identification(), samples.identification(release=8))


def test_the_comparison_stands_in_the_workbook() -> None:
    rows = table(book(samples.identification(), stricter())["Сравнение правил"])
    assert (rows[0]["Изменение"], rows[0]["По второму правилу"]) == ("входит", "низкие результаты")


def test_earlier_years_their_movement_and_pooled_years_stand_beside_each_procedure() -> None:
    tiny = samples.result(1, (2, 7)).model_copy(
        update={
            "earlier": (YearCount(year=2022, pupils=6, below=2, share_below=1 / 3),
                        YearCount(year=2023, pupils=11, below=5, share_below=5 / 11)),
            "movement": "cannot-tell",
            "pooled": PooledYears(first_year=2023, last_year=2024, pupils=18, below=7, share_below=7 / 18,
                                  interval=samples.wilson(7, 18)),
        }
    )  # fmt: skip
    schools = samples.district()
    schools[3] = schools[3].model_copy(update={"procedures": [tiny]})
    (row,) = (row for row in table(book(samples.identification(schools))["Процедуры"]) if row["Годы вместе"])
    assert row["Прежние годы"] == "2022: 2 из 6\n2023: 5 из 11"
    assert row["Движение доли за годы"] == "судить нельзя"
    assert row["Годы вместе"].replace("\u00a0", " ") == "2023–2024: 7 из 18, 20,3–61,4 %"


def test_marks_of_all_papers_have_a_sheet_of_their_own() -> None:
    one = samples.indicators()
    opened = openpyxl.load_workbook(io.BytesIO(list_workbook(samples.identification(), None, [one])))
    (row,) = table(opened["Показатели"])
    assert (row["Школа"], row["Работа"], row["Участников с отметкой"], row["«2»"]) == (
        "МКОУ Абанская ООШ № 1", "ВПР, биология, 7 класс", 5, 1,
    )  # fmt: skip
    assert (row["Успеваемость"], row["Качество"], row["Средняя отметка"], row["СОУ"]) == (0.8, 0.4, 3.4, 0.448)
    assert opened["Показатели"]["M4"].number_format == "0.00"


def test_a_rule_about_scores_calls_its_columns_by_what_it_counts() -> None:
    quartile = samples.identification(below_words="в нижней части баллов")
    headings = [cell.value for cell in book(quartile)["Процедуры"][3]]
    assert "Доля в нижней части баллов" in headings
    assert not any("порога" in str(heading) and "Доля" in str(heading) for heading in headings)
