"""A plan's rows and the library's record of it: both ways, whatever the plan."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.deadlines import Period, read_deadline
from opora.plans import differences, parties_of, plan_in
from opora.reports.plan_document import plan_document
from opora.tables.plan import Indicator, Measure, Place, Plan, Section, Target
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    ResponsibleParty,
    Roadmap,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.record import plan_of
from opora_web.programme.roadmap.writing import Deed, write_plan
from tests.plans.written import plan, row
from tests.web.personas import People
from tests.web.programme.roadmap.conftest import MOMENT, SMALL, YEAR, roadmap_of

_WORDS = st.lists(
    st.sampled_from([
        "Провести", "семинар", "для", "учителей", "№ 5", "«Точка роста»", "– практикум", "(ОГЭ)", "2022", "и", "ШНОР;",
        "а/б", "<b>", "{{ x }}", "=1+1", "&", "п. 1", "50 %", "ё", "́",
    ]),
    min_size=1, max_size=6,
).map(" ".join)  # fmt: skip
_DEADLINES = st.sampled_from(
    ["Март", "10.04.2022", "Ежемесячно", "Сентябрь, ноябрь", "В течение года", "по графику", "не реже 2 раз в год", ""]
)
_PARTIES = st.sampled_from(
    ["УО", "УО, МКУ «ИМС»", "Килина С.А., методист; руководители ОО", "КИПК (по согласованию)", ""]
)
_TITLES = st.one_of(st.none(), st.sampled_from(["Нормативная база", "1. Кадры", "II. Мониторинг"]))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Draw a plan: sections in any order, also twice and empty, measures with and without them, indicators."""
    measures: list[Measure] = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        words = draw(_DEADLINES)
        measures.append(
            Measure(
                number=draw(st.sampled_from([f"{number}.", str(number), None])), section=draw(_TITLES),
                name=draw(_WORDS), deadline=read_deadline(words, YEAR) if words else None,
                expected=draw(st.one_of(_WORDS, st.just(""))), responsible=parties_of(draw(_PARTIES)),
                place=Place(table=1, row=2 * number), note=draw(st.sampled_from(["", "Уточнить"])),
                done=draw(st.sampled_from(["", "Выполнено 01.02"])),
                other={"Форма работы": kind} if (kind := draw(st.sampled_from(["", "очно"]))) else {},
            )
        )  # fmt: skip
    measures.sort(key=lambda one: one.section is not None)  # a table has no end of a section but the next one
    measures = [one.model_copy(update={"place": Place(table=1, row=2 * row)}) for row, one in enumerate(measures, 1)]
    empty = draw(st.lists(st.integers(0, 6), max_size=2, unique=True))
    sections = tuple(
        Section(title=f"Пустой {row}", measures=0, place=Place(table=1, row=2 * row + 1)) for row in sorted(empty)
    )
    return Plan(
        title="План работы на 2022 год", period=YEAR, measures=tuple(measures), sections=sections,
        indicators=tuple(draw(_indicators(measures))), has=("deadline", "name", "number"),
    )  # fmt: skip


@st.composite
def _indicators(draw: st.DrawFn, measures: list[Measure]) -> list[Indicator]:
    found = []
    for number in range(draw(st.integers(0, 3))):
        owner = draw(st.sampled_from([None, *measures]))
        values = draw(st.lists(st.one_of(st.none(), st.floats(0, 1)), min_size=1, max_size=3))
        targets = tuple(
            Target(year=str(2022 + i), value=value, text=f"{value}", schools=()) for i, value in enumerate(values)
        )
        place = owner.place if owner else Place(table=2, row=number + 2)
        number_of = owner.called if owner else None
        found.append(Indicator(name=f"Доля {number}", unit="share", targets=targets, measure=number_of, place=place))
    return found


def without_places(one: Plan) -> dict[str, object]:
    """Return a record without where things stand, and sections only as the rows they head."""
    frame = one.model_dump(exclude={"problems", "sections", "approval"})
    for row_ in (*frame["measures"], *frame["indicators"]):
        del row_["place"]
    return frame


@given(plans(), plans())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_plan_written_into_rows_is_read_back(people: People, first: Plan, second: Plan) -> None:
    kept = roadmap_of(people.schools[0], people["head"], first)
    assert without_places(plan_of(kept)) == without_places(first)
    again = plan_of(kept)
    write_plan(kept, again, Deed(people["head"], MOMENT))
    assert plan_of(kept) == again
    write_plan(kept, second, Deed(people["head"], MOMENT, "другая редакция"))
    assert without_places(plan_of(kept)) == without_places(second)
    titles = [one.title for one in plan_of(kept).sections if not one.measures]
    assert titles == [one.title for one in second.sections]


@given(plans())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_places_of_the_record_are_those_of_its_word_file(people: People, written: Plan) -> None:
    kept = plan_of(roadmap_of(people.schools[0], people["head"], written))
    found = plan_in("план.docx", plan_document(kept))
    if kept.measures and all(one.number for one in kept.measures):
        assert [one.place for one in found.measures] == [one.place for one in kept.measures]


def kept_period(roadmap: Roadmap) -> Period:
    """Return the days of a plan."""
    return Period(roadmap.starts_on, roadmap.ends_on)


