"""Rows of the list of schools as the page shows them: a hundred on a page, the same for everybody who may see them."""

from functools import lru_cache

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from opora_web.programme.schools.rows import SchoolRow

#: A region's schools, twice: with and without a question that stands.
_ROWS_IN_MEMORY = 4_000


@lru_cache(maxsize=_ROWS_IN_MEMORY)
def drawn_row(row: SchoolRow, *, is_in_question: bool) -> SafeString:
    """Return a school as a row of the table; drawn once, as a row never changes: another release has rows of its own.

    Args:
        row: a school that the person may see.
        is_in_question: whether a question to it stands of which the person may know.
    """
    return render_to_string("programme/schools_row.html", {"row": row, "is_in_question": is_in_question})
