"""The caterpillar plot: every school with its interval, so that nobody reads ranks into noise."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import (
    GROUPS,
    INK,
    PERCENT_LABELS,
    TOGETHER,
    drawn,
    finished,
    group_scales,
    inline,
    levels,
    named,
    nothing_to_show,
    origin,
)
from opora.reports.points import Cloud, Point, RuleProcedure, cloud
from opora.reports.wording import bare_name, interval_text, printable, share_text, shortened
from opora.vocabulary.spelling import counted, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from opora.reports.labels import Align
    from opora.tables.identification import Identification

#: More rows than this cannot be read on one page.
MOST_ROWS = 60

_WIDTH, _ROW = 510, 17
_VERDICTS = {
    "above-threshold": ("весь интервал не ниже порога правила", "#B03A06"),
    "above-mean": ("весь интервал выше среднего", "#D98324"),
    "below-mean": ("весь интервал ниже среднего", "#1F6F8B"),
    "cannot-tell": ("от среднего отличить нельзя", "#9AA7B2"),
}


def caterpillar_plot(identification: Identification, procedure: RuleProcedure | None = None) -> alt.LayerChart:
    """Return the caterpillar plot: every school with its 95 % interval, coloured only where something can be said.

    Of more than MOST_ROWS schools it shows the listed, those at risk and those nearest to the threshold; the subtitle
    says how many are left out.
    """
    import altair as alt

    seen = cloud(identification, procedure)
    level = seen.mean if identification.threshold is None else identification.threshold
    shown = _those_that_matter(seen.points, level)
    rows = _caterpillar_rows(shown, seen.mean, identification.threshold)
    layers = [
        *_level_columns(seen.mean, identification.threshold),
        *([_whiskers(rows, seen.share_words), _caterpillar_points(rows)] if rows else [nothing_to_show()]),
    ]
    left_out = len(seen.points) - len(shown)
    rest = f"Не показаны школы, более далёкие от порога: {left_out}." if left_out else ""
    return finished(
        alt.layer(*layers).properties(width=_WIDTH, height=_ROW * max(1, len(rows))),
        _caterpillar_title(seen, identification.threshold),
        [f"{_caterpillar_subject(procedure)} {drawn(seen, len(shown))} {rest}", origin(identification)],
    )


CATERPILLAR_HEADINGS = ("Школа", "Учеников", "Доля", "Интервал 95 %", "Что можно сказать", "По правилу")


def caterpillar_table(identification: Identification, procedure: RuleProcedure | None = None) -> list[tuple[str, ...]]:
    """Return the numbers of all schools, those the picture leaves out too, as rows under CATERPILLAR_HEADINGS."""
    seen = cloud(identification, procedure)
    rows = [(_verdict(point, seen.mean, identification.threshold), point) for point in seen.points]
    rows.sort(key=lambda row: (list(_VERDICTS).index(row[0]), row[1].name, row[1].school))
    return [
        (
            point.name, str(point.pupils), share_text(point.share), interval_text(point.interval),
            _VERDICTS[verdict][0], GROUPS[point.group][0],
        )
        for verdict, point in rows
    ]  # fmt: skip


def _caterpillar_title(seen: Cloud, threshold: float | None) -> str:
    verdicts = [_verdict(point, seen.mean, threshold) for point in seen.points]
    sure, unclear = verdicts.count("above-threshold"), verdicts.count("cannot-tell")
    schools = counted(len(verdicts), "школы", "школ", "школ")
    said = f"Доля заведомо выше средней у {sure + verdicts.count('above-mean')} из {schools}"
    if threshold is not None:
        said += f" (не ниже порога {percent(threshold)} – {sure or 'ни у одной'})"
    return f"{said}; от среднего нельзя отличить {unclear}"


def _verdict(point: Point, mean: float, threshold: float | None) -> str:
    low, high = point.interval
    if threshold is not None and low >= threshold:
        return "above-threshold"
    if low > mean:
        return "above-mean"
    return "below-mean" if high < mean else "cannot-tell"


def _caterpillar_subject(procedure: RuleProcedure | None) -> str:
    what = TOGETHER if procedure is None else f"{named(procedure)}."
    return f"{what} Точка – доля, отрезок – интервал 95 %. Порядок не означает места: отрезки пересекаются."


def _level_columns(mean: float, threshold: float | None) -> list[Any]:
    """Return the lines of a picture that lies on its side, their names above, turned away from each other."""
    import altair as alt

    named_levels = sorted(levels(mean, threshold), key=lambda level: level[0])
    layers = []
    sides: tuple[Align, ...] = ("right", "left")
    for (level, name, stroke), side in zip(named_levels, sides, strict=False):
        data = alt.Chart(inline([{"level": level, "text": name}]))
        text = data.mark_text(align=side, baseline="bottom", dy=-4, color=stroke["color"], fontSize=11)
        layers += [
            data.mark_rule(**stroke).encode(x="level:Q"),
            text.encode(x="level:Q", y=alt.value(0), text="text:N"),
        ]
    return layers


def _those_that_matter(points: Sequence[Point], level: float) -> list[Point]:
    """Return at most MOST_ROWS points by descending share.

    The listed first, then those surely at the level, then those at risk, then the nearest to it.
    """

    def rank(point: Point) -> tuple[int, float]:
        is_sure = point.interval[0] >= level
        return {"listed": 0, "at-risk": 2}.get(point.group, 1 if is_sure else 3), abs(point.share - level)

    matter = sorted(points, key=rank)[:MOST_ROWS]
    return sorted(matter, key=lambda point: (-point.share, point.name))


def _caterpillar_rows(shown: Sequence[Point], mean: float, threshold: float | None) -> list[dict[str, Any]]:
    names = [shortened(printable(bare_name(point.name)), 36) for point in shown]
    return [
        {
            "name": name if names.count(name) == 1 else f"{shortened(name, 24)} ({point.school})",
            "share": point.share, "low": point.interval[0], "high": point.interval[1],
            "group": GROUPS[point.group][0], "verdict": _VERDICTS[_verdict(point, mean, threshold)][0],
            "pupils": f"{point.pupils}",
        }
        for point, name in zip(shown, names, strict=True)
    ]  # fmt: skip


def _rows_axis(rows: Sequence[dict[str, Any]]) -> alt.Y:
    import altair as alt

    order = [row["name"] for row in rows]
    return alt.Y("name:N").sort(order).axis(title=None, labelLimit=260, domain=False, ticks=False, labelPadding=8)


def _verdict_color(rows: Sequence[dict[str, Any]], channel: Any) -> Any:
    """Return a colour encoding whose legend names only verdicts that occur."""
    import altair as alt

    occur = [(name, color) for name, color in _VERDICTS.values() if any(row["verdict"] == name for row in rows)]
    scale = alt.Scale(domain=[name for name, _ in occur], range=[color for _, color in occur])
    return channel("verdict:N").scale(scale).legend(columns=1)


def _whiskers(rows: Sequence[dict[str, Any]], title: str) -> Any:
    import altair as alt

    top = max([row["high"] for row in rows] + [0.2])
    end = min(1.0, ceil(top * 10) / 10)
    share = alt.X("low:Q").scale(domain=[0, end], nice=False).axis(
        title=title, labelExpr=PERCENT_LABELS, orient="bottom", tickCount=8
    )  # fmt: skip
    lines = alt.Chart(inline(rows)).mark_rule(strokeWidth=2.2)
    return lines.encode(x=share, x2="high:Q", y=_rows_axis(rows), color=_verdict_color(rows, alt.Color))


def _caterpillar_points(rows: Sequence[dict[str, Any]]) -> Any:
    import altair as alt

    _, shape = group_scales()
    marks = alt.Chart(inline(rows)).mark_point(filled=True, size=74, stroke=INK, strokeWidth=0.8, opacity=1)
    return marks.encode(
        x="share:Q", y=_rows_axis(rows), color=_verdict_color(rows, alt.Color),
        shape=alt.Shape("group:N").scale(shape).legend(columns=1),
        tooltip=["name:N", "pupils:N", alt.Tooltip("share:Q", format=".1%")],
    )  # fmt: skip
