"""Properties: how a deadline is spelt does not change what it means, and nothing makes the reader fall."""

import datetime as dt
import random
import re
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.deadlines import Period, due_on, fuzzy_bar, occurrences, period_of, read_deadline, written
from tests.deadlines.cases import BY_HAND, FRESH, HOSTILE, cases, plan, read

SPELLINGS = [case.raw for case in cases(BY_HAND) + cases(HOSTILE)]
CASES = [case for case in cases(BY_HAND) if case.meaning[0] != "unparseable"]
_LOOK_ALIKES = str.maketrans("авсеокрхутАВСЕНКМОРТХ", "abceokpxytABCEHKMOPTX".replace("b", "в").replace("t", "т"))
_WORDS = (
    "январь",
    "мая",
    "сентября",
    "в течение",
    "года",
    "учебного",
    "квартал",
    "I",
    "II",
    "2 раза",
    "в",
    "год",
    "до",
    "с",
    "по",
    "15",
    "31",
    "2021",
    "2020/21",
    "-",
    ",",
    ";",
    "(",
    ")",
    "ежегодно",
    "каждый",
    "вторник",
    "последний",
    "неделя",
    "по графику",
    "после",
    "12.05",
    "01.09.2021",
    "10:00",
    "числа",
    "месяца",
    "не реже",
    "полугодие",
    "четверть",
    "конец",
    "начало",
    "г.",
    "№",
    "план",
    "каникулы",
    "следующего",
    "через",
    "0",
    "99",
    "лет",
    "далее",
    "кроме",
)
PERIODS = [None, *map(period_of, ("2022", "2020/21", "2020-2023", "2020-06..2023-12", "2014-04"))]
fast = settings(max_examples=50, deadline=None)


def usable(text: str, period: Period | None) -> None:
    """Take a text through everything the package does with it."""
    found = read_deadline(text, period)
    assert found.text == text
    assert read_deadline(written(found), period)
    if found.starts_on and found.ends_on:
        assert found.starts_on <= found.ends_on
    within = period or period_of("2022")
    for window in occurrences(found, within):
        assert window.starts_on <= window.ends_on
    due = due_on(found, within)
    assert due is None or isinstance(due, dt.date)
    assert fuzzy_bar(found, within)


@fast
@given(st.text(max_size=60), st.sampled_from(PERIODS))
def test_no_text_makes_the_reader_fall(text: str, period: Period | None) -> None:
    usable(text, period)


@fast
@given(st.lists(st.sampled_from(_WORDS), max_size=120).map(" ".join), st.sampled_from(PERIODS))
def test_no_heap_of_time_words_makes_the_reader_fall(text: str, period: Period | None) -> None:
    usable(text, period)


@pytest.mark.parametrize("piece", ["май, ", "1.", "5 мая; ", "до ", "сен- ", "в течение "])
def test_ten_kilobytes_are_read_in_less_than_a_second(piece: str) -> None:
    started = time.process_time()
    usable((piece * 10_240)[:10_240], period_of("2020/21"))
    assert time.process_time() - started < 1


@fast
@given(st.sampled_from(CASES), st.integers(0, 40), st.characters(), st.sampled_from(PERIODS))
def test_a_slip_of_the_hand_makes_no_reader_fall(
    case: tuple[str, str, object], place: int, sign: str, period: Period | None
) -> None:
    text = case[0]
    usable(text[: place % len(text)] + sign + text[place % len(text) + 1 :], period)


@fast
@given(st.lists(st.sampled_from(SPELLINGS), min_size=2, max_size=3), st.sampled_from([", ", " ", "; ", " ("]),
       st.sampled_from(PERIODS))  # fmt: skip
def test_several_deadlines_in_one_cell_make_no_reader_fall(
    texts: list[str], separator: str, period: Period | None
) -> None:
    usable(separator.join(texts), period)


