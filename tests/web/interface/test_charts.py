"""Charts become pictures and specifications once; browsers keep what they have."""

import gzip
from typing import Any

import altair as alt
import pytest
from django.test import Client, RequestFactory

from opora_web.interface.charts import chart_answer
from opora_web.interface.figures import Figure


def _chart() -> Any:
    data = alt.InlineData(values=[{"x": 1, "y": 2}])
    return alt.layer(alt.Chart(data).mark_point().encode(x="x:Q", y="y:Q"))


def _never() -> Any:
    raise AssertionError("нарисовано второй раз")


def _asked(**headers: str) -> Any:
    return RequestFactory().get("/", headers=headers)


def test_the_same_chart_is_drawn_once(tmp_path: Any, settings: Any):
    settings.COMPUTED = tmp_path
    first = chart_answer(_asked(), "svg", "одно и то же", _chart)
    again = chart_answer(_asked(), "svg", "одно и то же", _never)
    assert first.content == again.content
    assert first.content.startswith(b"<svg")
    with pytest.raises(AssertionError):
        chart_answer(_asked(), "svg", "другое", _never)


def test_a_browser_that_has_it_is_told_so(tmp_path: Any, settings: Any):
    settings.COMPUTED = tmp_path
    first = chart_answer(_asked(), "json", "числа", _chart)
    again = chart_answer(_asked(**{"If-None-Match": first["ETag"]}), "json", "числа", _never)
    assert (again.status_code, again.content) == (304, b"")
    assert "private" in again["Cache-Control"]
    other = chart_answer(_asked(**{"If-None-Match": first["ETag"]}), "json", "другие числа", _chart)
    assert other.status_code == 200


def test_scripts_that_draw_come_from_this_server_packed_or_not():
    packed = Client().get("/charts/library.js", headers={"Accept-Encoding": "gzip"})
    plain = Client().get("/charts/library.js")
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert b"vegaEmbed" in plain.content
    assert "Accept-Encoding" in packed["Vary"]


def test_a_figure_knows_its_addresses():
    figure = Figure(
        name="a", address="/schools/1/results/vpr", release=7, alt="", caption="", headings=("Год",),
        rows=(("2024",),), query=(("rules", "a&b"),), has_narrow=True,
    )  # fmt: skip
    assert figure.picture == "/schools/1/results/vpr.svg?release=7&rules=a%26b"
    assert figure.narrow_spec == "/schools/1/results/vpr.json?release=7&rules=a%26b&narrow=1"
    assert figure.labelled_rows == [[("Год", True, "2024")]]
