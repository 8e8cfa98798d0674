"""The linter: each check on the smallest plan that deserves it, and silence on a plan that does not."""

import inspect
import pkgutil

import pytest

from opora.plans import checked, checks, lint, plan_in
from opora.plans.linter import CHECKS
from opora.tables.plan import Plan
from opora.vocabulary.problem_kinds import KINDS, Severity
from opora.vocabulary.problem_kinds.plans import PLANS
from tests.plans.written import HEADING, TITLE, codes, docx, plan, row


def told(found: Plan, code: str) -> list[str]:
    return [problem.text for problem in lint(found) if problem.code == code]


GOOD = (
    row(1, "Утвердить перечень школ", "Март", expected="Приказ УО", responsible="УО"),
    row(
        2, "Провести семинар для учителей", "10.04.2022", expected="25 учителей, программа семинара", responsible="ИМЦ"
    ),
    row(3, "Обсудить итоги (см. п. 2)", "Ежемесячно", expected="Протокол", responsible="Методисты ИМЦ"),
)


def test_a_good_plan_has_no_remarks() -> None:
    assert lint(plan(*GOOD)) == ()


def test_every_group_of_checks_is_on_the_list() -> None:
    modules = {name for _, name, _ in pkgutil.iter_modules(checks.__path__)}
    assert {inspect.getmodule(check).__name__.rpartition(".")[2] for check in CHECKS} == modules  # type: ignore[union-attr]


def test_a_remark_has_its_place_its_remedy_and_its_code() -> None:
    (problem,) = (one for one in lint(plan(*GOOD[:2], row(3, responsible=""))) if one.code == "owner-missing")
    assert problem.place is not None
    assert (problem.place.table, problem.place.row) == (1, 4)
    assert problem.text.startswith("Мероприятие 3 (таблица 1, строка 4): не указан ответственный.")
    assert problem.text.endswith("[owner-missing]")
    assert problem.remedy in problem.text
    assert problem.severity is Severity.WARNS


def test_remarks_stand_in_the_order_of_the_plan() -> None:
    found = lint(plan(row(1, deadline=""), row(2, responsible=""), row(2, "Другое", deadline="")))
    rows = [problem.place.row for problem in found if problem.place]
    assert rows == sorted(rows)


def test_remarks_are_added_to_the_problems_of_reading_and_not_to_a_refused_plan() -> None:
    assert "owner-missing" in codes(checked(plan(row(1, responsible=""))).problems)
    refused = plan_in("пусто.docx", b"")
    assert checked(refused) == refused


# --- owners and deadlines -------------------------------------------------------------------------------------------


def test_nobody_answers() -> None:
    assert len(told(plan(row(1, responsible=""), row(2, responsible="–"), row(3)), "owner-missing")) == 2


def test_a_plan_without_a_column_for_owners_or_deadlines_says_so_once() -> None:
    no_owners = plan(*(row(n, f"Отчёт {n}")[:4] for n in range(1, 4)), heading=HEADING[:4])
    assert [code for code in codes(lint(no_owners)) if code.startswith("owner")] == ["owner-column-missing"]
    cut = [(*one[:2], *one[3:]) for one in (HEADING, row(1), row(2, "Отчёт"))]
    no_deadlines = plan(*cut[1:], heading=cut[0])
    assert [code for code in codes(lint(no_deadlines)) if code.startswith("deadline")] == ["deadline-column-missing"]


def test_everybody_answers_by_agreement_only() -> None:
    found = plan(row(1, responsible="КИПК (по согласованию)"), row(2, responsible="УО, КИПК (по согласованию)"))
    assert len(told(found, "owner-by-agreement-only")) == 1


def test_no_deadline() -> None:
    assert len(told(plan(row(1, deadline=""), row(2, deadline="-"), row(3)), "deadline-missing")) == 2


