"""Norms of meetings against days, by hand."""

import datetime as dt

import pytest

from opora.vocabulary.meeting_norms import MeetingNorm
from opora_web.programme.meetings.rules import Span, school_year_of, school_year_words, spans_of, standing

D = dt.date
TWICE = MeetingNorm(kind="working-group", per="year", times=2, source="план")
MONTHLY = MeetingNorm(kind="control-hour", per="month", times=1, months=(9, 10, 11, 12), source="план")
HALVES = MeetingNorm(kind="methodical-council", per="half-year", times=2, source="план")


@pytest.mark.parametrize(
    ("day", "words", "first"),
    [(D(2026, 8, 31), "2025/26", D(2025, 9, 1)), (D(2026, 9, 1), "2026/27", D(2026, 9, 1)),
     (D(2000, 2, 29), "1999/00", D(1999, 9, 1))],
)  # fmt: skip
def test_a_school_year_begins_in_september(day: dt.date, words: str, first: dt.date):
    assert (school_year_words(day), school_year_of(day).first) == (words, first)


def test_a_half_year_ends_with_december_and_months_that_are_not_asked_have_no_span():
    year = school_year_of(D(2024, 11, 1))
    assert spans_of(HALVES, year) == [Span(D(2024, 9, 1), D(2024, 12, 31)), Span(D(2025, 1, 1), D(2025, 8, 31))]
    assert [span.first.month for span in spans_of(MONTHLY, year)] == [9, 10, 11, 12]


def test_two_meetings_a_year_are_counted_and_the_next_one_is_due_by_the_year_s_end():
    found = standing(TWICE, [D(2024, 10, 1)], [D(2025, 2, 1)], D(2024, 11, 20))
    assert found.done == "проведено 1 из 2 за 2024/25 учебный год"
    assert found.following == "ещё 1 – до 31.08.2025; назначено на 01.02.2025"
    assert not found.is_behind


def test_a_month_without_its_meeting_is_named_and_no_later_one_makes_up_for_it():
    found = standing(MONTHLY, [D(2024, 9, 5), D(2024, 11, 5), D(2024, 11, 12)], [], D(2024, 11, 20))
    assert found.done == "проведено 3 из 3 за 2024/25 учебный год; не хватило: октябрь"
    assert found.following == "ещё 1 – до 31.12.2024; пока не назначено"
    assert found.is_behind


def test_after_the_last_span_of_a_year_the_next_year_asks():
    found = standing(MONTHLY, [D(2024, month, 5) for month in (9, 10, 11, 12)], [], D(2025, 6, 1))
    assert found.following == "ещё 1 – до 30.09.2025; пока не назначено"
    assert not found.is_behind


def test_meetings_of_another_year_do_not_count():
    assert standing(TWICE, [D(2024, 5, 1)], [], D(2024, 11, 20)).done.startswith("проведено 0 из 2")
