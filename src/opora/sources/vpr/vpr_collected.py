"""ВПР as a region collects them, before ФИС ОКО: a filled form with a row per pupil, scores and their sum, no marks."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from opora.sources import cells
from opora.sources.block import Block, block_below
from opora.sources.book import Book, Sheet
from opora.sources.cells import Cell
from opora.sources.headings import Found, Headings
from opora.sources.pupil_columns import classes_of, codes_of, variants_of
from opora.sources.taken import Circumstances, Taken
from opora.sources.titles import paper_of, stated_maximum, title_of
from opora.sources.vpr.item_names import item_heading
from opora.tables.results import ITEM_COLUMNS, MOST_ITEMS
from opora.vocabulary.codes import school_code
from opora.vocabulary.papers import Paper
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.spelling import counted, plain

SOURCE = "vpr-collected"
RUSSIAN = "ВПР, региональная выгрузка заполненных форм"
NEEDS = "логин школы, номер обучающегося, баллы за задания; название работы"
FILLS: tuple[str, ...] = ("results", "items", "school_names")

#: Headings in words, and the older machine names (`user, klass, code, otc, var-1, a-1-grade …, sum`).
HEADINGS = Headings(
    required={
        "school": ("логин школы", "Логин ОО", "Логин", "user"),
        "pupil": ("номер обучающегося", "Код обучающегося", "Номер ученика", "Номер участника", "code"),
    },
    optional={
        "total": ("всего баллов", "Сумма баллов", "Первичный балл", "Итого баллов", "sum"),
        "class_name": ("класс", "klass", "class"),
        "variant": ("вариант", "Вариант 1", "1 вариант", "var-1", "var"),
        "second_variant": ("Вариант 2", "2 вариант", "var-2"),
        "journal_mark": ("отметка за предыдущ…", "Отметка по журналу", "otc"),
        "mark": ("Отметка", "Отметка за работу", "mark"),
        "municipality": ("Муниципалитет", "МСУ"),
        "name": ("Название ОО", "Наименование ОО", "ОО"),
    },
)
_ITEM = re.compile(r"^(?:балл\s+за\s+(?:задание\s+)?(?P<words>\S.*)|[aа]-(?P<machine>\S+?)-grade)$", re.IGNORECASE)
_VARIANTS = ("variant", "second_variant")
_ABSENT = plain("отсутств")


def item_columns(found: Found) -> list[tuple[int, str]]:
    """Return position and name of the columns «балл за 1», «балл за 2К1» or `a-1-grade`."""
    matches = [(position, _ITEM.match(words)) for position, words in enumerate(found.texts)]
    named = [(position, item_heading(match["words"] or match["machine"])) for position, match in matches if match]
    return [(position, item.name) for position, item in named if item]


def form_heading(sheet: Sheet) -> Found | None:
    """Return the heading row of a regional form, filled or not."""
    return HEADINGS.find_split(sheet.rows, lambda found: bool(item_columns(found)))


def recognises(book: Book) -> bool:
    """Tell whether any sheet is a regional form in which at least one pupil has a sum of scores."""
    return any(filled_heading(sheet) for sheet in book.sheets)


def filled_heading(sheet: Sheet) -> Found | None:
    """Return the heading row of a regional form with sums of scores, or None where the form is empty."""
    found = form_heading(sheet)
    if found is None or "total" not in found.columns:
        return None
    total = found.columns["total"]
    has_sums = any(cells.text(row[total]) not in ("", "-") for row in sheet.rows[found.row + 1 :])
    return found if has_sums else None


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return pupils' results, the items of the paper and the schools' names.

    Grain: one row per pupil who wrote. A pupil whose variant is «отсутствовал», or who has no variant, scores or sum,
    is no participant: such rows are counted in one warning. «N» (topic not taught) is null. The mark is null unless
    the file has it. The paper is what the lines above the table, or else the sheet's name, say.
    Source: domain reference §6.2.
    """
    taken = Taken()
    for sheet in book.sheets:
        found = filled_heading(sheet)
        if found:
            _read_sheet(book, sheet, found, circumstances, taken)
    return taken


