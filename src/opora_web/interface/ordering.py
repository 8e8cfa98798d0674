"""How a list is ordered: one word of its address, read and written in one way by all lists."""

from collections.abc import Container
from dataclasses import dataclass

from django.http import QueryDict


@dataclass(frozen=True)
class ListOrder:
    """By which column a list is ordered; the address says `sort=code`, or `sort=-code` for the other way round."""

    code: str
    is_reversed: bool = False


def order_asked(query: QueryDict, known: Container[str], usual: str = "") -> ListOrder:
    """Return the order an address asks for; where it asks for none of those known, the list's usual one."""
    asked = query.get("sort", "")
    word = asked if asked.removeprefix("-") in known else usual
    return ListOrder(word.removeprefix("-"), word.startswith("-"))
