"""What would have changed the decision: every sentence is done as it says, and the rule is asked again."""

import re
from collections.abc import Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from opora.tables.identification import ON_THE_LIST, IdentifiedSchool
from opora.vocabulary.rules import RuleSet
from tests.findings.judged import DOUBLE_FAILURE, FEDERAL, INSPECTION, QUARTILE, THREE_LISTS, Pair, one

RULES = (FEDERAL, QUARTILE, INSPECTION)
STEP = re.compile(r"«([^»]+)»[^«(]*?на (\d+)\s\w+ (больше|меньше) \((\d+) из (\d+)\)")

pairs = st.none() | st.integers(6, 40).flatmap(lambda pupils: st.tuples(st.integers(0, pupils), st.just(pupils)))
schools = st.lists(pairs, min_size=8, max_size=8)


def is_listed(rules: RuleSet, drawn: Sequence[Pair]) -> bool:
    return one(rules, drawn).status in ON_THE_LIST


def steps(rules: RuleSet, school: IdentifiedSchool) -> list[tuple[int, int, int]]:
    """Return (procedure, change, what it becomes) as the sentence says them."""
    labels = [procedure.label for procedure in rules.procedure]
    (sentence,) = school.would_change
    return [
        (labels.index(label), int(by) * (1 if way == "больше" else -1), int(becomes))
        for label, by, way, becomes, _ in STEP.findall(sentence)
    ]


def changed(drawn: Sequence[Pair], procedure: int, by: int) -> list[Pair]:
    below, pupils = drawn[procedure] or (0, 0)
    return [*drawn[:procedure], (below + by, pupils), *drawn[procedure + 1 :]]


@settings(max_examples=40, deadline=None)
@given(st.sampled_from(RULES), schools)
def test_the_stated_change_flips_the_decision_and_one_pupil_less_does_not(rules: RuleSet, drawn: list[Pair]) -> None:
    drawn = drawn[: len(rules.procedure)]
    school = one(rules, drawn)
    if school.would_change and school.would_change[0].startswith("Чтобы судить"):
        assert school.status in {"insufficient-data", "at-risk"}
        return
    before, said = is_listed(rules, drawn), steps(rules, school)
    assert said, school.would_change
    after: Sequence[Pair] = drawn
    for procedure, by, becomes in said:
        after = changed(after, procedure, by)
        assert after[procedure] is not None
        assert after[procedure][0] == becomes  # type: ignore[index]
    assert is_listed(rules, after) is not before
    for procedure, by, _ in said:
        assert is_listed(rules, changed(after, procedure, -1 if by > 0 else 1)) is before


@settings(max_examples=25, deadline=None)
@given(
    st.lists(st.integers(10, 12).flatmap(lambda n: st.tuples(st.integers(0, 5), st.just(n))), min_size=3, max_size=3)
)
def test_no_smaller_change_of_results_would_do(drawn: list[Pair]) -> None:
    """All ways to change fewer results in three procedures are tried out."""
    fewest = sum(abs(by) for _, by, _ in steps(FEDERAL, one(FEDERAL, drawn)))
    before = is_listed(FEDERAL, drawn)
    counts = [pair or (0, 0) for pair in drawn]
    smaller = [
        [(a, counts[0][1]), (b, counts[1][1]), (c, counts[2][1])]
        for a in range(max(0, counts[0][0] - 4), counts[0][0] + 5)
        for b in range(max(0, counts[1][0] - 4), counts[1][0] + 5)
        for c in range(max(0, counts[2][0] - 4), counts[2][0] + 5)
        if abs(a - counts[0][0]) + abs(b - counts[1][0]) + abs(c - counts[2][0]) == fewest - 1
    ]
    for way in smaller[::7]:
        assert is_listed(FEDERAL, way) is before


def test_the_sentences_by_hand() -> None:
    (off,) = one(FEDERAL, [(3, 10), (5, 10), (4, 11)]).would_change
    assert off == (
        "Школа не вошла бы в список, если бы по работе «ВПР, русский язык, 5 класс» ниже порога оказалось "
        "на 1 участника меньше (2 из 10), по работе «ВПР, математика, 5 класс» – на 1 участника меньше (3 из 11); "
        "всего иначе 2 результата."
    )
    (on,) = one(QUARTILE, [(4, 10)]).would_change
    assert on == (
        "Школа вошла бы в список, если бы по работе «ВПР, русский язык, 4 класс» в нижней части баллов оказалось "
        "на 1 участника больше (5 из 10)."
    )
    assert one(FEDERAL, [(3, 10)]).would_change == [
        "Чтобы судить о школе, нужны результаты не менее 10 участников ещё по 1 процедуре."
    ]


def test_a_rule_of_years_says_whether_this_year_could_have_decided() -> None:
    low: list[Pair] = [(3, 10), (3, 10)]
    near: list[Pair] = [(3, 10), (2, 10)]
    assert one(THREE_LISTS, low, low, near).would_change == [
        (
            "Школа вошла бы в список, если бы по работе «ВПР, русский язык, 6 класс» ниже порога оказалось "
            "на 1 участника больше (3 из 10)."
        )
    ]
    years, step = one(THREE_LISTS, low, [(0, 10), (0, 10)], near).would_change
    assert years == "Правило смотрит на 3 года подряд: одного года мало, чтобы войти в список."
    assert step.startswith("Школа подпала бы под условие правила в этом году, если бы ")
    assert one(THREE_LISTS, low, low).would_change == [years]


def test_nobody_is_asked_to_fail_more_pupils_than_there_are() -> None:
    three_fail = INSPECTION.model_copy(update={"least_failed": 3})
    assert one(three_fail, [(1, 2)]).would_change == []
    assert one(DOUBLE_FAILURE, [(0, 5), (1, 5)]).would_change[1].count("из 5") == 1
