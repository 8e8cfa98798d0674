"""Pictures: what they say, what they show, and that every name goes through."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from lxml import etree

from opora.reports.caterpillar import MOST_ROWS
from opora.reports.charts import DRAWING, RuleProcedure, caterpillar_plot, funnel_plot, picture
from opora.reports.labels import apart, placed_labels
from tests.reports import samples


def _rows(chart: Any, *fields: str) -> list[dict[str, Any]]:
    """Return the rows of all data sets of a chart that have the fields."""
    spec = chart.to_dict()
    rows = [row for layer in spec["layer"] for row in layer.get("data", {}).get("values", [])]
    rows += [row for data in spec.get("datasets", {}).values() for row in data]
    return [row for row in rows if all(field in row for field in fields)]


def _heading(chart: Any) -> str:
    title = chart.to_dict()["title"]
    return " ".join([*title["text"], *title["subtitle"]]).replace("\u00a0", " ")


def _many(number: int) -> list[Any]:
    return [
        samples.school(f"s{place}", f"СОШ № {place}", [(place % 9, 20), (place % 7, 20)])
        for place in range(number)
    ]  # fmt: skip


def test_the_funnel_shows_each_school_once_and_says_what_is_seen() -> None:
    chart = funnel_plot(samples.identification())
    points = _rows(chart, "group", "pupils", "share")
    assert len(points) == 12
    assert {row["name"] for row in points if row["group"] == "в списке"} == {
        one.name for one in samples.district() if one.listed
    }
    said = _heading(chart)
    assert said.startswith("Из 4 школ списка 2 лежат выше границы 99,8 %, 1 – внутри границ 95 %")
    assert "Данные 2024 года, выпуск 7" in said
    assert "Методика приказа Рособрнадзора № 847" in said


def test_the_funnel_of_one_procedure_counts_its_pupils() -> None:
    chart = funnel_plot(samples.identification(), RuleProcedure("oge", "mathematics", 9))
    points = _rows(chart, "group", "pupils", "share")
    assert {row["pupils"] for row in points} == {24, 62, 26, 6, 10, 12, 16, 79, 55, 15, 29}
    assert "ОГЭ, математика" in _heading(chart)
    assert "без результатов – 1" in _heading(chart)


def test_the_caterpillar_colours_only_what_the_interval_decides() -> None:
    sure = samples.school("a", "Наверняка", [(40, 50)], "low", listed="first-time")
    unclear = samples.school("b", "Неясно", [(2, 6)])
    fine = samples.school("c", "Хорошо", [(1, 200)])
    rows = _rows(caterpillar_plot(samples.identification([sure, unclear, fine])), "verdict")
    assert {row["name"]: row["verdict"] for row in rows} == {
        "Наверняка": "весь интервал не ниже порога правила",
        "Неясно": "от среднего отличить нельзя",
        "Хорошо": "весь интервал ниже среднего",
    }


def test_of_many_schools_the_listed_stay_and_the_subtitle_counts_the_rest() -> None:
    far = samples.school("far", "Дальняя", [(0, 400)], "low", listed="first-time")
    chart = caterpillar_plot(samples.identification([*_many(100), far]))
    shown = {row["name"] for row in _rows(chart, "verdict")}
    assert len(shown) == MOST_ROWS
    assert "Дальняя" in shown
    assert "На рисунке 60 школ. Не показаны школы, более далёкие от порога: 41." in _heading(chart)


def test_schools_of_one_name_stay_two_rows() -> None:
    twins = [samples.school(code, "МКОУ Никольская СОШ", [(2, 20)]) for code in ("edu1", "edu2")]
    names = {row["name"] for row in _rows(caterpillar_plot(samples.identification(twins)), "verdict")}
    assert names == {"Никольская СОШ (edu1)", "Никольская СОШ (edu2)"}


def test_a_rule_without_a_threshold_has_no_threshold_in_its_pictures() -> None:
    free = samples.identification(threshold=None, least_low_procedures=None)
    for chart in (funnel_plot(free), caterpillar_plot(free)):
        assert "порог " not in json.dumps(_rows(chart, "text"), ensure_ascii=False)
        assert picture(chart, "svg")


@pytest.mark.parametrize("schools", [[], [samples.school("a", "а", [(0, 1)])], _many(1)])
def test_pictures_of_almost_nothing_are_pictures_all_the_same(schools: list[Any]) -> None:
    for chart in (funnel_plot(samples.identification(schools)), caterpillar_plot(samples.identification(schools))):
        assert picture(chart, "png").startswith(b"\x89PNG")


def test_hostile_names_are_only_names() -> None:
    hostile = samples.renamed(samples.HOSTILE_NAMES)
    for chart in (funnel_plot(hostile), caterpillar_plot(hostile)):
        drawing = etree.fromstring(picture(chart, "svg"))
        words = " ".join(drawing.itertext())
        assert "{{ 7*7 }}" in words
        assert not drawing.xpath("//*[local-name()='b' or local-name()='script' or local-name()='a']")


def test_labels_do_not_cover_each_other_while_there_is_room() -> None:
    wanted = [("Первая школа", 100.0, 100.0), ("Вторая школа", 104.0, 103.0), ("Третья школа", 98.0, 104.0)]
    labels = placed_labels(wanted, [(x, y) for _, x, y in wanted], (400, 300))
    assert len({(label.x, label.y) for label in labels}) == 3
    same_side = [label.y for label in labels if label.align == "left"]
    assert all(abs(a - b) >= 13 for a in same_side for b in same_side if a != b)


def test_of_many_listed_schools_the_funnel_shows_list_numbers() -> None:
    listed = [one.model_copy(update={"status": "low", "listed": "first-time"}) for one in _many(20)]
    chart = funnel_plot(samples.identification(listed))
    labels = {row["text"] for row in _rows(chart, "text")} & {str(number) for number in range(1, 21)}
    assert labels
    assert "Подписаны номера школ в перечне" in _heading(chart)


def test_a_number_that_finds_no_room_by_its_point_is_left_out() -> None:
    crowd = [(str(number), 50.0, 50.0) for number in range(40)]
    assert len(placed_labels(crowd, [(x, y) for _, x, y in crowd], (100, 100))) < 40


def test_a_label_at_the_right_edge_turns_inside() -> None:
    assert placed_labels([("Длинное название школы", 395.0, 50.0)], [(395.0, 50.0)], (400, 300))[0].align == "right"


def test_names_of_lines_are_parted() -> None:
    assert apart([10.0, 12.0, 100.0], 13.0) == pytest.approx([4.5, 17.5, 100.0])


def test_charts_drawn_by_several_threads_stay_whole() -> None:
    answer = samples.identification()

    def said(name: str) -> list[str]:
        plot = {"funnel": funnel_plot, "caterpillar": caterpillar_plot}[name]
        with DRAWING:
            return re.findall(r"<text[^>]*>([^<]*)</text>", picture(plot(answer), "svg").decode())

    alone = {name: said(name) for name in ("funnel", "caterpillar")}
    with ThreadPoolExecutor(4) as threads:
        together = list(threads.map(said, ["funnel", "caterpillar"] * 6))
    assert together == [alone["funnel"], alone["caterpillar"]] * 6