def test_a_measure_known_again_keeps_its_row_and_whom_people_recognised(people: People) -> None:
    kept = roadmap_of(people.municipalities["Речной"], people["coordinator"])
    party = ResponsibleParty.objects.get(measure__roadmap=kept, text="МКУ «ИМС»")
    party.organisation = people.municipalities["Речной"]
    party.save()
    before = set(RoadmapMeasure.objects.filter(roadmap=kept).values_list("pk", flat=True))
    renewed = plan(
        ("Нормативная база",),
        row("1.", "Утвердить перечень школ приказом", "Апрель", responsible="МКУ «ИМС», РМО учителей"),
        row("2.", "Обсудить итоги", "Ежемесячно", expected="Протокол"),
        row("4.", "Провести ярмарку", "Май"),
    )
    write_plan(kept, renewed, Deed(people["coordinator"], MOMENT, "исправлено"))
    after = RoadmapMeasure.objects.filter(roadmap=kept, trashed_at__isnull=True)
    assert len(before & set(after.values_list("pk", flat=True))) == 2
    party = ResponsibleParty.objects.get(measure__roadmap=kept, text="МКУ «ИМС»")
    assert party.organisation == people.municipalities["Речной"]
    gone = RoadmapMeasure.objects.get(roadmap=kept, trashed_at__isnull=False)
    assert gone.name == "Подготовить справку"
    assert gone.history.first().history_change_reason == "исправлено"
    assert gone.history.first().history_user == people["coordinator"]
    assert RoadmapSection.objects.get(roadmap=kept, title="Мониторинг").trashed_at is not None


def test_what_was_reached_stays_when_a_target_is_corrected(people: People) -> None:
    kept = roadmap_of(people.municipalities["Речной"], people["coordinator"])
    target = IndicatorTarget.objects.get(indicator__roadmap=kept, year="2022")
    target.reached, target.reached_note = 0.4, "справка"
    target.save()
    target.schools.add(people.schools[0])
    last = SMALL.measures[2].model_copy(update={"expected": "Доля школ: 2022 – 44,4 %, 2023 – 55,5 %"})
    corrected = plan(
        row("3.", last.name, "Декабрь", expected=last.expected), row("9.", "Новое", "Май"),
    )  # fmt: skip
    write_plan(kept, corrected, Deed(people["coordinator"], MOMENT))
    target.refresh_from_db()
    assert (target.value, target.reached, target.reached_note) == (0.444, 0.4, "справка")
    assert list(target.schools.all()) == [people.schools[0]]


def test_a_word_file_holds_a_programmes_texts_also_those_that_wait_to_be_written(people: People) -> None:
    kept = roadmap_of(people.schools[0], people["head"])
    for code, title, text in (("aim", "Цель", "Поднять результаты."), ("risks", "Риски", "")):
        RoadmapSection.objects.create(roadmap=kept, position=99, code=code, title=title, text=text)
    texts = [("Цель", "Поднять результаты."), ("Риски", "")]
    assert [(one.title, one.text) for one in plan_of(kept).sections if one.is_words] == texts
    found = plan_in("п.docx", plan_document(plan_of(kept)), kept_period(kept), ["Цель", "Риски"])
    assert [(one.title, one.text) for one in found.sections if one.is_words] == texts
    assert differences(plan_of(kept), found) == ()
    write_plan(kept, found, Deed(people["head"], MOMENT))
    assert {one.title: one.text for one in plan_of(kept).sections if one.is_words} == dict(texts)
    assert RoadmapSection.objects.get(roadmap=kept, code="risks").trashed_at is None


def test_schools_of_a_target_are_written_and_read_by_their_names(people: People) -> None:
    kept = roadmap_of(people.municipalities["Речной"], people["coordinator"])
    target = IndicatorTarget.objects.get(indicator__roadmap=kept, year="2022")
    target.schools.add(people.schools[0])
    record = plan_of(kept)
    assert record.indicators[0].targets[0].schools == (people.schools[0].name,)
    target.schools.clear()
    write_plan(kept, record, Deed(people["coordinator"], MOMENT))
    assert list(target.schools.all()) == [people.schools[0]]


def test_words_nobody_has_read_are_read_within_the_plans_period(people: People) -> None:
    kept = roadmap_of(people.schools[0], people["head"])
    RoadmapMeasure.objects.create(roadmap=kept, position=9, name="Совет", deadline_text="Октябрь")
    (measure,) = (one for one in plan_of(kept).measures if one.name == "Совет")
    assert measure.deadline is not None
    assert measure.deadline.starts_on == dt.date(2022, 10, 1)


def test_a_plan_for_a_school_year_keeps_being_one(people: People) -> None:
    kept = roadmap_of(people.schools[0], people["head"])
    Roadmap.objects.filter(pk=kept.pk).update(starts_on=dt.date(2022, 9, 1), ends_on=dt.date(2023, 8, 31))
    period = plan_of(Roadmap.objects.get(pk=kept.pk)).period
    assert period is not None
    assert period.is_school_year


@pytest.mark.parametrize("rows", [1, 60])
def test_a_plan_is_read_and_written_in_a_few_statements(people: People, rows: int) -> None:
    long = plan(*(row(f"{number}.", f"Мероприятие {number}", "Май") for number in range(1, rows + 1)))
    kept = roadmap_of(people.schools[0], people["head"], long)
    with CaptureQueriesContext(connection) as asked:
        plan_of(kept)
    assert len(asked) == 5
