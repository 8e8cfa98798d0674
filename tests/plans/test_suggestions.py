"""Who may be meant by a party of a plan."""

import pytest

from opora.plans import parties_of, suggested

KNOWN = {
    "1": "Управление образования администрации Абанского района",
    "2": "МКУ «Информационно-методическая служба»",
    "3": "Шидукова Людмила Петровна",
    "4": "МБОУ Абанская СОШ № 3",
    "5": "Директора школ",
    "6": "Шидукова А.А.",
}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("УО", "1"),
        ("Управление образования администрации Абанского района", "1"),
        ("МКУ «ИМС»", "2"),
        ("Информационно-методическая служба", "2"),
        ("Л.П. Шидукова", "3"),
        ("Шидукова Л.П.", "3"),
        ("Абанская СОШ №3", "4"),
        ("директора школ", "5"),
    ],
)
def test_the_likeliest_comes_first(text: str, code: str) -> None:
    (party,) = parties_of(text)
    assert suggested(party, KNOWN)[0].code == code


def test_nobody_is_suggested_for_a_stranger() -> None:
    (party,) = parties_of("Министерство науки")
    assert suggested(party, KNOWN) == []
    (stranger,) = parties_of("Иванова Б.Б.")
    assert suggested(stranger, KNOWN) == []


def test_no_more_are_suggested_than_asked_for() -> None:
    (party,) = parties_of("Шидукова")
    assert len(suggested(party, KNOWN | {str(n): f"Шидукова {n}" for n in range(10, 20)}, limit=2)) == 2
