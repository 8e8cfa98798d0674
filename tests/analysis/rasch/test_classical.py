"""Alpha and correlations: by hand, by definition, as R's psych has them."""

import duckdb
import narwhals.stable.v2 as nw
import numpy as np
import pytest

from opora.analysis.rasch import classical, score_groups
from tests.analysis.cases import CASES, needs_cases, told
from tests.analysis.rasch.answered import answers


def test_alpha_of_four_pupils_and_two_items_is_the_one_by_hand() -> None:
    # variances 1/3 and 1/4, total 0, 1, 2, 2 has variance 11/12: alpha = 2 · (1 − (7/12) / (11/12)) = 8/11
    table, items = answers([[0, 0], [0, 1], [1, 1], [1, 1]])
    found = classical(score_groups(table, items), table)
    assert found.alpha == pytest.approx(8 / 11)
    assert found.share.tolist() == [0.5, 0.75]


@pytest.mark.parametrize("categories", [2, 4])
def test_statistics_are_what_their_definitions_say(categories: int) -> None:
    x = np.random.default_rng(1).integers(0, categories, size=(50, 4)) + np.arange(50)[:, None] // 40
    x = np.minimum(x, categories - 1)
    table, items = answers(x.tolist())
    found = classical(score_groups(table, items), table)
    total = x.sum(axis=1)
    for item in range(4):
        rest = total - x[:, item]
        others = np.delete(x, item, axis=1)
        alpha = 3 / 2 * (1 - others.var(axis=0, ddof=1).sum() / rest.var(ddof=1))
        assert found.item_rest[item] == pytest.approx(np.corrcoef(x[:, item], rest)[0, 1], abs=1e-12)
        assert found.item_total[item] == pytest.approx(np.corrcoef(x[:, item], total)[0, 1], abs=1e-12)
        assert found.alpha_without[item] == pytest.approx(alpha, abs=1e-12)
        assert found.share[item] == pytest.approx(x[:, item].mean() / (categories - 1))


def test_missing_answers_are_left_out_pair_by_pair() -> None:
    chance = np.random.default_rng(2)
    x = chance.integers(0, 2, size=(60, 3)) | (np.arange(60)[:, None] > 40)
    rows: list[list[int | None]] = [[int(one) for one in row] for row in x]
    for row in rows[:5]:
        row[1] = None
    table, items = answers(rows)
    found = classical(score_groups(table, items), table)
    c = np.cov(x.T)
    c[1, 1] = x[5:, 1].var(ddof=1)
    for other in (0, 2):
        c[1, other] = c[other, 1] = np.cov(x[5:, 1], x[5:, other])[0, 1]
    assert found.alpha == pytest.approx(3 / 2 * (1 - np.trace(c) / c.sum()))
    assert found.share[1] == pytest.approx(x[5:, 1].mean())


def test_sums_of_products_of_many_items_are_asked_in_parts_and_all_arrive() -> None:
    """Twenty-five items are three hundred pairs: more than the engine is asked at once; −1 earns nothing."""
    chance = np.random.default_rng(3)
    x = np.minimum(chance.integers(-1, 4, size=(90, 25)) + (np.arange(90)[:, None] > 50), 3).astype(float)
    x[chance.random(x.shape) < 0.1] = np.nan
    table, items = answers([[None if np.isnan(one) else int(one) for one in row] for row in x])
    found = classical(score_groups(table, items), table)
    earned = np.maximum(x, 0)
    c = np.empty((25, 25))
    for one, other in np.ndindex(25, 25):
        both = ~np.isnan(earned[:, one]) & ~np.isnan(earned[:, other])
        c[one, other] = np.cov(earned[both, one], earned[both, other])[0, 1]
    assert found.alpha == pytest.approx(25 / 24 * (1 - np.trace(c) / c.sum()), abs=1e-12)
    expected = c.sum(axis=1) / np.sqrt(np.diag(c) * c.sum())
    assert found.item_total == pytest.approx(expected, abs=1e-12)


def test_an_item_that_does_not_vary_is_left_out_of_alpha() -> None:
    rows = [[0, 0], [0, 1], [1, 1], [1, 1]]
    table, items = answers([[*row, 1] for row in rows])
    found = classical(score_groups(table, items), table)
    assert found.alpha == pytest.approx(8 / 11)
    assert np.isnan(found.item_rest[2])


def test_items_that_never_stood_in_one_booklet_have_no_alpha() -> None:
    table, items = answers([[0, 1, None], [1, 0, None], [None, 1, 0], [None, 0, 1], [1, 1, None], [None, 1, 1]])
    assert np.isnan(classical(score_groups(table, items), table).alpha)


@needs_cases
@pytest.mark.parametrize("name", ["rasch_lsat6", "rasch_verbagg"])
def test_statistics_are_those_of_psych(name: str) -> None:
    case = told(f"{name}.json")
    table = nw.from_native(duckdb.connect().read_csv(str(CASES / case["file"])))
    found = classical(score_groups(table, case["item"]), table)
    expected = case["classical"]
    assert found.alpha == pytest.approx(expected["alpha"], abs=1e-12)
    assert found.share == pytest.approx(expected["p"], abs=1e-12)
    assert found.item_rest == pytest.approx(expected["r_drop"], abs=1e-12)
    assert found.item_total == pytest.approx(expected["r_raw"], abs=1e-12)
    assert found.alpha_without == pytest.approx(expected["alpha_drop"], abs=1e-12)
