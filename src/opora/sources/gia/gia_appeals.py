"""РИС ГИА: a file of appeals and re-checks on its own, without the protocol it changes."""

from opora.sources.book import Book
from opora.sources.gia.appeal_changes import add_changes, changes_in
from opora.sources.gia.gia_protocol import protocol_grade
from opora.sources.gia.protocol_layout import layout_at
from opora.sources.taken import Circumstances, Taken
from opora.vocabulary.problems import Place, Problem

SOURCE = "gia-appeals"
RUSSIAN = "РИС ГИА, апелляции и перепроверки"
NEEDS = "таблица апелляций: участник, экзамен, балл после изменения"
FILLS: tuple[str, ...] = ("appeals",)

_DEPTH = 40  # rows from the top of a sheet among which its first heading row stands


def recognises(book: Book) -> bool:
    """Tell whether the book lists appeals and holds no protocol."""
    layouts = (layout_at(sheet.rows, index) for sheet in book.sheets for index in range(min(_DEPTH, len(sheet.rows))))
    return any(layout is not None and layout.is_appeals for layout in layouts) and protocol_grade(book) is None


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return the changed scores; grain: one participant and exam, the last change counts.

    These are no participants of their own: the store applies them to results of other files. Source: §6.7, §6.8.
    """
    changes, problems = changes_in(book, circumstances)
    taken = Taken(problems=problems)
    add_changes(taken, changes)
    taken.year = max((change.paper.year for change in changes), default=None)
    if not changes and not problems:
        taken.problems.append(Problem("nothing-inside", Place(book.file)))
    return taken
