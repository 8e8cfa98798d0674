"""Events over results: each at its day among the years, each told in the table, none lost."""

import datetime as dt
import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from opora.reports.result_marks import DatedMark, mark_layers, place_of_mark, words_before, years_with_marks
from opora.reports.school_results import results_plot
from tests.reports.test_school_results import RESULTS

TAKEN_ON = DatedMark(dt.date(2023, 9, 25), "взята на сопровождение")
LATER = DatedMark(dt.date(2024, 11, 3), "этап «программа»")
LONG_AGO = DatedMark(dt.date(2012, 9, 1), "школа открыта")
YEARS = [2021, 2022, 2023, 2024]


def test_results_stand_in_the_middle_of_their_year_and_a_mark_of_autumn_between_two():
    assert place_of_mark(DatedMark(dt.date(2021, 5, 1), ""), YEARS) == 0.125
    place = place_of_mark(TAKEN_ON, YEARS)
    assert place is not None
    assert 2.5 / 4 < place < 3.5 / 4
    assert place_of_mark(LONG_AGO, YEARS) is None


def test_an_event_after_the_last_results_makes_room_for_the_next_year():
    assert years_with_marks(YEARS, [TAKEN_ON]) == YEARS
    assert years_with_marks(YEARS, [LATER]) == [*YEARS, 2025]
    assert years_with_marks([], [LATER]) == []
    assert replace(RESULTS, marks=(LATER,)).years[-1] == 2025


def test_the_table_names_each_event_before_the_results_it_may_have_touched():
    marks = (LATER, TAKEN_ON, LONG_AGO)
    years = years_with_marks(YEARS, marks)
    told = {year: words_before(year, years, marks) for year in years}
    assert told == {
        2021: "1: 01.09.2012 – школа открыта",
        2022: "",
        2023: "",
        2024: "2: 25.09.2023 – взята на сопровождение",
        2025: "3: 03.11.2024 – этап «программа»",
    }


def test_the_picture_carries_the_words_and_the_numbers_of_the_table():
    spec = json.dumps(results_plot(replace(RESULTS, marks=(TAKEN_ON, LONG_AGO))).to_dict(), ensure_ascii=False)
    assert "2: 25.09.2023 – взята на сопровождение" in spec
    assert "школа открыта" not in spec
    assert "событие школы" in spec
    assert "событие школы" not in json.dumps(results_plot(RESULTS).to_dict(), ensure_ascii=False)


def test_numbers_that_would_cover_each_other_stand_together():
    marks = [TAKEN_ON, DatedMark(TAKEN_ON.on, "в списке"), DatedMark(dt.date(2023, 10, 2), "этап"), LATER]
    layers = [layer.to_dict() for layer in mark_layers(marks, [*YEARS, 2025], (460, 230))]
    numbers = [
        row["number"]
        for layer in layers
        if layer["mark"]["type"] == "text"
        for rows in layer["datasets"].values()
        for row in rows
    ]
    assert numbers == ["1, 2, 3", "4"]
    assert sum(layer["mark"]["type"] == "rule" for layer in layers) == 3  # two of one day are one line


@settings(max_examples=50, deadline=None)
@given(st.lists(st.dates(dt.date(2020, 6, 1), dt.date(2025, 12, 31)), max_size=8))
def test_every_event_stands_in_exactly_one_row_of_the_table(days: list[dt.date]):
    marks = [DatedMark(day, f"событие {number}") for number, day in enumerate(days)]
    years = list(range(2021, 2027))
    told = "; ".join(words_before(year, years, marks) for year in years)
    assert all(told.count(f"– {mark.words}") >= 1 for mark in marks)
    assert told.count("событие") == len(marks)
    assert len(mark_layers(marks, years, (460, 230))) <= 2 * len(marks)
