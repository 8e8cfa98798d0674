"""Two editions of a plan, row by row; and the round trip through Word, Excel and back."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.deadlines import period_of, read_deadline
from opora.plans import differences, parties_of, plan_in
from opora.reports.plan_document import plan_document
from opora.reports.plan_workbook import plan_workbook
from opora.tables.plan import Indicator, Measure, Place, Plan, Section, Target
from tests.plans.written import HEADING, docx, plan, row, saved

OLD = plan(
    ("Нормативная база",),
    row(1, "Утвердить перечень школ", "Март"),
    row(2, "Провести семинар для учителей математики", "Апрель"),
    ("Мониторинг",),
    row(3, "Обсудить итоги года на совещании", "Июнь", responsible="УО, ИМЦ"),
    row(4, "Подготовить справку", "Июль"),
)


def told(old: Plan, new: Plan) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    return [
        (one.change, one.name, [(field.field, field.before, field.after) for field in one.fields])
        for one in differences(old, new)
    ]


def edited(change: dict[tuple[int, int], str]) -> Plan:
    """Return the plan as somebody edits it in Word: written by Opora, cells changed, saved, loaded back."""
    document = Document(io.BytesIO(plan_document(OLD)))
    for (line, column), words in change.items():
        document.tables[0].cell(line, column).text = words
    return plan_in("план.docx", saved(document))


def test_the_same_plan_does_not_differ() -> None:
    assert told(OLD, OLD) == []


def test_what_is_written_and_loaded_back_does_not_differ() -> None:
    assert told(OLD, edited({})) == []


def test_a_plan_edited_in_word_shows_the_cells_that_changed() -> None:
    new = edited({(3, 2): "Май", (5, 4): "УО; РМО учителей"})
    assert told(OLD, new) == [
        ("changed", "Провести семинар для учителей математики", [("deadline", "Апрель", "Май")]),
        ("changed", "Обсудить итоги года на совещании", [("responsible", "УО; ИМЦ", "УО; РМО учителей")]),
    ]


def test_a_changed_name_is_the_same_measure() -> None:
    new = edited({(3, 1): "Провести семинары для учителей математики и физики"})
    assert [(change, [field for field, _, _ in fields]) for change, _, fields in told(OLD, new)] == [
        ("changed", ["name"])
    ]


def test_rows_that_came_and_went() -> None:
    new = plan(
        ("Нормативная база",),
        row(1, "Утвердить перечень школ", "Март"),
        ("Мониторинг",),
        row(2, "Заключить договоры о сетевом взаимодействии", "Май"),
        row(3, "Обсудить итоги года на совещании", "Июнь", responsible="УО, ИМЦ"),
        row(4, "Подготовить справку", "Июль"),
    )
    assert [(change, name) for change, name, _ in told(OLD, new)] == [
        ("added", "Заключить договоры о сетевом взаимодействии"),
        ("removed", "Провести семинар для учителей математики"),
    ]


def test_a_row_that_only_moved_is_said_to_have_moved() -> None:
    rows = [row("", name) for name in ("Приказ", "Семинар", "Справка", "Отчёт")]
    bare = (HEADING[0], *HEADING[1:])
    old = plan_in("а.docx", docx([bare, *rows]))
    new = plan_in("б.docx", docx([bare, rows[3], *rows[:3]]))
    assert [(change, name) for change, name, _ in told(old, new)] == [("moved", "Отчёт")]


def test_spaces_and_kinds_of_dashes_do_not_count() -> None:
    old = plan(row(1, "Семинар – практикум", "Март - апрель"))
    new = plan(row("1.", "Семинар  -  практикум", "Март – апрель"))
    assert told(old, new) == []


def test_places_say_where_the_row_stands_in_each_file() -> None:
    (one,) = differences(OLD, edited({(3, 2): "Май"}))
    assert one.before == Place(table=1, row=4)
    assert one.after == Place(table=1, row=4)


# --- what is written is read back, whatever it is ---------------------------------------------------------------------

_WORDS = st.lists(
    st.sampled_from([
        "Семинар", "для", "учителей", "№ 5", "«Точка роста»", "– практикум", "(ОГЭ)", "2022", "и", "школ", "ШНОР;",
        "а/б",
        "<b>", "{{ x }}", "=1+1", "&", "п. 1", "50 %",
    ]),
    min_size=1, max_size=6,
).map(lambda words: " ".join(["Провести", *words]))  # fmt: skip
_SECTIONS = st.lists(st.sampled_from(["Нормативная база", "1. Кадры", "II. Мониторинг", "Раздел «Итоги»"]), unique=True)
_DEADLINES = st.sampled_from(
    ["Март", "10.04.2022", "Ежемесячно", "Сентябрь, ноябрь", "В течение года", "по графику", ""]
)
_PARTIES = st.sampled_from(
    ["УО", "УО, МКУ «ИМС»", "Килина С.А., методист; руководители ОО", "КИПК (по согласованию)", ""]
)
_RESULTS = st.one_of(_WORDS, st.just(""))
PERIOD = period_of("2022")


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    sections: list[str | None] = list(draw(_SECTIONS)) or [None]
    measures = []
    for section in sections:
        for _ in range(draw(st.integers(1, 3))):
            deadline, number = draw(_DEADLINES), len(measures) + 1
            measures.append(
                Measure(
                    number=draw(st.sampled_from([f"{number}.", str(number)])),
                    section=section,
                    name=draw(_WORDS),
                    deadline=read_deadline(deadline, PERIOD) if deadline else None,
                    expected=draw(_RESULTS),
                    responsible=parties_of(draw(_PARTIES)),
                    place=Place(table=1, row=number),
                    note=draw(st.sampled_from(["", "Уточнить"])),
                    done=draw(st.sampled_from(["", "Выполнено 01.02"])),
                    other={"Форма работы": words} if (words := draw(st.sampled_from(["", "очно"]))) else {},
                )
            )
    return Plan(title="План работы на 2022 год", period=PERIOD, measures=tuple(measures))


@given(plans())
@settings(max_examples=25, deadline=None)
def test_any_plan_written_as_word_is_read_back_without_a_difference(written: Plan) -> None:
    found = plan_in("план.docx", plan_document(written))
    assert told(written, found) == []
    assert (found.title, found.period) == (written.title, written.period)
    assert [one.responsible for one in found.measures] == [one.responsible for one in written.measures]


@given(plans(), plans())
@settings(max_examples=25, deadline=None)
def test_differences_account_for_every_row(old: Plan, new: Plan) -> None:
    found = differences(old, new)
    came, went = (sum(one.change == change for one in found) for change in ("added", "removed"))
    assert len(new.measures) - came == len(old.measures) - went
    places = [one.after for one in found if one.after]
    assert len(places) == len(set(map(str, places)))


@pytest.mark.parametrize("rows", [0, 1])
def test_a_plan_against_an_empty_one(rows: int) -> None:
    empty = OLD.model_copy(update={"measures": OLD.measures[:rows]})
    assert [one.change for one in differences(empty, OLD)] == ["added"] * (4 - rows)
    assert [one.change for one in differences(OLD, empty)] == ["removed"] * (4 - rows)


# --- indicators and sections of words ---------------------------------------------------------------------------------

_TEXTS = ("Цель", "Риски и как их снизить", "Ресурсы")
_SCHOOLS = ("МБОУ «СОШ № 1»", "МБОУ «СОШ № 2»", "МКОУ «Липовская ООШ»")
_TARGETS = st.one_of(
    st.integers(0, 1000).map(lambda parts: (parts / 1000, "")), st.just((0.5, "не менее 50 %")), st.just((1.0, "100 %"))
)


@st.composite
def whole_plans(draw: st.DrawFn) -> Plan:
    """Draw a plan with indicators in a table, some of a measure, schools by year, and sections of words."""
    plan = draw(plans())
    names = draw(st.lists(st.sampled_from(["Доля школ", "Число учителей", "Средняя отметка"]), unique=True))
    indicators = tuple(_indicator(draw, name, row, plan) for row, name in enumerate(names, start=2))
    texts = tuple(
        Section(title=title, measures=0, place=Place(table=0, row=row), text=draw(st.one_of(_WORDS, st.just(""))))
        for row, title in enumerate(_TEXTS, start=1)
    )
    return plan.model_copy(update={"indicators": indicators, "sections": (*texts, *plan.sections)})


def _indicator(draw: st.DrawFn, name: str, row: int, plan: Plan) -> Indicator:
    years = draw(st.lists(st.sampled_from(["2022", "2023", "2023/24"]), min_size=1, unique=True))
    targets = []
    for year in sorted(years):
        value, text = draw(_TARGETS)
        schools = tuple(draw(st.lists(st.sampled_from(_SCHOOLS), unique=True)))
        targets.append(Target(year=year, value=value, text=text, schools=schools))
    owner = draw(st.sampled_from([None, plan.measures[0].called]))
    return Indicator(
        name=name, unit=draw(st.sampled_from(["share", "share", "чел."])), targets=tuple(targets), measure=owner,
        place=Place(table=2, row=row),
    )  # fmt: skip


@given(whole_plans())
@settings(max_examples=25, deadline=None)
def test_indicators_and_texts_written_as_word_are_read_back_without_a_difference(written: Plan) -> None:
    assert told(written, plan_in("план.docx", plan_document(written), PERIOD, _TEXTS)) == []


@given(whole_plans())
@settings(max_examples=15, deadline=None)
def test_indicators_written_as_a_workbook_are_read_back_without_a_difference(written: Plan) -> None:
    found = plan_in("план.xlsx", plan_workbook(written), PERIOD)
    assert [one for one in differences(written, found) if one.part == "indicator"] == []


@given(whole_plans(), whole_plans())
@settings(max_examples=25, deadline=None)
def test_differences_account_for_every_indicator_and_section(old: Plan, new: Plan) -> None:
    found = differences(old, new)
    for part, counts in (("indicator", [len(one.indicators) for one in (old, new)]), ("words", [len(_TEXTS)] * 2)):
        came, went = (
            sum(one.change == change and one.part == part for one in found) for change in ("added", "removed")
        )
        assert counts[1] - came == counts[0] - went
    assert [one for one in differences(new, new) if one.part != "measure"] == []


WHOLE = OLD.model_copy(update={
    "indicators": (Indicator(
        name="Доля школ", unit="share", measure="3", place=Place(table=2, row=2),
        targets=(Target(year="2022", value=0.333, text="33,3 %", schools=_SCHOOLS[:1]),
                 Target(year="2023", value=0.555, text="55,5 %", schools=())),
    ),),
    "sections": (Section(title="Цель", measures=0, place=Place(table=0, row=1), text="Поднять результаты."),
                 *OLD.sections),
})  # fmt: skip


def edited_whole(change: Callable[[Any], None]) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Return how the plan differs after somebody edited its Word file."""
    document = Document(io.BytesIO(plan_document(WHOLE)))
    change(document)
    return told(WHOLE, plan_in("план.docx", saved(document), None, ["Цель"]))


