"""Who is who: the register first, one name in one municipality next, and two logins are always two schools."""

from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.identity.joining import joined_schools
from opora.tables.schools import REGISTER, SCHOOL_CODES, SCHOOL_NAMES, SCHOOLS
from opora.vocabulary.codes import CodeSystem, code_system
from tests.drawn_tables import drawn

NOBODY = REGISTER.table([])
NO_NAMES = SCHOOL_NAMES.table([])


def names(text: str) -> pa.Table:
    return drawn(SCHOOL_NAMES, "school_code | name | municipality\n" + text)


def register(text: str) -> pa.Table:
    return drawn(REGISTER, "school | name | municipality | fisoko_login | ris_code | inn | branch_of\n" + text)


def codes(register: pa.Table, names: pa.Table, *in_results: str) -> list[tuple[str, str, str]]:
    _, found = joined_schools(register, names, in_results)
    return [(row["school_code"], row["school"], row["joined"]) for row in found.to_pylist()]


def schools(register: pa.Table, names: pa.Table, *in_results: str) -> list[dict[str, Any]]:
    found, _ = joined_schools(register, names, in_results)
    return [
        {name: row[name] for name in ("school", "name", "municipality", "in_register")} for row in found.to_pylist()
    ]


def named(register: pa.Table, names: pa.Table, *in_results: str) -> list[str]:
    return [school["name"] for school in schools(register, names, *in_results)]


ABAN = register("s1 | МКОУ Абанская ООШ №1 | Абанский район | edu100101 | 111002 | 2401003456 |")


def test_all_codes_of_a_registers_row_stand_for_its_school() -> None:
    assert codes(ABAN, NO_NAMES, "edu100101", "111002") == [
        ("111002", "s1", "register"),
        ("2401003456", "s1", "register"),
        ("edu100101", "s1", "register"),
        ("name:р абанский/абанская оош 1", "s1", "register"),
        ("s1", "s1", "register"),
    ]


def test_every_other_code_of_a_registers_row_stands_for_its_school() -> None:
    text = "school | name | municipality | fisoko_login | other_codes\ns1 | Лицей 7 | Канск | edu100101 | edu100109, 77"
    found = codes(drawn(REGISTER, text), NO_NAMES, "edu100109", "77")
    assert {code for code, school, joined in found if (school, joined) == ("s1", "register")} >= {"edu100109", "77"}
    assert not [code for code, _, joined in found if joined == "own-code"]


def test_both_names_of_a_registers_row_stand_for_its_school() -> None:
    text = "school | name | full_name | municipality\ns1 | Лицей 7 | МБОУ «Лицей №7 имени Гагарина» | г. Канск"
    found = [code for code, _, _ in codes(drawn(REGISTER, text), NO_NAMES)]
    assert found == ["name:г канск/лицей 7", "name:г канск/лицей 7 им гагарина", "s1"]


def test_a_registers_school_keeps_its_columns() -> None:
    text = "school | name | municipality | kind | rural | pupils\ns1 | СОШ 1 | Канск | СОШ | true | 212"
    found, _ = joined_schools(drawn(REGISTER, text), NO_NAMES, [])
    assert found.schema == SCHOOLS.schema
    row = found.to_pylist()[0]
    assert (row["kind"], row["rural"], row["pupils"], row["in_register"]) == ("СОШ", True, 212, True)


def test_a_code_without_a_register_is_called_by_the_name_files_give_it() -> None:
    files = names("edu100101 | МКОУ Абанская ООШ №1 | Абанский район")
    assert schools(NOBODY, files, "edu100101") == [
        {"school": "edu100101", "name": "МКОУ Абанская ООШ №1", "municipality": "Абанский район", "in_register": False}
    ]
    assert codes(NOBODY, files, "edu100101") == [("edu100101", "edu100101", "own-code")]


def test_a_school_without_any_name_is_called_by_its_code() -> None:
    assert named(NOBODY, NO_NAMES, "111002") == ["Школа с кодом 111002"]


def test_an_unknown_code_with_a_registers_name_stands_for_that_school() -> None:
    bare = register("s1 | МКОУ Абанская ООШ №1 | Абанский район | | | |")
    files = names("edu100101 | Абанская основная общеобразовательная школа № 1 | Абанский муниципальный район")
    assert ("edu100101", "s1", "same-name") in codes(bare, files)
    assert named(bare, files) == ["МКОУ Абанская ООШ №1"]


