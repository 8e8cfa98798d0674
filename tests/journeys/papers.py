"""Files of §6 of the domain reference as a stranger would type them, not as our generator writes them."""

from collections.abc import Sequence
from typing import Any

ITEMS = ["1 (4б)", "2 (1б)", "3.1 (1б)", "3.2 (2б)", "1К1 (4б)", "1K2 (3б)"]
F1_HEADING = ["ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант", *ITEMS,
              "Первичный балл", "Отметка", "Отметка по журналу"]  # fmt: skip
#: Answers of a pupil with each mark, both alphabets of «X» among them; on the scale of mathematics 5: 5/9/12.
ANSWERS: dict[Any, list[Any]] = {
    2: [2, 1, "X", "Х", 0, "-"],
    3: [4, 1, 1, "X", 0, 2],
    4: [4, 1, 1, 2, "Х", 3],
    5: [4, 1, 1, 2, 3, 3],
    "Нет отметки": ["X", "X", "X", "X", "X", "X"],
}
SHEET = "Индивидуальные результаты"


def f1(
    year: int, subject: str, grade: int, marks: Sequence[Any], *, login: str = "edu100101",
    name: str = "МКОУ Абанская ООШ №1", letter: str = "А", first: int = 50001, day: str = "15.03",
) -> list[list[Any]]:  # fmt: skip
    """Return the rows of «Ф1 Индивидуальные результаты» of one class."""
    pupils = [
        [login, "Абанский район", name, first + number, f"{grade}{letter}", number % 4 + 1, *ANSWERS[mark],
         sum(score for score in ANSWERS[mark] if isinstance(score, int)), mark, 3]
        for number, mark in enumerate(marks)
    ]  # fmt: skip
    return [
        [f"ВПР {year} {subject} {grade} класс"],
        ["Предмет:", subject],
        ["Максимальный первичный балл:", 15],
        ["Дата:", f"{day}.{year}"],
        [f"{name} ({login}) | Абанский район | Кол-во участников: {len(marks)}"],
        [],
        ["", "", "", "", "", "", "Б", "Б", "Б", "П", "Б", "В"],
        list(F1_HEADING),
        *pupils,
    ]


def marks(twos: int, of: int) -> list[int]:
    """Return so many marks 2, the rest threes, fours and fives."""
    return [2] * twos + [3 + number % 3 for number in range(of - twos)]


HEADING_11 = ("№;Код МСУ;Код ОО;Класс;Код ППЭ;Аудитория;Фамилия;Имя;Отчество;Серия;Номер;"
              "Задания с кратким ответом;Задания с развёрнутым ответом;Первичный балл;Балл")  # fmt: skip


def ege(title: str, scores: Sequence[int], school: str = "111002", first: int = 0, heading: str = HEADING_11) -> str:
    """Return a protocol of ЕГЭ as text with «;»."""
    pupils = [
        f"{n};111;{school};11;1018;9;{surname(first + n)};Пётр;Ильич;4510;{200000 + first + n};"
        f"++-+;1(1)0(2)1(1);{score // 2};{score}"
        for n, score in enumerate(scores, start=1)
    ]
    mean = sum(scores) / len(scores)
    footer = [f"Средние;;;;;;;;;;;;;6;{mean:.2f}".replace(".", ","), "Минимальная граница;;;;;;;;;;;;;;24",
              f"Всего участников;;;;;;;;;;;;;;{len(scores)}"]  # fmt: skip
    return "\r\n".join([title, heading, *pupils, *footer]) + "\r\n"


def surname(number: int) -> str:
    """Return a surname nobody else has."""
    letters = "бвгдзклмнп"
    return "Ы" + "".join(letters[int(digit)] + "о" for digit in f"{number:03d}") + "щев"


HEADING_9 = ["№", "Код ОО", "Класс", "Код ППЭ", "Аудитория", "Код регистрации", "Фамилия", "Имя", "Отчество",
             "Серия", "Номер", "Задания с кратким ответом", "Задания с развёрнутым ответом", "Первичный балл",
             "Оценка"]  # fmt: skip


def oge(title: str, given: Sequence[int], school: str = "111002", first: int = 0) -> list[list[Any]]:
    """Return the rows of a protocol of ОГЭ."""
    scores = {2: 5, 3: 10, 4: 17, 5: 25}
    return [
        [title],
        list(HEADING_9),
        *(
            [n, int(school), "9А", 1018, 9, f"К-{n}", surname(first + n), "Анна", "Юрьевна", 4511, 300000 + first + n,
             "+-++2", "1(2)0(2)", scores[mark], mark]
            for n, mark in enumerate(given, start=1)
        ),
    ]  # fmt: skip