def test_a_target_and_its_schools_edited_in_word_are_told_by_year() -> None:
    def change(document: Any) -> None:
        document.tables[1].cell(1, 3).text = "44,4 %\nшколы: МБОУ «СОШ № 2»"
        document.tables[1].cell(1, 4).text = "66 %"

    (one,) = edited_whole(change)
    assert one == ("changed", "Доля школ", [
        ("Цель 2022", "33,3\u00a0%", "44,4\u00a0%"),
        ("Школы 2022", "МБОУ «СОШ № 1»", "МБОУ «СОШ № 2»"),
        ("Цель 2023", "55,5\u00a0%", "66\u00a0%"),
    ])  # fmt: skip


def test_an_indicator_tied_to_another_measure_in_word_is_told() -> None:
    def change(document: Any) -> None:
        document.tables[1].cell(1, 2).text = "4"

    assert edited_whole(change) == [("changed", "Доля школ", [("По мероприятию", "3", "4")])]


def test_words_of_a_section_edited_in_word_are_told() -> None:
    def change(document: Any) -> None:
        next(one for one in document.paragraphs if one.text.startswith("Поднять")).text = "Поднять отметки.\nСкоро."

    assert edited_whole(change) == [("changed", "Цель", [("text", "Поднять результаты.", "Поднять отметки.\nСкоро.")])]


def test_targets_that_an_expected_result_names_are_told_with_its_row_and_not_twice() -> None:
    old = plan(row(1, expected="Доля школ: 2022 – 33,3 %, 2023 – 55,5 %"))
    new = plan(row(1, expected="Доля школ: 2022 – 44 %, 2023 – 55,5 %"))
    assert [(one.part, one.change) for one in differences(old, new)] == [("measure", "changed")]


def test_an_indicator_named_in_words_and_in_the_table_is_read_once() -> None:
    expected = "Доля школ: 2022 – 33,3 %, 2023 – 55,5 %"
    owner = plan(row("1.", expected=expected))
    table = WHOLE.indicators[0].model_copy(update={"measure": "1."})
    found = plan_in("план.docx", plan_document(owner.model_copy(update={"indicators": (table,)})))
    assert [(one.measure, one.place.table, one.targets[0].schools) for one in found.indicators] == [
        ("1.", 2, _SCHOOLS[:1])
    ]
