"""`opora identify`: the promised JSON, the screen, the documents."""

from pathlib import Path
from typing import Any

import pytest

from opora.cli.app import run
from opora.tables.identification import ON_THE_LIST
from tests.cli.commands import AVAILABILITIES, PROCEDURE_KEYS, SCHOOL_KEYS, STATUSES, answered, missing


@pytest.fixture(scope="module")
def answer(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return the answer for the last year of the region."""
    code, found = answered(tmp_path_factory.mktemp("ответ"), "identify", "--year", 2024, "--data", data)
    assert code == 0
    return found


def test_the_answer_has_the_promised_keys(answer: Any) -> None:
    assert (answer["release"], answer["year"], answer["rules"]) == (1, 2024, "federal-2020")
    assert len(answer["schools"]) >= 14
    for school in answer["schools"]:
        assert not missing(SCHOOL_KEYS, school)
        assert len(school["procedures"]) == 8
        assert not any(missing(PROCEDURE_KEYS, procedure) for procedure in school["procedures"])


def test_every_word_is_one_of_the_promised(answer: Any) -> None:
    procedures = [procedure for school in answer["schools"] for procedure in school["procedures"]]
    assert {school["status"] for school in answer["schools"]} <= STATUSES
    assert {school["listed"] for school in answer["schools"]} <= {"first-time", "long-standing", None}
    assert {procedure["availability"] for procedure in procedures} <= AVAILABILITIES


def test_exactly_the_schools_on_the_list_are_listed(answer: Any) -> None:
    for school in answer["schools"]:
        assert (school["listed"] is not None) == (school["status"] in ON_THE_LIST)
        assert school["low_procedures"] == sum(one["is_low"] is True for one in school["procedures"])


def test_shares_are_counted_from_the_counts_and_lie_in_their_intervals(answer: Any) -> None:
    counted = [one for school in answer["schools"] for one in school["procedures"] if one["pupils"]]
    assert counted
    for one in counted:
        assert one["share_below"] == one["below"] / one["pupils"]
        low, high = one["interval"]
        assert 0 <= low <= one["share_below"] <= high <= 1
    absent = [one for school in answer["schools"] for one in school["procedures"] if one["availability"] == "not-held"]
    assert {(one["pupils"], one["share_below"], one["interval"], one["is_low"]) for one in absent} <= {(None,) * 4}


def test_two_rule_sets_are_compared_by_who_enters_and_leaves(data: Path, tmp_path: Path) -> None:
    words = ("identify", "--year", 2024, "--data", data, "--compare-rules", "lower-quartile")
    compared = answered(tmp_path, *words)[1]["compared"]
    assert set(compared) == {"rules", "enters", "leaves", "stays"}
    assert not set(compared["enters"]) & set(compared["leaves"])


def test_the_list_is_shown_by_municipality_with_codes_to_copy(
    data: Path, answer: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["identify", "--year", "2024", "--data", str(data)]) == 0
    shown = capsys.readouterr().out
    listed = [school for school in answer["schools"] if school["listed"]]
    assert listed
    for school in listed:
        assert school["school"] in shown
        assert school["municipality"] in shown
    assert "…" not in shown
    assert f"в списке {len(listed)}" in shown


def test_documents_and_pictures_are_written_where_asked(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "ещё нет такой папки"
    words = ["--xlsx", str(out / "с.xlsx"), "--docx", str(out / "с.docx"), "--charts", str(out / "графики")]
    assert run(["identify", "--year", "2024", "--data", str(data), *words]) == 0
    assert {file.name for file in out.rglob("*.*")} == {
        "с.xlsx", "с.docx", "воронка.svg", "воронка.png", "интервалы.svg", "интервалы.png",
    }  # fmt: skip


def test_a_year_without_results_names_the_years_there_are(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["identify", "--year", "2019", "--data", str(data)]) == 1
    assert capsys.readouterr().err.strip() == "Результатов за 2019 год нет. Есть годы: 2022, 2023, 2024."
