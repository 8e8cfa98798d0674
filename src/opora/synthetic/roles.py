"""How each municipality sends its results: districts hold the same facts in different files."""

from enum import Enum

from opora.synthetic.region import Municipality, Region, School

_ENOUGH_FOR_TWO = 8
_ENOUGH_FOR_ONE = 3


class SentAs(Enum):
    """The form in which a municipality sends results of ВПР in grades 4–6."""

    BOOK_PER_PAPER = "one workbook for each paper with all schools"
    BOOK_PER_SCHOOL = "one workbook for each paper of each school"
    STATISTICS = "mark statistics instead of individual results"


def sent_as(region: Region, municipality: Municipality) -> SentAs:
    """Return how the municipality sends ВПР: the last ones statistics, the one before them a book per school."""
    number = len(region.municipalities)
    statistics = (number >= _ENOUGH_FOR_TWO) + (number >= _ENOUGH_FOR_ONE)
    from_the_end = number - 1 - municipality.number
    if from_the_end < statistics:
        return SentAs.STATISTICS
    if from_the_end == statistics and number > _ENOUGH_FOR_ONE:
        return SentAs.BOOK_PER_SCHOOL
    return SentAs.BOOK_PER_PAPER


def sends_text(municipality: Municipality) -> bool:
    """Tell whether the municipality sends its ГИА-11 protocols as text files instead of workbooks."""
    return municipality.number % 2 == 0


def schools_missing_from_the_register(region: Region) -> tuple[School, ...]:
    """Return the schools the register forgot: in the last municipality and, in a larger region, in the first."""
    last, first = region.schools_of(region.municipalities[-1]), region.schools_of(region.municipalities[0])
    forgotten = [last[-1]] if len(region.municipalities) < _ENOUGH_FOR_TWO else [last[-1], first[-1]]
    return tuple(region.schools[index] for index in forgotten)


def school_spelled_differently(region: Region) -> School:
    """Return the school whose name in the register is spelled out: the first one of the last municipality."""
    first: int = region.schools_of(region.municipalities[-1])[0]
    return region.schools[first]
