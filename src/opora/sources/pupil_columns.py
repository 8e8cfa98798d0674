"""The class of each pupil, as a column of a ВПР export names it."""

from opora.sources import cells
from opora.sources.block import Block
from opora.vocabulary.papers import class_named


def classes_of(block: Block) -> list[tuple[int | None, str]]:
    """Return grade and label of each row's class; words that may be a person's name are a problem and no class."""
    named = block.cells("class_name")
    for index, cell in enumerate(named):
        if cells.text(cell) and not cells.nameless(cell):
            block.report("class-unknown", index, block.found.columns["class_name"], found="")
    return [class_named(cells.nameless(cell)) for cell in named]
