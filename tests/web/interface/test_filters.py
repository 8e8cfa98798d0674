"""Fields of filters above lists: they show what the address asks for, and junk in it is only a word."""

import pytest
from django.template import Context, Template
from django.test import RequestFactory

from tests.web.personas import SignedIn
from tests.web.shown import shown


def field(tag: str, query: str, **words: object) -> str:
    page = Template(tag).render(Context({"request": RequestFactory().get(f"/?{query}"), **words}))
    return " ".join(page.split())


def test_a_choice_is_of_values_or_of_values_with_words():
    years = field('{% filter_choice "year" "Год" years %}', "year=2023", years=[2024, 2023])
    assert '<option value="2023" selected>2023</option>' in years
    assert '<option value="">все</option> <option value="2024">2024</option>' in years
    kinds = field('{% filter_choice "kind" "Вид" kinds "любой" %}', "kind=a", kinds=[("a", "первый"), ("b", "второй")])
    assert '<option value="">любой</option> <option value="a" selected>первый</option>' in kinds
    assert '<label for="kind">Вид</label> <select id="kind" name="kind">' in kinds


def test_a_long_name_is_cut_where_it_would_outgrow_a_phone():
    assert f'<option value="1">{"я" * 59}…</option>' in field(
        "{% filter_choice 'o' 'О' all %}", "", all=[(1, "я" * 80)]
    )


def test_a_tick_and_words_stay_as_they_were_asked():
    assert " checked>" in field('{% filter_tick "closed" "завершённые" %}', "closed=1")
    assert " checked>" not in field('{% filter_tick "closed" "завершённые" %}', "closed=")
    assert 'value="&quot;&gt;&lt;script&gt;"' in field('{% filter_words "Школа" %}', "q=%22%3E%3Cscript%3E")


@pytest.mark.parametrize("address", ["/lists/", "/plans/", "/cases/", "/meetings/", "/people/", "/trash/", "/intake/"])
def test_what_no_list_knows_chooses_nothing(signed_in: SignedIn, address: str):
    page = shown(
        signed_in("coordinator").get(f"{address}?kind=<b>&state=%00&year=99999&sort=;&q=%22%3E%3Cb%3E&page=-1")
    )
    form = page[page.index('<form class="filters"') :]
    assert "selected" not in form[: form.index("</form>")]
    assert "<b>" not in page


def test_filters_are_taken_off_by_one_press_where_something_is_filtered(signed_in: SignedIn):
    browser = signed_in("coordinator")
    assert '<a href="/plans/">Сбросить</a>' in shown(browser.get("/plans/?state=draft"))
    assert '<a href="?templates=1">Сбросить</a>' in shown(browser.get("/plans/?templates=1&q=школа"))
    assert "Сбросить" not in shown(browser.get("/plans/"))
