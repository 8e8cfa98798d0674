"""What the methods say together, in verdicts and in words."""

import numpy as np
import pytest

from opora.analysis.support_effect import Answer, Choices, agreement, support_effect
from opora.analysis.support_effect.words import METHODS, REASONS, VERDICTS, Unit, details, sentence, whole_sentences
from tests.analysis.support_effect.drawn import many

SHARE = Unit(is_share=True, less_is_better=True)


def answers(*verdicts: str) -> list[Answer]:
    return [
        Answer("alike-schools", verdict, "no-alike-schools" if verdict == "cannot-tell" else "") for verdict in verdicts
    ]


@pytest.mark.parametrize(
    ("verdicts", "together"),
    [
        (("helped", "helped", "no-difference-seen", "cannot-tell"), ("helped", "")),
        (("helped", "cannot-tell", "cannot-tell", "cannot-tell"), ("helped", "")),
        (("helped", "no-difference-seen"), ("cannot-tell", "one-of-several")),
        (("helped", "helped", "worse"), ("cannot-tell", "methods-differ")),
        (("worse", "worse", "no-difference-seen"), ("worse", "")),
        (("no-difference-seen", "cannot-tell"), ("no-difference-seen", "")),
        (("cannot-tell", "cannot-tell"), ("cannot-tell", "no-method-tells")),
    ],
)
def test_a_difference_is_believed_when_two_methods_see_it_and_none_the_opposite(
    verdicts: tuple[str, ...], together: tuple[str, str]
) -> None:
    assert agreement(answers(*verdicts)) == together


def test_all_methods_stand_side_by_side_and_each_silent_one_has_a_reason() -> None:
    draw = np.random.default_rng(1)
    found = support_effect(many(draw.normal(size=(40, 3)), dict.fromkeys(range(4), 2022)), Choices())
    assert [one.method for one in found.answers] == list(METHODS)[:4]
    assert {one.reason for one in found.answers} == {"few-supported", "no-listing"}
    assert (found.verdict, found.reason) == ("cannot-tell", "no-method-tells")
    words = whole_sentences(found.verdict, found.reason, found.answers, SHARE)
    assert words[0] == "Помогло ли: нельзя сказать – ни один метод не смог ответить."
    assert "у порога отбора (показатель и порог отбора не названы, или правило считает учеников, а не доли)" in words[1]


def test_one_witness_is_said_to_be_alone() -> None:
    alone = [Answer("alike-schools", "helped", "", -0.05, -0.08, -0.02, 20, 10, 20), *answers(*["cannot-tell"] * 3)]
    words = whole_sentences("helped", "", alone, SHARE)
    assert words[:2] == (
        "Помогло ли: помогло.",
        "Ответил только один способ из четырёх: проверить его другим пока нечем.",
    )
    both = [alone[0], alone[0]]
    assert not any("только один" in line for line in whole_sentences("helped", "", both, SHARE))


def test_amounts_are_typeset_in_percentage_points_or_units_of_the_result() -> None:
    assert SHARE.amount(-0.0623) == "−6,2\u00a0п.\u00a0п."
    assert SHARE.amount(0.0001) == "0,0\u00a0п.\u00a0п."
    assert Unit(is_share=False, less_is_better=False).amount(3.14159) == "+3,14"
    assert SHARE.interval(-0.1, 0.02) == "интервал 95\u00a0%: от −10,0 до +2,0"


def test_each_verdict_has_its_sentence_with_the_interval() -> None:
    found = Answer("alike-schools", "helped", "", -0.05, -0.08, -0.02, 20, 10, 20)
    assert sentence(found, SHARE) == (
        "Помогло: к ожидаемому без поддержки −5,0\u00a0п.\u00a0п. (интервал 95\u00a0%: от −8,0 до −2,0)."
    )
    idle = Answer("alike-schools", "no-difference-seen", "", -0.01, -0.04, 0.02, 20, 10, 20)
    assert sentence(idle, SHARE).endswith("Эффекта могло не быть, но мог быть и до −4,0\u00a0п.\u00a0п.")
    worse = Answer("alike-schools", "worse", "", 0.05, 0.02, 0.08, 20, 10, 20)
    assert sentence(worse, SHARE).startswith("Хуже, чем ожидалось без поддержки: +5,0")
    silent = Answer("alike-schools", "cannot-tell", "no-alike-schools")
    assert sentence(silent, SHARE) == "Нельзя сказать: похожих школ без поддержки нашлось слишком мало."


def test_how_a_method_came_to_its_answer_is_told() -> None:
    figures = {"naive": -0.08, "chance": -0.05, "years": 0.01, "reliability": 0.5, "unmatched": 2.0, "left_out": 1.0}
    told = " ".join(details(Answer("alike-schools", "helped", "", -0.04, -0.06, -0.02, 9, 5, 12, figures), SHARE))
    parts = ("С поддержкой 5 школ, для сравнения 12.", "Само изменение: −8,0", "Без пары: 2 школы.", "1 год отбора")
    for part in parts:
        assert part in told
    assert ".." not in told


def test_every_verdict_and_reason_has_words_that_blame_nobody() -> None:
    words = " ".join((*VERDICTS.values(), *REASONS.values(), *METHODS.values())).lower()
    assert not {"ошибк", "вин", "плох", "слаб"} & {stem for stem in ("ошибк", "вин", "плох", "слаб") if stem in words}
