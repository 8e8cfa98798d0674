"""Protocols in general: what is written is read back in any layout, and no grid of cells makes a reader stumble."""

import datetime as dt
import random

from hypothesis import given, settings
from hypothesis import strategies as st

from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell
from opora.sources.gia import gia9, gia11, gia_appeals
from tests.sources.gia.protocols import HEADING_9, HEADING_11, rows_of, taken
from tests.workbooks import CIRCUMSTANCES, book

_word = st.text("абвгдежз", min_size=3, max_size=9).map(str.title)
_pupil = st.fixed_dictionaries(
    {
        "school": st.integers(100_000, 999_999).map(str),
        "letter": st.sampled_from(["", "А", "Б", "Я"]),
        "names": st.tuples(_word, _word, st.one_of(st.just(""), _word)),
        "document": st.tuples(st.integers(0, 9999).map("{:04}".format), st.integers(0, 999_999).map("{:06}".format)),
        "short": st.text("+-012", min_size=1, max_size=20),
        "long": st.lists(st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=8),
        "primary": st.integers(0, 100),
        "final": st.integers(2, 5),
    }
)
_headings = st.sampled_from([*HEADING_9, *HEADING_11, "Экзамен", "Тип апелляции / перепроверки", "SchoolCode", "Mark5"])
_cell: st.SearchStrategy[Cell] = st.one_of(
    st.none(),
    _headings,
    st.text(max_size=12),
    st.integers(-10, 2_000_000),
    st.floats(),
    st.booleans(),
    st.dates(dt.date(1990, 1, 1), dt.date(2040, 1, 1)),
    st.sampled_from(
        ["01 - Русский язык 2022.06.23", "Всего участников", "11", "9А", "111002", "++-", "1(1)", "Удалён"]
    ),
)


@given(
    pupils=st.lists(_pupil, min_size=1, max_size=6),
    grade=st.sampled_from([9, 11]),
    order=st.randoms(use_true_random=False),
    gaps=st.integers(0, 6),
)
@settings(max_examples=50, deadline=None)
def test_what_is_written_is_read_back_with_columns_in_any_order_and_empty_ones_between(
    pupils: list[dict[str, object]], grade: int, order: random.Random, gaps: int
) -> None:
    heading = [*(HEADING_9 if grade == 9 else HEADING_11)]
    columns: list[int | None] = [*range(len(heading)), *[None] * gaps]
    order.shuffle(columns)
    rows = [["", "01 - Русский язык 2023.06.06"], _spread(heading, columns)]
    rows += [_spread([_written(pupil, grade)[name] for name in heading], columns) for pupil in pupils]
    read = taken(book([*rows, [], ["Всего участников", len(pupils)]]))
    assert read.problems == []
    assert [_read_back(row) for row in rows_of(read)] == [_expected(pupil, grade) for pupil in pupils]
    people = {(pupil["names"], pupil["document"]) for pupil in pupils}
    assert len({row["pupil"] for row in rows_of(read)}) == len({("".join(n).lower(), d) for n, d in people})  # type: ignore[arg-type, misc]


def _spread(cells: list[str], columns: list[int | None]) -> list[Cell]:
    return ["" if position is None else cells[position] for position in columns]


def _long_mask(pupil: dict[str, object]) -> str:
    return "".join(f"{score}({most})" for score, most in pupil["long"])  # type: ignore[attr-defined]


def _written(pupil: dict[str, object], grade: int) -> dict[str, str]:
    surname, name, patronymic = pupil["names"]  # type: ignore[misc]
    series, number = pupil["document"]  # type: ignore[misc]
    final = str(pupil["final"])
    return {
        "№": "1", "Код МСУ": "111", "Код ОО": str(pupil["school"]), "Класс": f"{grade}{pupil['letter']}",
        "Код ППЭ": "1018", "Аудитория": "п:0003 у:0002", "Код регистрации": "К-1", "Фамилия": surname, "Имя": name,
        "Отчество": patronymic, "Серия": series, "Номер": number, "Задания с кратким ответом": str(pupil["short"]),
        "Задания с развёрнутым ответом": _long_mask(pupil), "Первичный балл": str(pupil["primary"]),
        "Балл": final, "Оценка": final,
    }  # fmt: skip


def _expected(pupil: dict[str, object], grade: int) -> tuple[object, ...]:
    short = [{"+": 1, "-": 0}.get(sign) if sign in "+-" else int(sign) for sign in str(pupil["short"])]
    scores = [*short, *(score for score, _ in pupil["long"])]  # type: ignore[attr-defined]
    test_score, mark = (None, pupil["final"]) if grade == 9 else (pupil["final"], None)
    return pupil["school"], f"{grade}{pupil['letter']}", pupil["primary"], test_score, mark, scores


def _read_back(row: dict[str, object]) -> tuple[object, ...]:
    scores = [score for name, score in row.items() if name[:1] == "i" and name[1:].isdigit() and score is not None]
    return row["school_code"], row["class_name"], row["primary_score"], row["test_score"], row["mark"], scores


@given(top=st.lists(_headings, max_size=8), grid=st.lists(st.lists(_cell, max_size=9), max_size=12))
@settings(max_examples=50, deadline=None)
def test_no_grid_of_cells_makes_a_reader_stumble(top: list[str], grid: list[list[Cell]]) -> None:
    heading: list[Cell] = ["Код ОО", "Первичный балл", "Балл", *top]
    for rows in (grid, [heading, *grid], [["Русский язык 2022.06.23"], heading, *grid]):
        opened = Book("файл.xlsx", (Sheet("Лист1", rows),))
        for reader in (gia9, gia11, gia_appeals):
            reader.recognises(opened)
            reader.read(opened, CIRCUMSTANCES)
