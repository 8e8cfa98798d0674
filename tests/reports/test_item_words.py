"""Items in words: gaps first, hidden numbers stay hidden, proposals follow from what pupils did."""

from typing import Any

import pytest

from opora.reports.item_words import by_significance, chance_sentence, differs_words, state_words, support_words
from opora.tables.item_answers import DiscriminationPoint, ItemRow


def row(**changed: Any) -> ItemRow:
    about: dict[str, Any] = {
        "area_level": "school", "kind": "item", "item": "1", "max_score": 1, "difficulty": "Б", "skill": None,
        "availability": "measured", "pupils": 30, "share": 0.4, "se": 0.1, "low": 0.2, "high": 0.6, "earned": 12,
        "wrong": 12, "not_started": 6, "absent": 0, "level": "insufficient", "others": 0.6,
        "difference": -0.2, "q": 0.2, "is_gap": False,
    }  # fmt: skip
    return ItemRow.model_validate(about | changed)


def test_gaps_stand_first_the_least_likely_by_chance_before_the_others() -> None:
    rows = [
        row(item="above", difference=0.3, q=0.01),
        row(item="few", share=None, difference=None, q=None, is_gap=None),
        row(item="sure", is_gap=True, q=0.001, difference=-0.2),
        row(item="lower", difference=-0.3),
        row(item="less-sure", is_gap=True, q=0.04, difference=-0.5),
        row(item="alike", difference=-0.1),
    ]
    assert [one.item for one in by_significance(rows)] == ["sure", "less-sure", "lower", "alike", "above", "few"]


@pytest.mark.parametrize(
    ("changed", "words"),
    [({"is_gap": True, "q": 0.01}, "ниже, не случайно"), ({}, "отличить нельзя"),
     ({"difference": 0.2, "q": 0.05}, "выше, не случайно"), ({"difference": 0.2, "q": 0.06}, "отличить нельзя"),
     ({"share": None}, "учеников мало")],
)  # fmt: skip
def test_only_what_chance_does_not_explain_is_called_different(changed: dict[str, Any], words: str) -> None:
    assert differs_words(row(**changed)) == words


def test_hidden_numbers_are_called_hidden_and_not_small() -> None:
    assert state_words(row(wrong=None, not_started=None)) == ("скрыто", "скрыто", 0)
    assert state_words(row(pupils=None)) == (None, None, None)
    report_without_states = row(earned=None, wrong=None, not_started=None, absent=None)
    assert state_words(report_without_states) == (None, None, None)


def test_the_sentence_is_honest_about_chance() -> None:
    assert chance_sentence([row(), row(is_gap=True)]).startswith("Отставание больше случайного – по 1 из 2")
    assert chance_sentence([row()]) == "Ни по одному из 1 заданий и умений отставания больше случайного нет."
    assert chance_sentence([row(q=None)]) == "Учеников мало: сравнить задания с другими нельзя."


@pytest.mark.parametrize(
    ("not_started", "weak", "strong", "begins"),
    [(15, 0.2, 0.9, "Многие не приступали"), (0, 0.1, 0.4, "Трудно и сильным"), (0, 0.2, 0.9, "Сильные справляются"),
     (0, 0.7, 0.9, "Разберите работы"), (None, None, None, "Разберите работы")],
)  # fmt: skip
def test_support_follows_from_what_pupils_did(
    not_started: int | None, weak: float | None, strong: float | None, begins: str
) -> None:
    thirds = DiscriminationPoint(item="1", weak=weak, strong=strong)
    assert support_words(row(not_started=not_started), thirds).startswith(begins)
