"""One cell of a foreign workbook to one value. A cell that cannot be read raises ValueError."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from functools import lru_cache

from opora.tables.results import NOT_STARTED
from opora.vocabulary.spelling import plain, tidy

# True equals 1 and 1.0: every memory here is `typed`, or one file's True would become another file's «1».

#: What a reader of workbooks can hand over as a cell.
Cell = str | int | float | bool | dt.date | dt.time | dt.timedelta | None

_ABSENT = frozenset({"", "-", "--", "н/д", "нет данных", "нет отметки", "нет"})
_NOT_STARTED = frozenset({plain("x"), plain("х")})
_NOT_TAUGHT = frozenset({"n", plain("н"), plain("н/п"), "n/a"})
_NUMBER = re.compile(r"^[+-]?\d+([.,]\d+)?$")
_DIGIT = re.compile(r"\d")
_WORD = re.compile(r"[^\W\d_]{3}")
_NAME = re.compile(r"[а-яёА-ЯЁ]{4}")
_MOST_COUNT, _MOST_SCORE, _MOST_ITEM_SCORE = 2**31 - 1, 2**15 - 1, 2**7 - 1  # what columns of the tables can hold
_IN_PLACE_OF_A_MARK = frozenset(
    plain(word)
    for word in (
        "отлично", "хорошо", "удовлетворительно", "неудовлетворительно", "зачёт", "незачёт",
        "отсутствовал", "отсутствовала", "болел", "болела", "освобождён", "освобождена", "нет",
        "не писал", "не писала", "не явился", "не явилась", "не участвовал", "не участвовала",
    )
)  # fmt: skip
_FEWEST_NUMBERS = 5
_MARKS = frozenset({2, 3, 4, 5})
_JOURNAL_MARKS = frozenset({1, 2, 3, 4, 5})


@lru_cache(maxsize=65_536, typed=True)  # True == 1 == 1.0, yet they are written differently
def text(cell: Cell) -> str:
    """Return the cell as a person reads it; a whole number has no fraction, an empty cell is an empty string."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return tidy(str(cell))


@lru_cache(maxsize=65_536, typed=True)
def number(cell: Cell) -> float | None:
    """Return a number written any way: 12.5, «12,5», «12,5 %», «1 430 000»; empty and dashes are None."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _finite(cell)
    words = text(cell)
    if plain(words) in _ABSENT:
        return None
    digits = words.removesuffix("%").replace(" ", "").replace("\u00a0", "")
    if not _NUMBER.match(digits):
        raise ValueError(words)
    return _finite(digits.replace(",", "."))


def _finite(digits: str | float) -> float:
    """Return the number; what is no number of this world (nan, infinity, hundreds of digits) is refused."""
    try:
        value = float(digits)
    except OverflowError as error:
        raise ValueError(str(error)) from error
    if not math.isfinite(value):
        raise ValueError(str(value))
    return value


@lru_cache(maxsize=65_536, typed=True)
def whole(cell: Cell) -> int | None:
    """Return a whole number; empty and dashes are None; a fraction or a number beyond counting people is refused."""
    value = number(cell)
    if value is None:
        return None
    if not value.is_integer() or abs(value) > _MOST_COUNT:
        raise ValueError(text(cell))
    return int(value)


@lru_cache(maxsize=65_536, typed=True)
def score(cell: Cell) -> int | None:
    """Return the score of a paper, as `whole` does; what no score can be is refused."""
    value = whole(cell)
    if value is not None and abs(value) > _MOST_SCORE:
        raise ValueError(text(cell))
    return value


@lru_cache(maxsize=4_096, typed=True)
def mark(cell: Cell) -> int | None:
    """Return a mark 2–5; empty, dashes and «Нет отметки» are None."""
    value = whole(cell)
    if value is not None and value not in _MARKS:
        raise ValueError(text(cell))
    return value


@lru_cache(maxsize=4_096, typed=True)
def journal_mark(cell: Cell) -> int | None:
    """Return a mark of the class journal, 1–5; empty, dashes and «Нет отметки» are None."""
    value = whole(cell)
    if value is not None and value not in _JOURNAL_MARKS:
        raise ValueError(text(cell))
    return value


@lru_cache(maxsize=4_096, typed=True)
def item_score(cell: Cell) -> int | None:
    """Return the score of an item: «X» is NOT_STARTED, «N» (topic not taught), dashes and empty are None."""
    if isinstance(cell, str):
        word = plain(cell)
        if word in _NOT_STARTED:
            return NOT_STARTED
        if word in _NOT_TAUGHT:
            return None
    value = whole(cell)
    if value is not None and not 0 <= value <= _MOST_ITEM_SCORE:
        raise ValueError(text(cell))
    return value


@lru_cache(maxsize=65_536, typed=True)
def code(cell: Cell) -> str:
    """Return the code of a pupil or school; words without a digit or with a name among them are none: empty."""
    words = text(cell)
    return words if _DIGIT.search(words) and not _NAME.search(words) else ""


@lru_cache(maxsize=4_096, typed=True)
def nameless(cell: Cell) -> str:
    """Return the words of a cell that describes a pupil; words that may be a name come back empty."""
    words = text(cell)
    return "" if _NAME.search(words) else words


def quotable(cell: Cell) -> str:
    """Return a cell of a pupil's row as a report may quote it: words that may be a name come back empty.

    What is usually written in place of a mark is no name and helps the sender to find the cell.
    """
    words = text(cell)
    return "" if _WORD.search(words) and plain(words) not in _IN_PLACE_OF_A_MARK else words


@lru_cache(maxsize=65_536, typed=True)
def share(cell: Cell) -> float | None:
    """Return a percent written in a cell as a share of 0–1: 36.36 → 0.3636. Out of 0–100 is refused."""
    value = number(cell)
    if value is None:
        return None
    if not 0 <= value <= 100:  # noqa: PLR2004 - percent
        raise ValueError(text(cell))
    return value / 100


def numbers_its_columns(row: Sequence[Cell]) -> bool:
    """Tell the row in which a printed form numbers its columns: 1, 2, 3. Nothing of the row is remembered."""
    words = [str(cell).strip().removesuffix(".0") for cell in row if cell not in ("", None)]
    return len(words) >= _FEWEST_NUMBERS and words == [str(number) for number in range(1, len(words) + 1)]


@lru_cache(maxsize=65_536)
def heading_key(words: str) -> str:
    """Return a heading without what people add or lose in it: case, spaces, dots, quotes."""
    return "".join(letter for letter in plain(words) if letter.isalnum() or letter in "%<>=/№")


def column_letters(position: int) -> str:
    """Return the letters of a column as a spreadsheet shows them: 0 → A, 26 → AA."""
    letters, rest = "", position + 1
    while rest:
        rest, letter = divmod(rest - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def column_position(letters: str) -> int:
    """Return the position of a column by the letters a spreadsheet shows: A → 0, AA → 26."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
