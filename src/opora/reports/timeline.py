"""A plan's tasks on a line of days (Gantt): solid and fuzzy bars, ghosts of the first edition, the line of today."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import INK, MUTED, finished, inline, nothing_to_show
from opora.reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import altair as alt

    from opora.reports.labels import Align

#: Width of the field in pixels: for paper and screens, names beside the bars; for phones, names above them.
WIDE, NARROW = 640, 360
_LETTERS = {WIDE: 48, NARROW: 56}
#: A name runs over so many lines of words; the whole of a longer one is told by its bar and the table.
_MOST_LINES = 3
#: Heights in pixels: of a line of words, a bar, a ghost, a row that has room for all three.
_WORDS, _BAR, _GHOST, _ROW = 14, 13, 20, 26
_DAY = dt.timedelta(days=1)
#: A bar shorter than this share of the picture is drawn so long.
_SHORTEST, _ROOM_FOR_SIGN = 0.006, 0.02
#: The line of today is drawn where it is so near to the plan.
_NEAR = dt.timedelta(days=31)
_MONTHS = "['янв','фев','мар','апр','май','июн','июл','авг','сен','окт','ноя','дек']"
_MONTH_LABELS = f"{_MONTHS}[month(datum.value)] + (month(datum.value) == 0 ? ' ' + year(datum.value) : '')"

#: State → what people read, colour, and a sign that survives a black-and-white printer.
STATES = {
    "overdue": ("срок прошёл", "#B03A06", "!"),
    "soon": ("ближайшие 14 дней", "#E3B04B", "…"),
    "to-do": ("предстоит", "#8DA2B4", ""),
    "declared": ("заявлено", "#1F6F8B", "?"),
    "proven": ("подтверждено", "#2E7D4F", "✓"),
    "cancelled": ("отменено", "#D5DBE0", "×"),
}
#: Bars on which dark signs are read.
_LIGHT = frozenset({"soon", "cancelled"})


@dataclass(frozen=True)
class TimelineBar:
    """One task.

    Attributes:
        state: one of STATES.
        starts_on, due_on: its days, both included.
        is_fuzzy: the plan gives no exact days.
        ghost: the days of the first edition, where they were others.
    """

    state: str
    starts_on: dt.date
    due_on: dt.date
    is_fuzzy: bool = False
    ghost: tuple[dt.date, dt.date] | None = None


@dataclass(frozen=True)
class TimelineRow:
    """One line: what is done, and its bars."""

    label: str
    bars: tuple[TimelineBar, ...]


@dataclass(frozen=True)
class _Grid:
    """How rows stand in the picture; places are measured in rows from the top.

    Attributes:
        names: the lines of words of each row's name.
        row: the height of a row in pixels.
        above: how much of it words above the bars take.
    """

    names: list[list[str]]
    row: int
    above: int

    @property
    def middle(self) -> float:
        """Where in a row the bars have their middle."""
        return (self.row + self.above) / 2 / self.row

    def words(self) -> list[dict[str, Any]]:
        """Every line of words with its place."""
        return [
            {"words": words, "at": row + (self._first(len(name)) + line * _WORDS) / self.row}
            for row, name in enumerate(self.names)
            for line, words in enumerate(name)
        ]

    def _first(self, lines: int) -> float:
        """Where the first of so many lines stands, in pixels: above the bars the last is next to them."""
        return self.above - (lines - 0.5) * _WORDS if self.above else self.row / 2 - (lines - 1) / 2 * _WORDS


def _grid(rows: Sequence[TimelineRow], width: int) -> _Grid:
    letters = _LETTERS[WIDE if width >= WIDE else NARROW]
    names = [wrap(printable(row.label), letters, max_lines=_MOST_LINES, placeholder="…") for row in rows]
    words = _WORDS * max((len(name) for name in names), default=1)
    return _Grid(names, max(_ROW, words + 6), 0) if width >= WIDE else _Grid(names, words + _ROW, words)


def timeline(rows: Sequence[TimelineRow], today: dt.date, subtitle: Sequence[str], width: int = WIDE) -> alt.LayerChart:
    """Return the picture.

    Args:
        rows: lines from top to bottom.
        today: where the line of today stands.
        subtitle: of what the picture is, and how it can be made again.
        width: of the field in pixels: WIDE or NARROW.
    """
    import altair as alt

    grid = _grid(rows, width)
    layers = _layers(rows, grid, today, width) if any(row.bars for row in rows) else [nothing_to_show()]
    return finished(
        alt.layer(*layers).properties(width=width, height=grid.row * max(1, len(rows))),
        headline(rows),
        ["Бледная полоса – точных дней план не называет; пунктир – срок первой редакции плана.", *subtitle],
        width / WIDE,
    )


def headline(rows: Iterable[TimelineRow]) -> str:
    """Return what the picture says, in one sentence."""
    states = [bar.state for row in rows for bar in row.bars]
    if not states:
        return "Дел в этом отборе нет"
    late = states.count("overdue")
    said = f"Подтверждено {states.count('proven')} из {len(states)}, заявлено {states.count('declared')}"
    return f"{said}; срок прошёл у {late}" if late else f"{said}; срок ни у чего не прошёл"


def _layers(rows: Sequence[TimelineRow], grid: _Grid, today: dt.date, width: int) -> list[Any]:
    import altair as alt

    bars = [(line, bar) for line, row in enumerate(rows) for bar in row.bars]
    spans = [(bar.starts_on, bar.due_on) for _, bar in bars] + [bar.ghost for _, bar in bars if bar.ghost]
    first, last = min(start for start, _ in spans), max(end for _, end in spans) + _DAY
    x = alt.X("from:T").axis(
        title=None, orient="top", labelExpr=_MONTH_LABELS, tickCount="month", labelOverlap=True, labelSeparation=6
    )
    axes = x, _y("top", grid)
    drawn = [one for line, row in enumerate(rows) for one in _drawn(line, row, grid, (last - first).days)]
    ghosts = [_ghost(line, bar.ghost, grid) for line, bar in bars if bar.ghost]
    signs = _signs(drawn, x, _y("middle", grid))
    now = _today(today, (first, last)) if first - _NEAR <= today <= last + _NEAR else []
    return [*_ghosts(ghosts, axes), *_bars(drawn, axes, columns=6 if width >= WIDE else 2), *signs, *now, *_names(grid)]


def _y(field: str, grid: _Grid) -> alt.Y:
    """Return a field as a place on the rows from top to bottom, each of height 1."""
    import altair as alt

    return alt.Y(f"{field}:Q").scale(domain=[0, len(grid.names)], reverse=True, nice=False).axis(None)


def _names(grid: _Grid) -> list[Any]:
    """Return the names as words beside the field, or within it above the bars, where they break the lines behind."""
    import altair as alt

    align: Align = "left" if grid.above else "right"
    left = alt.value(0 if grid.above else -8)
    words = alt.Chart(inline(grid.words())).encode(x=left, y=_y("at", grid), text="words:N")
    halo = words.mark_text(
        align=align, baseline="middle", fontSize=11.5, stroke="white", strokeWidth=3, strokeJoin="round"
    )
    return [halo, words.mark_text(align=align, baseline="middle", fontSize=11.5, color=INK)]


def _drawn(line: int, row: TimelineRow, grid: _Grid, span: int) -> list[dict[str, Any]]:
    """Return the bars of a row; those of the same days stand one below the other."""
    lanes = Counter((bar.starts_on, bar.due_on) for bar in row.bars)
    taken: Counter[tuple[dt.date, dt.date]] = Counter()
    found = []
    for bar in row.bars:
        window = bar.starts_on, bar.due_on
        height = _BAR / grid.row / lanes[window]
        top = line + grid.middle - _BAR / grid.row / 2 + height * taken[window]
        taken[window] += 1
        place = {"top": top, "bottom": top + height * (0.9 if lanes[window] > 1 else 1), "middle": top + height / 2}
        found.append(_bar(row.label, bar, span) | place)
    return found


def _bar(label: str, bar: TimelineBar, span: int) -> dict[str, Any]:
    words, _, sign = STATES[bar.state]
    last = max(bar.due_on + _DAY, bar.starts_on + dt.timedelta(days=round(span * _SHORTEST)))
    has_room = (last - bar.starts_on).days >= span * _ROOM_FOR_SIGN
    is_dark = has_room and not bar.is_fuzzy and bar.state not in _LIGHT
    return _days(bar.starts_on, last) | {
        "state": words,
        "is_fuzzy": bar.is_fuzzy,
        "sign": sign,
        "at": _moment(bar.starts_on + (last - bar.starts_on) / 2 if has_room else last + dt.timedelta(days=span // 90)),
        "ink": "#FFFFFF" if is_dark else INK,
        "days": f"{bar.starts_on:%d.%m.%Y} – {bar.due_on:%d.%m.%Y}",
        "name": printable(label),
    }


def _moment(day: dt.date) -> str:
    """Return the day's midnight where the picture is looked at."""
    return f"{day}T00:00:00"


