"""What of an answer by items the pages of schools tell: each school's gaps, a hundredth of the whole answer."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from opora.tables.item_answers import ItemRow


@dataclass(frozen=True)
class SchoolGaps:
    """Of one school in one paper: how many items and skills could be compared, and those that lag."""

    compared: int
    gaps: tuple[ItemRow, ...]


def gaps_of_schools(rows: Iterable[ItemRow]) -> dict[str, SchoolGaps]:
    """Return the gaps by school code, of the schools where anything could be compared."""
    compared: dict[str, list[ItemRow]] = defaultdict(list)
    for row in rows:
        if row.area_level == "school" and row.q is not None:
            compared[str(row.school)].append(row)
    return {code: SchoolGaps(len(own), tuple(row for row in own if row.is_gap)) for code, own in compared.items()}