@fast
@given(st.sampled_from(CASES), st.sampled_from(["\u00a0", "  ", "\n", "\u2009", " \u200b"]))
def test_the_kind_of_spaces_means_nothing(case: tuple[str, str, tuple[str, ...]], space: str) -> None:
    assert read(f" {case[0].replace(' ', space)} ", case[1]) == case[2]


@fast
@given(st.sampled_from(CASES), st.sampled_from(["-", "–", "—", "−", "‐"]))
def test_the_kind_of_dash_means_nothing(case: tuple[str, str, tuple[str, ...]], dash: str) -> None:
    text = case[0].replace("–", dash).replace("-", dash)
    assert read(text, case[1]) == case[2]


@fast
@given(st.sampled_from(CASES), st.sampled_from(["({})", "- {}", "{};", "{},", "«{}»"]))
def test_marks_around_a_deadline_mean_nothing(case: tuple[str, str, tuple[str, ...]], marks: str) -> None:
    assert read(marks.format(case[0]), case[1]) == case[2]


@fast
@given(st.sampled_from(CASES))
def test_latin_look_alikes_mean_nothing(case: tuple[str, str, tuple[str, ...]]) -> None:
    assert read(case[0].translate(_LOOK_ALIKES), case[1]) == case[2]


@fast
@given(st.sampled_from(CASES))
def test_capitals_mean_nothing(case: tuple[str, str, tuple[str, ...]]) -> None:
    assert read(case[0].upper(), case[1]) == case[2]


@fast
@given(st.dates(dt.date(2000, 1, 1), dt.date(2060, 12, 31)), st.integers(0, 400))
def test_every_day_and_stretch_of_days_is_read_back(first: dt.date, length: int) -> None:
    last = first + dt.timedelta(days=length)
    text = f"{first:%d.%m.%Y} - {last:%d.%m.%y}"
    found = read_deadline(text, None)
    assert (found.starts_on, found.ends_on) == (first, last)
    again = read_deadline(written(found), plan("2022"))
    assert (again.starts_on, again.ends_on) == (first, last)


# --- damage: what a column, a hand or a habit of writing years does to one place of a cell --------------------------


def inside(text: str, chance: random.Random) -> int:
    """Return a place within some word of five letters and more; 0 where there is none."""
    words = list(re.finditer(r"[а-яё]{5,}", text, re.IGNORECASE))
    word = chance.choice(words) if words else None
    return word.start() + chance.randint(2, len(word[0]) - 2) if word else 0


def broken(text: str, chance: random.Random) -> str:
    place = inside(text, chance)
    return f"{text[:place]}-\n{text[place:]}" if place else text


def parted(text: str, chance: random.Random) -> str:
    place = inside(text, chance)
    return f"{text[:place]} {text[place:]}" if place else text


def glued(text: str, chance: random.Random) -> str:
    gaps = [gap.start() + 1 for gap in re.finditer(r"[а-яё] [а-яё]", text, re.IGNORECASE)]
    place = chance.choice(gaps) if gaps else 0
    return text[:place] + text[place + 1 :] if place else text


def swapped(text: str, chance: random.Random) -> str:
    place = inside(text, chance)
    return text[: place - 1] + text[place] + text[place - 1] + text[place + 1 :] if place else text


def short_years(text: str, _: random.Random) -> str:
    return re.sub(r"(?<!\d)20(\d\d)(?= ?г)", r"\1", text)


@pytest.mark.parametrize(
    ("damage", "least"), [(broken, 0.97), (parted, 0.95), (glued, 0.92), (swapped, 0.93), (short_years, 0.98)]
)
def test_most_damaged_deadlines_mean_what_they_meant_whole(
    damage: Callable[[str, random.Random], str], least: float
) -> None:
    chance = random.Random(5)
    readings = [
        read(worse, case.plan_year) == case.meaning
        for case in cases(FRESH)[::2] if (worse := damage(case.raw, chance)) != case.raw
    ]  # fmt: skip
    assert len(readings) > 50
    assert sum(readings) / len(readings) >= least
