"""Two editions of a plan, row by row; and the round trip through Word, Excel and back."""

import io

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.deadlines import period_of, read_deadline
from opora.plans import differences, parties_of, plan_in
from opora.reports.plan_document import plan_document
from opora.tables.plan import Measure, Place, Plan
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
