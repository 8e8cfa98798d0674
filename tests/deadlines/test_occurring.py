"""Windows of a deadline within its plan."""

import datetime as dt

import pytest

from opora.deadlines import due_on, fuzzy_bar, occurrences, period_of, read_deadline


def windows(text: str, plan_year: str) -> list[str]:
    period = period_of(plan_year)
    return [f"{one.starts_on}/{one.ends_on}x{one.at_least}" for one in occurrences(read_deadline(text, period), period)]


@pytest.mark.parametrize(
    ("text", "plan_year", "expected"),
    [
        (
            "Декабрь, ежегодно",
            "2020-06..2022-12",
            ["2020-12-01/2020-12-31x1", "2021-12-01/2021-12-31x1", "2022-12-01/2022-12-31x1"],
        ),
        ("Не реже 2 раз в год", "2021-2022", ["2021-01-01/2021-12-31x2", "2022-01-01/2022-12-31x2"]),
        ("Не реже 2 раз в год", "2020/21", ["2020-09-01/2021-08-31x2"]),
        ("2 раза в год, октябрь, апрель", "2022", ["2022-04-01/2022-04-30x1", "2022-10-01/2022-10-31x1"]),
        (
            "1 раз в квартал",
            "2022",
            [
                "2022-01-01/2022-03-31x1",
                "2022-04-01/2022-06-30x1",
                "2022-07-01/2022-09-30x1",
                "2022-10-01/2022-12-31x1",
            ],
        ),
        ("1 раз в полугодие", "2020/21", ["2020-09-01/2020-12-31x1", "2021-01-01/2021-05-31x1"]),
        ("последняя пятница месяца", "2022-01..2022-02", ["2022-01-28/2022-01-28x1", "2022-02-25/2022-02-25x1"]),
        (
            "каждый вторник",
            "2022-02",
            [
                "2022-02-01/2022-02-01x1",
                "2022-02-08/2022-02-08x1",
                "2022-02-15/2022-02-15x1",
                "2022-02-22/2022-02-22x1",
            ],
        ),
        ("до 25 числа каждого месяца", "2022-01..2022-02", ["2022-01-01/2022-01-25x1", "2022-01-26/2022-02-25x1"]),
        (
            "Октябрь – май",
            "2020-06..2022-12",
            ["2020-10-01/2021-05-31x1", "2021-10-01/2022-05-31x1", "2022-10-01/2022-12-31x1"],
        ),
        (
            "В течение учебного года",
            "2020-06..2022-12",
            ["2020-09-01/2021-05-31x1", "2021-09-01/2022-05-31x1", "2022-09-01/2022-12-31x1"],
        ),
        ("ежегодно с 1 по 10 сентября", "2022", ["2022-09-01/2022-09-10x1"]),
        ("до 15 мая", "2022", ["2022-01-01/2022-05-15x1"]),
        ("Сентябрь 2020, май 2021", "2020/21", ["2020-09-01/2020-09-30x1", "2021-05-01/2021-05-31x1"]),
        ("постоянно", "2022", ["2022-01-01/2022-12-31x1"]),
        ("По отдельному плану", "2022", []),
        ("По мере необходимости", "2022", []),
        ("31 февраля", "2022", []),
        ("1 раз в 3 года", "2020-2023", ["2020-01-01/2022-12-31x1", "2023-01-01/2023-12-31x1"]),
    ],
)
def test_windows_are_those_a_person_would_mark(text: str, plan_year: str, expected: list[str]) -> None:
    assert windows(text, plan_year) == expected


def test_a_monthly_day_that_february_has_not_is_its_last_day() -> None:
    assert windows("ежемесячно до 30 числа", "2024-01..2024-03") == [
        "2024-01-01/2024-01-30x1",
        "2024-01-31/2024-02-29x1",
        "2024-03-01/2024-03-30x1",
    ]
    assert windows("15 и 30 числа каждого месяца", "2022-02..2022-03") == [
        f"2022-{day}/2022-{day}x1" for day in ("02-15", "02-28", "03-15", "03-30")
    ]
    assert windows("31 числа каждого месяца", "2022-04") == ["2022-04-30/2022-04-30x1"]


def test_a_quarterly_day_falls_into_the_month_it_names() -> None:
    assert windows("до 25 числа последнего месяца квартала", "2022")[0] == "2022-01-01/2022-03-25x1"
    assert windows("ежеквартально: до 5.04, 5.07, 5.10, 5.01", "2022")[:2] == [
        "2022-01-01/2022-01-05x1",
        "2022-01-06/2022-04-05x1",
    ]


def test_a_limit_or_a_start_without_a_year_is_of_every_year_of_the_plan() -> None:
    assert windows("до 27 ноября", "2021-2022") == ["2021-01-01/2021-11-27x1", "2021-11-28/2022-11-27x1"]
    assert windows("с 1 сентября", "2021-2022") == ["2021-09-01/2022-08-31x1", "2022-09-01/2022-12-31x1"]


def test_february_29_stands_on_the_last_day_of_other_years() -> None:
    assert windows("29 февраля", "2022-2023") == ["2022-02-28/2022-02-28x1", "2023-02-28/2023-02-28x1"]


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("до 15 мая", "2022-05-15"),
        ("Май", "2022-05-31"),
        ("Ежемесячно", "2022-12-31"),
        ("с 1 сентября", None),
        ("по графику", None),
        ("Апрель, по графику", "2022-04-30"),
    ],
)
def test_a_deadline_is_overdue_after_its_last_day(text: str, due: str | None) -> None:
    period = period_of("2022")
    assert due_on(read_deadline(text, period), period) == (dt.date.fromisoformat(due) if due else None)


def test_a_bar_tells_what_is_named_from_what_is_free() -> None:
    period = period_of("2022")

    def bar(text: str) -> tuple[int, int]:
        found = fuzzy_bar(read_deadline(text, period), period)
        return len(found.certain), len(found.fuzzy)

    assert bar("5 мая") == (1, 0)
    assert bar("до 5 мая") == (0, 1)
    assert bar("Не реже 2 раз в год") == (0, 1)
    assert bar("по графику") == (0, 1)
    assert bar("каждый вторник") == (52, 0)
    assert bar("май, по графику") == (1, 1)
    assert bar("31 февраля") == (0, 0)
