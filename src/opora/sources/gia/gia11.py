"""РИС ГИА-11: protocols of ЕГЭ and ГВЭ-11."""

from opora.sources.book import Book
from opora.sources.gia.exam_papers import NINE
from opora.sources.gia.gia_protocol import protocol_grade, read_protocols
from opora.sources.taken import Circumstances, Taken

SOURCE = "gia11-protocol"
RUSSIAN = "РИС ГИА-11, протокол (ЕГЭ, ГВЭ-11)"
NEEDS = "«Код ОО», балл или оценка и участник; над таблицей – предмет и день экзамена"
FILLS: tuple[str, ...] = ("results", "items", "appeals", "school_names")


def recognises(book: Book) -> bool:
    """Tell whether the book holds protocols of the eleventh grade.

    A protocol that does not tell its grade is known here too, so that its sender reads which exam is not told rather
    than that the file is strange.
    """
    return protocol_grade(book) not in {None, NINE}


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return results, items and school codes; grain: one participant and exam. Source: domain reference §6.7."""
    return read_protocols(book, circumstances)
