"""The picture of methods: each interval where it is, silence in words, wide and narrow."""

from dataclasses import replace

import pytest

from opora.reports.effect_plot import effect_plot
from opora.tables.effect_of_support import EffectOfSupport, MethodRow

TOLD = MethodRow(
    "alike-schools", "Рядом с похожими школами", -0.053, -0.138, 0.032, "no-difference-seen", "разницы не видно", "",
    "Разницы не видно.", (), 27, 40, {},
)  # fmt: skip
SILENT = MethodRow(
    "discontinuity", "У порога отбора", None, None, None, "cannot-tell", "нельзя сказать", "few-near-threshold",
    "Нельзя сказать.", (), 10, 13, {},
)  # fmt: skip
ANSWER = EffectOfSupport(
    "no-difference-seen", "разницы не видно", "", (), (TOLD, SILENT), (), (), (), {}, (), 180, 41, (2022, 2023, 2024),
    True, True, (),
)  # fmt: skip


def rows(answer: EffectOfSupport) -> list[dict[str, object]]:
    spec = effect_plot(answer, "Выпуск № 1.").to_dict()
    found = [row for layer in spec["layer"] for row in layer.get("data", {}).get("values", [])]
    found += [row for data in spec.get("datasets", {}).values() for row in data]
    return [row for row in found if "method" in row]


def test_a_share_is_drawn_in_percentage_points_where_its_interval_is() -> None:
    told = next(row for row in rows(ANSWER) if row["method"] == TOLD.title)
    assert (told["estimate"], told["low"], told["high"]) == (-5.3, -13.8, 3.2)
    plain = next(row for row in rows(replace(ANSWER, is_share=False)) if row["method"] == TOLD.title)
    assert plain["low"] == -0.138


def test_a_silent_method_stands_in_words_and_has_no_interval() -> None:
    silent = [row for row in rows(ANSWER) if row["method"] == SILENT.title]
    assert silent == [{"method": SILENT.title, "at": 0, "words": "нельзя сказать"}]


def test_the_picture_says_the_verdict_and_which_side_is_better() -> None:
    title = effect_plot(ANSWER, "Выпуск № 1.").to_dict()["title"]
    said = " ".join([*title["text"], *title["subtitle"]]).replace("\u00a0", " ")
    assert "Помогло ли: разницы не видно" in said
    assert "Левее нуля – лучше" in said
    over = effect_plot(replace(ANSWER, less_is_better=False), "").to_dict()["title"]
    assert "Правее нуля – лучше" in " ".join(over["subtitle"]).replace("\u00a0", " ")


@pytest.mark.parametrize("width", [460, 210])
@pytest.mark.parametrize("methods", [(TOLD, SILENT), (SILENT,), ()])
def test_it_can_be_drawn_wide_and_narrow_whoever_is_silent(width: int, methods: tuple[MethodRow, ...]) -> None:
    import vl_convert

    chart = effect_plot(replace(ANSWER, methods=methods), "Выпуск № 1.", width)
    assert vl_convert.vegalite_to_svg(chart.to_dict()).startswith("<svg")
