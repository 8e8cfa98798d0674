"""Columns that stand beside a pupil: class, code, variant. What may be a person's name is taken for none of them."""

from functools import lru_cache

from opora.sources import cells
from opora.sources.block import Block
from opora.sources.cells import Cell
from opora.vocabulary.papers import class_named


def classes_of(block: Block) -> list[tuple[int | None, str | None]]:
    """Return grade and label of each row's class; one without a grade is a problem, its words stay if no name."""
    words = block.cells("class_name")
    classes = [_class(cell) for cell in words]
    for index, (grade, _) in enumerate(classes):
        if grade is None and cells.text(words[index]):
            block.report("class-unknown", index, block.found.columns["class_name"])
    return [(grade, (cells.quotable(label) if grade is None else label) or None) for grade, label in classes]


@lru_cache(maxsize=4_096, typed=True)
def _class(cell: Cell) -> tuple[int | None, str]:
    grade, label = class_named(cells.text(cell))
    return (grade, label) if cells.nameless(label) else (None, "")


def codes_of(block: Block, name: str, missing: str) -> list[str]:
    """Return the codes of a column, of schools or of pupils; a row without one is a problem of the given kind."""
    codes = [cells.code(cell) for cell in block.cells(name)]
    if "" in codes:
        for index in (index for index, code in enumerate(codes) if not code):
            block.report(missing, index, block.found.columns[name])
    return codes


def variants_of(block: Block) -> list[str | None]:
    """Return the variant of the paper each pupil wrote, as the file names it."""
    return [cells.quotable(cell) or None for cell in block.cells("variant")]
