"""Meanings beside measures."""

from django.template import Context, Template
from django.test import RequestFactory

from opora_web.interface.templatetags.words import as_chance
from opora_web.interface.terms import TERMS


def test_every_use_of_a_word_opens_its_own_meaning():
    page = Template('{% term "sou" %}{% term "sou" "степень" %}').render(
        Context({"request": RequestFactory().get("/")})
    )
    assert 'popovertarget="term-sou-1"' in page
    assert 'id="term-sou-2"' in page
    assert page.count("Степень обученности") == 2
    assert ">степень</button>" in page


def test_every_term_says_what_it_means():
    assert all(one.word and one.meaning.endswith(".") for one in TERMS.values())


def test_no_chance_is_certain():
    assert [as_chance(one) for one in (None, 0.0, 0.004, 0.014, 0.5, 0.994, 1.0)] == [
        "–", "меньше 1\xa0%", "меньше 1\xa0%", "1\xa0%", "50\xa0%", "больше 99\xa0%", "больше 99\xa0%",
    ]  # fmt: skip