def _read_sheet(book: Book, sheet: Sheet, found: Found, circumstances: Circumstances, taken: Taken) -> None:
    title = title_of(sheet, found.row)
    paper, problems = paper_of(book, sheet, title, circumstances.latest_year)
    items = item_columns(found)
    pupils = [number for number, row in enumerate(sheet.rows[found.row + 1 :], found.row + 2) if _is_pupil(row, found)]
    absent = [number for number in pupils if not _wrote(sheet.rows[number - 1], found, items)]
    block = block_below(
        book, sheet, found, lambda row: _is_pupil(row, found) and _wrote(row, found, items), is_of_pupils=True
    )
    _report_absent(taken, block, absent)
    taken.problems += [*problems, *_layout_problems(block, items)]
    if paper is None or len(items) > MOST_ITEMS:
        return
    taken.year = paper.year
    form = hashlib.blake2b(";".join(name for _, name in items).encode(), digest_size=4).hexdigest()
    rows = _results(block, paper, items) | {"form": form, "max_score": stated_maximum(title)}
    taken.problems += block.problems
    taken.add("results", len(block), rows)
    _add_items(taken, block, paper, form)
    _add_names(taken, block, rows["school_code"])


def _layout_problems(block: Block, items: Sequence[tuple[int, str]]) -> list[Problem]:
    too_many = len(items) > MOST_ITEMS
    return block.layout_problems() + too_many * [Problem("too-many-items", block.heading_place, str(len(items)))]


def _is_pupil(row: Sequence[Cell], found: Found) -> bool:
    return any(cells.text(row[found.columns[name]]) for name in ("pupil", "school"))


def _wrote(row: Sequence[Cell], found: Found, items: Sequence[tuple[int, str]]) -> bool:
    """Tell whether a pupil's row has a variant or numbers, and no word that the pupil was absent."""
    variants = [plain(cells.text(row[found.columns[name]])) for name in _VARIANTS if name in found.columns]
    if any(variant.startswith(_ABSENT) for variant in variants):
        return False
    numbers = [row[found.columns["total"]], *(row[position] for position, _ in items)]
    return any(variants) or any(cells.text(cell) not in ("", "-") for cell in numbers)


def _report_absent(taken: Taken, block: Block, absent: Sequence[int]) -> None:
    if absent:
        place = Place(block.book.file, block.sheet.name, absent[0])
        rows = counted(len(absent), "строка", "строки", "строк")
        remedy = f"Так пропущено: {rows}. Отсутствовавшие не входят в число участников."
        taken.problems.append(Problem("row-skipped", place, "отсутствовал", "участник с баллами", remedy))


def _results(block: Block, paper: Paper, items: Sequence[tuple[int, str]]) -> dict[str, Any]:
    classes = classes_of(block)
    columns: dict[str, Any] = {
        **paper.columns,
        "school_code": [school_code(code) for code in codes_of(block, "school", "school-code-missing")],
        "class_name": [label for _, label in classes],
        "pupil_grade": [grade for grade, _ in classes],
        "pupil": codes_of(block, "pupil", "pupil-code-missing"),
        "variant": variants_of(block),
        "primary_score": block.read("total", cells.score, "number-unknown", expected="целое число"),
        "mark": block.read("mark", cells.mark, "mark-unknown"),
        "journal_mark": block.read("journal_mark", cells.journal_mark, "mark-unknown"),
        **block.address(),
    }
    for name, (position, _) in zip(ITEM_COLUMNS, items, strict=False):
        columns[name] = block.read_at(position, cells.item_score, "score-unknown")
    return columns


def _add_items(taken: Taken, block: Block, paper: Paper, form: str) -> None:
    names = [name for _, name in item_columns(block.found)]
    columns = {
        **paper.columns,
        "form": form,
        "position": list(range(1, len(names) + 1)),
        "item": names,
        "source_sheet": block.sheet.name,
        "source_row": block.found.row + 1,
    }
    taken.add("items", len(names) if len(block) else 0, columns)


def _add_names(taken: Taken, block: Block, codes: Sequence[str]) -> None:
    names = [cells.text(cell) or None for cell in block.cells("name")]
    municipalities = [cells.text(cell) or None for cell in block.cells("municipality")]
    seen = dict(zip(codes, zip(names, municipalities, strict=True), strict=True))
    rows = [{"school_code": code, "name": name, "municipality": town} for code, (name, town) in seen.items()]
    taken.add_rows("school_names", rows)
