"""What stands behind a school's results: means by pupils, the middle half by schools."""

import pytest

from opora.reports.backdrops import LEAST_SCHOOLS, Backdrop, SchoolYears, Series, paper_series, rule_series
from opora.tables.identification import YearCount
from tests.reports import samples


def _year(year: int, below: int, pupils: int) -> YearCount:
    return YearCount(year=year, pupils=pupils, below=below, share_below=below / pupils)


def _school(code: str, place: str | None, *counts: YearCount) -> SchoolYears:
    return SchoolYears(code, place, counts)


def test_a_large_school_weighs_as_much_as_its_pupils() -> None:
    schools = [
        _school("a", "Речной", _year(2024, 1, 10)),
        _school("b", "Речной", _year(2024, 27, 90)),
        _school("c", "Лесной", _year(2024, 50, 100)),
    ]
    (year,) = Backdrop(schools, 10).beside("Речной")
    assert year.municipality == pytest.approx(28 / 100)
    assert year.region == pytest.approx(78 / 200)


def test_years_stand_in_order_and_only_those_with_results() -> None:
    schools = [_school("a", None, _year(2024, 1, 10)), _school("b", None, _year(2021, 1, 10))]
    assert [one.year for one in Backdrop(schools, 10).beside(None)] == [2021, 2024]


def test_a_school_without_a_municipality_has_none_beside_it() -> None:
    (year,) = Backdrop([_school("a", None, _year(2024, 1, 10))], 10).beside(None)
    assert year.municipality is None


def test_the_middle_half_leaves_a_quarter_of_schools_on_each_side() -> None:
    schools = [_school(str(number), "Речной", _year(2024, number, 100)) for number in range(0, 101, 10)]
    (year,) = Backdrop(schools, 10).beside("Речной")
    assert year.middle == pytest.approx((0.25, 0.75))


def test_schools_with_few_participants_do_not_move_the_middle_half() -> None:
    schools = [_school(str(number), "Речной", _year(2024, number, 100)) for number in range(0, 101, 10)]
    tiny = [_school(f"tiny-{number}", "Речной", _year(2024, 3, 3)) for number in range(50)]
    (year,) = Backdrop([*schools, *tiny], 10).beside("Речной")
    assert year.middle == pytest.approx((0.25, 0.75))


def test_of_few_schools_no_middle_half_is_told() -> None:
    schools = [_school(str(number), "Речной", _year(2024, number, 100)) for number in range(LEAST_SCHOOLS - 1)]
    assert Backdrop(schools, 10).beside("Речной")[0].middle is None


def test_each_procedure_of_the_rule_keeps_its_schools() -> None:
    found = rule_series(samples.identification())
    counts = {one.school: one.counts for one in found[Series("vpr", "mathematics", 5)]}
    assert [(one.below, one.pupils) for one in counts["edu100101"]] == [(9, 22)]
    assert len(found[Series("ege", "mathematics", 11)]) == sum(
        bool(school.procedures[-1].pupils) for school in samples.district()
    )


def test_a_paper_counts_mark_two_as_below() -> None:
    found = paper_series([samples.indicators()])
    (school,) = found[Series("vpr", "biology", 7, "standard")]
    assert [(one.below, one.pupils) for one in school.counts] == [(1, 5)]


def test_a_series_has_a_word_for_addresses() -> None:
    assert Series("ege", "mathematics", 11, "base").code == "ege-mathematics-11-base"
    assert Series("vpr", "russian", 5).code == "vpr-russian-5"
