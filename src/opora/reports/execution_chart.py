"""How far the measures of a plan are, as stacked bars: one bar a section, told apart by colour and by words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from opora.reports.chart_look import INK, finished, inline
from opora.reports.wording import shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

#: How far an occurrence of a measure is: code → (word, colour that differs in black and white, too).
STATES = {
    "proven": ("подтверждено", "#1F6F45"),
    "declared": ("заявлено, не подтверждено", "#8FC3A4"),
    "overdue": ("срок прошёл", "#B03A06"),
    "to-do": ("срок впереди", "#DCE3E8"),
    "cancelled": ("отменено", "#9AA7B2"),
}
#: Widths of the field: on paper and wide windows, on phones.
WIDE, NARROW = 470, 200
_LONGEST, _BAR = 42, 26
_LABEL_PIXELS = {WIDE: 320, NARROW: 120}


@dataclass(frozen=True)
class BarCounts:
    """How many occurrences of one section stand in each state, by the codes of STATES."""

    name: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def in_words(self) -> str:
        """The bar as a text, for those who do not see it."""
        said = ", ".join(f"{words} {self.counts[code]}" for code, (words, _) in STATES.items() if self.counts.get(code))
        return f"{self.name}: {said}"


def execution_chart(bars: Sequence[BarCounts], period: str, width: int = WIDE) -> alt.LayerChart:
    """Return the chart.

    Args:
        bars: one for each section, in the order of the plan; empty ones are left out.
        period: which time is counted, in words.
        width: of the field in pixels: WIDE or NARROW.
    """
    import altair as alt

    shown = [bar for bar in bars if bar.total]
    rows = [
        {"section": _label(place, bar), "state": words, "order": order, "count": bar.counts[code]}
        for place, bar in enumerate(shown, start=1)
        for order, (code, (words, _)) in enumerate(STATES.items())
        if bar.counts.get(code)
    ]
    words, colours = zip(*STATES.values(), strict=True)
    across = alt.X("count:Q", title="мероприятий и сроков", axis=alt.Axis(tickMinStep=1, format="d"), stack="zero")
    down = alt.Y("section:N", title=None, sort=None, axis=alt.Axis(labelLimit=_LABEL_PIXELS[width]))
    bar = alt.Chart(inline(rows)).mark_bar(stroke=INK, strokeWidth=0.4).encode(
        x=across, y=down, order="order:O",
        color=alt.Color(
            "state:N", scale=alt.Scale(domain=list(words), range=list(colours)), sort=list(words),
            legend=alt.Legend(columns=len(words) if width == WIDE else 1),
        ),
        tooltip=[alt.Tooltip("section:N", title="раздел"), alt.Tooltip("state:N", title="как"),
                 alt.Tooltip("count:Q", title="сколько")],
    )  # fmt: skip
    chart = alt.layer(bar).properties(width=width, height=max(2, len(shown)) * _BAR)
    return finished(chart, "Как выполнен план", [f"Срок: {period}."], width / WIDE)


def _label(place: int, bar: BarCounts) -> str:
    """Return a bar's name with a number, which keeps shortened names apart; most sections bear one already."""
    name = shortened(bar.name, _LONGEST)
    return name if name[:1].isdigit() else f"{place}. {name}"
