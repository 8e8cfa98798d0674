"""Items as pictures: what the weak and the strong third do with each, and how hard each is, with its error."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import INK, MUTED, PERCENT_LABELS, finished, inline, nothing_to_show
from opora.reports.wording import printable
from opora.vocabulary.spelling import percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

_WIDE, _ROW = 460, 17
_THIRDS = {"weak": ("слабая треть", "#B03A06"), "strong": ("сильная треть", "#1F6F8B")}
_COMMA = "replace(format(datum.value, '~g'), '.', ',')"

#: An item that even the strong third earns less of than this is hard for all.
HARD_FOR_ALL = 0.5


@dataclass(frozen=True)
class ItemOfThirds:
    """One item: earned shares of the weak and the strong third."""

    item: str
    weak: float
    strong: float


@dataclass(frozen=True)
class ItemDifficulty:
    """One item on the scale of difficulty, with its standard error."""

    item: str
    difficulty: float
    error: float


def thirds_plot(items: Sequence[ItemOfThirds], paper: str, origin: str, width: int = _WIDE) -> alt.LayerChart:
    """Return items in their order, each with the shares both thirds earn: hard for all apart from not taught."""
    import altair as alt

    order = [printable(one.item) for one in items]
    rows = [
        {"item": printable(one.item), "share": getattr(one, third), "third": name,
         "words": f"Задание {printable(one.item)}, {name}: {percent(getattr(one, third))}"}
        for one in items
        for third, (name, _) in _THIRDS.items()
    ]  # fmt: skip
    spans = [{"item": printable(one.item), "share": one.weak, "end": one.strong} for one in items]
    layers = _thirds_layers(rows, spans, order) if rows else [nothing_to_show()]
    hard = [one.item for one in items if one.strong < HARD_FOR_ALL]
    title = f"Трудны для всех: {', '.join(hard)}" if hard else "Сильная треть берёт не меньше половины каждого задания"
    words = (
        "Точки рядом внизу – трудно всем: тему проверьте со всеми. Точки далеко друг от друга – слабым нужна помощь."
    )
    return finished(
        alt.layer(*layers).properties(width=width, height=_ROW * max(1, len(items))),
        title, [f"{paper}. {words}", origin], max(0.5, width / _WIDE),
    )  # fmt: skip


def _thirds_layers(rows: Sequence[dict[str, Any]], spans: Sequence[dict[str, Any]], order: Sequence[str]) -> list[Any]:
    import altair as alt

    y = alt.Y("item:N").sort(list(order)).axis(title="Задание", labelLimit=160)
    x = alt.X("share:Q").scale(domain=[0, 1]).axis(title="Взятая доля баллов", labelExpr=PERCENT_LABELS)
    color = alt.Scale(domain=[name for name, _ in _THIRDS.values()], range=[color for _, color in _THIRDS.values()])
    shape = alt.Scale(domain=[name for name, _ in _THIRDS.values()], range=["diamond", "circle"])
    lines = alt.Chart(inline(spans)).mark_rule(color="#C9D1D8", strokeWidth=2).encode(x=x, x2="end:Q", y=y)
    points = alt.Chart(inline(rows)).mark_point(filled=True, size=70, opacity=1).encode(
        x=x, y=y, fill=alt.Fill("third:N").scale(color), shape=alt.Shape("third:N").scale(shape),
        tooltip=[alt.Tooltip("words:N", title=" ")],
    )  # fmt: skip
    return [lines, points]


def difficulty_plot(items: Sequence[ItemDifficulty], paper: str, origin: str, width: int = _WIDE) -> alt.LayerChart:
    """Return the map of items: from the easiest to the hardest, each with its 95 % interval."""
    import altair as alt

    ordered = sorted(items, key=lambda one: one.difficulty)
    rows = [
        {"item": printable(one.item), "difficulty": one.difficulty, "low": one.difficulty - 1.96 * one.error,
         "high": one.difficulty + 1.96 * one.error,
         "words": f"Задание {printable(one.item)}: {one.difficulty:+.2f} ± {1.96 * one.error:.2f}".replace(".", ",")}
        for one in ordered
    ]  # fmt: skip
    if not rows:
        layers = [nothing_to_show()]
    else:
        y = alt.Y("item:N").sort([printable(one.item) for one in ordered]).axis(title="Задание", labelLimit=160)
        x = alt.X("low:Q").axis(title="Трудность, логиты: левее – легче", labelExpr=_COMMA)
        own = alt.Chart(inline(rows))
        layers = [
            alt.Chart(inline([{"low": 0}])).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x="low:Q"),
            own.mark_rule(color=MUTED, strokeWidth=2.2).encode(x=x, x2="high:Q", y=y),
            own.mark_point(filled=True, size=60, opacity=1, color=INK).encode(
                x="difficulty:Q", y=y, tooltip=[alt.Tooltip("words:N", title=" ")]
            ),
        ]
    title = f"От лёгкого ({rows[0]['item']}) к трудному ({rows[-1]['item']})" if rows else "Заданий нет"
    words = "Точка – трудность, отрезок – интервал 95\u00a0%: задания с пересекающимися отрезками одинаково трудны."
    return finished(
        alt.layer(*layers).properties(width=width, height=_ROW * max(1, len(rows))),
        title, [f"{paper}. {words}", origin], max(0.5, width / _WIDE),
    )  # fmt: skip
