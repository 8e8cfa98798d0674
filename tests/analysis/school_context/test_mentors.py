"""Mentors: who is proposed, who is not, in which order, and how far they are."""

from dataclasses import replace

import pytest

from opora.analysis.school_context.mentors import Candidate, Place, Result, kilometres, mentors

OWN = {"задание 1": Result(0.30, 0.05), "задание 2": Result(0.40, 0.05)}
HOME = Place("Речной")
GOOD = Candidate(
    "м",
    0.5,
    "Размер школы",
    {"задание 1": Result(0.70, 0.05), "задание 2": Result(0.75, 0.05)},
    frozenset(),
    "as-expected",
    Place("Речной"),
    2,
)


def names(*candidates: Candidate) -> list[str]:
    return [one.candidate.school for one in mentors(OWN, HOME, candidates, 5)]


def test_a_like_school_that_does_better_is_proposed_with_what_it_does_better_most_first() -> None:
    (found,) = mentors(OWN, HOME, [GOOD], 3)
    assert found.better_in == ("задание 1", "задание 2")
    assert found.differences == (pytest.approx(0.40), pytest.approx(0.35))
    assert (found.is_near, found.km) == (True, None)


@pytest.mark.parametrize(
    "other",
    [
        replace(GOOD, distance=1.3),
        replace(GOOD, capacity=0),
        replace(GOOD, growth="below"),
        replace(GOOD, results={"задание 1": Result(0.42, 0.05)}),  # chance explains it
        replace(GOOD, results={"задание 1": Result(0.70, None)}),
        replace(GOOD, results={"задание 1": Result(None, None)}),
        replace(GOOD, lacking=frozenset(OWN)),
    ],
    ids=["unlike", "no room", "falls behind", "by chance", "error unknown", "unknown", "lacks it itself"],
)
def test_who_is_not_proposed(other: Candidate) -> None:
    assert names(other) == []


def test_more_deficits_come_first_then_growth_then_nearness() -> None:
    here, away = Place("Речной", 55.0, 37.0), Place("Лесной", 56.0, 37.0)
    one_thing = replace(GOOD, school="а", results={"задание 1": Result(0.9, 0.05)})
    grows = replace(GOOD, school="б", growth="above", place=away)
    near, far = replace(GOOD, school="в", place=here), replace(GOOD, school="г", place=away)
    found = mentors(OWN, here, [one_thing, far, near, grows], 5)
    assert [one.candidate.school for one in found] == ["б", "в", "г", "а"]
    assert len(mentors(OWN, here, [one_thing, far, near, grows], 2)) == 2


def test_without_coordinates_the_own_municipality_is_nearer() -> None:
    assert names(replace(GOOD, school="а", place=Place("Лесной")), replace(GOOD, school="я")) == ["я", "а"]


def test_distances_are_those_of_the_globe() -> None:
    moscow, petersburg = Place(None, 55.7558, 37.6173), Place(None, 59.9343, 30.3351)
    assert kilometres(moscow, petersburg) == pytest.approx(633, abs=2)
    assert kilometres(moscow, moscow) == 0
    assert kilometres(moscow, Place("Речной")) is None