def test_the_same_name_in_another_municipality_is_another_school() -> None:
    bare = register("s1 | СОШ №1 | Абанский район | | | |")
    assert ("edu100101", "edu100101", "own-code") in codes(bare, names("edu100101 | СОШ №1 | Канский район"))


def test_a_town_is_not_a_district_of_the_same_name() -> None:
    files = names("edu100101 | СОШ №1 | г. Канск\n111002 | СОШ №1 | Канский район")
    assert {school for _, school, _ in codes(NOBODY, files)} == {"edu100101", "111002"}


def test_a_name_without_a_municipality_joins_nothing() -> None:
    files = names("edu100101 | СОШ №1 |\n111002 | СОШ №1 |")
    assert [joined for _, _, joined in codes(NOBODY, files)] == ["own-code", "own-code"]


def test_a_login_other_than_the_registers_is_another_school() -> None:
    files = names("edu100199 | МКОУ Абанская ООШ №1 | Абанский район")
    assert ("edu100199", "edu100199", "own-code") in codes(ABAN, files)


def test_a_ris_code_other_than_the_registers_is_another_school() -> None:
    files = names("111099 | МКОУ Абанская ООШ №1 | Абанский район")
    assert ("111099", "111099", "own-code") in codes(ABAN, files)


def test_two_logins_of_one_registers_name_are_not_joined_to_it() -> None:
    bare = register("s1 | СОШ №1 | Абанский район | | | |")
    files = names("edu100101 | СОШ №1 | Абанский район\nedu100102 | СОШ №1 | Абанский район")
    assert [row for row in codes(bare, files) if row[0].startswith("edu")] == [
        ("edu100101", "edu100101", "own-code"), ("edu100102", "edu100102", "own-code"),
    ]  # fmt: skip


def test_a_name_of_two_registers_schools_joins_nothing() -> None:
    two = register("s1 | СОШ №1 | Канск | | | |\ns2 | МБОУ СОШ 1 | Канск | | | |")
    files = names("edu100101 | СОШ №1 | Канск\nname:канск/сош 1 | СОШ №1 | Канск")
    assert [row for row in codes(two, files) if row[0] not in ("s1", "s2")] == [
        ("edu100101", "edu100101", "own-code"), ("name:канск/сош 1", "name:канск/сош 1", "own-code"),
    ]  # fmt: skip


def test_without_a_register_one_name_joins_codes_of_different_systems_under_the_login() -> None:
    files = names(
        "111002 | Абанская ООШ №1 | Абанский р-н\nedu100101 | МКОУ Абанская ООШ №1 | Абанский район\n"
        "name:р абанский/абанская оош 1 | Абанская ООШ №1 | Абанский район"
    )
    assert codes(NOBODY, files) == [
        ("111002", "edu100101", "same-name"),
        ("edu100101", "edu100101", "same-name"),
        ("name:р абанский/абанская оош 1", "edu100101", "same-name"),
    ]


def test_without_a_login_the_ris_code_names_the_school_and_then_the_name() -> None:
    both = "\nname:канск/сош 1 | СОШ №1 | Канск"
    assert {row[1] for row in codes(NOBODY, names("111002 | СОШ №1 | Канск" + both))} == {"111002"}
    assert {row[1] for row in codes(NOBODY, names("abc | СОШ №1 | Канск" + both))} == {"name:канск/сош 1"}
    assert {row[1] for row in codes(NOBODY, names("b1 | СОШ №1 | Канск\na1 | СОШ №1 | Канск"))} == {"a1"}


def test_two_logins_that_share_a_name_stay_apart_with_all_their_company() -> None:
    files = names("edu100101 | СОШ №1 | Канск\nedu100102 | СОШ №1 | Канск\n111002 | СОШ №1 | Канск")
    assert codes(NOBODY, files) == [
        ("111002", "111002", "own-code"),
        ("edu100101", "edu100101", "own-code"),
        ("edu100102", "edu100102", "own-code"),
    ]


def test_two_ris_codes_that_share_a_name_stay_apart() -> None:
    files = names("111002 | СОШ №1 | Канск\n111003 | СОШ №1 | Канск")
    assert [row[2] for row in codes(NOBODY, files)] == ["own-code", "own-code"]


