"""Rows of the list of schools as the page shows them: a hundred on a page, the same for everybody who may see them."""

from functools import lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from opora_web.programme.objectivity.queries import standing_by_school
from opora_web.programme.schools.rows import SchoolRow

#: A region's schools, some of them with questions that stand.
_ROWS_IN_MEMORY = 4_000


@lru_cache(maxsize=_ROWS_IN_MEMORY)
def drawn_row(row: SchoolRow, mark: str) -> SafeString:
    """Return a school as a row of the table; drawn once, as a row never changes: another release has rows of its own.

    Args:
        row: a school that the person may see.
        mark: the questions to it that stand, as far as the person may know, drawn; empty for most schools.
    """
    return render_to_string("programme/schools_row.html", {"row": row, "mark": mark})


def question_marks(person: Any, year: int) -> dict[str, SafeString]:
    """Return by school code the drawn questions that stand about results of the year, as the person may know."""
    standing = standing_by_school(person, year).items()
    return {code: render_to_string("programme/objectivity/mark.html", {"questions": asked}) for code, asked in standing}
