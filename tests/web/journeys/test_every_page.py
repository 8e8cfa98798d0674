"""Every page that needs no object, on a phone: nothing for axe to report, nothing wider than the window."""

import pytest
from django.urls import get_resolver, reverse

from tests.web.journeys.conftest import OpenAs, faults_of
from tests.web.test_permission_matrix import own_patterns

pytestmark = pytest.mark.slow

PAGES = [
    reverse(str(pattern.name))
    for route, pattern in own_patterns(get_resolver())
    if not pattern.pattern.converters and not route.endswith((".xlsx", ".js"))
]


@pytest.mark.parametrize("name", ["coordinator", "director"])
def test_pages_are_in_order_on_a_phone(name: str, open_as: OpenAs):
    page = open_as(name, 380)
    faults, opened = [], 0
    for address in [*PAGES, "/lists/new/?chart=movement", "/schools/?rural=yes"]:
        answer = page.request.get(address)
        is_page = "text/html" in answer.headers["content-type"] and "<html" in answer.text()  # no piece of a page
        if answer.status == 200 and is_page:
            page.goto(address)
            faults += faults_of(page)
            opened += 1
    assert faults == []
    assert opened > 8