def test_an_unreadable_deadline() -> None:
    assert (
        "«Образовательные учреждения»"
        in told(plan(row(1, deadline="Образовательные учреждения")), "deadline-unreadable")[0]
    )


def test_a_day_that_cannot_be_is_named() -> None:
    assert "31 июня не бывает" in told(plan(row(1, deadline="31.06.2022")), "deadline-unreadable")[0]


def test_a_deadline_that_can_be_read_in_two_ways() -> None:
    found = plan(row(1, deadline="В течение года"), title="План на 2020-2023 годы")
    assert len(told(found, "deadline-ambiguous")) == 1
    assert told(plan(row(1, deadline="В течение года")), "deadline-ambiguous") == []
    assert "четверг, а написано: среда" in told(plan(row(1, deadline="среда, 5 мая")), "deadline-ambiguous")[0]


@pytest.mark.parametrize("deadline", ["Май 2023", "15.12.2021", "январь – март 2024 г.", "Май 2022, май 2023"])
def test_a_deadline_outside_the_plan(deadline: str) -> None:
    assert len(told(plan(row(1, deadline=deadline)), "deadline-outside-period")) == 1


@pytest.mark.parametrize(
    "deadline", ["Май 2022", "01.01.2022", "31.12.2022", "Постоянно", "Ежемесячно", "до 31.12.2022"]
)
def test_a_deadline_within_the_plan(deadline: str) -> None:
    assert told(plan(row(1, deadline=deadline)), "deadline-outside-period") == []


def test_the_august_before_a_school_year_opens_its_plan() -> None:
    found = plan(row(1, deadline="август 2022"), row(2, deadline="июль 2022"), title="План на 2022/2023 учебный год")
    (remark,) = told(found, "deadline-outside-period")
    assert "Мероприятие 2" in remark


@pytest.mark.parametrize(
    ("deadline", "said"),
    [
        ("май 20222", "«20222»"),
        ("Май 2202", "возможно, 2022"),
        ("май 2012 г.", "возможно, 2022"),
        ("15.03.2202", "возможно, 2022"),
    ],
)
def test_a_year_that_looks_mistyped(deadline: str, said: str) -> None:
    found = plan(row(1, deadline=deadline))
    assert said in told(found, "year-doubtful")[0]
    assert told(found, "deadline-outside-period") == []


def test_a_neighbouring_year_is_no_slip() -> None:
    assert told(plan(row(1, deadline="Май 2021")), "year-doubtful") == []


def test_an_impossible_year_in_the_name() -> None:
    assert (
        len(
            told(
                plan(row(1, "Анализ итогов 2202 года и закупка 1500 учебников"), row(2, "Анализ по закону 2012 года")),
                "year-doubtful",
            )
        )
        == 1
    )


# --- numbers --------------------------------------------------------------------------------------------------------


def numbers(*written: str) -> Plan:
    return plan(*(row(number, f"Мероприятие {place}") for place, number in enumerate(written)))


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (("1", "2", "3"), []),
        (("1.", "2)", "3"), []),
        (("1", "2", "4"), ["number-skipped"]),
        (("2", "3"), ["number-skipped"]),
        (("1", "2", "2"), ["number-repeated"]),
        (("1", "3", "2"), ["number-skipped", "number-out-of-order"]),
        (("1.1", "1.2", "2.1", "2.2"), []),
        (("1", "1.1", "1.2", "2"), []),
        (("1.1", "1.3", "2.1"), ["number-skipped"]),
        (("1", "2", "1999"), []),
        (("1", "", "3"), ["number-missing", "number-skipped"]),
        (("", "", ""), []),
        (("а", "б"), []),
    ],
)
def test_numbers_go_one_after_another(written: tuple[str, ...], found: list[str]) -> None:
    assert [code for code in codes(lint(numbers(*written))) if code.startswith("number-")] == found


