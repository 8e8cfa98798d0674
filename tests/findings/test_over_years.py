"""Years in words: what moved, what cannot be told, and what small schools' years say together."""

from opora.findings.over_years import movement_sentence, over_years_sentences, pooled_sentence
from opora.tables.identification import ProcedureResult, YearCount
from tests.findings.judged import FEDERAL, INSPECTION, QUARTILE, THREE_LISTS, OneYear, found, one


def said(sentence: str) -> str:
    return sentence.replace("\u00a0", " ")


def only(*years: OneYear) -> ProcedureResult:
    """Return the first procedure of the federal rule."""
    return one(FEDERAL, *years).procedures[0]


def test_a_difference_within_chance_is_never_called_a_rise_or_a_fall() -> None:
    result = only([(12, 40)], [(9, 38)], [(8, 41)])
    assert result.movement == "cannot-tell"
    assert result.earlier == (
        YearCount(year=2022, pupils=40, below=12, share_below=0.3),
        YearCount(year=2023, pupils=38, below=9, share_below=9 / 38),
    )
    assert said(movement_sentence(result, FEDERAL)) == (
        "ВПР, русский язык, 5 класс: 2022 – 12 из 40 (30,0 %), 2023 – 9 из 38 (23,7 %), 2024 – 8 из 41 (19,5 %): "
        "по этим числам судить о движении нельзя – разница укладывается в случайность."
    )


def test_a_rise_is_worse_and_a_fall_is_better() -> None:
    rose, fell = only([(5, 60)], [(30, 60)]), only([(30, 60)], [(5, 60)])
    assert (rose.movement, fell.movement) == ("rose", "fell")
    assert "доля ниже порога выросла, то есть стало хуже" in movement_sentence(rose, FEDERAL)
    assert "доля ниже порога снизилась, то есть стало лучше" in movement_sentence(fell, FEDERAL)
    assert rose.change_interval is not None
    assert rose.change_interval[0] > 0


def test_a_quartile_rule_speaks_of_scores() -> None:
    (moved,) = over_years_sentences(one(QUARTILE, [(5, 60)], [(30, 60)]).procedures, QUARTILE)
    assert "доля в нижней части баллов выросла" in moved


def test_years_that_stay_low_or_stay_the_same() -> None:
    low, same = only([(60, 100)], [(60, 100)]), only([(100, 1000)], [(101, 1000)])
    assert said(movement_sentence(low, FEDERAL)).endswith(
        "доля все эти годы не ниже 30 %, и за все годы вместе тоже, даже с учётом случайности."
    )
    assert movement_sentence(same, FEDERAL).endswith(
        "изменение меньше 10 процентных пунктов, даже с учётом случайности."
    )


def test_a_change_beyond_chance_but_too_small_to_matter_is_not_laid_to_chance() -> None:
    sentence = movement_sentence(only([(20, 200)], [(35, 200)]), FEDERAL)
    assert sentence.endswith("судить о движении нельзя – разница мала или на грани случайности.")


def test_a_rule_that_counts_pupils_never_calls_a_share_stably_low() -> None:
    assert one(INSPECTION, [(50, 60)], [(50, 60)]).procedures[0].movement != "stably-low"


def test_one_year_has_no_movement_and_a_missing_year_is_passed_over() -> None:
    assert only([(3, 10)]).movement is None
    assert only([(3, 10)], [None]).movement is None
    assert over_years_sentences(one(FEDERAL, [(3, 10)]).procedures, FEDERAL) == []
    gap = only([(3, 10)], [None], [(4, 11)])
    assert "2022 – 3 из 10 (30,0\u00a0%), 2024 – 4 из 11" in movement_sentence(gap, FEDERAL)


def test_pooled_years_of_a_small_school_are_information_and_no_ground() -> None:
    school = one(FEDERAL, [(9, 9)], [(5, 11), (4, 9)], [(2, 7), (4, 9)])
    result = school.procedures[0]
    assert result.pooled is not None
    assert (result.pooled.first_year, result.pooled.last_year) == (2023, 2024)
    assert (result.pooled.below, result.pooled.pupils) == (7, 18)
    assert said(pooled_sentence(result, FEDERAL)) == (
        "ВПР, русский язык, 5 класс: в 2024 году судить нельзя, это 7 участников; за 2023–2024 годы вместе ниже порога "
        "7 из 18 (38,9 %), с учётом случайности доля лежит между 20 % и 61 %. Это сведения, а не основание для списка."
    )
    assert (school.status, school.low_procedures) == ("insufficient-data", 0)


def test_years_are_pooled_only_where_this_year_has_too_few_and_another_adds_any() -> None:
    assert only([(5, 11)], [(2, 10)]).pooled is None, "this year can be judged"
    assert only([(2, 7)]).pooled is None, "no other year"
    assert only([(5, 11)], [None], [(2, 7)]).pooled is None, "the year before last is outside the window of two"
    assert only([(5, 11)], [None]).pooled is None, "nobody wrote it this year"
    three = one(THREE_LISTS, [(5, 11)], [None], [(2, 7)]).procedures[0]
    assert three.pooled is not None
    assert (three.pooled.first_year, three.pooled.pupils) == (2022, 18)


def test_movements_are_those_of_the_contract_one_row_for_each_procedure_with_a_result() -> None:
    table = found(FEDERAL, {"a": [[(3, 10), (1, 9)], [(4, 10)]], "b": [[], [None]]}).movements.to_pylist()
    assert [(row["school"], row["subject"], row["years"], row["pupils"], row["below"]) for row in table] == [
        ("a", "russian", 2, 20, 7),
        ("a", "russian", 1, 9, 1),
    ]
