"""What stands above a plan: its title, its years, the paper that approved it."""

import pytest

from opora.deadlines import period_of
from opora.plans.titles import approval_of, period_in, stated_period, title_of


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("План на 2022 год", "2022"),
        ("Комплекс мер на 2020-2023 годы (Абанского района)", "2020-2023"),
        ("Дорожная карта на 2021 – 2024 гг.", "2021-2024"),
        ("Программа на период с 2020 по 2023 год", "2020-2023"),
        ("План работы на 2020/2021 учебный год", "2020/21"),
        ("План работы на 2021-2022 учебный год", "2021/22"),
        ("План работы на 2021-2022 уч. год", "2021/22"),
        ("План по итогам ВПР 2021 года на 2022/23 учебный год", "2022/23"),
        ("План на сентябрь-декабрь 2022 года", "2022-09..2022-12"),
        ("План на I полугодие 2022 года", "2022-01..2022-06"),
        ("Комплекс мер 2020–2023", "2020-2023"),
        ("КАЛЕНДАРНЫЙ ПЛАН НА 2024-2025 УЧЕБНЫЙ ГОД (5-9 КЛАССЫ)", "2024/25"),
        ("ПЛАН РАБОТЫ НА 2022 ГОД", "2022"),
        ("План мероприятий", None),
        ("План на 2023-2020 годы", None),
        ("План по приказу № 2022", None),
    ],
)
def test_the_years_a_plan_is_for(text: str, period: str | None) -> None:
    assert period_in(text) == (period_of(period) if period else None)


@pytest.mark.parametrize(
    ("lines", "title"),
    [
        (["Приложение", "", "ПЛАН", "мероприятий на 2022 год", "", "Цель: рост"], "ПЛАН мероприятий на 2022 год"),
        (["Муниципальная дорожная карта на 2022 год"], "Муниципальная дорожная карта на 2022 год"),
        (["«Дорожная карта» по поддержке школ"], "«Дорожная карта» по поддержке школ"),
        (["План утверждён приказом.", "", "План на 2022 год", "Задачи:"], "План на 2022 год"),
        (["План контроля", "на 2022/23 учебный год", "СЕНТЯБРЬ"], "План контроля на 2022/23 учебный год"),
        (["План на 2022 год", "Примечание: сроки могут меняться"], "План на 2022 год"),
        (["Письмо", "О совещании"], None),
        ([], None),
    ],
)
def test_the_title_is_found_among_the_lines(lines: list[str], title: str | None) -> None:
    assert title_of(lines) == title


def test_years_may_stand_in_a_line_that_is_no_title() -> None:
    assert stated_period("План мероприятий", ["по поддержке школ на 2022 год"]) == period_of("2022")
    assert stated_period("План мероприятий", ["В 2021 году велась работа"]) is None


@pytest.mark.parametrize(
    ("lines", "number", "day"),
    [
        (["УТВЕРЖДЕН", "приказом управления образования", "от 12.01.2022 г. № 5-од"], "5-од", "2022-01-12"),
        (["Приложение 1 к приказу УО от «15» марта 2021 года № 77"], "77", "2021-03-15"),
        (["Утверждено решением совета № 3"], "3", None),
        (["Утверждён приказом от 45.13.2022 № 8"], "8", None),
    ],
)
def test_the_paper_that_approved_the_plan(lines: list[str], number: str, day: str | None) -> None:
    approval = approval_of(lines)
    assert approval is not None
    assert (approval.number, str(approval.on) if approval.on else None) == (number, day)


def test_an_order_that_approves_nothing_is_no_approval() -> None:
    assert approval_of(["Согласно приказу от 12.01.2022 № 5"]) is None
