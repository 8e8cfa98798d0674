"""Deadlines as people write them, against what a person says they mean."""

from pathlib import Path

import pytest

from opora.deadlines import Kind, read_deadline
from tests.deadlines.cases import BY_HAND, COLLECTED, FRESH, HOSTILE, REVIEWED, Case, cases, meaning, plan, read

#: Rows of the collected table that text and period do not determine; argued in docs/explanation/deadlines.md.
ARGUED = {"В течение месячника", "в ходе проведения месячника", "Весь период"}


@pytest.mark.parametrize("case", cases(BY_HAND), ids=lambda case: f"{case.raw} | {case.plan_year}")
def test_a_deadline_means_what_a_person_reads_in_it(case: Case) -> None:
    assert read(case.raw, case.plan_year) == case.meaning


@pytest.mark.parametrize("file", [REVIEWED, HOSTILE, FRESH], ids=lambda file: file.stem)
def test_readings_once_looked_through_stay_as_they_are(file: Path) -> None:
    changed = [case for case in cases(file) if read(case.raw, case.plan_year) != case.meaning]
    assert changed == []


@pytest.mark.skipif(not COLLECTED.exists(), reason="the collected table lies beside the repository only")
def test_nearly_all_collected_deadlines_are_read_as_their_table_says() -> None:
    collected = cases(COLLECTED)
    misread = {case.raw for case in collected if read(case.raw, case.plan_year) != case.meaning}
    assert misread <= ARGUED
    assert len(misread) <= 0.03 * len(collected)


def test_the_text_is_kept_as_it_was_written() -> None:
    text = "  Сентябрь 2020г\u00a0февраль, май 2021г* "
    assert read_deadline(text, plan("2020/21")).text == text


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (
            "Сентябрь 2020г февраль, май 2021г",
            ["2020-09-01/2020-09-30", "2021-02-01/2021-02-28", "2021-05-01/2021-05-31"],
        ),
        ("Ноябрь-декабрь 2020, апрель – май 2021", ["2020-11-01/2020-12-31", "2021-04-01/2021-05-31"]),
        ("5, 12 октября и 19 мая", ["2020-10-05/2020-10-05", "2020-10-12/2020-10-12", "2021-05-19/2021-05-19"]),
        ("1 этап: 01.09-15.09; 2 этап: 1-15 марта", ["2020-09-01/2020-09-15", "2021-03-01/2021-03-15"]),
    ],
)
def test_a_list_has_its_pieces(text: str, parts: list[str]) -> None:
    found = read_deadline(text, plan("2020/21"))
    assert [f"{part.starts_on}/{part.ends_on}" for part in found.parts] == parts


def test_a_mixture_names_its_kinds_and_takes_days_from_its_dates() -> None:
    found = read_deadline("2 квартал 2020 В течение года", plan("2020"))
    assert (found.kind, found.subkind) == (Kind.MIXED, "quarter+year")
    assert meaning(found)[1:3] == ("2020-04-01", "2020-06-30")
    assert [part.kind for part in found.parts] == [Kind.QUARTER, Kind.YEAR]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("9 мая в 10.10", "10:10"),
        ("22 июня 12.00 ч.", "12:00"),
        ("25.12.2020 10-00", "10:00"),
        ("6 мая, 14 ч. 30 мин.", "14:30"),
        ("15 марта 10.00-12.00", "10:00/12:00"),
        ("с 9:00 до 11:00 15 мая", "09:00/11:00"),
    ],
)
def test_a_time_of_day_is_no_date(text: str, time: str) -> None:
    found = read_deadline(text, plan("2022"))
    assert (found.kind, found.time) == (Kind.DATE, time)


@pytest.mark.parametrize(
    ("text", "unread"),
    [
        ("6 мая, МБОУ «Сош №2»", "МБОУ «Сош №2»"),
        ("каб. 5, 6 мая", "каб. 5"),
        ("5 мая, ул. 1 Мая", "ул. 1 Мая"),
        ("8 мая 2022, мемориал «70 лет Победы»", "мемориал «70 лет Победы»"),
    ],
)
def test_a_place_is_no_time(text: str, unread: str) -> None:
    found = read_deadline(text, plan("2022"))
    assert (found.kind, found.subkind, found.unread) == (Kind.DATE, "date_point", unread)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("31 февраля", "31 февраля не бывает"),
        ("29.02.2022", "29 февраля 2022 года не бывает"),
        ("12.13.2022", "месяца 13 не бывает"),
        ("20-10 мая", "начало позже конца"),
        ("5 квартал", "не бывает"),
        ("14.00", "день не назван"),
        ("", "срок не указан"),
        ("Образовательные учреждения", "нет слов о сроке"),
        ("32 числа каждого месяца", "таких чисел"),
        ("0 вторник мая", "столько недель"),
        ("2-1 полугодие", "начало позже конца"),
        ("3-1 декада мая", "столько частей"),
        ("6 неделя мая", "столько частей"),
    ],
)
def test_what_cannot_be_is_said_and_not_guessed(text: str, said: str) -> None:
    found = read_deadline(text, plan("2022"))
    assert found.kind == Kind.UNPARSEABLE
    assert said in (found.note or "")


