"""The picture of a school's results over years."""

import json
from dataclasses import replace
from typing import Any

import pytest
from lxml import etree

from opora.reports.backdrops import YearBackdrop
from opora.reports.charts import picture
from opora.reports.school_results import NARROW, WIDE, SchoolResults, results_plot
from opora.tables.identification import YearCount
from tests.reports import samples


def _year(year: int, below: int, pupils: int) -> YearCount:
    return YearCount(year=year, pupils=pupils, below=below, share_below=below / pupils)


RESULTS = SchoolResults(
    school="МКОУ Абанская ООШ № 1",
    label="ВПР, математика, 5 класс",
    counts=(_year(2021, 5, 22), _year(2023, 1, 6), _year(2024, 8, 22)),
    backdrop=(YearBackdrop(2021, 0.2, 0.25, (0.1, 0.3)), YearBackdrop(2024, 0.22, 0.21, None)),
    origin="Данные 2021–2024 годов, выпуск 7.",
    threshold=0.3,
    min_participants=10,
    movement="cannot-tell",
)


def _rows(results: SchoolResults) -> list[dict[str, Any]]:
    spec = results_plot(results).to_dict()
    rows = [row for layer in spec["layer"] for row in layer.get("data", {}).get("values", [])]
    return rows + [row for data in spec.get("datasets", {}).values() for row in data]


def test_each_year_says_what_may_be_said_of_it() -> None:
    assert [RESULTS.verdict(one) for one in RESULTS.counts] == ["not-low", "too-few", "low"]


def test_a_share_of_exactly_the_threshold_is_low() -> None:
    assert RESULTS.verdict(_year(2024, 3, 10)) == "low"
    assert RESULTS.verdict(_year(2024, 30, 100)) == "low"
    assert RESULTS.verdict(_year(2024, 29, 100)) == "not-low"


def test_without_a_rule_nothing_is_called_low() -> None:
    free = replace(RESULTS, threshold=None)
    assert [free.verdict(one) for one in free.counts] == ["counted", "too-few", "counted"]
    assert "порог 30" not in json.dumps(_rows(free), ensure_ascii=False)


def test_points_carry_the_interval_printed_in_textbooks() -> None:
    low, high = samples.wilson(8, 22)
    (point,) = [row for row in _rows(RESULTS) if row.get("words", "").startswith("2024: 8 из 22")]
    assert (point["low"], point["high"]) == pytest.approx((low, high))
    assert point["verdict"] == "результат низкий"


def test_a_year_without_results_keeps_its_place() -> None:
    assert RESULTS.years == [2021, 2022, 2023, 2024]
    spec = json.dumps(results_plot(RESULTS).to_dict(), ensure_ascii=False)
    assert "2022|нет" in spec


def test_the_headline_says_no_more_than_chance_allows() -> None:
    assert RESULTS.headline.startswith("Изменилась ли доля, по этим числам судить нельзя; 2024 – ниже порога 8 из 22")
    few = replace(RESULTS, counts=(_year(2024, 1, 6),), movement=None)
    assert few.headline == "2024 – мало участников: 6"
    assert replace(RESULTS, counts=()).headline == "Результатов нет"


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("counts", [(), (_year(2024, 0, 1),), RESULTS.counts])
def test_pictures_of_almost_nothing_are_pictures_all_the_same(counts: tuple[YearCount, ...], width: int) -> None:
    results = replace(RESULTS, counts=counts, backdrop=RESULTS.backdrop if len(counts) > 1 else ())
    assert picture(results_plot(results, width), "svg").startswith(b"<svg")


@pytest.mark.parametrize("name", samples.HOSTILE_NAMES)
def test_hostile_names_are_only_names(name: str) -> None:
    drawing = etree.fromstring(picture(results_plot(replace(RESULTS, school=name)), "svg"))
    assert not drawing.xpath("//*[local-name()='b' or local-name()='script' or local-name()='a']")


def test_the_same_chart_is_the_same_specification() -> None:
    assert results_plot(RESULTS).to_json() == results_plot(RESULTS).to_json()