def _days(first: dt.date, end: dt.date) -> dict[str, Any]:
    return {"from": _moment(first), "to": _moment(end)}


def _ghost(line: int, days: tuple[dt.date, dt.date], grid: _Grid) -> dict[str, Any]:
    top = line + grid.middle - _GHOST / grid.row / 2
    return _days(days[0], days[1] + _DAY) | {"top": top, "bottom": top + _GHOST / grid.row}


def _bars(bars: list[dict[str, Any]], axes: tuple[alt.X, alt.Y], columns: int) -> list[Any]:
    import altair as alt

    scale = alt.Scale(
        domain=[words for words, _, _ in STATES.values()], range=[color for _, color, _ in STATES.values()]
    )
    shown = {bar["state"] for bar in bars}
    legend = alt.Legend(columns=columns, values=[words for words, _, _ in STATES.values() if words in shown])
    color = alt.Color("state:N", scale=scale, legend=legend)
    told = (("name", " "), ("days", "срок"), ("state", "состояние"))
    hint = [alt.Tooltip(f"{field}:N", title=title) for field, title in told]
    faint = alt.condition("datum.is_fuzzy", alt.value(0.38), alt.value(1.0))
    chart = alt.Chart(inline(bars)).mark_rect(cornerRadius=2)
    return [chart.encode(x=axes[0], x2="to:T", y=axes[1], y2="bottom:Q", color=color, opacity=faint, tooltip=hint)]


