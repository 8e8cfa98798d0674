"""A school's conditions beside those of all schools."""

from opora.reports.backdrops import LEAST_SCHOOLS
from opora.reports.context_table import conditions_missing, context_rows, spreads

SCHOOLS = [{"pupils": 100 * number, "share_low_income": number / 10, "distance_km": number} for number in range(1, 10)]


def test_a_condition_stands_beside_the_median_and_the_middle_half() -> None:
    rows = {row.heading: row for row in context_rows(SCHOOLS[1], spreads(SCHOOLS))}
    assert (rows["Обучающихся"].value, rows["Обучающихся"].median, rows["Обучающихся"].middle) == (
        "200",
        "500",
        "300–700",
    )
    low_income = rows["Малообеспеченные семьи"]
    assert (low_income.value, low_income.median, low_income.middle) == ("20\u00a0%", "50\u00a0%", "30–70\u00a0%")
    assert rows["Расстояние до центра"].value == "2\u00a0км"


def test_zero_is_a_value_and_nothing_is_not() -> None:
    own = {"vacancies": 0, "teachers": None}
    assert [(row.heading, row.value) for row in context_rows(own, {})] == [("Вакансий", "0")]
    assert "Учителей" in conditions_missing(own)
    assert "Вакансий" not in conditions_missing(own)


def test_too_few_schools_are_no_comparison() -> None:
    few = spreads(SCHOOLS[: LEAST_SCHOOLS - 1])
    assert few == {}
    assert context_rows(SCHOOLS[0], few)[0].median == "–"
