"""Pictures of an identification: is a school low, or is it just small; can two schools be told apart at all.

Both pictures avoid ranks: after Spiegelhalter (funnel plot) and Goldstein (caterpillar plot). Texts are Russian, fonts
are whatever stands at hand, colours are told apart by colour-blind people, shapes survive a black-and-white printer.
"""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Literal

from opora.reports.caterpillar import caterpillar_plot
from opora.reports.funnel import funnel_plot
from opora.reports.points import RuleProcedure, rule_procedures

if TYPE_CHECKING:
    import altair as alt

#: Altair keeps state of its own while a chart is made: where several threads draw, each holds this from the making of
#: the chart to its picture, or one chart gets pieces of another.
DRAWING = threading.RLock()

__all__ = ["DRAWING", "RuleProcedure", "caterpillar_plot", "funnel_plot", "picture", "rule_procedures"]


def picture(chart: alt.LayerChart, form: Literal["svg", "png"]) -> bytes:
    """Return the chart as a file's content. Nothing is loaded from anywhere; PNG is drawn for print at 2.5 scale."""
    import vl_convert

    spec = chart.to_dict()
    if form == "svg":
        return str(vl_convert.vegalite_to_svg(spec)).encode()
    return bytes(vl_convert.vegalite_to_png(spec, scale=2.5))