def _signs(bars: list[dict[str, Any]], x: alt.X, y: alt.Y) -> list[Any]:
    import altair as alt

    marked = [bar | {"from": bar["at"]} for bar in bars if bar["sign"]]
    text = alt.Chart(inline(marked)).mark_text(fontSize=10, fontWeight="bold")
    ink = alt.Color("ink:N", scale=None)
    return [text.encode(x=x, y=y, text="sign:N", color=ink)] if marked else []


def _ghosts(ghosts: list[dict[str, Any]], axes: tuple[alt.X, alt.Y]) -> list[Any]:
    import altair as alt

    if not ghosts:
        return []
    outline = alt.Chart(inline(ghosts)).mark_rect(
        cornerRadius=2, fillOpacity=0.12, fill=MUTED, stroke=MUTED, strokeDash=[3, 2], strokeWidth=1
    )
    return [outline.encode(x=axes[0], x2="to:T", y=axes[1], y2="bottom:Q")]


def _today(today: dt.date, span: tuple[dt.date, dt.date]) -> list[Any]:
    import altair as alt

    is_late = (today - span[0]) > (span[1] - span[0]) * 0.8
    data = alt.Chart(inline([{"day": f"{today}T12:00:00", "words": f"сегодня, {today:%d.%m}"}]))
    rule = data.mark_rule(color=INK, strokeWidth=1.4, strokeDash=[5, 3]).encode(x="day:T")
    side: Align = "right" if is_late else "left"
    words = data.mark_text(align=side, baseline="top", dx=-4 if is_late else 4, dy=4, color=INK, fontSize=11)
    return [rule, words.encode(x="day:T", y=alt.value("height"), text="words:N")]
