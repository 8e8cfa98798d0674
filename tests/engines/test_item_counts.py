"""What scales and maps of items and the signs of objectivity are counted from is the same on both engines."""

import numpy as np

from opora.analysis.item_gaps import item_counts, thirds
from opora.analysis.objectivity import inversion
from opora.analysis.rasch import calibrated, classical, score_groups
from opora.measuring.answered_items import AnsweredItems, Known
from opora.measuring.item_scale import item_scale
from opora.measuring.objectivity import WrittenPaper, objectivity
from opora.store.engine import Engine
from tests.engines.conftest import Both
from tests.engines.drawn import ITEMS, MOST, answers


def test_points_of_groups_by_items(both: Both) -> None:
    keys = ["municipality", "school"]
    found = both.agree_on(lambda engine: item_counts(engine.lazy(answers()), ITEMS, MOST, keys))
    assert (None, "edu2") in found.groups
    assert found.not_started.sum() > 0
    assert found.absent.sum() > 0


def test_points_of_everybody_and_of_nobody(both: Both) -> None:
    whole = both.agree_on(lambda engine: item_counts(engine.lazy(answers()), ITEMS, MOST, []))
    assert whole.pupils.tolist() == [len(answers())]
    assert both.agree_on(lambda engine: item_counts(engine.lazy(answers()[:0]), ITEMS, MOST, ["school"])).groups == ()


def test_the_weak_and_the_strong_third(both: Both) -> None:
    assert both.agree_on(lambda engine: thirds(engine.lazy(answers()), ITEMS, MOST)).weak_pupils > 20


def test_raw_scores_by_answers_of_every_booklet(both: Both) -> None:
    found = both.agree_on(lambda engine: score_groups(engine.lazy(answers()), ITEMS))
    assert (len(found.booklets), found.silent) == (2, 1)
    assert found.maximum.tolist() == [1, 1, 1, 2, 3, 0]


def test_covariances_of_items_with_missing_answers(both: Both) -> None:
    def count(engine: Engine) -> object:
        table = engine.lazy(answers())
        return classical(score_groups(table, ITEMS), table)

    assert 0 < both.agree_on(count).alpha < 1


def test_the_scale_of_items_whose_names_no_engine_would_take_for_columns(both: Both) -> None:
    known = tuple(Known(item, f"8.{item} «Ё`»", "item", most) for item, most in zip(ITEMS, MOST, strict=True))
    found = both.agree_on(
        lambda engine: item_scale(AnsweredItems("работа", engine.lazy(answers()), known), "pcm"), 1e-8
    )  # fmt: skip
    assert found.n == len(answers()) - 1
    assert found.items[0].item == "8.i01 «Ё`»"


def test_how_far_easy_items_are_done_worse(both: Both) -> None:
    def count(engine: Engine) -> object:
        table = engine.lazy(answers())
        return inversion(table, ITEMS, calibrated(score_groups(table, ITEMS)))

    assert np.isfinite(both.agree_on(count).z).sum() > 3


def test_histograms_limits_and_journal_marks_of_schools(both: Both) -> None:
    def count(engine: Engine) -> object:
        table = engine.lazy(answers())
        return objectivity(WrittenPaper("работа", table, ITEMS, [table]))

    found = both.agree_on(count)
    assert found.mark_limits == [3, 6]
    assert any(one.journal_gap is not None for one in found.schools)
