"""The effect of support by every method as a picture: an interval each, or the words that it cannot tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from opora.reports.chart_look import INK, MUTED, finished, inline, nothing_to_show
from opora.reports.wording import printable

if TYPE_CHECKING:
    import altair as alt

    from opora.tables.effect_of_support import EffectOfSupport, MethodRow

_WIDE, _ROW = 460, 34
_COMMA = "replace(format(datum.value, '~g'), '.', ',')"


def effect_plot(answer: EffectOfSupport, origin: str, width: int = _WIDE) -> alt.LayerChart:
    """Return the methods in their order, each with its 95 % interval beside no effect; silent ones say so.

    A share is drawn in percentage points.
    """
    import altair as alt

    rows = [_row(one, answer.is_share) for one in answer.methods]
    told, silent = ([row for row in rows if ("low" in row) is is_told] for is_told in (True, False))
    y = alt.Y("method:N").sort([row["method"] for row in rows]).axis(title=None, labelLimit=230)
    unit = "Эффект, процентных пунктов" if answer.is_share else "Эффект"
    x = alt.X("low:Q").axis(title=unit, labelExpr=_COMMA)
    layers: list[Any] = [nothing_to_show()] if not rows else [
        alt.Chart(inline([{"low": 0}])).mark_rule(color=MUTED, strokeDash=[4, 3]).encode(x="low:Q"),
        alt.Chart(inline(told)).mark_rule(color=MUTED, strokeWidth=2.2).encode(x=x, x2="high:Q", y=y),
        alt.Chart(inline(told)).mark_point(filled=True, size=70, opacity=1, color=INK).encode(
            x="estimate:Q", y=y, tooltip=[alt.Tooltip("words:N", title=" ")]
        ),
        alt.Chart(inline(silent)).mark_text(color=INK, align="left", dx=6).encode(x="at:Q", y=y, text="words:N"),
    ]  # fmt: skip
    better = "Левее нуля – лучше." if answer.less_is_better else "Правее нуля – лучше."
    words = f"Отрезок – интервал 95\u00a0%: если в нём есть ноль, разницы не видно. {better}"
    return finished(
        alt.layer(*layers).properties(width=width, height=_ROW * max(1, len(rows))),
        f"Помогло ли: {answer.verdict_words}", [words, origin], max(0.5, width / _WIDE),
    )  # fmt: skip


def _row(one: MethodRow, is_share: bool) -> dict[str, Any]:
    scale = 100 if is_share else 1
    if one.estimate is None or one.low is None or one.high is None:
        return {"method": printable(one.title), "at": 0, "words": one.verdict_words}
    numbers = {name: round(scale * getattr(one, name), 6) for name in ("estimate", "low", "high")}
    return {"method": printable(one.title), "words": one.words, **numbers}
