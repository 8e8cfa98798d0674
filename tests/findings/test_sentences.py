"""Why, in plain Russian: each status of each method reads well and is true."""

import re

import pytest

from opora.vocabulary.rules import RuleSet
from tests.findings.judged import (
    DOUBLE_FAILURE,
    FEDERAL,
    INSPECTION,
    QUARTILE,
    THREE_LISTS,
    OneYear,
    judged,
    one,
)

LOW: OneYear = [(3, 10), (3, 10), (0, 21)]
FINE: OneYear = [(0, 10), (0, 10), (0, 21)]
HALF: OneYear = [(5, 10), (21, 41)]


def first(rules: RuleSet, *years: OneYear) -> str:
    return one(rules, *years).reasons[0].replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("rules", "years", "sentence"),
    [
        (FEDERAL, [LOW], "Низкий результат в 2 из 3 процедур, по которым можно судить; правило требует не менее 2."),
        (FEDERAL, [LOW, LOW], ("Низкий результат в 2 из 3 процедур, по которым можно судить, и так не первый год "
         "подряд; правило требует не менее 2.")),
        (FEDERAL, [FINE], "Низких результатов нет ни в одной из 3 процедур."),
        (FEDERAL, [[(3, 10), (0, 10)]], ("Низкий результат в 1 из 2 процедур, по которым можно судить; правило требует "
         "не менее 2, поэтому школа не в списке, но близка к нему.")),
        (FEDERAL, [[(2, 10), (5, 21)]], ("Низких результатов нет, но доля ниже порога близка к порогу (от 20 %): "
         "«ВПР, русский язык, 5 класс» – 2 из 10 (20,0 %), «ВПР, русский язык, 6 класс» – 5 из 21 (23,8 %).")),
        (FEDERAL, [[(0, 10), (1, 20)], [(1, 10), (3, 20)]], ("Низких результатов нет, но доля ниже порога выросла за "
         "год на 10 пунктов и больше: «ВПР, русский язык, 5 класс» – с 0,0 % до 10,0 %, «ВПР, русский язык, 6 класс» – "
         "с 5,0 % до 15,0 %.")),
        (FEDERAL, [[(9, 9)]], ("Данных недостаточно: в каждой процедуре меньше 10 участников или результатов нет; "
         "правило требует не менее 2.")),
        (QUARTILE, [[]], "Данных недостаточно: ни в одной процедуре нет результатов; правило требует не менее 1."),
        (FEDERAL, [[(0, 10)]], ("Данных недостаточно: судить можно только по 1 процедуре, правило требует не менее 2; "
         "в остальных результатов нет.")),
        (QUARTILE, [HALF], "Низкий результат в 2 из 2 процедур, по которым можно судить; правило требует не менее 1."),
        (QUARTILE, [[(4, 10)]], "Низких результатов нет; судить можно только по одной процедуре."),
        (THREE_LISTS, [LOW, LOW, LOW], ("Низкий результат в 2 из 3 процедур, по которым можно судить, и так не первый "
         "год подряд; правило требует не менее 2 в каждом из 3 лет подряд.")),
        (THREE_LISTS, [FINE, FINE, FINE], ("Высокие результаты 3 года подряд: во всех процедурах, по которым можно "
         "судить, ниже порога не больше 5 % участников.")),
        (DOUBLE_FAILURE, [[(1, 5), (0, 5)]], ("Низкий результат в 1 из 2 процедур, по которым можно судить; правило "
         "требует не менее 2 в каждом из 3 лет подряд, поэтому школа не в списке.")),
        (INSPECTION, [[(1, 5)]], ("Низкий результат в 1 из 1 процедуры, по которой можно судить; правило требует "
         "не менее 1.")),
        (INSPECTION, [[(0, 5), None]], "Низких результатов нет; судить можно только по одной процедуре."),
    ],
)  # fmt: skip
def test_the_conclusion_of_each_status_and_method(rules: RuleSet, years: list[OneYear], sentence: str) -> None:
    assert first(rules, *years) == sentence


def test_a_low_procedure_says_its_counts_and_from_how_many_it_is_low() -> None:
    said = [sentence.replace("\u00a0", " ") for sentence in one(QUARTILE, HALF).reasons]
    assert said[2] == (
        "ВПР, математика, 4 класс: в нижней части баллов 21 из 41 участника (51,2 %); низким считается результат "
        "от 50 %, то есть от 21 участника. С учётом случайности доля лежит между 36 % и 66 %."
    )
    counted = one(INSPECTION, [(1, 5)]).reasons[1].replace("\u00a0", " ")
    assert "ниже порога 1 из 5 участников (20,0 %); низким считается результат от 1 участника." in counted


def test_first_time_is_said_with_the_years_it_is_known_from() -> None:
    assert (
        one(FEDERAL, FINE, LOW).reasons[3] == "В списке впервые: по данным за 2023 год школа под правило не подпадала."
    )
    assert one(FEDERAL, LOW, LOW).reasons[3] == "Школа подпадала под то же правило и раньше: в 2023 году."
    unknown = "Судить о прошлых годах не по чему, поэтому «впервые» значит: впервые по имеющимся данным."
    assert one(FEDERAL, LOW).reasons[3] == unknown
    assert one(THREE_LISTS, LOW, LOW, LOW).reasons[3] == unknown, "two years cannot tell of a rule of three"
    again = one(THREE_LISTS, LOW, LOW, LOW, LOW).reasons[3]
    assert again == "Школа подпадала под то же правило и раньше: в 2023 году."


def test_leaving_is_said_to_the_school_that_left() -> None:
    assert "Год назад (2023) школа была в списке, теперь под правило не подпадает." in one(FEDERAL, LOW, FINE).reasons


def test_no_sentence_about_scores_speaks_of_marks_or_a_threshold_of_the_paper() -> None:
    quartile = judged(QUARTILE, {"a": [HALF, HALF], "b": [[(1, 10)], [(4, 10)]], "c": [[(1, 3)]], "d": [[]]})
    for school in quartile.values():
        said = " ".join([*school.reasons, *school.certainty, *school.would_change])
        assert "отметк" not in said
        assert "ниже порога" not in said


@pytest.mark.parametrize(
    "rules", [FEDERAL, QUARTILE, THREE_LISTS, DOUBLE_FAILURE, INSPECTION], ids=lambda one: one.name
)
def test_every_sentence_is_whole(rules: RuleSet) -> None:
    years = [LOW, FINE, HALF, [(1, 1)], [], [(2, 10), (2, 10)], [(0, 9), (21, 21), (1, 31)]]
    schools = {f"{number}": [past, now] for number, past in enumerate(years) for now in [years[(number * 3 + 1) % 7]]}
    for school in judged(rules, schools).values():
        for sentence in [*school.reasons, *school.certainty, *school.would_change]:
            assert sentence.endswith(".")
            assert "None" not in sentence
            assert "  " not in sentence
            assert not re.search(r"\b\d*1 участников\b(?<!11 участников)", sentence)
