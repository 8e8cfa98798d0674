"""Charts of a list as pictures with an address of their own; a release never changes, so a picture may be kept."""

from django.http import Http404, HttpResponse

from opora.reports.charts import DRAWING, caterpillar_plot, funnel_plot, picture
from opora.tables.identification import Identification

CHARTS = {"funnel": funnel_plot, "caterpillar": caterpillar_plot}
_A_DAY = 86_400


def chart_picture(name: str, answer: Identification) -> HttpResponse:
    """Return the chart of that name as SVG, kept by the person's own browser for a day.

    Raises:
        Http404: there is no such chart.
    """
    if name not in CHARTS:
        raise Http404
    with DRAWING:
        content = picture(CHARTS[name](answer), "svg")
    reply = HttpResponse(content, content_type="image/svg+xml")
    reply["Cache-Control"] = f"private, max-age={_A_DAY}"
    return reply
