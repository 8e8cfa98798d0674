"""The look all pictures share: colours, shapes, title, subtitle – and the words under which they travel."""

from __future__ import annotations

from textwrap import wrap
from typing import TYPE_CHECKING, Any

from opora.reports.wording import typeset
from opora.vocabulary.papers import paper_label
from opora.vocabulary.spelling import counted, percent

if TYPE_CHECKING:
    from collections.abc import Sequence

    import altair as alt

    from opora.reports.points import Cloud, RuleProcedure
    from opora.tables.identification import Identification

INK, MUTED, PALE = "#22303C", "#5F6E7B", "#EDF1F4"
GROUPS = {
    "listed": ("в списке", "#B03A06", "triangle-up"),
    "at-risk": ("риск снижения", "#E3B04B", "diamond"),
    "other": ("остальные школы", "#FFFFFF", "circle"),
    "too-little": ("данных недостаточно", "#9AA7B2", "cross"),
}
TOGETHER = "Все процедуры правила вместе (порог правила относится к каждой отдельно)."
PERCENT_LABELS = "format(datum.value * 100, '.0f') + '\u00a0%'"


def drawn(seen: Cloud, shown: int | None = None) -> str:
    """Return how many schools the picture shows and how many have nothing to show."""
    without = f", без результатов – {seen.without_results}" if seen.without_results else ""
    number = len(seen.points) if shown is None else shown
    return f"На рисунке {counted(number, 'школа', 'школы', 'школ')}{without}."


def origin(identification: Identification) -> str:
    """Return the year, release and rule a picture must carry to be made again."""
    return (
        f"Данные {identification.year} года, выпуск {identification.release}. Правило: {identification.rules_title}, "
        f"{identification.rules_edition}."
    )


def named(procedure: RuleProcedure) -> str:
    """Return the Russian name of a procedure."""
    return paper_label(procedure.procedure, procedure.subject, procedure.paper_grade)


def finished(chart: Any, title: str, subtitle: Sequence[str], breadth: float = 1) -> alt.LayerChart:
    """Return the chart with its title, subtitle and the look all pictures share.

    Args:
        chart: the picture itself.
        title: what it says, in a sentence.
        subtitle: what it is of, and where it comes from.
        breadth: how broad it is beside the usual: its words are wrapped accordingly.
    """
    import altair as alt

    lines = [line for part in subtitle if part for line in wrap(typeset(part), round(118 * breadth))]
    heading = alt.TitleParams(
        text=wrap(typeset(title), round(80 * breadth)), subtitle=lines, anchor="start", frame="bounds", offset=14,
        color=INK, fontSize=16, lineHeight=20, subtitleColor=MUTED, subtitleFontSize=11.5, subtitleLineHeight=15,
        subtitlePadding=6,
    )  # fmt: skip
    dressed: alt.LayerChart = (
        chart.properties(title=heading, background="white", padding={"left": 8, "right": 8, "top": 8, "bottom": 8})
        .configure(font="Arial, Liberation Sans, Helvetica, sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=INK, titleColor=INK, labelFontSize=11.5, titleFontSize=12, titleFontWeight="normal",
            gridColor="#E4E9ED", domainColor="#9AA7B2", tickColor="#9AA7B2", titlePadding=10,
            labelOverlap=True, labelSeparation=6,
        )
        .configure_legend(
            orient="bottom", direction="horizontal", labelFontSize=11.5, labelColor=INK, title=None, symbolSize=90,
            labelLimit=300, columnPadding=18,
        )
    )  # fmt: skip
    return dressed


def inline(rows: Sequence[dict[str, Any]]) -> alt.InlineData:
    """Return rows as data of a chart; unlike plain data it has no limit of 5,000 rows."""
    import altair as alt

    return alt.InlineData(values=list(rows))


def levels(mean: float, threshold: float | None) -> list[tuple[float, str, dict[str, Any]]]:
    """Return (level, name, stroke) of the mean and, where the rule has one, of its threshold."""
    stroke = {"color": MUTED, "strokeDash": [2, 2], "strokeWidth": 1.2}
    found: list[tuple[float, str, dict[str, Any]]] = [(mean, f"среднее {percent(mean, 1)}", stroke)]
    if threshold is not None:
        found.append((threshold, f"порог {percent(threshold)}", {"color": INK, "strokeWidth": 1.6}))
    return found


def group_scales() -> tuple[Any, Any]:
    """Return the colours and the shapes that stand for what the rule says of a school."""
    import altair as alt

    names = [name for name, _, _ in GROUPS.values()]
    color = alt.Scale(domain=names, range=[color for _, color, _ in GROUPS.values()])
    return color, alt.Scale(domain=names, range=[shape for _, _, shape in GROUPS.values()])


def nothing_to_show() -> Any:
    """Return what stands in a picture without schools."""
    import altair as alt

    words = alt.Chart(inline([{"text": "Результатов нет"}])).mark_text(color=MUTED, fontSize=13)
    return words.encode(x=alt.value(80), y=alt.value(9), text="text:N")
