"""ФИС ОКО, «Ф1 Индивидуальные результаты»: one row per pupil with a score for each item."""

import re
from collections.abc import Sequence
from functools import partial
from typing import Any

from opora.sources import cells
from opora.sources.block import Block, block_below
from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell
from opora.sources.headings import Found, Headings
from opora.sources.item_headings import ItemHeadings, is_item, item_headings, item_scores
from opora.sources.pupil_columns import classes_of, codes_of, variants_of
from opora.sources.taken import Circumstances, Taken
from opora.sources.titles import Title, paper_of, stated_maximum, title_above
from opora.tables.results import ITEM_COLUMNS, MOST_ITEMS
from opora.vocabulary.codes import school_code
from opora.vocabulary.papers import Paper
from opora.vocabulary.problems import Place, Problem

SOURCE = "vpr-individual"
RUSSIAN = "ВПР, индивидуальные результаты (Ф1)"
NEEDS = "«Код участника», «Первичный балл», «Отметка», столбцы заданий «1 (2б)»; название работы и логин школы"
FILLS: tuple[str, ...] = ("results", "items", "school_names")

HEADINGS = Headings(
    required={
        "pupil": ("Код участника", "Код ученика"),
        "primary_score": ("Первичный балл", "Сумма баллов", "Всего баллов"),
        "mark": ("Отметка", "Отметка за работу"),
    },
    optional={
        # only the universal template has this column; its other columns look like an export's
        "procedure": ("Процедура", "procedure"),
        "school": ("ОО", "Логин", "Логин ОО", "Логин школы"),
        "municipality": ("Муниципалитет", "МСУ"),
        "name": ("Название ОО", "Наименование ОО"),
        "class_name": ("Класс",),
        "variant": ("Вариант",),
        "journal_mark": ("Отметка по журналу", "Отметка за предыдущую четверть/триместр"),
    },
)
_LOGIN = re.compile(r"\((\s*(?:edu|sch)\d{6}\s*)\)", re.IGNORECASE)
#: «Средняя школа №5» begins like a mean of the columns, so a mean is known by the lack of codes as well.
_FOOTER = re.compile(r"\W*(?:(?:итого|всего)(?!\w)|(?P<mean>средн|процент|доля|макс|мин|примечание|\*))", re.IGNORECASE)
_PARTICIPANTS = re.compile(r"кол-?во участников:?\s*(\d{1,9})(?!\d)", re.IGNORECASE)


def recognises(book: Book) -> bool:
    """Tell whether any sheet has pupils' codes, scores and marks under ФИС ОКО headings with items."""
    return any(_found(sheet) for sheet in book.sheets)


def _found(sheet: Sheet) -> Found | None:
    found = HEADINGS.find(sheet.rows)
    is_export = found and "procedure" not in found.columns and any(map(is_item, found.texts))
    return found if is_export else None


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return pupils' results, the items of the paper and the schools' names.

    Grain: one row per pupil. «X» is an item not started, an empty item was not offered or not taught.
    Source: domain reference §6.1.
    """
    taken = Taken()
    for sheet in book.sheets:
        found = _found(sheet)
        if found:
            _read_sheet(book, sheet, found, circumstances, taken)
    return taken


def _read_sheet(book: Book, sheet: Sheet, found: Found, circumstances: Circumstances, taken: Taken) -> None:
    title = title_above(sheet.rows[: found.row])
    paper, problems = paper_of(book, sheet, title, circumstances.latest_year)
    taken.problems += problems
    block = block_below(book, sheet, found, partial(_is_pupil, found), is_of_pupils=True)
    taken.problems += _layout_problems(block, title)
    items = item_headings(found.texts, tuple(sheet.rows[found.row - 1]) if found.row else ())
    if paper is None or len(items.positions) > MOST_ITEMS:
        return
    taken.year = paper.year
    rows = _results(block, paper, items, title)
    taken.problems += block.problems
    taken.add("results", len(block), rows)
    _add_items(taken, block, paper, items)
    _add_names(taken, block, rows["school_code"])


def _is_pupil(found: Found, row: Sequence[Cell]) -> bool:
    """Tell a pupil's row from footers: from notes of one or two cells, and from totals and means of the columns."""
    if len(row) - row.count("") - row.count(None) <= 3:  # noqa: PLR2004
        return False
    first = _FOOTER.match(next(str(cell) for cell in row if cell not in ("", None)))
    return first is None or (first["mean"] is not None and any(cells.code(row[position]) for position in _who(found)))


