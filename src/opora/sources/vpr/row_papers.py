"""The paper of each row in tables where every row names its own: year, grade and subject in columns."""

from collections.abc import Sequence

from opora.sources.block import Block
from opora.sources.cells import text
from opora.sources.titles import EARLIEST_YEAR, year_in
from opora.vocabulary.papers import Paper, class_named
from opora.vocabulary.procedures import procedure_named
from opora.vocabulary.subjects import subject_named


def row_papers(block: Block, procedure: str, latest_year: int) -> Sequence[Paper | None]:
    """Return the paper of each row; None where the row does not say it, with a problem at the first such row.

    Args:
        block: rows with the columns `year`, `grade`, `subject`, and maybe `procedure`.
        procedure: the procedure of rows that name none.
        latest_year: the last year a result can be of.
    """
    columns = [[text(cell) for cell in block.cells(name)] for name in ("procedure", "year", "subject", "grade")]
    papers: dict[tuple[str, ...], Paper | None] = {}
    rows = list(zip(*columns, strict=True))
    for index, row in enumerate(rows):
        if row not in papers:
            papers[row] = _paper(block, index, procedure_named(row[0]) or procedure, latest_year)
    return [papers[row] for row in rows]


def _paper(block: Block, index: int, procedure: str, latest_year: int) -> Paper | None:
    year = _year(block, index, latest_year)
    subject = subject_named(_words(block, index, "subject"))
    if subject is None:
        _report(block, index, "subject-unknown", "subject")
    grade, _ = class_named(_words(block, index, "grade"))
    if grade is None:
        _report(block, index, "paper-unknown", "grade", expected="класс работы от 1 до 11")
    if year is None or subject is None or grade is None:
        return None
    return Paper(year, procedure, subject[0], grade, subject[1])


def _year(block: Block, index: int, latest_year: int) -> int | None:
    year = year_in(_words(block, index, "year"))
    if year and EARLIEST_YEAR <= year <= latest_year:
        return year
    _report(block, index, "year-unlikely", "year", expected=f"год с {EARLIEST_YEAR} по {latest_year}")
    return None


def _words(block: Block, index: int, name: str) -> str:
    return text(block.cells(name)[index])


def _report(block: Block, index: int, code: str, name: str, **words: str) -> None:
    block.report(code, index, block.found.columns[name], **words)
