"""The funnel plot: is a school low, or is it just small."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import (
    GROUPS,
    INK,
    MUTED,
    PALE,
    PERCENT_LABELS,
    TOGETHER,
    drawn,
    finished,
    group_scales,
    inline,
    levels,
    named,
    origin,
)
from opora.reports.labels import apart, placed_labels
from opora.reports.points import ACTION, WARNING, Cloud, Point, RuleProcedure, binomial_limits, cloud
from opora.reports.wording import bare_name, interval_text, printable, share_text, shortened
from opora.vocabulary.spelling import counted, plural

if TYPE_CHECKING:
    import altair as alt

    from opora.tables.identification import Identification

_MOST_NAMES = 12
_WIDTH, _HEIGHT = 640, 400


def funnel_plot(identification: Identification, procedure: RuleProcedure | None = None) -> alt.LayerChart:
    """Return the funnel plot: share below the threshold against the number of pupils.

    Args:
        identification: the list and all its schools.
        procedure: one procedure of the rule; None puts all of them together, each school once, with pupils counted as
            in `points.different_pupils` – the cautious way, for the limits come out too wide rather than too narrow.

    Curves: 95 and 99.8 % binomial limits round the mean of all schools of the picture.
    """
    import altair as alt

    seen = cloud(identification, procedure)
    top = _share_top(seen, identification.threshold)
    layers = [
        *_limit_layers(seen, top),
        *_level_lines(seen.mean, identification.threshold),
        *_end_names(seen, identification.threshold, top),
        _funnel_points(seen),
        *_name_layers(seen, top),
    ]
    return finished(
        alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT),
        _funnel_title(seen),
        [f"{_funnel_subject(procedure)} {drawn(seen)} {_numbered(seen)}".rstrip(), origin(identification)],
    )


FUNNEL_HEADINGS = ("Школа", "Учеников", "Доля", "Границы 95 %", "Границы 99,8 %", "Где стоит", "По правилу")


def funnel_table(identification: Identification, procedure: RuleProcedure | None = None) -> list[tuple[str, ...]]:
    """Return the funnel's numbers as rows of words under FUNNEL_HEADINGS: the listed first, then by name."""
    seen = cloud(identification, procedure)
    points = sorted(seen.points, key=lambda point: (list(GROUPS).index(point.group), point.name, point.school))
    pupils = [point.pupils for point in points]
    warning, action = (binomial_limits(seen.mean, pupils, level) for level in (WARNING, ACTION))
    return [
        (
            point.name, str(point.pupils), share_text(point.share), interval_text(usual), interval_text(rare),
            _place_words(point.share, usual, rare), GROUPS[point.group][0],
        )
        for point, usual, rare in zip(points, warning, action, strict=True)
    ]  # fmt: skip


def _place_words(share: float, usual: tuple[float, float], rare: tuple[float, float]) -> str:
    if usual[0] <= share <= usual[1]:
        return "внутри границ 95 %"
    if rare[0] <= share <= rare[1]:
        return "между границами 95 и 99,8 %"
    return "выше границы 99,8 %" if share > rare[1] else "ниже границы 99,8 %"


def _funnel_title(seen: Cloud) -> str:
    above = {point.school: _stands(point, seen.mean) for point in seen.points}
    listed = [point for point in seen.points if point.group == "listed"]
    if not listed:
        outside = sum(place == "above" for place in above.values())
        return f"В списке школ нет; выше границы 99,8 % – {counted(outside, 'школа', 'школы', 'школ')}"
    far = sum(above[point.school] == "above" for point in listed)
    near = sum(above[point.school] == "inside" for point in listed)
    whole = counted(len(listed), "школы списка", "школ списка", "школ списка")
    said = f"Из {whole} {far} {plural(far, 'лежит', 'лежат', 'лежат')} выше границы 99,8 %"
    if near:
        said += f", {near} – внутри границ 95 %, где бывают и средние школы"
    return said


def _numbered(seen: Cloud) -> str:
    listed = sum(point.group == "listed" for point in seen.points)
    return "Подписаны номера школ в перечне, где хватает места." if listed > _MOST_NAMES else ""


def _stands(point: Point, mean: float) -> str:
    """Tell whether a point lies above the 99.8 % limit, inside the 95 % limits, or between."""
    _, action = binomial_limits(mean, [point.pupils], ACTION)[0]
    low, high = binomial_limits(mean, [point.pupils], WARNING)[0]
    if point.share > action:
        return "above"
    return "inside" if low <= point.share <= high else "between"


def _funnel_subject(procedure: RuleProcedure | None) -> str:
    if procedure is None:
        return (
            f"{TOGETHER} Ученик, писавший несколько работ, считается один раз, поэтому границы случайного разброса "
            "взяты с запасом."
        )
    return f"{named(procedure)}. Границы – биномиальные, вокруг среднего по всем школам."


def _pupils_domain(seen: Cloud) -> tuple[float, float]:
    sizes = [point.pupils for point in seen.points] or [10]
    return max(1, min(sizes)) * 0.85, max(*sizes, 20) * 1.15


def _share_top(seen: Cloud, threshold: float | None) -> float:
    highest = max([point.share for point in seen.points] + [threshold or 0.0, seen.mean, 0.2])
    return min(1.0, int(highest * 10 + 1.5) / 10)


