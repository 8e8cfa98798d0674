"""Whom the words of a plan mean: offered by kind, never guessed, kept wherever the words stand."""

import pytest

from opora.plans import parties_of
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.matching import Known, asked_parties, known_around, match_party, suggestions
from opora_web.programme.roadmap.models import ResponsibleParty, Roadmap
from tests.web.personas import People

KNOWN = Known(
    organisations={"org-1": "Информационно-методическая служба", "org-2": "МБОУ СОШ № 5"},
    people={"person-1": "Килина Светлана Андреевна", "person-2": "Иванов Пётр Ильич"},
)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("Килина С.А.", "person-1"), ("МКУ «ИМС»", "org-1"), ("Директора школ", "post-head-of-school"),
        ("методисты", "post-methodologist"), ("СОШ № 5", "org-2"),
    ],
)  # fmt: skip
def test_the_likeliest_comes_first(words: str, code: str) -> None:
    (party,) = parties_of(words)
    assert suggestions(party, KNOWN)[0].code == code


def test_the_same_words_are_asked_once_and_nothing_is_chosen() -> None:
    asked = asked_parties([*parties_of("УО; МКУ «ИМС»"), *parties_of("УО")], KNOWN, {})
    assert [(one.words, one.measures, one.code) for one in asked] == [("УО", 2, ""), ("МКУ «ИМС»", 1, "")]


def test_only_whoever_stands_around_a_plan_is_known(people: People) -> None:
    names = set(known_around(people.schools[0]).people.values())
    assert "Директорова Дарья Дмитриевна" in names
    assert "Координатова Ксения Кирилловна" in names
    assert "Соседкина Софья Семёновна" not in names
    assert "Лесникова Лидия Львовна" not in names


def test_a_stranger_is_not_made_responsible(district_plan: Roadmap, people: People) -> None:
    with pytest.raises(RefusedError):
        match_party(district_plan, "УО", f"person-{people['stranger'].pk}", people["coordinator"])
    assert match_party(district_plan, "УО", "post-head-of-school", people["coordinator"]) == 3
    assert set(ResponsibleParty.objects.filter(text="УО").values_list("post_kind", flat=True)) == {"head-of-school"}
    match_party(district_plan, "УО", "", people["coordinator"])
    assert not ResponsibleParty.objects.exclude(post_kind="").exists()


def test_among_very_many_organisations_the_near_ones_are_found() -> None:
    many = Known(organisations={f"org-{n}": f"Школа посёлка {n}" for n in range(400)} | KNOWN.organisations)
    (party,) = parties_of("МКУ «ИМС»")
    assert suggestions(party, many)[0].code == "org-1"
