"""The quadrant: two measures of each school at once, coloured only where chance does not explain them.

"Low but rising" apart from "low and falling", after the scatter of EVAAS and the Polish educational value added; a
village school that chance can put anywhere stays grey, however far from the middle it lies.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from math import cos, pi, radians, sin
from typing import TYPE_CHECKING, Any, Literal

from opora.reports.chart_look import INK, MUTED, PERCENT_LABELS, finished, inline, nothing_to_show
from opora.reports.labels import placed_labels
from opora.reports.wording import bare_name, printable, shortened
from opora.vocabulary.spelling import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    import altair as alt

#: Where a school lies: both measures speak (the worse or the better of each), one of them, or neither.
Zone = Literal["worse-worse", "worse-better", "better-worse", "better-better", "one", "chance"]

_LOOKS: dict[str, tuple[str, str]] = {
    "worse-worse": ("#B03A06", "triangle-up"),
    "worse-better": ("#D98324", "diamond"),
    "better-worse": ("#6B4E9B", "square"),
    "better-better": ("#1F6F8B", "circle"),
    "one": ("#FFFFFF", "circle"),
    "chance": ("#9AA7B2", "cross"),
}
_SURE = frozenset(_LOOKS) - {"one", "chance"}
_WIDTH, _HEIGHT = 600, 420
_MOST_NAMES = 12
_MOST_ELLIPSES = 40
_ELLIPSE_POINTS = 36


@dataclass(frozen=True)
class Spot:
    """One school in the picture.

    Attributes:
        school: its code.
        name: its name.
        x: the first measure.
        y: the second.
        zone: what may be said of both.
        words: what a pointer is told: numbers with their intervals.
        cells: the same for the table beside the picture.
        reach: the intervals of x and y; None for a measure without one.
        ellipse: half-axes and the angle in degrees of a region for both at once, where it is known.
    """

    school: str
    name: str
    x: float
    y: float
    zone: Zone
    words: str
    cells: tuple[str, ...]
    reach: tuple[tuple[float, float] | None, tuple[float, float] | None] = (None, None)
    ellipse: tuple[float, float, float] | None = None


@dataclass(frozen=True)
class Measure:
    """One axis: its title, the level that divides it, and whether it is a share 0–1."""

    title: str
    middle: float
    is_share: bool = True


@dataclass(frozen=True)
class Quadrant:
    """Two measures of schools with everything the picture must carry to be made again.

    Attributes:
        spots: a spot a school for which both measures are known.
        x: the axis along.
        y: the axis up.
        zones: what each zone means, in words.
        subject: what is measured and how chance is taken into account.
        origin: data year, release and rule.
        headings: of the table beside the picture, the school first.
        said: whose numbers they are, or why there are none.
        unclear: what is so of the schools of which both measures do not speak.
        missing: what is not known, of how many schools; empty where everything is.
    """

    spots: tuple[Spot, ...]
    x: Measure
    y: Measure
    zones: dict[Zone, str]
    subject: str
    origin: str
    headings: tuple[str, ...]
    said: str = ""
    unclear: str = "хотя бы одно из двух объяснимо случаем"
    missing: tuple[str, ...] = field(default=())

    @property
    def headline(self) -> str:
        """What the picture says, in a sentence."""
        if not self.spots:
            return "Показать нечего: оба измерения не известны ни у одной школы"
        found = Counter(spot.zone for spot in self.spots)
        worst = found["worse-worse"]
        unclear = found["one"] + found["chance"]
        schools = counted(len(self.spots), "школы", "школ", "школ")
        said = f"{self.zones['worse-worse'].capitalize()} – у {worst or 'ни одной'} из {schools}"
        return f"{said}; {self.unclear} – у {unclear or 'ни одной'}"

    @property
    def table(self) -> list[tuple[str, ...]]:
        """The picture's numbers as rows of words, those of which most can be said first, then by name."""
        order = list(_LOOKS)
        spots = sorted(self.spots, key=lambda spot: (order.index(spot.zone), spot.name, spot.school))
        return [(spot.name, *spot.cells, self.zones[spot.zone]) for spot in spots]