@pytest.mark.parametrize(
    ("text", "plan_year", "said"),
    [
        ("сентбрь", "2022", "«сентбрь» прочитано как «сентябрь»"),
        ("Апрельмай", "2022", "дефис"),
        ("сентябрь январь", "2021/22", "нет знака"),
        ("1 четверть", "2020/21", "не квартал"),
        ("до мая", "2022", "включительно"),
        ("Октябрь", "2020-2023", "несколько лет"),
        ("Октябрь", "unknown", "год не назван"),
        ("19.04.2017 вторник", "2017", "среда, а написано: вторник"),
        ("В течение года", "2020-2023", "весь срок плана"),
        ("Август", "2020/21", "август"),
        ("осень", "2022", "время года"),
        ("Не реже 1–2 раза в неделю", "2022", "наименьшее – 1"),
        ("Октябрь – май", "2022", "Новый год"),
    ],
)
def test_what_was_assumed_is_said(text: str, plan_year: str, said: str) -> None:
    assert said in (read_deadline(text, plan(plan_year)).note or "")


@pytest.mark.parametrize(
    ("text", "kept"), [("Октябрь – май", "--10/--05"), ("до 27 ноября", "../--11-27"), ("1 мая", "--05-01")]
)
def test_days_without_a_year_are_kept_without_it(text: str, kept: str) -> None:
    found = read_deadline(text, None)
    assert (found.starts_on, found.ends_on, found.yearless) == (None, None, kept)


def test_what_can_be_read_beside_the_impossible_is_read_and_the_rest_is_said() -> None:
    for text in ("31 июня, октябрь", "5 квартал, октябрь", "20-10 мая, октябрь"):
        found = read_deadline(text, plan("2022"))
        assert (found.kind, found.is_ambiguous) == (Kind.MONTH, True)
        assert "не бывает" in (found.note or "") or "позже конца" in (found.note or "")


@pytest.mark.parametrize(
    ("text", "left_out"),
    [("сентябрь 22", "22"), ("середина 2022 года", "середина")],
)
def test_a_word_of_time_that_could_not_be_read_is_said(text: str, left_out: str) -> None:
    found = read_deadline(text, plan("2022"))
    assert (found.is_ambiguous, found.note) == (True, f"рядом со сроком не прочитано: «{left_out}»")


@pytest.mark.parametrize(
    "text", ["6 мая, ул. Мира, 12", "Октябрь 5-6 классы", "9 мая, к 80-летию Победы", "каб. 5, май"]
)
def test_numbers_of_places_and_classes_are_no_doubt(text: str) -> None:
    assert not read_deadline(text, plan("2022")).is_ambiguous


@pytest.mark.parametrize("text", ["апрель, октябрь, январь", "до 10 октября, 10 января"])
def test_months_out_of_order_in_a_plan_for_one_year_are_doubtful(text: str) -> None:
    assert read_deadline(text, plan("2022")).is_ambiguous
    assert "не по порядку" not in (read_deadline(text, plan("2022/23")).note or "")


@pytest.mark.parametrize("text", ["2-я неделя сентября", "конец мая", "в течение года", "I полугодие", "летний период"])
def test_conventional_borders_are_told_and_are_no_doubt(text: str) -> None:
    found = read_deadline(text, plan("2022/23"))
    assert (found.is_ambiguous, bool(found.note)) == (False, True)


def test_the_end_of_a_line_parts_a_list_and_a_space_is_a_lost_sign() -> None:
    on_lines, on_one = (read_deadline(text, plan("2022/23")) for text in ("Ноябрь\nФевраль", "Ноябрь Февраль"))
    assert meaning(on_lines) == meaning(on_one)
    assert (on_lines.is_ambiguous, on_one.is_ambiguous) == (False, True)


def test_bare_roman_numerals_may_be_terms_in_a_plan_for_a_school_year() -> None:
    found = read_deadline("I–II", plan("2022/23"))
    assert (found.kind, found.starts_on, found.is_ambiguous) == (Kind.QUARTER, None, True)


def test_days_named_twice_are_named() -> None:
    found = read_deadline("сентябрь, май (начало и конец года)", plan("2022/23"))
    assert len(found.parts) == len(("сентябрь", "май"))


def test_the_hour_of_a_day_that_is_still_to_be_set_is_kept() -> None:
    found = read_deadline("до 10.00 дня экзамена", plan("2022"))
    assert (found.kind, found.subkind, found.time) == (Kind.EVENT_RELATIVE, "before_event", "10:00")


def test_an_impossible_day_of_a_repetition_is_dropped_and_said() -> None:
    found = read_deadline("ежегодно, 31 февраля", plan("2020-2023"))
    assert (found.rrule, found.is_ambiguous) == ("FREQ=YEARLY", True)
    assert found.note == "«31 февраля»: такого дня не бывает"


def test_a_real_word_is_not_taken_for_a_misspelt_month() -> None:
    assert read_deadline("карта", plan("2022")).kind == Kind.UNPARSEABLE


@pytest.mark.parametrize(
    "text", ["июь", "2022 2023 2024", "до до до", "/", "1 1 1 1", "с по до", "№", "«»", "(((", "13.13"]
)
def test_nonsense_is_read_without_falling(text: str) -> None:
    assert read_deadline(text, plan("2022")).text == text
