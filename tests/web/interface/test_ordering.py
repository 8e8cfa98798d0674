"""The order of a list as an address asks for it."""

import pytest
from django.http import QueryDict

from opora_web.interface.ordering import Order, order_asked

KNOWN = {"name": 0, "pupils": 0}


@pytest.mark.parametrize(
    ("asked", "order"),
    [
        ("sort=pupils", Order("pupils")),
        ("sort=-pupils", Order("pupils", is_reversed=True)),
        ("", Order("name", is_reversed=True)),
        ("sort=", Order("name", is_reversed=True)),
        ("sort=password", Order("name", is_reversed=True)),
        ("sort=--pupils", Order("name", is_reversed=True)),
    ],
)
def test_what_no_list_can_be_ordered_by_leaves_its_usual_order(asked: str, order: Order) -> None:
    assert order_asked(QueryDict(asked), KNOWN, "-name") == order


def test_a_list_without_a_usual_order_says_so() -> None:
    assert order_asked(QueryDict("sort=x"), KNOWN) == Order("")