def _who(found: Found) -> list[int]:
    return [found.columns[name] for name in ("pupil", "school") if name in found.columns]


def _layout_problems(block: Block, title: Title) -> list[Problem]:
    problems = block.layout_problems()
    items = sum(map(is_item, block.found.texts))
    if items > MOST_ITEMS:
        problems.append(Problem("too-many-items", block.heading_place, str(items)))
    stated = _stated_participants(block)
    if stated is not None and len(block) and stated != len(block):
        expected = f"{stated} строк, как в шапке"
        problems.append(
            Problem("total-differs", Place(block.book.file, block.sheet.name, title.row), str(len(block)), expected)
        )
    return problems


def _words_above(block: Block) -> list[str]:
    above = block.sheet.rows[: block.found.row]
    return [cells.text(cell) for row in above for cell in row if isinstance(cell, str) and cell]


def _stated_participants(block: Block) -> int | None:
    """Return the number of participants the lines above state, where they state it once."""
    stated = [match for match in map(_PARTICIPANTS.search, _words_above(block)) if match]
    return int(stated[0][1]) if len(stated) == 1 else None


def _results(block: Block, paper: Paper, items: ItemHeadings, title: Title) -> dict[str, Any]:
    classes = classes_of(block)
    columns: dict[str, Any] = {
        **paper.columns,
        "school_code": _school_codes(block),
        "class_name": [label for _, label in classes],
        "pupil_grade": [grade for grade, _ in classes],
        "pupil": codes_of(block, "pupil", "pupil-code-missing"),
        "variant": variants_of(block),
        "form": items.form,
        "primary_score": block.read("primary_score", cells.score, "number-unknown", expected="целое число"),
        "max_score": _max_score(title, items),
        "mark": block.read("mark", cells.mark, "mark-unknown"),
        "journal_mark": block.read("journal_mark", cells.journal_mark, "mark-unknown"),
        **block.address(),
    }
    for name, position, most in zip(ITEM_COLUMNS, items.positions, items.maxima, strict=False):
        columns[name] = item_scores(block, position, most)
    return columns


def _school_codes(block: Block) -> list[str]:
    if "school" not in block:
        login = next((match for match in map(_LOGIN.search, _words_above(block)) if match), None)
        if login is None:
            expected = "столбец «ОО» с логином школы"
            block.problems.append(Problem("heading-missing", block.heading_place, expected=expected))
        return [school_code(login[1]) if login else ""] * len(block)
    return [school_code(code) for code in codes_of(block, "school", "school-code-missing")]


def _max_score(title: Title, items: ItemHeadings) -> int | None:
    """Return the most the paper gives: what the title states, unless the items together give more."""
    return max(stated_maximum(title) or 0, sum(items.maxima)) or None


def _add_items(taken: Taken, block: Block, paper: Paper, items: ItemHeadings) -> None:
    columns = {
        **paper.columns,
        "form": items.form,
        "position": list(range(1, len(items.names) + 1)),
        "item": items.names,
        "max_score": items.maxima,
        "difficulty": items.difficulties,
        "source_sheet": block.sheet.name,
        "source_row": block.found.row + 1,
    }
    taken.add("items", len(items.names) if len(block) else 0, columns)


def _add_names(taken: Taken, block: Block, codes: list[str]) -> None:
    """Add each school code once with the name and municipality beside it."""
    names = [cells.text(cell) or None for cell in block.cells("name")]
    municipalities = [cells.text(cell) or None for cell in block.cells("municipality")]
    seen = {code: (name, municipality) for code, name, municipality in zip(codes, names, municipalities, strict=True)}
    rows = [
        {"school_code": code, "name": name or _name_above(block, code), "municipality": municipality}
        for code, (name, municipality) in seen.items()
    ]
    taken.add_rows("school_names", rows)


def _name_above(block: Block, code: str) -> str | None:
    """Return the school's name from the line «<полное имя ОО> (edu123456) | …»."""
    for words in _words_above(block):
        login = _LOGIN.search(words)
        if login and school_code(login[1]) == code:
            return words[: login.start()].strip() or None
    return None
