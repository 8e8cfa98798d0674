"""Growth of schools as pictures: intervals without ranks, and level × growth with the ellipses of confidence."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, radians, sin
from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import INK, MUTED, finished, inline, nothing_to_show
from opora.reports.wording import bare_name, printable, shortened
from opora.vocabulary.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from opora.reports.labels import Align

#: More rows cannot be read on one page; more ellipses hide each other.
MOST_ROWS, MOST_ELLIPSES = 60, 25

_WIDE = 460
_ROW = 17
_CORNERS = 48
_UNITS = {"point": "балла работы", "spread": "разброса результатов учеников"}
_VERDICTS = {
    "above": ("прибавляет больше ожидаемого", "#1F6F8B", "triangle-up"),
    "below": ("прибавляет меньше ожидаемого", "#B03A06", "triangle-down"),
    "as-expected": ("от ожидаемого отличить нельзя", "#9AA7B2", "circle"),
    "cannot-tell": ("учеников мало, вывода нет", "#C9D1D8", "cross"),
}


@dataclass(frozen=True)
class GrownSchool:
    """One school as a picture of growth shows it.

    Attributes:
        code, name: who it is.
        verdict: above, below, as-expected or cannot-tell.
        growth, low, high: growth with its 95 % interval.
        level: of the results.
        ellipse: half-axes and angle of the 95 % ellipse; None where it is not known.
        is_own: whether the picture is about this school.
    """

    code: str
    name: str
    verdict: str
    growth: float
    low: float
    high: float
    level: float
    ellipse: tuple[float, float, float] | None
    is_own: bool = False


@dataclass(frozen=True)
class GrownSchools:
    """The schools of one picture, of what paper, in which unit, and where the numbers come from."""

    schools: tuple[GrownSchool, ...]
    paper: str
    unit: str
    origin: str

    @property
    def headline(self) -> str:
        """What the picture says: most schools cannot be told apart."""
        above, below, alike, unknown = (sum(one.verdict == verdict for one in self.schools) for verdict in _VERDICTS)
        if not self.schools:
            return "Школ, о приросте которых можно судить, нет"
        return f"Прибавляют больше ожидаемого – {above}, меньше – {below}; от ожидаемого нельзя отличить – {alike}" + (
            f"; учеников мало – {unknown}" if unknown else ""
        )


def growth_caterpillar(shown: GrownSchools, width: int = _WIDE) -> alt.LayerChart:
    """Return every school with its interval; of more than MOST_ROWS those that differ most surely from 0."""
    import altair as alt

    chosen = sorted(shown.schools, key=_surety)[:MOST_ROWS]
    rows = _rows(sorted(chosen, key=lambda one: (-one.growth, one.name)), shown.unit)
    layers = [_zero(x="growth"), *(_whiskers(rows, shown.unit) if rows else [nothing_to_show()])]
    left_out = len(shown.schools) - len(rows)
    rest = f" Не показаны школы, чей прирост ближе к ожидаемому: {left_out}." if left_out else ""
    words = "Точка – прирост, отрезок – интервал 95\u00a0%. Порядок не означает места: отрезки пересекаются."
    return finished(
        alt.layer(*layers).properties(width=width, height=_ROW * max(1, len(rows))),
        shown.headline,
        [f"{shown.paper}. {words}{rest}", shown.origin],
        max(0.5, width / _WIDE),
    )


def growth_quadrant(shown: GrownSchools, width: int = _WIDE) -> alt.LayerChart:
    """Return level × growth: low but growing apart from low and falling; ellipses say how sure the place is."""
    import altair as alt

    rows = _rows(shown.schools, shown.unit)
    layers = [_zero(x="level"), _zero(y="growth")]
    layers += [*_ellipses(shown), _points(rows, shown.unit)] if rows else [nothing_to_show()]
    layers += _corners(rows) if rows and width >= _WIDE else []
    words = (
        "Вправо – результаты выше среднего, вверх – прирост больше ожидаемого. Эллипс – где школа стоит с "
        "вероятностью 95\u00a0%: если он накрывает ось, о стороне судить нельзя."
    )
    return finished(
        alt.layer(*layers).properties(width=width, height=max(260, round(width * 0.75))),
        f"Уровень и прирост: {counted(len(rows), 'школа', 'школы', 'школ')}",
        [f"{shown.paper}. {words}", shown.origin],
        max(0.5, width / _WIDE),
    )


def _surety(one: GrownSchool) -> tuple[bool, float, str]:
    half = (one.high - one.low) / 2 or 1.0
    return not one.is_own, -abs(one.growth) / half, one.code


def _rows(schools: Sequence[GrownSchool], unit: str) -> list[dict[str, Any]]:
    names = [shortened(printable(bare_name(one.name)), 34) for one in schools]
    return [
        {
            "name": name if names.count(name) == 1 else f"{shortened(name, 22)} ({one.code})",
            "growth": one.growth, "low": one.low, "high": one.high, "level": one.level,
            "verdict": _VERDICTS[one.verdict][0],
            "words": f"{printable(one.name)}: {_signed(one.growth)} {_UNITS[unit]}, "
            f"от {_signed(one.low)} до {_signed(one.high)}; {_VERDICTS[one.verdict][0]}",
        }
        for one, name in zip(schools, names, strict=True)
    ]  # fmt: skip


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace(".", ",").replace("-", "−")


def _zero(**where: str) -> Any:
    """Return the line of nothing: what is expected, or the mean."""
    import altair as alt

    (column,) = where.values()
    line = alt.Chart(inline([{column: 0}])).mark_rule(color=INK, strokeWidth=1.2, strokeDash=[4, 3])
    return line.encode(**{axis: f"{name}:Q" for axis, name in where.items()})


def _scales(rows: Sequence[dict[str, Any]]) -> tuple[Any, Any]:
    import altair as alt

    occur = [one for one in _VERDICTS.values() if any(row["verdict"] == one[0] for row in rows)]
    names = [name for name, _, _ in occur]
    color = alt.Scale(domain=names, range=[color for _, color, _ in occur])
    return color, alt.Scale(domain=names, range=[shape for _, _, shape in occur])


def _tooltip() -> list[Any]:
    import altair as alt

    return [alt.Tooltip("words:N", title=" ")]


def _whiskers(rows: Sequence[dict[str, Any]], unit: str) -> list[Any]:
    import altair as alt

    color, shape = _scales(rows)
    order = [row["name"] for row in rows]
    y = alt.Y("name:N").sort(order).axis(title=None, labelLimit=250, domain=False, ticks=False, labelPadding=8)
    x = alt.X("growth:Q").axis(title=f"Прирост, {_UNITS[unit]}", labelExpr=_COMMA)
    own = alt.Chart(inline(rows))
    lines = own.mark_rule(strokeWidth=2.2).encode(
        x=alt.X("low:Q"), x2="high:Q", y=y, stroke=alt.Stroke("verdict:N").scale(color)
    )
    points = own.mark_point(filled=True, size=70, opacity=1).encode(
        x=x, y=y, fill=alt.Fill("verdict:N", legend=alt.Legend(columns=1)).scale(color),
        shape=alt.Shape("verdict:N", legend=alt.Legend(columns=1)).scale(shape), tooltip=_tooltip(),
    )  # fmt: skip
    return [lines, points]


_COMMA = "replace(format(datum.value, '~g'), '.', ',')"


def _points(rows: Sequence[dict[str, Any]], unit: str) -> Any:
    import altair as alt

    color, shape = _scales(rows)
    marks = alt.Chart(inline(rows)).mark_point(filled=True, size=60, opacity=0.95, stroke=INK, strokeWidth=0.4)
    return marks.encode(
        x=alt.X("level:Q").axis(title=f"Уровень результатов, {_UNITS[unit]}", labelExpr=_COMMA),
        y=alt.Y("growth:Q").axis(title=f"Прирост, {_UNITS[unit]}", labelExpr=_COMMA),
        fill=alt.Fill("verdict:N", legend=alt.Legend(columns=1)).scale(color),
        shape=alt.Shape("verdict:N", legend=alt.Legend(columns=1)).scale(shape), tooltip=_tooltip(),
    )  # fmt: skip


def _ellipses(shown: GrownSchools) -> list[Any]:
    """Return the ellipses of the schools that can be told of, the surest first; too many would hide each other."""
    import altair as alt

    known = [one for one in shown.schools if one.ellipse and one.verdict != "cannot-tell"]
    rows = [
        {"code": one.code, "order": corner, "level": x, "growth": y}
        for one in sorted(known, key=_surety)[:MOST_ELLIPSES]
        for corner, (x, y) in enumerate(_outline(one))
    ]
    if not rows:
        return []
    line = alt.Chart(inline(rows)).mark_line(color=MUTED, strokeWidth=0.8, opacity=0.6)
    return [line.encode(x="level:Q", y="growth:Q", detail="code:N", order="order:Q")]


def _outline(one: GrownSchool) -> list[tuple[float, float]]:
    major, minor, angle = one.ellipse or (0.0, 0.0, 0.0)
    turn = radians(angle)
    return [
        (
            one.level + major * cos(step) * cos(turn) - minor * sin(step) * sin(turn),
            one.growth + major * cos(step) * sin(turn) + minor * sin(step) * cos(turn),
        )
        for step in (2 * pi * corner / _CORNERS for corner in range(_CORNERS + 1))
    ]


def _corners(rows: Sequence[dict[str, Any]]) -> list[Any]:
    """Return the words of the four fields in their corners."""
    import altair as alt

    across, up = (max([1e-6, *(abs(row[name]) for row in rows)]) for name in ("level", "growth"))
    fields: tuple[tuple[str, float, float, Align], ...] = (
        ("ниже среднего, растёт", -1, 1, "left"),
        ("выше среднего, растёт", 1, 1, "right"),
        ("ниже среднего, прирост мал", -1, -1, "left"),
        ("выше среднего, прирост мал", 1, -1, "right"),
    )
    return [
        alt.Chart(inline([{"level": x * across * 1.25, "growth": y * up * 1.3, "text": text}]))
        .mark_text(align=side, color=MUTED, fontSize=11)
        .encode(x="level:Q", y="growth:Q", text="text:N")
        for text, x, y, side in fields
    ]
