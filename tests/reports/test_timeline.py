"""The timeline of a plan: what it says, and that it can be drawn whatever its names are."""

import datetime as dt
import re

import pytest

from opora.reports.charts import picture
from opora.reports.timeline import NARROW, WIDE, TimelineBar, TimelineRow, headline, timeline

TODAY = dt.date(2024, 7, 10)
MAY, JUNE = dt.date(2024, 5, 1), dt.date(2024, 6, 30)


def row(label: str, *states: str) -> TimelineRow:
    return TimelineRow(label, tuple(TimelineBar(state, MAY, JUNE) for state in states))


def svg(*rows: TimelineRow, width: int = WIDE) -> str:
    return picture(timeline(rows, TODAY, ["Отбор: все дела."], width), "svg").decode()


def test_the_headline_counts_what_is_shown():
    rows = [row("Совещание", "proven", "overdue"), row("Справка", "declared", "to-do")]
    assert headline(rows) == "Подтверждено 1 из 4, заявлено 1; срок прошёл у 1"
    assert headline([row("Справка", "proven")]) == "Подтверждено 1 из 1, заявлено 0; срок ни у чего не прошёл"


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_lines_today_and_states_are_drawn(width: int):
    drawn = svg(row("Совещание", "proven"), row("Справка", "overdue"), width=width)
    for words in ("Совещание", "Справка", "сегодня, 10.07", "срок прошёл", "✓"):
        assert words in drawn


def test_the_legend_names_only_the_states_that_are_shown():
    drawn = svg(row("Справка", "to-do", "proven"))
    assert [words in drawn for words in (">предстоит<", ">подтверждено<", ">отменено<")] == [True, True, False]


def test_two_lines_of_one_name_are_two_lines():
    drawn = svg(row("Справка", "to-do"), row("Справка", "to-do"))
    assert drawn.count(">Справка") == 2 * svg(row("Справка", "to-do")).count(">Справка")


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_a_long_name_runs_over_lines_and_loses_no_word(width: int):
    name = "3. Кедровская СОШ: Заслушать отчёты директоров школ, где доля не справившихся с заданиями выше порога"
    drawn = svg(row("Справка", "to-do"), row(name, "to-do"), width=width)
    words = [line for line in re.findall(r">([^<>]+)</text>", drawn) if line in name]
    assert len(words) > 2
    assert " ".join(dict.fromkeys(words)) == name


def test_a_name_longer_than_its_lines_ends_in_dots_and_is_told_whole_by_its_bar():
    name = "Провести " + "очень " * 60 + "важное совещание"
    chart = timeline([row(name, "to-do")], TODAY, [], NARROW)
    assert "…</text>" in picture(chart, "svg").decode()
    assert name in chart.to_json(ensure_ascii=False)


def test_a_ghost_is_a_dashed_outline_of_the_first_edition():
    moved = TimelineBar("to-do", MAY, JUNE, ghost=(MAY - dt.timedelta(30), MAY))
    without, beside = svg(row("Справка", "to-do")), svg(TimelineRow("Справка", (moved,)))
    assert beside.count("stroke-dasharray") == without.count("stroke-dasharray") + 1


def test_a_fuzzy_bar_is_faint():
    fuzzy = TimelineRow("Справка", (TimelineBar("to-do", MAY, JUNE, is_fuzzy=True),))
    assert 'opacity="0.38"' in svg(fuzzy)
    assert 'opacity="0.38"' not in svg(row("Справка", "to-do"))


def test_no_tasks_are_said_to_be_none_and_hostile_names_are_only_names():
    assert "Дел в этом отборе нет" in svg()
    drawn = svg(row("<script>alert(1)</script>\x00' + datum", "soon"))
    assert "<script" not in drawn


def test_today_is_left_out_where_the_plan_is_long_over():
    drawn = picture(timeline([row("Справка", "proven")], dt.date(2026, 1, 1), []), "svg").decode()
    assert "сегодня" not in drawn
