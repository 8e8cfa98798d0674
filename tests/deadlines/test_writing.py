"""A deadline written back is good Russian, and means the same when it is read again."""

import pytest

from opora.deadlines import Deadline, read_deadline, written
from tests.deadlines.cases import BY_HAND, COLLECTED, FRESH, HOSTILE, REVIEWED, cases, meaning, plan

WRITTEN = cases(BY_HAND) + (cases(COLLECTED) if COLLECTED.exists() else [])


@pytest.mark.parametrize(
    ("text", "plan_year", "words"),
    [
        ("1-15.05.22", "2022", "с 1 по 15 мая 2022 года"),
        ("Не реже 2 раз в год", "2022", "не реже двух раз в год"),
        ("окт.-май", "2020/21", "октябрь 2020 – май 2021 года"),
        ("25.04-7.05", "2022", "с 25 апреля по 7 мая 2022 года"),
        ("III кв 2022", "2022", "III квартал 2022 года"),
        ("2 полугодие", "2020/21", "II полугодие 2020/21 учебного года"),
        ("до 27.11", "unknown", "до 27 ноября"),
        ("1 раз в 2 месяца", "2022", "не реже одного раза в 2 месяца"),
        ("в теч. уч. года", "2020/21", "2020/21 учебный год"),
        ("2020-2023гг", "2020-2023", "2020–2023 годы"),
        ("посл. пятница месяца", "2022", "ежемесячно, последняя пятница"),
        ("по вт и чт", "2022", "по вторникам и четвергам"),
        ("пн., ср., пт.", "2022", "по понедельникам, средам и пятницам"),
        ("1 и 15 числа ежемесячно", "2022", "ежемесячно, 1 и 15 числа"),
        ("II – IV кв. 2022", "2022", "II–IV кварталы 2022 года"),
        ("6-31 мая", "unknown", "с 6 по 31 мая"),
        ("Постоянно (2013-2015 г.г.)", "2013-2015", "постоянно, 2013–2015 годы"),
        ("9.05 10.00-12.00", "2022", "9 мая 2022 года, 10:00–12:00"),
        ("ежегодно до 1.09", "2022", "ежегодно, до 1 сентября"),
        ("ежемесячно, окт-май", "2022", "ежемесячно, октябрь – май"),
    ],
)
def test_a_deadline_is_written_in_good_russian(text: str, plan_year: str, words: str) -> None:
    assert written(read_deadline(text, plan(plan_year))) == words


def whole(deadline: Deadline) -> tuple[object, ...]:
    return (meaning(deadline), tuple(whole(part) for part in deadline.parts))


@pytest.mark.parametrize("case", WRITTEN, ids=lambda case: case.raw)
def test_a_deadline_written_back_means_the_same(case: tuple[str, str, object]) -> None:
    first = read_deadline(case[0], plan(case[1]))
    assert whole(read_deadline(written(first), plan(case[1]))) == whole(first)


def test_reviewed_deadlines_written_back_mean_the_same() -> None:
    changed = []
    for case in cases(REVIEWED) + cases(HOSTILE) + cases(FRESH):
        first = read_deadline(case.raw, plan(case.plan_year))
        if whole(read_deadline(written(first), plan(case.plan_year))) != whole(first):
            changed.append((case.raw, written(first)))
    assert changed == []