def test_numbers_may_begin_anew_in_each_section() -> None:
    found = plan(("Раздел А",), row(1, "Приказ"), row(2, "Список"), ("Раздел Б",), row(1, "Семинар"), row(2, "Отчёт"))
    assert [code for code in codes(lint(found)) if code.startswith("number-")] == []


def test_skipped_numbers_are_named() -> None:
    assert "перед номером 6 нет номеров 3, 4, 5" in told(numbers("1", "2", "6"), "number-skipped")[0]


def test_a_measure_that_stands_twice() -> None:
    found = plan(
        row(1, "Семинар для учителей"), row(2, "семинар  для учителей"), row(3, "Семинар для учителей", "Июнь")
    )
    assert told(found, "measure-repeated")[0].startswith("Мероприятие 2")
    assert len(told(found, "measure-repeated")) == 1


# --- results --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "expected",
    ["Постоянно", "Улучшение качества образования", "Повышение мотивации учителей", "Рост", "Создание условий",
     "Эффективное взаимодействие", "Развитие партнёрства", "Созданы все необходимые условия",
     "Увеличение доли успевающих"],
)  # fmt: skip
def test_a_wish_proves_nothing(expected: str) -> None:
    assert len(told(plan(row(1, expected=expected)), "result-not-provable")) == 1


@pytest.mark.parametrize(
    "expected",
    ["Приказ УО", "Аналитическая справка", "Повышение доли успевающих до 80 %", "Проведены отчётные сессии",
     "Информация размещена на сайте", "Составлены ИППР", "25 педагогов", "Протокол заседания",
     "Создана рабочая группа", "Доля прошедших курсы", "Совещание при директоре"],
)  # fmt: skip
def test_a_document_a_number_or_an_event_can_be_shown(expected: str) -> None:
    assert told(plan(row(1, "Совещание", expected=expected)), "result-not-provable") == []


def test_a_result_that_only_repeats_the_measure() -> None:
    found = plan(
        row(1, "Выявление дефицитов педагогов по результатам", expected="Выявлены дефициты педагогов по результатам")
    )
    assert len(told(found, "result-repeats-measure")) == 1


def test_a_document_named_like_its_measure_is_a_result() -> None:
    found = plan(row(1, "Утверждение перечня школ района", expected="Приказ «Об утверждении перечня школ района»"))
    assert told(found, "result-repeats-measure") == []


def test_no_result_and_no_column_for_it() -> None:
    assert len(told(plan(row(1, expected=""), row(2, expected="–"), row(3)), "result-missing")) == 2
    bare = plan(("1", "Семинар", "Май", "УО"), heading=(*HEADING[:3], HEADING[4]))
    assert codes(lint(bare)) == ["result-column-missing"]


# --- names, references, sections, targets -----------------------------------------------------------------------------


def test_one_group_of_schools_has_one_name() -> None:
    mixed = plan(row(1, "Поддержка ШНОР"), row(2, "Семинар для ШНРО"), row(3, "Список ШНОР"))
    assert "«ШНОР» – 2, «ШНРО» – 1" in told(mixed, "group-named-differently")[0]
    owners = plan(row(1, "Поддержка ШНОР"), row(2, responsible="Директора ШНРО"))
    assert len(told(owners, "group-named-differently")) == 1
    assert told(plan(row(1, "Поддержка ШНОР"), row(2, "Семинар для ШНСУ")), "group-named-differently") == []
    full = plan(row(1, "Поддержка школ с низкими образовательными результатами (ШНОР)"), row(2, "Список ШНОР"))
    assert told(full, "group-named-differently") == []
    words = plan(
        row(1, "Школы с низкими результатами обучения"), row(2, "Школам с низкими образовательными результатами")
    )
    assert len(told(words, "group-named-differently")) == 1


def test_teachers_with_low_results_are_no_group_of_schools() -> None:
    found = plan(
        row(1, "Школы с низкими образовательными результатами"), row(2, "Учителя с низкими результатами обучения")
    )
    assert told(found, "group-named-differently") == []


