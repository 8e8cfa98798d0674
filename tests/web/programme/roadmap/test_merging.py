"""The round trip: a plan written as Word, edited there, read back, its differences accepted one by one."""

import io

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.plans import differences, plan_in
from opora.plans.difference import RowDifference
from opora.plans.differences_apart import indicator_texts
from opora.reports.plan_document import plan_document
from opora.tables.plan import Place, Plan
from opora_web.programme.roadmap.merging import merged
from opora_web.programme.roadmap.record import plan_of
from opora_web.programme.roadmap.writing import Deed, write_plan
from tests.plans.test_differences import whole_plans
from tests.plans.written import saved
from tests.web.personas import People
from tests.web.programme.roadmap.conftest import MOMENT, SMALL, roadmap_of
from tests.web.programme.roadmap.test_record import plans

_CELLS = {1: "Провести олимпиаду для учителей физики", 2: "Август", 3: "Новый протокол", 4: "РМО учителей"}


def accepted(old: Plan, new: Plan, is_taken: list[bool]) -> list[RowDifference]:
    """Accept the differences, in their order, as told."""
    return [one for one, taken in zip(differences(old, new), is_taken, strict=False) if taken]


def words(plan: Plan) -> list[tuple[object, ...]]:
    return [
        (one.number, one.section, one.name, one.deadline.text if one.deadline else "", one.expected, one.responsible)
        for one in plan.measures
    ]


def apart(plan: Plan) -> list[object]:
    """Return what stands outside the table of measures: indicators and sections of words, in no order."""
    told: list[object] = [(one.title, one.text) for one in plan.sections if one.is_words]
    told += [tuple(indicator_texts(one).items()) for one in plan.indicators]
    return sorted(map(str, told))


@given(plans(), plans())
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_all_differences_make_the_newer_plan_and_none_leave_the_older(old: Plan, new: Plan) -> None:
    count = len(differences(old, new))
    assert words(merged(old, new, accepted(old, new, [True] * count))) == words(new)
    assert words(merged(old, new, accepted(old, new, [False] * count))) == words(old)


@given(whole_plans(), whole_plans())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_so_do_differences_of_indicators_and_of_words(old: Plan, new: Plan) -> None:
    count = len(differences(old, new))
    assert apart(merged(old, new, accepted(old, new, [True] * count))) == apart(new)
    result = merged(old, new, accepted(old, new, [False] * count))
    assert apart(result) == apart(old)


@given(whole_plans(), whole_plans(), st.lists(st.booleans(), min_size=20, max_size=20))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_of_indicators_and_words_those_accepted_come_and_no_others(old: Plan, new: Plan, is_taken: list[bool]) -> None:
    ties = {one.called: old.measures[0].called for one in new.measures}
    tied = [one.model_copy(update={"measure": ties.get(one.measure or "")}) for one in new.indicators]
    new = new.model_copy(update={"measures": old.measures, "indicators": tuple(tied)})
    told = differences(old, new)
    taken = accepted(old, new, is_taken)
    result = merged(old, new, taken)
    left = [(one.part, one.change, one.name, one.fields) for one in differences(result, new)]
    assert left == [(one.part, one.change, one.name, one.fields) for one in told if one not in taken]


@given(plans(), plans(), st.lists(st.booleans(), min_size=12, max_size=12))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_some_differences_bring_those_and_no_others(old: Plan, new: Plan, is_taken: list[bool]) -> None:
    found = differences(old, new)
    result = merged(old, new, accepted(old, new, is_taken))
    rows = words(result)
    by_place = {one.place: one for one in (*new.measures,)}
    rows_found = [(one, taken) for one, taken in zip(found, is_taken, strict=False) if one.part == "measure"]
    for one, taken in rows_found:
        if one.change == "added":
            row = words(Plan(title=None, period=None, measures=(by_place[one.after or Place(table=1, row=1)],)))[0]
            if row not in words(old):
                assert (row in rows) == taken
    gone = sum(one.change == "removed" and taken for one, taken in rows_found)
    came = sum(one.change == "added" and taken for one, taken in rows_found)
    assert len(rows) == len(old.measures) - gone + came
    assert len({one.place for one in result.measures}) == len(rows)


@given(plans())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_plan_of_the_site_written_as_word_and_read_back_does_not_differ(people: People, written: Plan) -> None:
    kept = plan_of(roadmap_of(people.schools[0], people["head"], _safe(written)))
    if not kept.measures:
        return
    found = plan_in("план.docx", plan_document(kept), kept.period)
    assert differences(kept, found) == ()


def _safe(plan: Plan) -> Plan:
    """Leave out what no table can say: rows without a number among numbered ones, names that go on from above."""
    measures = [
        one.model_copy(update={"number": f"{number}.", "name": f"Провести {one.name}"})
        for number, one in enumerate(plan.measures, start=1)
    ]
    return plan.model_copy(update={"measures": tuple(measures), "indicators": (), "sections": ()})


@given(st.dictionaries(st.tuples(st.sampled_from([2, 4, 5]), st.sampled_from(sorted(_CELLS))), st.none(), max_size=4))
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_exactly_the_cells_edited_in_word_are_told(people: People, cells: dict[tuple[int, int], None]) -> None:
    roadmap = roadmap_of(people.schools[0], people["head"])
    kept = plan_of(roadmap)
    document = Document(io.BytesIO(plan_document(kept)))
    for line, column in cells:
        document.tables[0].cell(line, column).text = f"{_CELLS[column]} {line}" if column != 2 else _CELLS[column]
    found = plan_in("план.docx", saved(document), kept.period)
    told = differences(kept, found)
    names = {1: "name", 2: "deadline", 3: "expected", 4: "responsible"}
    edited = {(line + 1, names[column]) for line, column in cells}
    renamed = {line for line, column in edited if column == "name"}
    told_cells = {(one.after.row, field.field) for one in told if one.after for field in one.fields}
    assert {cell for cell in told_cells if cell[0] not in renamed} == {
        cell for cell in edited if cell[0] not in renamed
    }
    assert {one.after.row for one in told if one.after} == {line for line, _ in edited}
    write_plan(roadmap, merged(kept, found, accepted(kept, found, [True] * 99)), Deed(people["head"], MOMENT))
    assert differences(plan_of(roadmap), found) == ()


@pytest.mark.parametrize("taken", [True, False])
def test_the_targets_of_a_changed_result_follow_it(taken: bool) -> None:
    document = Document(io.BytesIO(plan_document(SMALL)))
    document.tables[0].cell(5, 3).text = "Доля школ: 2022 – 44 %, 2023 – 66 %"
    found = plan_in("план.docx", saved(document), SMALL.period)
    result = merged(SMALL, found, accepted(SMALL, found, [taken]))
    assert [target.value for target in result.indicators[0].targets] == ([0.44, 0.66] if taken else [0.333, 0.555])