def quadrant_plot(quadrant: Quadrant) -> alt.LayerChart:
    """Return the picture: every school a point, its colour a word of the legend, names where both measures speak."""
    import altair as alt

    spots = quadrant.spots
    if not spots:
        layers = [nothing_to_show()]
    else:
        frame = _frame(quadrant)
        layers = [
            *_middles(quadrant),
            *_ellipses(spots, frame),
            *_whiskers(spots, frame),
            _points(quadrant, frame),
            *_names(spots, frame),
        ]
    missing = " ".join(quadrant.missing)
    return finished(
        alt.layer(*layers).properties(width=_WIDTH, height=_HEIGHT),
        quadrant.headline,
        [f"{quadrant.subject} {missing}".strip(), quadrant.origin],
    )


@dataclass(frozen=True)
class _Frame:
    """The field of the picture: both axes with their ends."""

    x: tuple[float, float]
    y: tuple[float, float]
    measures: tuple[Measure, Measure]

    def axes(self, first: str = "x", second: str = "y") -> tuple[alt.X, alt.Y]:
        import altair as alt

        along, up = self.measures
        return (
            alt.X(f"{first}:Q").scale(domain=list(self.x), nice=False, zero=False).axis(**_axis(along)),
            alt.Y(f"{second}:Q").scale(domain=list(self.y), nice=False, zero=False).axis(**_axis(up)),
        )

    def pixel(self, spot: Spot) -> tuple[float, float]:
        right = (spot.x - self.x[0]) / (self.x[1] - self.x[0])
        up = (spot.y - self.y[0]) / (self.y[1] - self.y[0])
        return _WIDTH * right, _HEIGHT * (1 - up)


def _axis(measure: Measure) -> dict[str, Any]:
    return {"title": measure.title, "tickCount": 6, **({"labelExpr": PERCENT_LABELS} if measure.is_share else {})}


def _frame(quadrant: Quadrant) -> _Frame:
    return _Frame(
        _ends([spot.x for spot in quadrant.spots], quadrant.x),
        _ends([spot.y for spot in quadrant.spots], quadrant.y),
        (quadrant.x, quadrant.y),
    )


def _ends(values: Sequence[float], measure: Measure) -> tuple[float, float]:
    """Return the ends of an axis: all points and the middle with a margin."""
    low, high = min([*values, measure.middle]), max([*values, measure.middle])
    margin = max((high - low) * 0.08, 0.01 if measure.is_share else 0.5)
    return low - margin, high + margin


def _middles(quadrant: Quadrant) -> list[Any]:
    import altair as alt

    stroke: dict[str, Any] = {"color": MUTED, "strokeDash": [4, 3], "strokeWidth": 1.2}
    return [
        alt.Chart(inline([{"level": quadrant.x.middle}])).mark_rule(**stroke).encode(x="level:Q"),
        alt.Chart(inline([{"level": quadrant.y.middle}])).mark_rule(**stroke).encode(y="level:Q"),
    ]


def _within(value: float, ends: tuple[float, float]) -> float:
    return min(max(value, ends[0]), ends[1])


def _whiskers(spots: Iterable[Spot], frame: _Frame) -> list[Any]:
    """Return the intervals of the schools of which both measures speak; the others' would hide everything."""
    import altair as alt

    sure = [spot for spot in spots if spot.zone in _SURE and spot.ellipse is None]
    along = [
        {"low": _within(spot.reach[0][0], frame.x), "high": _within(spot.reach[0][1], frame.x), "y": spot.y}
        for spot in sure
        if spot.reach[0]
    ]
    up = [
        {"low": _within(spot.reach[1][0], frame.y), "high": _within(spot.reach[1][1], frame.y), "x": spot.x}
        for spot in sure
        if spot.reach[1]
    ]
    stroke: dict[str, Any] = {"color": "#C3CBD2", "strokeWidth": 1.2}
    layers = []
    if along:
        x, y = frame.axes("low")
        layers.append(alt.Chart(inline(along)).mark_rule(**stroke).encode(x=x, x2="high:Q", y=y))
    if up:
        x, y = frame.axes("x", "low")
        layers.append(alt.Chart(inline(up)).mark_rule(**stroke).encode(x=x, y=y, y2="high:Q"))
    return layers