def test_of_several_names_the_most_frequent_counts_in_any_spelling() -> None:
    files = names(
        "111002 | Лицей 1 | Канск\n111002 | СОШ № 1 | Канск\n111002 | МБОУ СОШ №1 | Канск\n111002 | Гимназия | Канск"
    )
    assert named(NOBODY, files) == ["МБОУ СОШ №1"]


def test_of_equally_frequent_names_the_last_counts() -> None:
    assert named(NOBODY, names("111002 | Лицей 1 | Канск\n111002 | Гимназия 1 | Канск")) == ["Гимназия 1"]


def test_a_municipality_goes_before_its_number() -> None:
    files = names("111002 | | 111\n111002 | | 111\n111002 | СОШ 1 | Абанский район")
    assert schools(NOBODY, files)[0]["municipality"] == "Абанский район"


def test_a_branch_shares_the_taxpayer_number_of_its_school() -> None:
    two = register("s1 | Филиал | Канск | | | 2401003456 | s2\ns2 | СОШ 2 | Канск | | | 2401003456 |")
    assert ("2401003456", "s2", "register") in codes(two, NO_NAMES)


def test_a_schools_own_code_goes_before_anothers_number() -> None:
    two = register("s1 | СОШ 1 | Канск | | 111002 | |\n111002 | СОШ 2 | Канск | | | |")
    assert ("111002", "111002", "register") in codes(two, NO_NAMES)


def test_codes_of_results_may_come_as_a_table() -> None:
    results = pa.table({"school_code": ["111002", "111002", None]})
    found, standing = joined_schools(NOBODY, NO_NAMES, results)
    assert found.column("school").to_pylist() == ["111002"]
    assert standing.schema == SCHOOL_CODES.schema


def test_nothing_at_all_is_no_school() -> None:
    found, standing = joined_schools(NOBODY, NO_NAMES, [])
    assert (found.num_rows, standing.num_rows) == (0, 0)


NAMES = st.sampled_from([None, "СОШ №1", "МБОУ СОШ 1", "СОШ №2", "Лицей 1"])
PLACES = st.sampled_from([None, "Канск", "г. Канск", "Канский район", "111"])
FILE_CODES = st.sampled_from(["edu100101", "edu100102", "edu100103", "111002", "111003", "a1", "2401003456", "s1"])
MENTIONED = st.lists(st.fixed_dictionaries({"school_code": FILE_CODES, "name": NAMES, "municipality": PLACES}))
REGISTERED = st.lists(
    st.fixed_dictionaries(
        {
            "school": st.sampled_from(["s1", "s2", "s3", "edu100103"]),
            "name": NAMES.map(lambda name: name or "СОШ №3"),
            "municipality": PLACES.map(lambda place: place or "Канск"),
            "fisoko_login": st.sampled_from([None, "edu100101"]),
            "ris_code": st.sampled_from([None, "111002"]),
        }
    ),
    unique_by=lambda row: row["school"],
)


@settings(max_examples=50, deadline=None)
@given(REGISTERED, MENTIONED, st.lists(FILE_CODES), st.randoms())
def test_every_code_stands_for_one_school_and_no_two_logins_meet_by_name(
    registered: list[dict[str, Any]], mentioned: list[dict[str, Any]], in_results: list[str], chance: Any
) -> None:
    files = SCHOOL_NAMES.table(mentioned)
    found, standing = joined_schools(REGISTER.table(registered), files, in_results)
    rows = standing.to_pylist()
    known = [row["school_code"] for row in rows]
    assert known == sorted(set(known))
    assert {row["school_code"] for row in mentioned} | set(in_results) | {row["school"] for row in registered} <= set(
        known
    )
    assert {row["school"] for row in rows} == set(found.column("school").to_pylist())
    for school in {row["school"] for row in rows if row["joined"] == "same-name"}:
        its = [(row["joined"], code_system(row["school_code"])) for row in rows if row["school"] == school]
        for system in (CodeSystem.FISOKO, CodeSystem.RIS):
            by_name, by_register = its.count(("same-name", system)), its.count(("register", system))
            assert by_name == 0 or (by_name, by_register) == (1, 0)
    shuffled = chance.sample(registered, len(registered))
    again = joined_schools(REGISTER.table(shuffled), files, reversed(in_results))
    assert again == (found, standing)
