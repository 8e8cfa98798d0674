"""By kinds of measures: by plain least squares, too few of a kind, kinds that always go together."""

from dataclasses import replace

import numpy as np
import pytest

from opora.analysis.support_effect import Panel, Support, by_kinds
from opora.analysis.support_effect.before_after import before_after
from tests.analysis.support_effect.drawn import many


def with_kinds(effects: dict[str, float], seed: int = 1) -> Panel:
    """Return 200 schools, 60 of them supported; each kind went to every second of them, at random."""
    draw = np.random.default_rng(seed)
    results = draw.normal(0, 1, (200, 1)) + draw.normal(0, 0.4, (200, 3))
    panel = many(results, dict.fromkeys(range(60), 2022))
    support = {}
    for place in range(60):
        kinds = frozenset(kind for kind in effects if draw.random() < 0.5)
        results[place, 2] += sum(effects[kind] for kind in kinds)
        support[panel.schools[place]] = Support(2022, kinds)
    return replace(panel, support=support)


def test_each_kind_has_its_own_difference_by_least_squares() -> None:
    panel = with_kinds({"mentor": -1.0, "seminar": 0.0})
    found = {one.kind: one for one in by_kinds(panel)}
    rows = before_after(panel)
    had = [panel.support.get(panel.schools[place], Support(0)).kinds for place in rows.places]
    columns = [[kind in kinds for kinds in had] for kind in ("mentor", "seminar")]
    otherwise = rows.is_supported & ~np.any(columns, axis=0)
    design = np.column_stack([*columns, np.ones(rows.places.size), rows.expected, otherwise]).astype(float)
    by_hand = np.linalg.lstsq(design, rows.after, rcond=None)[0]
    assert found["mentor"].answer.estimate == pytest.approx(by_hand[0])
    assert found["seminar"].answer.estimate == pytest.approx(by_hand[1])
    assert found["mentor"].answer.verdict == "helped"
    assert found["mentor"].q < 0.01
    assert found["seminar"].answer.verdict == "no-difference-seen"


def test_a_kind_of_fewer_than_ten_schools_is_not_told() -> None:
    panel = with_kinds({"mentor": -1.0})
    support = dict(panel.support)
    for place in range(9):
        one = support[panel.schools[place]]
        support[panel.schools[place]] = Support(one.since, one.kinds | {"rare"})
    found = {one.kind: one for one in by_kinds(replace(panel, support=support))}
    assert (found["rare"].answer.reason, found["rare"].answer.supported, found["rare"].q) == ("few-of-a-kind", 9, None)
    assert found["mentor"].answer.can_tell


def test_kinds_that_always_go_together_are_not_told_apart() -> None:
    panel = with_kinds({"mentor": -1.0, "seminar": 0.0})
    support = {
        school: Support(one.since, one.kinds | {"tutor"} if "mentor" in one.kinds else one.kinds)
        for school, one in panel.support.items()
    }
    found = {one.kind: one.answer for one in by_kinds(replace(panel, support=support))}
    assert {kind: answer.reason for kind, answer in found.items()} == {
        "mentor": "kinds-together", "seminar": "", "tutor": "kinds-together",
    }  # fmt: skip


def test_of_many_idle_kinds_hardly_any_is_said_to_help() -> None:
    seen = 0
    for seed in range(20):
        found = by_kinds(with_kinds(dict.fromkeys("abcdef", 0.0), seed))
        seen += any(one.answer.verdict != "no-difference-seen" for one in found)
    assert seen <= 3


def test_nobody_wrote_kinds_down() -> None:
    assert by_kinds(many(np.random.default_rng(0).normal(size=(40, 3)), dict.fromkeys(range(10), 2022))) == ()
