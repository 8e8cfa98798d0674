"""Whom a row of a report describes."""

import pytest

from opora.sources.vpr.areas import AreaPath, level_named, login_in


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("Вся выборка", "sample"),
        ("РФ", "sample"),
        ("Красноярский край", "region"),
        ("Республика Саха (Якутия)", "region"),
        ("Ханты-Мансийский автономный округ – Югра", "region"),
        ("город федерального значения Севастополь", "region"),
        ("г. Москва", "region"),
        ("Абанский район", "municipality"),
        ("Канский р-н", "municipality"),
        ("город Канск", "municipality"),
        ("Пировский муниципальный округ", "municipality"),
        ("МКОУ Абанская ООШ №1", "school"),
        ("КГБОУ «Школа дистанционного образования» Красноярского края", "school"),
        ("Лицей № 6 «Перспектива»", "school"),
        ("Муниципальное бюджетное общеобразовательное учреждение г. Канска", "school"),
        ("edu100101", "school"),
        ("АНОО Перспектива", "school"),
        ("Перспектива", None),
    ],
)
def test_the_words_of_a_name_say_its_level(name: str, level: str | None) -> None:
    assert level_named(name) == level


def test_a_login_is_found_in_cyrillic_letters_too() -> None:
    assert login_in("СОШ №3 (еdu100101)") == "edu100101"
    assert login_in("СОШ №3 (edu1001012)") is None


def test_a_school_lies_in_the_municipality_named_last_above_it() -> None:
    path = AreaPath()
    names = ["Вся выборка", "Красноярский край", "Абанский район", "СОШ №1", "СОШ №2", "г. Канск", "СОШ №1"]
    areas = [path.step(name) for name in names]
    assert [area.municipality for area in areas] == [
        None, None, "Абанский район", "Абанский район", "Абанский район", "г. Канск", "г. Канск",
    ]  # fmt: skip
    assert areas[3].school_code == "name:р абанский/сош 1"
    assert areas[6].school_code == "name:г канск/сош 1"


def test_a_new_region_ends_the_municipality_above() -> None:
    path = AreaPath()
    for name in ("Абанский район", "Томская область"):
        path.step(name)
    assert path.step("СОШ №1").municipality is None
