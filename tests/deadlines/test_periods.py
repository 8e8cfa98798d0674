"""The period of a plan, as the command line and tables name it."""

import datetime as dt

import pytest

from opora.deadlines import Period, PeriodError, period_of


@pytest.mark.parametrize(
    ("text", "starts_on", "ends_on", "is_school_year"),
    [
        ("2022", "2022-01-01", "2022-12-31", False),
        ("2020/21", "2020-09-01", "2021-08-31", True),
        ("2020/2021", "2020-09-01", "2021-08-31", True),
        ("2020-2023", "2020-01-01", "2023-12-31", False),
        ("2020-06..2023-12", "2020-06-01", "2023-12-31", False),
        ("2014-04", "2014-04-01", "2014-04-30", False),
        ("2020-09-01..2021-05-31", "2020-09-01", "2021-05-31", False),
        ("1999/00", "1999-09-01", "2000-08-31", True),
    ],
)
def test_a_period_is_named_by_years_or_months(text: str, starts_on: str, ends_on: str, is_school_year: bool) -> None:
    assert period_of(text) == Period(dt.date.fromisoformat(starts_on), dt.date.fromisoformat(ends_on), is_school_year)


@pytest.mark.parametrize(
    "text", ["", "прошлый", "2020/22", "2023-2020", "2020-13", "2020-06..2020-05", "0001", "20-21"]
)
def test_what_is_no_period_is_refused_in_russian(text: str) -> None:
    with pytest.raises(PeriodError, match=r"ожида|позже"):
        period_of(text)
