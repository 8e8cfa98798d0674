"""Dated events drawn over results: when a school was taken on, when a measure began. A mark explains nothing by itself.

Results of a year stand in the middle of its place; they are of spring, so a mark of autumn stands halfway to the next.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import INK, inline
from opora.reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

#: The usual day of results within their year: month and day. ВПР are written before it, examinations soon after.
_RESULTS_DAY = (5, 1)
_DAYS = 365.25
_COLOR = "#5B3E8F"
#: Nearer marks, in pixels, would write their numbers over each other.
_NUMBER_WIDTH = 16.0


@dataclass(frozen=True, order=True)
class DatedMark:
    """One event of a school: its day and what happened, in words for people."""

    on: dt.date
    words: str

    @property
    def results_year(self) -> int:
        """The year whose results are the first after the event."""
        return self.on.year + (self.on >= dt.date(self.on.year, *_RESULTS_DAY))


def numbered_marks(marks: Iterable[DatedMark]) -> list[tuple[int, DatedMark]]:
    """Return the marks in the order of days with the number under which the picture shows each."""
    return list(enumerate(sorted(marks), start=1))


def years_with_marks(years: Sequence[int], marks: Iterable[DatedMark]) -> list[int]:
    """Return the years of a picture, and the next one where something happened after the last results."""
    later = years and any(mark.results_year > years[-1] for mark in marks)
    return [*years, years[-1] + 1] if later else list(years)


def place_of_mark(mark: DatedMark, years: Sequence[int]) -> float | None:
    """Return where a day stands among the places of years, 0–1 of the breadth; None outside of them."""
    middle = dt.date(mark.on.year, *_RESULTS_DAY)
    along = mark.on.year - years[0] + 0.5 + (mark.on - middle).days / _DAYS
    return along / len(years) if 0 <= along <= len(years) else None


def words_before(year: int, years: Sequence[int], marks: Iterable[DatedMark]) -> str:
    """Return what happened before the results of a year and after those of the year before, numbered as drawn.

    Whatever lies before the first year stands with it.
    """
    told = [
        f"{number}: {mark.on:%d.%m.%Y} – {mark.words}"
        for number, mark in numbered_marks(marks)
        if mark.results_year == year or (year == years[0] and mark.results_year < year)
    ]
    return "; ".join(told)


def mark_layers(marks: Iterable[DatedMark], years: Sequence[int], size: tuple[int, int]) -> list[Any]:
    """Return a rule for each mark with its number on top; a pointer is told what happened.

    Args:
        marks: the events; those outside the years are not drawn and stand in the table only.
        years: the places along.
        size: breadth and height of the field in pixels.
    """
    import altair as alt

    layers = []
    for cluster in _clusters(marks, years, size[0]):
        words = [f"{number}: {mark.on:%d.%m.%Y} – {printable(mark.words)}" for number, mark, _ in cluster]
        label = {"words": "; ".join(words), "number": ", ".join(str(number) for number, _, _ in cluster)}
        for at in sorted({at for _, _, at in cluster}):
            rule = alt.Chart(inline([label])).mark_rule(color=_COLOR, strokeDash=[4, 2], strokeWidth=1.6)
            layers.append(
                rule.encode(x=alt.value(at), y=alt.value(0), y2=alt.value(size[1]), tooltip=_tooltip())
            )  # fmt: skip
        middle = sum(at for _, _, at in cluster) / len(cluster)
        text = alt.Chart(inline([label])).mark_text(dy=-6, fontSize=11, fontWeight="bold", color=INK)
        layers.append(text.encode(x=alt.value(middle), y=alt.value(0), text="number:N", tooltip=_tooltip()))
    return layers


def _tooltip() -> list[Any]:
    import altair as alt

    return [alt.Tooltip("words:N", title=" ")]


def _clusters(
    marks: Iterable[DatedMark], years: Sequence[int], breadth: int
) -> list[list[tuple[int, DatedMark, float]]]:
    """Return the marks with their numbers and pixels; those whose numbers would cover each other stand together."""
    found: list[list[tuple[int, DatedMark, float]]] = []
    for number, mark in numbered_marks(marks):
        place = place_of_mark(mark, years)
        if place is None:
            continue
        at = place * breadth
        is_near = bool(found) and at - found[-1][-1][2] < _NUMBER_WIDTH
        found = [*found[:-1], [*found[-1], (number, mark, at)]] if is_near else [*found, [(number, mark, at)]]
    return found
