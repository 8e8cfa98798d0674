"""«Возможно, вы имели в виду»: a school found by any code, a name or a piece of it."""

import pytest

from opora.identity.joining import joined_schools
from opora.identity.suggestions import likeliest_schools, school_asked, school_behind_code, unexplained_codes
from opora.tables.schools import REGISTER, SCHOOL_NAMES
from tests.drawn_tables import drawn

REGISTERED = drawn(
    REGISTER,
    """
    school | name                  | full_name                     | municipality   | fisoko_login | ris_code
    s1     | МКОУ Абанская ООШ №1  | Абанская основная школа имени | Абанский район | edu100101    | 111002
    s2     | МБОУ СОШ №2           |                               | г. Канск       | edu100205    | 112001
    s3     | МКОУ СОШ №2           |                               | Канский район  | edu100307    | 113001
    """,
)
NAMES = drawn(SCHOOL_NAMES, "school_code | name | municipality\nedu999999 | Гимназия | Ачинск\n777777 | | 111")
SCHOOLS, CODES = joined_schools(REGISTERED, NAMES, ["888888"])


@pytest.mark.parametrize(
    ("text", "school"),
    [
        ("s1", "s1"), (" EDU100101", "s1"), ("111002", "s1"), ("абанская оош 1", "s1"),
        ("Абанская основная школа имени", "s1"), ("СОШ №2", None), ("СОШ №2, г. Канск", "s2"),
        ("СОШ 2, Канский р-н", "s3"), ("Гимназия", "edu999999"), ("888888", "888888"),
        ("СОШ №9", None), ("", None), ("№", None),
    ],
)  # fmt: skip
def test_a_school_is_asked_for_by_any_code_or_by_a_name_of_its_own(text: str, school: str | None) -> None:
    assert school_asked(text, SCHOOLS, CODES) == school


@pytest.mark.parametrize(
    ("text", "first"),
    [("edu100102", "s1"), ("111020", "s1"), ("112010", "s2"), ("Абанск", "s1"), ("гимнозия", "edu999999")],
)
def test_the_likeliest_school_comes_first(text: str, first: str) -> None:
    assert likeliest_schools(text, SCHOOLS, CODES)[0].school == first


def test_a_piece_of_a_name_finds_all_that_hold_it() -> None:
    found = likeliest_schools("СОШ", SCHOOLS, CODES)
    assert [school.label for school in found] == ["МБОУ СОШ №2, г. Канск (s2)", "МКОУ СОШ №2, Канский район (s3)"]


def test_nothing_alike_suggests_nothing() -> None:
    assert likeliest_schools("планетарий", SCHOOLS, CODES) == []


def test_no_more_are_suggested_than_asked_for() -> None:
    assert len(likeliest_schools("edu100", SCHOOLS, CODES, limit=2)) == 2


def test_codes_without_a_register_or_a_name_are_unexplained() -> None:
    assert unexplained_codes(NAMES, CODES, ["888888", "777777", "edu999999", "111002", "888888"]) == [
        "777777",
        "888888",
    ]


@pytest.mark.parametrize(
    ("name", "municipality", "likeliest"),
    [("МБОУ СОШ № 2", "Канский р-н", "s3"), ("СОШ №2", "Ачинск", "s1"), ("Гимназия", None, "s1")],
)
def test_a_code_nobody_knows_most_likely_is_of_the_school_of_its_name(
    name: str, municipality: str | None, likeliest: str
) -> None:
    files = SCHOOL_NAMES.table([{"school_code": "edu100110", "name": name, "municipality": municipality}])
    behind = school_behind_code("edu100110", *joined_schools(REGISTERED, files, []))
    assert behind
    assert behind.school == likeliest
