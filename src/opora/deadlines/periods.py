"""The period a plan covers: a year, a school year, several years or some months."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

SEPTEMBER, MAY, DECEMBER = 9, 5, 12
#: A school-year plan opens in August: the teachers' council, the readiness of schools.
OPENING_MONTH = 8
CENTURY = 2000
_EARLIEST, _LATEST = 1900, 2199
_YEAR = re.compile(r"(\d{4})")
_YEARS = re.compile(r"(\d{4})\s*[-–—]\s*(\d{4})")
_SCHOOL_YEAR = re.compile(r"(\d{4})\s*/\s*(\d{4}|\d{2})")
_MONTHS = re.compile(r"(\d{4})-(\d{1,2})\s*\.\.\s*(\d{4})-(\d{1,2})")
_ONE_MONTH = re.compile(r"(\d{4})-(\d{2})")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\s*\.\.\s*(\d{4}-\d{2}-\d{2})")
_EXPECTED = "ожидается год «2022», учебный год «2020/21», годы «2020-2023» или месяцы «2020-06..2023-12»"


class PeriodError(ValueError):
    """A period that cannot be read; the message is for people."""


@dataclass(frozen=True)
class Period:
    """The days a plan covers, both ends inclusive.

    A school year runs from 1 September to 31 August, as the law counts it; months of a plan for a school year are
    understood by it: «январь» is in its second calendar year, «август» opens its first.
    """

    starts_on: dt.date
    ends_on: dt.date
    is_school_year: bool = False

    def __post_init__(self) -> None:
        if self.starts_on > self.ends_on:
            raise PeriodError(
                f"Период плана: найдено начало {self.starts_on:%d.%m.%Y} позже конца {self.ends_on:%d.%m.%Y}. "
                f"Поменяйте их местами."
            )

    @property
    def is_calendar_year(self) -> bool:
        """Whether the plan covers exactly one calendar year."""
        return self == _months(self.starts_on.year, 1, self.starts_on.year, DECEMBER)

    @property
    def is_one_month(self) -> bool:
        """Whether the plan covers one month or less."""
        return (self.starts_on.year, self.starts_on.month) == (self.ends_on.year, self.ends_on.month)


def last_day(year: int, month: int) -> dt.date:
    """Return the last day of a month."""
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def school_year(first: int) -> Period:
    """Return the school year that begins in September of the year."""
    return Period(dt.date(first, SEPTEMBER, 1), dt.date(first + 1, OPENING_MONTH, 31), is_school_year=True)


def _months(first_year: int, first_month: int, last_year: int, last_month: int) -> Period:
    return Period(dt.date(first_year, first_month, 1), last_day(last_year, last_month))


def period_of(text: str) -> Period:
    """Return the period a text names: «2022», «2020/21», «2020-2023», «2020-06..2023-12», «2014-04».

    Raises:
        PeriodError: the text names no period.
    """
    words = text.strip()
    try:
        found = _read(words)
    except PeriodError:
        raise
    except ValueError as misfit:  # a month 13, a day 32
        raise PeriodError(f"Период плана: найдено «{words}», {_EXPECTED}.") from misfit
    if found is None or not _EARLIEST <= found.starts_on.year <= found.ends_on.year <= _LATEST:
        raise PeriodError(f"Период плана: найдено «{words}», {_EXPECTED}.")
    return found


def _read(words: str) -> Period | None:
    if school := _SCHOOL_YEAR.fullmatch(words):
        return _stated_school_year(int(school[1]), school[2])
    if years := _YEAR.fullmatch(words) or _YEARS.fullmatch(words):
        return _months(int(years[1]), 1, int(years[years.re.groups]), DECEMBER)
    if months := _MONTHS.fullmatch(words) or _ONE_MONTH.fullmatch(words):
        first_year, first_month, *end = map(int, months.groups())
        last_year, last_month = end or (first_year, first_month)
        return _months(first_year, first_month, last_year, last_month)
    if days := _DAYS.fullmatch(words):
        return Period(dt.date.fromisoformat(days[1]), dt.date.fromisoformat(days[2]))
    return None


def _stated_school_year(first: int, second: str) -> Period:
    if int(second) % 100 != (first + 1) % 100:
        raise PeriodError(
            f"Учебный год: найдено «{first}/{second}», ожидаются два года подряд: «{first}/{(first + 1) % 100:02}»."
        )
    return school_year(first)