def test_an_abbreviation_like_a_usual_one_is_doubtful() -> None:
    found = plan(*(row(n, "Семинар для ШНРО") for n in range(1, 4)), row(4, "Отчёт ШПРО"), row(5, "Заседание ШМО"))
    assert "обычно в плане «ШНРО»" in told(found, "group-name-doubtful")[0]
    assert len(told(found, "group-name-doubtful")) == 1


@pytest.mark.parametrize(
    ("name", "broken"),
    [
        ("Исполнение п. 32", 1),
        ("Исполнение пунктов 1, 2 и 9", 1),
        ("См. мероприятие № 2", 0),
        ("По п. 2 приказа УО", 0),
        ("По п. 1.3 дорожной карты региона", 0),
        ("По п. 7 дорожной карты", 1),
        ("Согласно ст. 28 п. 3 Закона об образовании", 0),
        ("По пункту 7 статьи 28", 0),
        ("Школа с.п.Урожайное", 0),
        ("Рост на 2 п.п. и 5 п.п.", 0),
    ],
)
def test_references_lead_to_measures_that_are_there(name: str, broken: int) -> None:
    assert len(told(plan(row(1, name), row(2, "Отчёт")), "reference-broken")) == broken


def test_a_section_holds_measures() -> None:
    found = plan(("Нормативная база",), row(1), ("Кадры",), ("Мониторинг",), row(2, "Отчёт"), ("Итоги",))
    assert [text.partition("«")[2].partition("»")[0] for text in told(found, "section-empty")] == ["Кадры", "Итоги"]


def test_a_heading_of_parts_is_no_empty_section() -> None:
    found = plan(("Раздел 1. Кадры",), ("1.1. Обучение",), row(1), ("Раздел II",), ("Подготовка",), row(2, "Отчёт"))
    assert told(found, "section-empty") == []


def targets(name: str, *values: str) -> Plan:
    words = ", ".join(f"{year} год – {value}" for year, value in zip(range(2020, 2030), values, strict=False))
    return plan(row(1, expected=f"{name}: {words}"))


@pytest.mark.parametrize(
    ("name", "values", "found"),
    [
        ("Доля школ", ("33,3%", "55,5 %", "77,7%", "100 %"), []),
        ("Доля школ", ("33,3%", "25 %", "77,7%"), ["target-falls"]),
        ("Снижение доли двоек", ("30 %", "20 %", "10 %"), []),
        ("Снижение доли двоек", ("30 %", "40 %", "10 %"), ["target-falls"]),
        ("Доля школ", ("10 %", "12 %", "14 %", "90 %"), ["target-jumps"]),
        ("Доля школ", ("50 %", "100 %", "120 %"), ["target-impossible"]),
        ("Число школ", ("3", "5", "7"), []),
    ],
)
def test_targets_go_one_way_without_leaps(name: str, values: tuple[str, ...], found: list[str]) -> None:
    assert [code for code in codes(lint(targets(name, *values))) if code.startswith("target-")] == found


def test_every_kind_of_remark_has_words_and_a_remedy() -> None:
    for kind in PLANS:
        assert KINDS[kind.code] is kind
        assert kind.title
        assert kind.remedy.endswith(".")
        assert not any(word in f"{kind.title} {kind.remedy}".casefold() for word in ("пожалуйста", "неверн", "ошибк"))


def test_a_plan_without_years_says_so_once() -> None:
    found = checked(plan(row(1, deadline="Май"), row(2, "Отчёт", "Октябрь"), title="План мероприятий"))
    assert codes(found.problems) == ["period-unknown"]


def test_the_title_above_is_the_title() -> None:
    assert plan(row(1)).title == TITLE
    assert plan_in(
        "x.docx", docx([HEADING, row(1)], "Приложение", "", "План работы", "на 2022 год", "", "Цель: рост")
    ).title == ("План работы на 2022 год")
