"""Which artefacts the words of an expected result name."""

from pathlib import Path

import pytest

from opora_web.programme.execution.artefacts import named_artefacts
from opora_web.programme.roadmap.models import RoadmapMeasure

ABANSKY = Path(__file__).parents[5] / "shared" / "mission" / "sources" / "abansky.txt"
#: Read by hand from the plan: what each of its measures would have to show.
WITNESS = {
    1: ["order"], 2: ["order"], 3: ["plan"], 4: ["plan"], 5: ["publication"], 6: ["before-after"], 9: ["note"],
    15: ["plan"], 20: ["note"], 24: ["note"], 26: ["note"], 27: ["plan"],
}  # fmt: skip


def named(expected: str, name: str = "Мероприятие") -> list[str]:
    return [kind.value for kind in named_artefacts(RoadmapMeasure(name=name, expected=expected))]


@pytest.mark.parametrize(
    ("expected", "kinds"),
    [
        ("Приказ УО «О создании рабочей группы»", ["order"]),
        ("Состав утверждён приказом", ["order"]),
        ("Работа ведётся в соответствии с приказом министерства", []),
        ("Листы присутствия, протокол", ["attendance", "minutes"]),
        ("Список участников семинара", ["attendance"]),
        ("Регистрационный лист", ["attendance"]),
        ("Постановление администрации", ["order"]),
        ("Аналитическая справка по итогам", ["note"]),
        ("Отчёт о работе", ["note"]),
        ("Отчетная сессия проведена", []),
        ("Карты посещённых уроков", ["lesson-card"]),
        ("Увеличение доли школ", ["before-after"]),
        ("Сравнение результатов до и после", ["before-after"]),
        ("Разработаны программы", ["plan"]),
        ("Планы у 100 % учителей", ["plan"]),
        ("Плановое обсуждение проведено", []),
        ("Вопросы включены в планы совещаний", []),
        ("Информация размещена на сайте", ["publication"]),
        ("Оказана методическая помощь", []),
    ],
)
def test_words_name_artefacts(expected: str, kinds: list[str]):
    assert named(expected) == kinds


def test_without_an_expected_result_the_measure_itself_is_read():
    assert named("", "Издание приказа о рабочей группе") == ["order"]
    assert named("Проведено", "Издание приказа о рабочей группе") == []


@pytest.mark.skipif(not ABANSKY.exists(), reason="the cases are not beside the repository")
def test_a_real_plan_is_read_as_by_hand():
    rows = [line.split("\t") for line in ABANSKY.read_text(encoding="utf-8").splitlines()]
    measures = {int(row[0].rstrip(".")): row for row in rows if len(row) == 5 and row[0].rstrip(".").isdecimal()}
    found = {number: named(row[3], row[1]) for number, row in measures.items()}
    assert {number: kinds for number, kinds in found.items() if kinds} == WITNESS
