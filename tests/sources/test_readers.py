"""READERS: each format is recognised by the one reader that knows it, whatever else looks alike."""

import pytest

from opora.sources import READERS
from opora.sources.cells import Cell
from tests.workbooks import book

VPR = ["ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант", "1 (4б)", "Первичный балл", "Отметка"]
RESULTS = [
    "Процедура",
    "Год",
    "Предмет",
    "Класс работы",
    "Код школы",
    "Код участника",
    "Отметка",
    "Первичный балл",
    "1 (4б)",
]
MARKS = ["Процедура", "Год", "Предмет", "Класс работы", "Код школы", "Кол-во участников", "2", "3", "4", "5"]
REGISTER = ["Код школы", "Краткое наименование", "Муниципалитет", "Неполные семьи, %"]
CONTEXTS = ["Код школы", "Год данных", "Неполные семьи, %"]
TIDY_STATISTICS = ["Год", "Класс", "Предмет", "Муниципалитет", "Логин", "ОО", "Кол-во участников", "2", "3", "4", "5"]


@pytest.mark.parametrize(
    ("heading", "source"),
    [
        (VPR, "vpr-individual"), (RESULTS, "template-results"), (MARKS, "template-marks"),
        (REGISTER, "school-register"), (CONTEXTS, "school-contexts"),
    ],
)  # fmt: skip
def test_the_first_reader_that_recognises_a_table_is_the_right_one(heading: list[Cell], source: str) -> None:
    opened = book([heading, [1 for _ in heading]])
    assert next(reader.SOURCE for reader in READERS if reader.recognises(opened)) == source


def test_no_template_claims_the_tidy_statistics_of_marks() -> None:
    opened = book([TIDY_STATISTICS, [1 for _ in TIDY_STATISTICS]])
    mine = ("template-results", "template-marks", "school-register", "school-contexts")
    assert not any(reader.recognises(opened) for reader in READERS if reader.SOURCE in mine)


def test_sources_are_told_apart_by_their_words() -> None:
    assert len({reader.SOURCE for reader in READERS}) == len(READERS)
    assert len({reader.RUSSIAN for reader in READERS}) == len(READERS)
