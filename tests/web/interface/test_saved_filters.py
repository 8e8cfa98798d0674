"""Saved filters: one press above a list keeps what was chosen; the link brings it back; nobody else sees it."""

from typing import Any

import pytest
from django.http import QueryDict

from opora_web.accounts.joining import erase
from opora_web.interface.models import SavedFilter
from opora_web.interface.saved_filters import MOST, SAVED_PLACES, filters_in
from tests.web.personas import MOMENT, People, SignedIn

ADD = "/filters/add/"


def seen(signed_in: SignedIn, name: str, address: str) -> str:
    return str(signed_in(name).get(address).content.decode())


def save(signed_in: SignedIn, who: str, name: str = "сельские", **more: str) -> Any:
    form = {"name": name, "path": "/schools/", "query": "rural=yes&page=3&kind=", **more}
    return signed_in(who).post(ADD, form, follow=True)


def test_filters_are_kept_without_the_page_and_without_what_was_not_chosen(signed_in: SignedIn):
    save(signed_in, "analyst")
    assert SavedFilter.objects.get().query == "rural=yes"


def test_the_list_offers_to_keep_what_is_chosen_and_pins_what_is_kept(signed_in: SignedIn):
    assert "Сохранить этот отбор" not in seen(signed_in, "analyst", "/schools/")
    assert "Сохранить этот отбор" in seen(signed_in, "analyst", "/schools/?rural=yes")
    answer = save(signed_in, "analyst")
    assert "Подборка «сельские» сохранена" in answer.content.decode()
    page = seen(signed_in, "analyst", "/schools/?kind=&rural=yes")
    assert '<a href="/schools/?rural=yes" aria-current="page">сельские</a>' in page
    assert "Сохранить этот отбор" not in page
    assert '<a href="/schools/?rural=yes">сельские</a>' in seen(signed_in, "analyst", "/schools/")


def test_nobody_sees_anothers_filters(signed_in: SignedIn):
    save(signed_in, "analyst")
    kept = SavedFilter.objects.get()
    assert "сельские" not in seen(signed_in, "coordinator", "/schools/")
    assert "сельские" not in seen(signed_in, "coordinator", "/filters/")
    for deed in ("rename", "away"):
        assert signed_in("coordinator").post(f"/filters/{kept.pk}/{deed}/", {"name": "чужая"}).status_code == 404
    assert "сельские" not in seen(signed_in, "coordinator", "/trash/")


def test_a_filter_is_renamed_put_away_and_brought_back(signed_in: SignedIn):
    save(signed_in, "analyst")
    kept, browser = SavedFilter.objects.get(), signed_in("analyst")
    browser.post(f"/filters/{kept.pk}/rename/", {"name": "сёла"})
    browser.post(f"/filters/{kept.pk}/away/")
    assert "сёла" not in seen(signed_in, "analyst", "/schools/")
    assert "«сёла», Школы" in seen(signed_in, "analyst", "/trash/")
    browser.post(f"/trash/filters/{kept.pk}/restore/")
    assert "сёла" in seen(signed_in, "analyst", "/schools/")


def test_one_name_stands_for_one_filter_of_a_list(signed_in: SignedIn):
    save(signed_in, "analyst")
    save(signed_in, "analyst", query="rural=no")
    assert [one.query for one in SavedFilter.objects.all()] == ["rural=no"]
    save(signed_in, "analyst", "городские", query="rural=no&sort=name")
    one, other = SavedFilter.objects.order_by("pk")
    said = signed_in("analyst").post(f"/filters/{other.pk}/rename/", {"name": one.name}, follow=True)
    assert "уже есть" in said.content.decode()


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"name": " "}, "Назовите подборку"),
        ({"name": "д" * 81}, "Назовите подборку"),
        ({"query": "page=2"}, "Отбора нет"),
        ({"query": f"q={'я' * 1000}"}, "слишком длинный"),
        ({"path": "/people/1/"}, "подборок не бывает"),
        ({"path": "//example.org/"}, "подборок не бывает"),
        ({"path": "https://example.org/schools/"}, "подборок не бывает"),
    ],
)
def test_what_cannot_be_kept_is_said_and_nobody_is_led_astray(form: dict[str, str], said: str, signed_in: SignedIn):
    answer = save(signed_in, "analyst", **form)
    assert said in answer.content.decode()
    assert not SavedFilter.objects.exists()
    assert all(address.startswith("/") and not address.startswith("//") for address, _ in answer.redirect_chain)


def test_a_list_keeps_so_many_and_no_more(signed_in: SignedIn):
    for number in range(MOST):
        save(signed_in, "analyst", str(number))
    assert f"уже {MOST}" in save(signed_in, "analyst", "ещё одна").content.decode()
    assert SavedFilter.objects.count() == MOST


def test_hostile_names_are_words(signed_in: SignedIn):
    save(signed_in, "analyst", "<script>alert(1)</script>", query="q=%22%3E%3Cb%3E&rural=yes")
    page = seen(signed_in, "analyst", "/schools/")
    assert "<script>alert" not in page
    assert '"><b>' not in page


def test_the_order_of_the_address_does_not_matter():
    assert filters_in(QueryDict("b=2&a=1&a=0&page=4")) == filters_in(QueryDict("a=1&a=0&b=2"))


def test_every_list_named_here_has_an_address_and_shows_the_line(signed_in: SignedIn):
    from django.urls import reverse

    for view in SAVED_PLACES.keys() - {"list"}:
        assert "Сохранить этот отбор" in seen(signed_in, "coordinator", f"{reverse(view)}?q=школа"), view


def test_an_erased_person_leaves_no_filters(signed_in: SignedIn, people: People):
    save(signed_in, "analyst")
    erase(people["analyst"], people["administrator"], MOMENT, "просьба")
    assert not SavedFilter.objects.exists()
