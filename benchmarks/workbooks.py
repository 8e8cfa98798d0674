"""Workbooks of ВПР individual results: 25 pupils of one class each, as a school downloads them."""

import random
from pathlib import Path

import xlsxwriter

_ITEMS = [(f"{number}", 1 + number % 3) for number in range(1, 15)]
_HEADING = [
    "ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант",
    *(f"{item} ({most}б)" for item, most in _ITEMS), "Первичный балл", "Отметка", "Отметка по журналу",
]  # fmt: skip


def write_workbooks(folder: Path, count: int, pupils: int = 25) -> None:
    """Write so many workbooks, each of another school."""
    folder.mkdir(parents=True)
    drawn = random.Random(2024)
    for number in range(count):
        with xlsxwriter.Workbook(folder / f"{number:05d}.xlsx", {"in_memory": True}) as book:
            sheet = book.add_worksheet("Индивидуальные результаты")
            for index, row in enumerate(_rows(number, pupils, drawn)):
                sheet.write_row(index, 0, row)


def _rows(number: int, pupils: int, drawn: random.Random) -> list[list[object]]:
    school, login = f"МКОУ СОШ № {number}", f"edu{100_000 + number}"
    top: list[list[object]] = [
        ["ВПР 2024 Математика 5 класс"],
        ["Предмет:", "Математика"],
        ["Максимальный первичный балл:", sum(most for _, most in _ITEMS)],
        ["Дата проведения:", "12.04.2024"],
        [f"{school} ({login}) | Кол-во участников: {pupils}"],
        [*[""] * 6, *["Б"] * len(_ITEMS)],
        list(_HEADING),
    ]
    return top + [_pupil(school, login, pupil, drawn) for pupil in range(pupils)]


def _pupil(school: str, login: str, pupil: int, drawn: random.Random) -> list[object]:
    scores: list[object] = [drawn.choice([*range(most + 1), "X"]) for _, most in _ITEMS]
    total = sum(score for score in scores if isinstance(score, int))
    mark = 2 + (total > 7) + (total > 12) + (total > 17)
    return [login, "Абанский район", school, 50_000 + pupil, "5А", 1 + pupil % 4, *scores, total, mark, 3 + pupil % 3]
