"""Alike answers: seldom without a cause, found where a class shares one work, blind to a common way of teaching."""

import numpy as np
import pytest

from opora.analysis.objectivity import AnswerChances, alike_answers
from opora.analysis.objectivity.alike_answers import _beyond_chance

ITEMS = 17
DIFFICULTY = np.linspace(-1.8, 1.8, ITEMS)


def a_class(chance: np.random.Generator, pupils: int = 25, taught: float = 0.3) -> np.ndarray:
    ability = 0.5 * chance.normal() + chance.normal(size=pupils)
    own = taught * chance.normal(size=ITEMS)
    return (chance.random((pupils, ITEMS)) < 1 / (1 + np.exp(DIFFICULTY + own - ability[:, None]))).astype(np.int64)


@pytest.fixture(scope="module")
def known() -> AnswerChances:
    chance = np.random.default_rng(0)
    answers = np.concatenate([a_class(chance) for _ in range(150)])
    scores = answers.sum(axis=1)
    right = np.stack([(answers[np.abs(scores - score) <= 1].sum(axis=0) + 0.5) /
                      (np.sum(np.abs(scores - score) <= 1) + 1) for score in range(ITEMS + 1)])  # fmt: skip
    return AnswerChances(np.stack([1 - right, right], axis=2), np.tile([0, 1], (ITEMS, 1)))


@pytest.mark.slow
def test_without_a_cause_a_class_is_seldom_unusual(known: AnswerChances) -> None:
    for taught in (0.3, 0.6):
        chance = np.random.default_rng(1)
        found = np.array([alike_answers(a_class(chance, taught=taught), known, chance) for _ in range(80)])
        assert (found <= 0.01).mean() <= 0.03
        assert (found <= 0.05).mean() <= 0.12


def test_a_class_that_shares_the_work_of_a_middling_pupil_is_unusual(known: AnswerChances) -> None:
    chance = np.random.default_rng(2)
    found = []
    for _ in range(20):
        answers = a_class(chance)
        middle = answers[np.argsort(answers.sum(axis=1))[9]]
        answers[:8] = np.where(chance.random((8, ITEMS)) < 0.95, middle, answers[:8])
        found.append(alike_answers(answers, known, chance))
    assert np.mean(np.array(found) <= 0.01) > 0.4


def test_agreement_is_counted_as_brute_force_counts_it(known: AnswerChances) -> None:
    answers = a_class(np.random.default_rng(3), pupils=12)
    chances = known.of(answers)
    seen = (answers[:, :, None] == np.arange(2)).sum(axis=0)
    expected = chances.sum(axis=0)
    tilted = chances * (seen + 12 * expected / 12) / (expected + 12 * expected / 12)
    tilted /= tilted.sum(axis=2, keepdims=True)
    worth = -np.log(tilted.mean(axis=0))
    total = 0.0
    for one in range(12):
        for other in range(one):
            agreed = sum(worth[i, answers[one, i]] for i in range(ITEMS) if answers[one, i] == answers[other, i])
            both = tilted[one] * tilted[other]
            mean = (both * worth).sum()
            variance = ((both * worth**2).sum(axis=1) - (both * worth).sum(axis=1) ** 2).sum()
            total += max((agreed - mean) / np.sqrt(variance) - 1.5, 0) ** 2
    assert _beyond_chance(answers, chances) == pytest.approx(total)


def test_the_chances_of_a_pupil_are_those_of_the_score_the_answers_earn(known: AnswerChances) -> None:
    answers = np.zeros((2, ITEMS), dtype=np.int64)
    answers[1, :5] = 1
    found = known.of(answers)
    assert np.array_equal(found[0], known.by_score[0])
    assert np.array_equal(found[1], known.by_score[5])
