"""The template for any work held pupil by pupil: РПР, municipal works, whatever has no export of its own."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from opora.sources import cells
from opora.sources.block import Block
from opora.sources.book import Book
from opora.sources.cells import Cell
from opora.sources.forms.contract_columns import (
    CellRejectedError,
    column_values,
    data_sheets,
    headings_of,
    layout_problems,
    one_of,
    values_at,
)
from opora.sources.forms.personal_columns import is_like_a_name, personal_columns, without_names
from opora.sources.forms.stated_papers import add_school_names, stated_papers, stated_schools, taken_from_sheets
from opora.sources.forms.template_columns import RESULT_COLUMNS
from opora.sources.item_headings import ItemHeadings, is_item, item_headings, item_scores
from opora.sources.pupil_columns import classes_of, variants_of
from opora.sources.taken import Circumstances, Taken
from opora.tables.results import ITEM_COLUMNS, MOST_ITEMS, RESULTS
from opora.vocabulary.papers import Paper
from opora.vocabulary.problems import Place, Problem

SOURCE = "template-results"
RUSSIAN = "Шаблон «Результаты участников»"
NEEDS = "«Процедура», «Предмет», «Код участника»; с ними год, класс работы, код школы и балл или отметка"
FILLS: tuple[str, ...] = ("results", "items", "school_names")

HEADINGS = headings_of(RESULT_COLUMNS, recognised_by=("procedure", "subject", "pupil"))
_NUMBERS = tuple(RESULTS.column(name) for name in ("primary_score", "max_score", "test_score"))
_OUTCOMES = ("primary_score", "test_score", "mark")
_MOST_POINTS = 100

#: Columns whose words are quoted to the sender: without them a suggestion says nothing.
_WORDED = ("procedure", "subject", "level")


def recognises(book: Book) -> bool:
    """Tell whether any sheet has a procedure, a subject and a pupil's code in every row."""
    return any(HEADINGS.find_in(sheet) for sheet in data_sheets(book))


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return pupils' results of one or many papers, the items of each paper and the schools' names.

    Grain: one row per pupil and paper. «X» is an item not started, an empty item was not offered. The items of a
    sheet with one paper are those of its headings; with several papers a paper's items are those with any score.
    A sheet with a filled column of names or documents is refused whole, and nothing of it is quoted.
    """
    return taken_from_sheets(book, HEADINGS, lambda block, taken: _read_sheet(block, circumstances.latest_year, taken))


def _read_sheet(block: Block, latest_year: int, taken: Taken) -> list[Paper | None]:
    personal = [*personal_columns(block), *_names_as_codes(block)]
    if personal:
        taken.problems += personal
        return []
    above = tuple(block.sheet.rows[block.found.row - 1]) if block.found.row else ()
    items = item_headings(block.found.texts, above)
    taken.problems += layout_problems(block, RESULT_COLUMNS, is_item)
    taken.problems += [*_outcome_missing(block), *_item_problems(block, items)]
    if len(items.names) > MOST_ITEMS:
        return []
    papers = stated_papers(block, latest_year)
    columns = _columns(block)
    scores = [item_scores(block, position, most) for position, most in zip(items.positions, items.maxima, strict=True)]
    for part in _by_paper(papers, items, scores):
        _add_paper(taken, block, part, columns)
    add_school_names(taken, block, columns["school_code"])
    taken.problems += _safe_to_quote(block)
    return papers


def _names_as_codes(block: Block) -> list[Problem]:
    """Return a problem where somebody wrote a name in place of a pupil's code."""
    position = block.found.columns["pupil"]
    rows = [index for index, cell in enumerate(block.cells("pupil")) if is_like_a_name(cells.text(cell))]
    if not rows:
        return []
    place = Place(block.book.file, block.sheet.name, block.numbers[rows[0]], block.found.texts[position])
    return [Problem("names-present", place, position=position)]


def _outcome_missing(block: Block) -> list[Problem]:
    if any(name in block for name in _OUTCOMES):
        return []
    place = block.heading_place
    expected = one_of([f"столбец «{RESULTS.column(name).heading}»" for name in _OUTCOMES])
    return [Problem("heading-missing", place, expected=expected)]


