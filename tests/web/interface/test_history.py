"""The journal of one thing: who changed what, when, why, before and after."""

import re
from typing import Any

from django.apps import apps

from opora_web.accounts.history import Tracked, save_change
from opora_web.accounts.models import OrganisationKind, Post
from opora_web.interface.history import history_of, is_told, label_of
from tests.web.personas import MOMENT, People


def test_each_change_says_who_when_why_before_and_after(people: People):
    school = people.schools[0]
    old_name, home = school.name, school.parent
    school.name, school.parent, school.closed_at = "Лицей 1", people.municipalities["Лесной"], MOMENT
    save_change(school, people["coordinator"], "приказ № 5")
    last, *_ = history_of(school)
    assert (last.who, last.why, last.is_first) == ("Координатова Ксения Кирилловна", "приказ № 5", False)
    told = {field.label: (field.before, field.after) for field in last.fields}
    assert told == {
        "Название": (old_name, "Лицей 1"),
        "Куда входит": (str(home), people.municipalities["Лесной"].name),
        "Закрыта": ("–", "01.09.2024 12:00"),
    }


def test_the_first_change_says_how_the_thing_came_to_be(people: People):
    *_, first = history_of(people.schools[0])
    assert first.is_first
    assert first.who is None
    assert ("Вид", OrganisationKind.SCHOOL.label) in [(field.label, field.after) for field in first.fields]


def test_what_went_into_the_trash_and_came_back_is_told(people: People):
    post = Post.objects.first()
    assert post is not None
    for moment in (MOMENT, None):
        post.trashed_at = moment
        save_change(post, None, "корзина")
    changes = history_of(post)
    assert [change.fields[0].label for change in changes[:2]] == ["В корзине", "В корзине"]
    assert changes[0].fields[0].after == "–"


def test_a_long_history_is_cut_at_its_old_end(people: People):
    school = people.schools[0]
    for number in range(5):
        school.name = f"Школа {number}"
        save_change(school, None)
    changes = history_of(school, most=3)
    assert [change.fields[0].after for change in changes] == ["Школа 4", "Школа 3", "Школа 2"]
    assert not any(change.is_first for change in changes)


def test_the_number_of_queries_does_not_grow_with_changes(people: People, django_assert_num_queries: Any):
    school = people.schools[0]
    for number in range(20):
        school.name = f"Школа {number}"
        save_change(school, people["coordinator"])
    with django_assert_num_queries(2):
        history_of(school)


def test_every_field_that_a_journal_tells_of_has_a_russian_name():
    told = {
        f"{model.__name__}.{field.name}": label_of(field)
        for model in apps.get_models()
        if issubclass(model, Tracked)
        for field in model._meta.concrete_fields
        if is_told(field)
    }
    assert [name for name, label in told.items() if not re.match("[А-ЯЁ№]", label)] == []
