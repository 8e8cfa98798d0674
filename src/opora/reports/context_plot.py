"""Context beside results as a picture: what is expected in such conditions, and who stands above or below it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import INK, MUTED, finished, inline, nothing_to_show
from opora.reports.wording import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import altair as alt

_WIDE = 460
_COMMA = "replace(format(datum.value, '~g'), '.', ',')"
_PLACES = {
    "resilient": ("резильентная", "#1F6F8B", "triangle-up"),
    "above-expected": ("выше ожидаемого", "#6FA8B9", "circle"),
    "as-expected": ("как ожидается", "#9AA7B2", "circle"),
    "below-expected": ("ниже ожидаемого", "#B03A06", "triangle-down"),
}

#: What the picture of one school says.
_OF_ONE = {
    "resilient": "Результат держится вопреки условиям",
    "above-expected": "Результат выше ожидаемого в таких условиях",
    "as-expected": "Результат такой, какого ждут в таких условиях",
    "below-expected": "Результат ниже ожидаемого в таких условиях",
}
#: Where most schools stand: the axes go at least so far.
_USUAL_INDEX, _USUAL_RESULT = (31, 69), (-1.5, 1.5)


@dataclass(frozen=True)
class PlacedSchool:
    """One school: index of well-being, result in spreads between schools, what is expected, and its place."""

    name: str
    index: float
    result: float
    expected: float
    place: str
    is_own: bool = False


def context_plot(
    schools: Sequence[PlacedSchool], border: tuple[float, float], about: tuple[str, str], width: int = _WIDE
) -> alt.LayerChart:
    """Return index × result.

    Args:
        schools: those with a place.
        border: the indices between which a context is neither good nor bad.
        about: what it is of; where the numbers come from.
        width: of the field in pixels.
    """
    import altair as alt

    rows = [
        {"index": one.index, "result": one.result, "place": _PLACES[one.place][0], "size": 160 if one.is_own else 55,
         "words": f"{printable(one.name)}: индекс {one.index:.0f}, результат {_signed(one.result)}, "
         f"ожидается {_signed(one.expected)}; {_PLACES[one.place][0]}"}
        for one in schools
    ]  # fmt: skip
    own = _expected(schools[0]) if len(schools) == 1 else []
    layers = [_zone(border, schools), *([_zero(), *own, _points(rows, schools)] if rows else [nothing_to_show()])]
    words = (
        "Вправо – благополучнее контекст, вверх – выше результат. Серая полоса – пограничный контекст: о поддержке "
        "решают вместе со школой."
    )
    return finished(
        alt.layer(*layers).properties(width=width, height=max(260, round(width * 0.65))),
        _headline(schools),
        [f"{about[0]}. {words}", about[1]],
        max(0.5, width / _WIDE),
    )


def _headline(schools: Sequence[PlacedSchool]) -> str:
    if len(schools) == 1:
        return _OF_ONE[schools[0].place]
    resilient = sum(one.place == "resilient" for one in schools)
    below = sum(one.place == "below-expected" for one in schools)
    return f"Резильентных школ – {resilient}, с результатом ниже ожидаемого в их условиях – {below}"


def _reach(values: Iterable[float], usual: tuple[float, float]) -> list[float]:
    """Return from where to where an axis goes: over all values, and never less than where most schools stand."""
    known = [*values, *usual]
    return [math.floor(min(known) - 0.1), math.ceil(max(known) + 0.1)]


def _signed(value: float) -> str:
    return f"{value:+.1f}".replace(".", ",").replace("-", "−")


def _zone(border: tuple[float, float], schools: Sequence[PlacedSchool]) -> Any:
    import altair as alt

    reach = _reach((one.index for one in schools), _USUAL_INDEX)
    return alt.Chart(inline([{"index": border[0], "end": border[1]}])).mark_rect(color="#EDF1F4").encode(
        x=alt.X("index:Q").scale(domain=reach, nice=False), x2="end:Q"
    )  # fmt: skip


def _zero() -> Any:
    import altair as alt

    return alt.Chart(inline([{"result": 0}])).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(y="result:Q")


def _expected(one: PlacedSchool) -> list[Any]:
    """Return how far a school stands from what is expected in its conditions."""
    import altair as alt

    data = alt.Chart(inline([{"index": one.index, "expected": one.expected, "end": one.result, "words": "ожидается"}]))
    way = data.mark_rule(color=MUTED).encode(x="index:Q", y="expected:Q", y2="end:Q")
    place = data.mark_tick(orient="horizontal", color=INK, thickness=2, width=24).encode(x="index:Q", y="expected:Q")
    words = data.mark_text(align="left", dx=18, color=INK, fontSize=11.5)
    return [way, place, words.encode(x="index:Q", y="expected:Q", text="words:N")]


def _points(rows: Sequence[dict[str, Any]], schools: Sequence[PlacedSchool]) -> Any:
    import altair as alt

    reach = _reach((value for one in schools for value in (one.result, one.expected)), _USUAL_RESULT)
    occur = [one for one in _PLACES.values() if any(row["place"] == one[0] for row in rows)]
    names = [name for name, _, _ in occur]
    color = alt.Scale(domain=names, range=[color for _, color, _ in occur])
    shape = alt.Scale(domain=names, range=[shape for _, _, shape in occur])
    marks = alt.Chart(inline(rows)).mark_point(filled=True, opacity=0.9, stroke=INK, strokeWidth=0.4)
    return marks.encode(
        x=alt.X("index:Q").axis(title="Индекс благополучия: 50 – средняя школа", labelExpr=_COMMA),
        y=alt.Y("result:Q").scale(domain=reach, nice=False).axis(
            title="Результат, разбросы между школами", labelExpr=_COMMA
        ),
        fill=alt.Fill("place:N", legend=alt.Legend(columns=2)).scale(color),
        shape=alt.Shape("place:N", legend=alt.Legend(columns=2)).scale(shape),
        size=alt.Size("size:Q", legend=None).scale(None),
        tooltip=[alt.Tooltip("words:N", title=" ")],
    )  # fmt: skip
