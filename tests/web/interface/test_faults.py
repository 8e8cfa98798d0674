"""Pages for what stands in the way: an address that only takes a form tells so and leads back to the form."""

import pytest
from django.test import Client

from tests.web.personas import SignedIn
from tests.web.shown import shown

FORMS = {
    "/cases/1/end/": "/cases/1/",
    "/people/1/link/": "/people/1/",
    "/filters/add/": "/filters/",
    "/trash/sendings/1/restore/": "/trash/",
}


@pytest.mark.parametrize(("address", "back"), FORMS.items())
def test_an_address_of_a_form_opened_as_a_page_leads_back_to_the_form(signed_in: SignedIn, address: str, back: str):
    answer = signed_in("coordinator").get(address)
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "POST"
    page = shown(answer)
    assert "<h1>Здесь нечего открыть</h1>" in page
    assert f'<a class="button button--main" href="{back}">Вернуться</a>' in page


def test_a_head_of_such_an_address_is_refused_as_well(signed_in: SignedIn):
    answer = signed_in("coordinator").head("/filters/add/")
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")


def test_what_sends_a_wrong_word_to_a_page_gets_no_page(signed_in: SignedIn):
    answer = signed_in("coordinator").delete("/analysis/")
    assert (answer.status_code, answer.content) == (405, b"")


@pytest.mark.django_db
def test_a_stranger_is_asked_to_sign_in_or_told_the_same():
    assert Client().get("/cases/1/end/").status_code in {302, 405}