def _ellipses(spots: Iterable[Spot], frame: _Frame) -> list[Any]:
    """Return the 95 % regions of the schools of which both measures speak."""
    import altair as alt

    drawn = [spot for spot in spots if spot.zone in _SURE and spot.ellipse is not None][:_MOST_ELLIPSES]
    rows = [row for spot in drawn for row in _outline(spot)]
    if not rows:
        return []
    x, y = frame.axes()
    lines = alt.Chart(inline(rows)).mark_line(color="#C3CBD2", strokeWidth=1.1, clip=True)
    return [lines.encode(x=x, y=y, order="step:Q", detail="school:N")]


def _outline(spot: Spot) -> list[dict[str, Any]]:
    major, minor, angle = spot.ellipse or (0.0, 0.0, 0.0)
    turn = radians(angle)
    return [
        {
            "school": spot.school,
            "step": step,
            "x": spot.x + major * cos(at) * cos(turn) - minor * sin(at) * sin(turn),
            "y": spot.y + major * cos(at) * sin(turn) + minor * sin(at) * cos(turn),
        }
        for step in range(_ELLIPSE_POINTS + 1)
        for at in [2 * pi * step / _ELLIPSE_POINTS]
    ]


def _points(quadrant: Quadrant, frame: _Frame) -> Any:
    import altair as alt

    order = list(_LOOKS)
    rows = [
        {"x": spot.x, "y": spot.y, "zone": quadrant.zones[spot.zone], "words": f"{printable(spot.name)}. {spot.words}"}
        for spot in sorted(quadrant.spots, key=lambda spot: order.index(spot.zone), reverse=True)
    ]
    occur = [zone for zone in _LOOKS if any(spot.zone == zone for spot in quadrant.spots)]
    names = [quadrant.zones[zone] for zone in occur]  # type: ignore[index]
    color = alt.Scale(domain=names, range=[_LOOKS[zone][0] for zone in occur])
    shape = alt.Scale(domain=names, range=[_LOOKS[zone][1] for zone in occur])
    x, y = frame.axes()
    return alt.Chart(inline(rows)).mark_point(filled=True, size=70, stroke=INK, strokeWidth=0.8, opacity=1).encode(
        x=x, y=y, fill=alt.Fill("zone:N", legend=alt.Legend(columns=1)).scale(color),
        shape=alt.Shape("zone:N").scale(shape), tooltip=[alt.Tooltip("words:N", title=" ")],
    )  # fmt: skip


def _names(spots: Sequence[Spot], frame: _Frame) -> list[Any]:
    """Return the names of schools of which both measures speak, the worse first, each where it covers least."""
    import altair as alt

    order = list(_LOOKS)
    sure = sorted((spot for spot in spots if spot.zone in _SURE), key=lambda spot: order.index(spot.zone))
    wanted = [(shortened(printable(bare_name(spot.name)), 30), *frame.pixel(spot)) for spot in sure[:_MOST_NAMES]]
    layers = []
    for label in placed_labels(wanted, [frame.pixel(spot) for spot in spots], (_WIDTH, _HEIGHT)):
        text = alt.Chart(inline([{"text": label.text}])).encode(
            x=alt.value(label.x), y=alt.value(label.y), text="text:N"
        )
        halo = text.mark_text(align=label.align, fontSize=11, stroke="white", strokeWidth=3, opacity=0.75)
        layers += [halo, text.mark_text(align=label.align, fontSize=11, color=INK)]
    return layers
