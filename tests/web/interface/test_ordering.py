"""The order of a list as an address asks for it."""

import pytest
from django.http import QueryDict

from opora_web.interface.ordering import ListOrder, order_asked

KNOWN = {"name": 0, "pupils": 0}


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("sort=pupils", ListOrder("pupils")),
        ("sort=-pupils", ListOrder("pupils", is_reversed=True)),
        ("", ListOrder("name", is_reversed=True)),
        ("sort=", ListOrder("name", is_reversed=True)),
        ("sort=password", ListOrder("name", is_reversed=True)),
        ("sort=--pupils", ListOrder("name", is_reversed=True)),
    ],
)
def test_what_no_list_can_be_ordered_by_leaves_its_usual_order(asked: str, order: ListOrder) -> None:
    assert order_asked(QueryDict(asked), KNOWN, "-name") == order


def test_a_list_without_a_usual_order_says_so() -> None:
    assert order_asked(QueryDict("sort=x"), KNOWN) == ListOrder("")