def _pupils_axis(seen: Cloud) -> alt.X:
    import altair as alt

    low, high = _pupils_domain(seen)
    ticks = [step * 10**power for power in range(7) for step in (1, 2, 5) if low <= step * 10**power <= high]
    return alt.X("pupils:Q").scale(type="log", domain=[low, high], nice=False).axis(
        values=ticks, grid=False, title="Учеников, писавших работы (шкала логарифмическая)", format="d"
    )  # fmt: skip


def _share_axis(seen: Cloud, top: float, field: str = "share") -> alt.Y:
    import altair as alt

    return alt.Y(f"{field}:Q").scale(domain=[0, top], nice=False).axis(
        title=seen.share_words, labelExpr=PERCENT_LABELS, tickCount=6
    )  # fmt: skip


def _limit_layers(seen: Cloud, top: float) -> list[Any]:
    """Return the pale field where chance alone puts schools of the mean, with its two pairs of limits."""
    import altair as alt

    low, high = _pupils_domain(seen)
    steps = sorted({round(low * (high / low) ** (step / 160)) for step in range(161)} - {0})
    layers = []
    for level, dash in ((ACTION, [1, 0]), (WARNING, [5, 4])):
        limits = zip(steps, binomial_limits(seen.mean, steps, level), strict=True)
        rows = [{"pupils": pupils, "lower": lower, "upper": upper} for pupils, (lower, upper) in limits]
        lines = alt.Chart(inline(rows)).encode(x=_pupils_axis(seen))
        if level == ACTION:
            field = lines.mark_area(color=PALE, clip=True)
            layers.append(field.encode(y=_share_axis(seen, top, "lower"), y2=alt.Y2("upper:Q")))
        for side in ("lower", "upper"):
            stroke = lines.mark_line(color="#7C8B98", strokeWidth=1.1, strokeDash=dash, clip=True)
            layers.append(stroke.encode(y=_share_axis(seen, top, side)))
    return layers


def _level_lines(mean: float, threshold: float | None) -> list[Any]:
    import altair as alt

    return [
        alt.Chart(inline([{"level": level}])).mark_rule(**stroke).encode(y="level:Q")
        for level, _, stroke in levels(mean, threshold)
    ]


def _end_names(seen: Cloud, threshold: float | None, top: float) -> list[Any]:
    """Return the names of all lines at the right edge, pushed apart where they would meet."""
    import altair as alt

    edge = [round(_pupils_domain(seen)[1])]
    named = [(level, name, stroke["color"]) for level, name, stroke in levels(seen.mean, threshold)]
    for probability, name in ((ACTION, "99,8\u00a0%"), (WARNING, "95\u00a0%")):
        named += [(limit, name, MUTED) for limit in binomial_limits(seen.mean, edge, probability)[0]]
    named.sort(reverse=True)
    heights = apart([_HEIGHT * (1 - level / top) for level, _, _ in named], 13.0)
    return [
        alt.Chart(inline([{"text": name}]))
        .mark_text(align="left", dx=6, color=color, fontSize=11)
        .encode(x=alt.value(_WIDTH), y=alt.value(height), text="text:N")
        for (_, name, color), height in zip(named, heights, strict=True)
        if height >= -1
    ]


def _funnel_points(seen: Cloud) -> Any:
    import altair as alt

    color, shape = group_scales()
    ordered = sorted(seen.points, key=lambda point: list(GROUPS).index(point.group), reverse=True)
    rows = [
        {"pupils": point.pupils, "share": point.share, "group": GROUPS[point.group][0], "name": printable(point.name)}
        for point in ordered
    ]
    marks = alt.Chart(inline(rows)).mark_point(filled=True, size=70, stroke=INK, strokeWidth=0.9, opacity=1)
    return marks.encode(
        x="pupils:Q", y="share:Q", fill=alt.Fill("group:N").scale(color), shape=alt.Shape("group:N").scale(shape),
        tooltip=["name:N", "pupils:Q", alt.Tooltip("share:Q", format=".1%")],
    )  # fmt: skip


def _name_layers(seen: Cloud, top: float) -> list[Any]:
    """Return the names of the listed schools, each where it covers least; of many schools only their list numbers."""
    import altair as alt

    low, high = _pupils_domain(seen)
    pixels = {
        point.school: (_WIDTH * log(point.pupils / low) / log(high / low), _HEIGHT * (1 - point.share / top))
        for point in seen.points
    }
    listed = sorted((point for point in seen.points if point.group == "listed"), key=lambda point: -point.share)
    wanted = [(_label(point, len(listed)), *pixels[point.school]) for point in listed]
    layers = []
    for label in placed_labels(wanted, list(pixels.values()), (_WIDTH, _HEIGHT)):
        text = alt.Chart(inline([{"text": label.text}])).encode(
            x=alt.value(label.x), y=alt.value(label.y), text="text:N"
        )
        halo = text.mark_text(align=label.align, fontSize=11, stroke="white", strokeWidth=3, opacity=0.75)
        layers += [halo, text.mark_text(align=label.align, fontSize=11, color=INK)]
    return layers


def _label(point: Point, among: int) -> str:
    return shortened(printable(bare_name(point.name)), 34) if among <= _MOST_NAMES else str(point.number)