def _item_problems(block: Block, items: ItemHeadings) -> list[Problem]:
    place = block.heading_place
    problems = [Problem("heading-repeated", place, name) for name, times in Counter(items.names).items() if times > 1]
    if len(items.names) > MOST_ITEMS:
        problems.append(Problem("too-many-items", place, str(len(items.names))))
    return problems + [
        Problem("value-out-of-range", place, block.found.texts[position], f"не больше {_MOST_POINTS} баллов за задание")
        for position, most in zip(items.positions, items.maxima, strict=True)
        if most > _MOST_POINTS
    ]


def _columns(block: Block) -> dict[str, list[Any]]:
    """Return all columns but the paper's and the items', each as long as the table."""
    columns: dict[str, list[Any]] = {
        "school_code": stated_schools(block),
        "pupil": values_at(block, block.found.columns["pupil"], _pupil),
        "variant": variants_of(block),
        **{column.name: column_values(block, column) for column in _NUMBERS},
        "mark": block.read("mark", cells.mark, "mark-unknown"),
        "journal_mark": block.read("journal_mark", cells.journal_mark, "mark-unknown"),
        "source_row": block.numbers,
    }
    classes = classes_of(block)
    columns |= {"class_name": [label for _, label in classes], "pupil_grade": [grade for grade, _ in classes]}
    _tell_scores_above_maximum(block, columns)
    return columns


def _pupil(cell: Cell) -> str:
    code = cells.text(cell)
    if not code:
        raise CellRejectedError("pupil-code-missing")
    return code


def _tell_scores_above_maximum(block: Block, columns: dict[str, list[Any]]) -> None:
    for index, (score, most) in enumerate(zip(columns["primary_score"], columns["max_score"], strict=True)):
        if score is not None and most is not None and score > most:
            block.report(
                "score-above-maximum", index, block.found.columns["primary_score"], expected=f"не больше {most}"
            )


@dataclass(frozen=True)
class _PaperItems:
    """The items of one paper of a sheet, with the scores of all rows of the sheet."""

    names: list[str]
    maxima: list[int]
    difficulties: list[str | None]
    scores: list[list[int | None]]
    form: str | None


@dataclass(frozen=True)
class _PaperRows:
    """The rows of one paper of a sheet."""

    paper: Paper
    rows: list[int]
    items: _PaperItems


def _by_paper(
    papers: Sequence[Paper | None], items: ItemHeadings, scores: list[list[int | None]]
) -> Iterator[_PaperRows]:
    """Divide the rows of a sheet by paper, each with its own items."""
    rows_of: dict[Paper, list[int]] = {}
    for index, paper in enumerate(papers):
        if paper:
            rows_of.setdefault(paper, []).append(index)
    for paper, rows in rows_of.items():
        numbers = [
            number
            for number, given in enumerate(scores)
            if len(rows_of) == 1 or any(given[index] is not None for index in rows)
        ]
        yield _PaperRows(paper, rows, _part_of(items, scores, numbers))


def _part_of(items: ItemHeadings, scores: list[list[int | None]], numbers: Sequence[int]) -> _PaperItems:
    headings = tuple(f"{items.names[number]} ({items.maxima[number]}б)" for number in numbers)
    return _PaperItems(
        names=[items.names[number] for number in numbers],
        maxima=[items.maxima[number] for number in numbers],
        difficulties=[items.difficulties[number] for number in numbers],
        scores=[scores[number] for number in numbers],
        form=item_headings(headings).form,
    )


def _add_paper(taken: Taken, block: Block, part: _PaperRows, columns: dict[str, list[Any]]) -> None:
    chosen = {name: [values[index] for index in part.rows] for name, values in columns.items()}
    maximum = sum(part.items.maxima) or None
    chosen["max_score"] = [maximum if most is None else most for most in chosen["max_score"]]
    scores = {
        name: [given[index] for index in part.rows]
        for name, given in zip(ITEM_COLUMNS, part.items.scores, strict=False)
    }
    stated = {**part.paper.columns, "form": part.items.form, "source_sheet": block.sheet.name}
    taken.add("results", len(part.rows), {**stated, **chosen, **scores})
    described = {
        "position": list(range(1, len(part.items.names) + 1)),
        "item": part.items.names,
        "max_score": part.items.maxima,
        "difficulty": part.items.difficulties,
        "source_row": block.found.row + 1,
    }
    taken.add("items", len(part.items.names), {**stated, **described})


def _safe_to_quote(block: Block) -> list[Problem]:
    return without_names(block.problems, {block.found.columns[name] for name in _WORDED if name in block})
