"""Results over years: papers brought to one difficulty by hand, tables read as people write them."""

import duckdb
import narwhals.stable.v2 as nw
import pyarrow as pa
import pytest

from opora.analysis.lazy import Lazy
from opora.measuring.results_over_years import ResultColumns, comparable_shares, last_before, results_of_table
from opora.vocabulary.refusal import AnalysisRefusedError

SHARE = ResultColumns("school", "year", "below", "pupils")


def table(**columns: list[object]) -> Lazy:
    return nw.from_native(duckdb.connect().from_arrow(pa.table(columns)))


def paper(school: str, year: int, subject: str, below: int, pupils: int) -> dict[str, object]:
    return {
        "school": school, "year": year, "procedure": "vpr", "subject": subject, "paper_grade": 5, "level": "standard",
        "below": below, "pupils": pupils,
    }  # fmt: skip


def test_a_hard_paper_and_a_hard_year_do_not_look_like_a_change() -> None:
    """Everyone has 20 % in the easy year and 60 % in the hard one: nobody changed."""
    rows = [paper(school, year, "russian", share, 10) for year, share in ((2022, 2), (2023, 6)) for school in "abc"]
    found = {(one.school, one.year): one.result for one in comparable_shares(rows)}
    assert found == pytest.approx(dict.fromkeys(found, 0.4))


def test_what_a_school_has_beyond_the_expected_is_added_to_the_share_over_everything() -> None:
    russian = [paper(school, 2022, "russian", below, 10) for school, below in zip("abc", (5, 2, 2), strict=True)]
    mathematics = [paper(school, 2022, "mathematics", 1, 10) for school in "abc"]
    counted = [*russian, *mathematics, paper("d", 2022, "physics", 9, 10)]
    found = {one.school: one for one in comparable_shares(counted)}
    assert set(found) == {"a", "b", "c"}  # a paper of one school compares nobody
    overall = (5 + 2 + 2 + 3) / 60
    assert found["a"].result == pytest.approx(overall + (5 + 1 - 3 - 1) / 20)
    assert found["a"].noise == pytest.approx((10 * 0.3 * 0.7 + 10 * 0.1 * 0.9) / 400)
    assert found["a"].pupils == 20


def test_a_table_of_counts_is_shares_and_rows_without_pupils_are_counted_out() -> None:
    found = results_of_table(table(school=["а", "б"], year=[2022, 2022], below=[5, 0], pupils=[20, 0]), SHARE)
    assert [(one.school, one.result, one.pupils) for one in found.rows] == [("а", 0.25, 20)]
    assert found.is_share
    assert found.notes == ("Строк без результата, потому не в счёт: 1.",)


def test_a_table_of_means_keeps_their_errors_and_what_is_better() -> None:
    columns = ResultColumns("school", "year", result="mean", error="se", context=("rural",))
    rows = table(school=["а", "а"], year=[2022, 2023], mean=[3.5, 4.0], se=[0.2, None], rural=[True, True])
    found = results_of_table(rows, columns, less_is_better=False)
    assert [(one.result, one.noise) for one in found.rows] == [(3.5, pytest.approx(0.04)), (4.0, None)]
    assert found.context == {"rural": {"а": 1.0}}
    assert not found.less_is_better
    assert last_before(found, 2023) == {"а": 3.5}


def test_numbers_that_are_no_numbers_are_counted_out() -> None:
    nan = float("nan")
    rows = table(school=["а", "б", "в"], year=[2022, 2022, 2022], below=[nan, 1.0, 2.0], pupils=[20.0, nan, 20.0])
    found = results_of_table(rows, SHARE)
    assert [one.school for one in found.rows] == ["в"]
    assert found.notes == ("Строк без результата, потому не в счёт: 2.",)


@pytest.mark.parametrize(
    ("columns", "asked", "said"),
    [
        ({"school": ["а"], "year": [2022], "below": [21], "pupils": [20]}, SHARE, "Строка 2: ниже порога 21"),
        ({"school": ["а"], "year": [None], "below": [1], "pupils": [20]}, SHARE, "не числа|год не назван"),
        ({"school": ["а"], "year": [2022], "below": ["1x"], "pupils": [20]}, SHARE, "Столбец «below» – не числа"),
        ({"school": ["а"], "year": [2022.5], "below": [1], "pupils": [20]}, SHARE, "Столбец «year»: найдено 2022.5"),
        ({"school": ["а"], "year": [2022], "below": [1.5], "pupils": [20]}, SHARE, "Столбец «below»: найдено 1.5"),
        (
            {"school": ["а", None], "year": [2022, 2022], "below": [21, 1], "pupils": [20, 20]}, SHARE,
            "Строка 2: ниже порога 21.*\nСтрока 3: школа не названа",
        ),
        ({"school": ["а"], "year": [2022]}, ResultColumns(), "Результат не назван"),
        ({"school": ["а"], "year": [2022]}, SHARE, "Столбца «below» в таблице нет"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_said(columns: dict[str, list[object]], asked: ResultColumns, said: str) -> None:
    with pytest.raises(AnalysisRefusedError, match=said):
        results_of_table(table(**columns), asked)
