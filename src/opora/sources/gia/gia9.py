"""РИС ГИА-9: protocols of ОГЭ and ГВЭ-9."""

from opora.sources.book import Book
from opora.sources.gia.exam_papers import NINE
from opora.sources.gia.gia_protocol import protocol_grade, read_protocols
from opora.sources.taken import Circumstances, Taken

SOURCE = "gia9-protocol"
RUSSIAN = "РИС ГИА-9, протокол (ОГЭ, ГВЭ-9)"
NEEDS = "«Код ОО», «Первичный балл», «Оценка» и участник; над таблицей – предмет и день экзамена"
FILLS: tuple[str, ...] = ("results", "items", "appeals", "school_names")


def recognises(book: Book) -> bool:
    """Tell whether the book holds protocols of the ninth grade: by title words, classes or «Код регистрации»."""
    return protocol_grade(book) == NINE


def read(book: Book, circumstances: Circumstances) -> Taken:
    """Return results, items and school codes; grain: one participant and exam. Source: domain reference §6.8."""
    return read_protocols(book, circumstances)
