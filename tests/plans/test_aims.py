"""Which aims of plans past results can judge, by the words people write."""

import pytest

from opora.plans.aims import aim_of, is_less_better, schools_meant

RISING = [0.333, 0.555, None, 1.0]


@pytest.mark.parametrize(
    "name",
    [
        "Доля школ, чья программа успешна",
        "Увеличение доли общеобразовательных организаций с низкими результатами, в которых успешно реализуются проекты",
        "Доля ОО, перешедших в эффективный режим работы",
        "Доля ШНОР, показавших положительную динамику",
    ],
)
def test_a_growing_share_of_schools_that_manage_is_about_leaving_the_list(name: str) -> None:
    assert aim_of(name, RISING) == "schools-off-the-list"


@pytest.mark.parametrize(
    "name",
    [
        "Доля обучающихся, не преодолевших минимальный порог",
        "Доля учеников, не справившихся с ВПР",
        "Доля двоек",
        "Доля выпускников школ с низкими результатами, получивших неудовлетворительные отметки",
    ],
)
def test_a_share_of_pupils_who_do_not_manage_is_a_share_below_the_threshold(name: str) -> None:
    assert aim_of(name, [0.3, 0.2]) == "pupils-below"


@pytest.mark.parametrize(
    ("name", "shares"),
    [
        ("Доля педагогов, прошедших обучение", RISING),
        ("Доля школ, в которых есть психолог", RISING),
        ("Доля школ с низкими результатами", [0.3, 0.2]),  # of all schools, not of a group
        ("Доля учеников, вовлечённых в олимпиады", RISING),
        ("Доля школ, чья программа успешна", [3.0, 5.0]),
        ("Доля школ, чья программа успешна", [None]),
        ("", []),
    ],
)
def test_what_results_do_not_show_is_not_judged(name: str, shares: list[float | None]) -> None:
    assert aim_of(name, shares) is None


@pytest.mark.parametrize(
    ("turns", "schools"),
    [
        ([({1, 2, 3}, 0.333), (set(), 0.555), (set(), 1.0)], 9),
        ([({1, 2, 3}, 0.333), ({4, 5}, 0.555), ({6, 7, 8, 9}, 1.0)], 9),
        ([({1, 2, 3}, 0.333), ({1, 2, 3, 4, 5}, 0.555)], 9),  # named anew each year
        ([({1, 2}, None)], 2),
        ([(set(), 0.5)], 0),
        ([], 0),
    ],
)
def test_the_schools_of_the_first_turn_tell_how_many_there_are(
    turns: list[tuple[set[int], float | None]], schools: int
) -> None:
    assert schools_meant(turns) == schools


@pytest.mark.parametrize(
    ("name", "values", "texts", "expected"),
    [
        ("Доля обучающихся, не преодолевших порог", [0.1, 0.05], (), True),
        ("Доля обучающихся, не преодолевших порог", [0.1], (), True),
        ("Число пробелов", [12, 8, None], (), True),
        ("Доля школ с низкими результатами, чья программа успешна", [0.333, 0.555, 1.0], (), False),
        ("Доля школ с низкими результатами, вышедших из списка", [0.5], (), False),
        ("Доля отстающих", [0.2], ("не более 20 %",), True),
        ("Доля охваченных", [0.2], ("не менее 20 %",), False),
        ("Средний балл", [3.7], (), False),
        ("Средний балл", [None], (), False),
    ],
)
def test_less_is_better_as_targets_go_or_else_as_their_words_say(
    name: str, values: list[float | None], texts: tuple[str, ...], expected: bool
) -> None:
    assert is_less_better(name, values, texts) is expected
