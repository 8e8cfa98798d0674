"""A plan as Excel: reopened, read, loaded back."""

import io
from typing import Any

import openpyxl

from opora.plans import checked, differences, plan_in
from opora.reports.plan_workbook import plan_workbook
from opora.tables.plan import Plan
from tests.plans.written import plan, row

PLAN = checked(
    plan(
        ("Нормативная база",),
        row("1.", "=1+1", "Март", expected="Доля школ: 2022 год – 33,3 %, 2023 год – 50 %"),
        row("2.", "Обсудить итоги", "не реже 2 раз в год", responsible=""),
    )
)


def book(found: Plan) -> Any:
    return openpyxl.load_workbook(io.BytesIO(plan_workbook(found)))


def table(sheet: Any) -> list[dict[str, Any]]:
    heading, *rows = sheet.iter_rows(min_row=3, values_only=True)
    return [dict(zip(heading, one, strict=True)) for one in rows]


def test_the_sheets_are_the_promised_ones() -> None:
    assert book(PLAN).sheetnames == ["План", "Сроки", "Показатели", "Замечания"]
    assert book(plan(row(1))).sheetnames == ["План", "Сроки", "Замечания"]


def test_texts_are_texts_whatever_sign_they_begin_with() -> None:
    cell = book(PLAN)["План"]["C4"]
    assert (cell.value, cell.data_type) == ("=1+1", "s")


def test_deadlines_stand_as_they_were_written_and_understood() -> None:
    first, second = table(book(PLAN)["Сроки"])
    assert (first["Как записано"], first["Первый день"], first["Последний день"]) == (
        "Март",
        "01.03.2022",
        "31.03.2022",
    )
    assert (second["Повторение (RFC 5545)"], second["Не реже"]) == ("FREQ=YEARLY", 2)


def test_targets_are_numbers_by_year() -> None:
    (indicator,) = table(book(PLAN)["Показатели"])
    assert (indicator["Показатель"], indicator["2022"], indicator["2023"]) == ("Доля школ", 0.333, 0.5)


def test_remarks_say_where_what_and_what_to_do() -> None:
    found = {one["Код"]: one for one in table(book(PLAN)["Замечания"])}
    assert found["owner-missing"]["Где"] == "№ 2., таблица 1, строка 4"
    assert found["owner-missing"]["Что сделать"].startswith("Назовите того")


def test_the_workbook_can_be_loaded_back() -> None:
    found = plan_in("план.xlsx", plan_workbook(PLAN))
    assert differences(PLAN, found) == ()
    assert found.title == PLAN.title
