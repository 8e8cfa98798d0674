"""A school's results over the years: its share with an interval, before its municipality and its region.

Conclusions are drawn only where chance lets them: a year with few participants is grey, whatever its share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import INK, MUTED, PERCENT_LABELS, finished, inline, nothing_to_show
from opora.reports.labels import apart
from opora.reports.points import wilson
from opora.reports.result_marks import mark_layers, years_with_marks
from opora.reports.wording import bare_name, interval_text, printable, share_words
from opora.vocabulary.spelling import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from opora.reports.backdrops import YearBackdrop
    from opora.reports.result_marks import DatedMark
    from opora.tables.identification import ShareMovement, YearCount

_HEIGHT = 230
#: Width of the field in pixels, the names of lines beside it not counted.
WIDE, NARROW = 460, 190

_VERDICTS = {
    "low": ("результат низкий", "#B03A06", "triangle-up"),
    "not-low": ("низким не считается", "#1F6F8B", "circle"),
    "counted": ("результат школы", "#1F6F8B", "circle"),
    "too-few": ("мало участников, вывода нет", "#9AA7B2", "cross"),
}
_MOVED: dict[ShareMovement | None, str] = {
    "rose": "Доля выросла, то есть стало хуже",
    "fell": "Доля снизилась, то есть стало лучше",
    "stably-low": "Доля все эти годы не ниже порога",
    "stable": "Доля почти не изменилась",
    "cannot-tell": "Изменилась ли доля, по этим числам судить нельзя",
}


@dataclass(frozen=True)
class SchoolResults:
    """One school in one procedure over years, with everything its picture must carry to be made again.

    Attributes:
        school: the school's name.
        label: the procedure's name for people.
        counts: the school's years with a result, oldest first.
        backdrop: the years of everybody, oldest first.
        origin: data year, release and rule in words.
        threshold: the share from which the rule calls a result low; None where there is none.
        min_participants: with fewer no conclusion is drawn.
        below_words: what «below» means: «ниже порога».
        movement: how the share moved as far as chance lets us tell; None where nobody asked or one year is known.
        marks: events of the school to be drawn over its results.
    """

    school: str
    label: str
    counts: tuple[YearCount, ...]
    backdrop: tuple[YearBackdrop, ...]
    origin: str
    threshold: float | None
    min_participants: int
    below_words: str = "ниже порога"
    movement: ShareMovement | None = None
    marks: tuple[DatedMark, ...] = ()

    @property
    def headline(self) -> str:
        """What the picture says, in one sentence that does not say more than chance allows."""
        if not self.counts:
            return "Результатов нет"
        last = self.counts[-1]
        said = _MOVED.get(self.movement)
        now = (
            f"{last.year} – {self.below_words} {last.below} из {last.pupils}\u00a0({percent(last.share_below, 1)})"
            if last.pupils >= self.min_participants
            else f"{last.year} – мало участников: {last.pupils}"
        )
        return f"{said}; {now}" if said else now

    @property
    def years(self) -> list[int]:
        """All years from the first result of anybody to the last, none left out, and one more for later events."""
        known = [one.year for one in self.counts] + [one.year for one in self.backdrop]
        years = list(range(min(known), max(known) + 1)) if known else []
        return years_with_marks(years, self.marks)

    def verdict(self, one: YearCount) -> str:
        """Return what may be said of one year: too-few, low, not-low, or counted where no rule asks."""
        if one.pupils < self.min_participants:
            return "too-few"
        if self.threshold is None:
            return "counted"
        return "low" if round(one.below - self.threshold * one.pupils, 9) >= 0 else "not-low"


def results_plot(results: SchoolResults, width: int = WIDE) -> alt.LayerChart:
    """Return the picture: points with 95 % intervals by year before lines of the region and the municipality.

    Args:
        results: the school in one procedure.
        width: of the field in pixels: WIDE for paper and screens, NARROW for phones.
    """
    import altair as alt

    if not results.counts:
        layers = [nothing_to_show()]
    else:
        top = _top(results)
        axes = _x(results), _y(results, top)
        layers = [
            *_middle(results, axes),
            *_lines(results, axes),
            *_threshold(results),
            *_own(results, axes, columns=1 if width < WIDE else 3),
            *_names(results, top, width),
            *mark_layers(results.marks, results.years, (width, _HEIGHT)),
        ]
    return finished(
        alt.layer(*layers).properties(width=width, height=_HEIGHT),
        results.headline,
        [f"{printable(bare_name(results.school))}. {results.label}. {_legend(results)}", results.origin],
        width / WIDE,
    )


def _legend(results: SchoolResults) -> str:
    band = " Полоса – средняя половина школ региона." if any(one.middle for one in results.backdrop) else ""
    events = " Пунктир с номером – событие школы, оно названо в таблице." if results.marks else ""
    return f"Точка – доля, отрезок – интервал 95\u00a0%.{band}{events}"


def _top(results: SchoolResults) -> float:
    highs = [_interval(one)[1] for one in results.counts] + [one.region for one in results.backdrop]
    highest = max([*highs, results.threshold or 0.0, 0.2])
    return min(1.0, int(highest * 10 + 1.2) / 10)


def _interval(one: YearCount) -> tuple[float, float]:
    return wilson(one.share_below, one.pupils)


def _place(results: SchoolResults, year: int) -> str:
    pupils = next((one.pupils for one in results.counts if one.year == year), None)
    return f"{year}|" + ("нет" if pupils is None else f"n = {pupils}")


def _x(results: SchoolResults) -> alt.X:
    import altair as alt

    order = [_place(results, year) for year in results.years]
    return (
        alt.X("place:O")
        .scale(domain=order)
        .axis(title=None, labelAngle=0, labelExpr="split(datum.label, '|')", grid=False)
    )  # fmt: skip


def _y(results: SchoolResults, top: float) -> alt.Y:
    import altair as alt

    return (
        alt.Y("share:Q")
        .scale(domain=[0, top], nice=False)
        .axis(title=share_words(results.below_words), labelExpr=PERCENT_LABELS, tickCount=5)
    )  # fmt: skip


def _middle(results: SchoolResults, axes: tuple[alt.X, alt.Y]) -> list[Any]:
    """Return the band of the middle half of schools, as a bar for each year: between years nothing is known."""
    import altair as alt

    rows = [
        {"place": _place(results, one.year), "share": one.middle[0], "upper": one.middle[1]}
        for one in results.backdrop
        if one.middle
    ]
    if not rows:
        return []
    x, y = axes
    return [alt.Chart(inline(rows)).mark_bar(color="#DDE4E9", width={"band": 0.7}).encode(x=x, y=y, y2="upper:Q")]


def _lines(results: SchoolResults, axes: tuple[alt.X, alt.Y]) -> list[Any]:
    import altair as alt

    x, y = axes
    layers = []
    for name, dash in (("region", [2, 2]), ("municipality", [6, 3])):
        rows = [
            {"place": _place(results, one.year), "share": getattr(one, name), "words": _said(one, name)}
            for one in results.backdrop
            if getattr(one, name) is not None
        ]
        if rows:
            line = alt.Chart(inline(rows)).mark_line(color=MUTED, strokeDash=dash, strokeWidth=1.4, point=_dots())
            layers.append(line.encode(x=x, y=y, tooltip=_tooltip()))
    return layers


_WHOSE = {"region": "регион", "municipality": "муниципалитет"}


def _said(one: YearBackdrop, name: str) -> str:
    return f"{one.year}, {_WHOSE[name]}: {percent(getattr(one, name), 1)}"


def _told(results: SchoolResults, one: YearCount) -> str:
    counted = f"{one.below} из {one.pupils}\u00a0({percent(one.share_below, 1)})"
    return f"{one.year}: {counted}, интервал {interval_text(_interval(one))}; {_VERDICTS[results.verdict(one)][0]}"


def _dots() -> Any:
    import altair as alt

    return alt.OverlayMarkDef(size=14, color=MUTED)


def _tooltip() -> list[Any]:
    """Return what a pointer is told, in words made here: the browser would write numbers in English."""
    import altair as alt

    return [alt.Tooltip("words:N", title=" ")]


def _threshold(results: SchoolResults) -> list[Any]:
    import altair as alt

    if results.threshold is None:
        return []
    rule = alt.Chart(inline([{"share": results.threshold}])).mark_rule(color=INK, strokeWidth=1.6)
    return [rule.encode(y="share:Q")]


def _own(results: SchoolResults, axes: tuple[alt.X, alt.Y], columns: int) -> list[Any]:
    import altair as alt

    rows = [
        {
            "place": _place(results, one.year), "share": one.share_below, "low": _interval(one)[0],
            "high": _interval(one)[1], "verdict": _VERDICTS[results.verdict(one)][0],
            "words": _told(results, one),
        }
        for one in results.counts
    ]  # fmt: skip
    occur = [
        (name, color, shape) for name, color, shape in _VERDICTS.values() if any(r["verdict"] == name for r in rows)
    ]
    names = [name for name, _, _ in occur]
    color = alt.Scale(domain=names, range=[color for _, color, _ in occur])
    shape = alt.Scale(domain=names, range=[shape for _, _, shape in occur])
    x, y = axes
    own = alt.Chart(inline(rows))
    whiskers = own.mark_rule(strokeWidth=2).encode(
        x=x, y=alt.Y("low:Q"), y2="high:Q", stroke=alt.Stroke("verdict:N").scale(color)
    )
    points = own.mark_point(filled=True, size=95, opacity=1, stroke="white", strokeWidth=1).encode(
        x=x, y=y, fill=alt.Fill("verdict:N", legend=alt.Legend(columns=columns)).scale(color),
        shape=alt.Shape("verdict:N").scale(shape),
        tooltip=_tooltip(),
    )  # fmt: skip
    return [whiskers, points]


def _names(results: SchoolResults, top: float, width: int) -> list[Any]:
    """Return the names of the lines at the right edge, pushed apart where they would meet."""
    named = [(results.threshold, f"порог {percent(results.threshold)}", INK)] if results.threshold is not None else []
    for name, words in _WHOSE.items():
        last = next((one for one in reversed(results.backdrop) if getattr(one, name) is not None), None)
        if last is not None:
            named.append((getattr(last, name), f"{words} {percent(getattr(last, name), 1)}", MUTED))
    named.sort(reverse=True)
    heights = apart([_HEIGHT * (1 - level / top) for level, _, _ in named], 13.0)
    return [_name(words, color, (width, height)) for (_, words, color), height in zip(named, heights, strict=True)]


def _name(words: str, color: str, place: Sequence[float]) -> Any:
    import altair as alt

    text = alt.Chart(inline([{"text": words}])).mark_text(align="left", dx=6, color=color, fontSize=11)
    return text.encode(x=alt.value(place[0]), y=alt.value(place[1]), text="text:N")
