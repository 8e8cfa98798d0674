"""Numbers and proposals of reports, counted by hand."""

import datetime as dt

import pytest

from opora_web.programme.case.actions import note_contact
from opora_web.programme.case.models import Case, ContactForm
from opora_web.programme.execution.models import Delay, Occurrence, OccurrenceState
from opora_web.programme.meetings.actions import sign_minutes
from opora_web.programme.meetings.models import MeetingDecision
from opora_web.programme.reporting.cycle import STAGES, TRACES, coverage
from opora_web.programme.reporting.drafting import count_of, drafted
from opora_web.programme.reporting.figures import FIGURES, verdict
from opora_web.programme.reporting.papers import bars_of
from opora_web.programme.reporting.queries import year_scope
from opora_web.programme.reporting.scope import Scope
from opora_web.programme.roadmap.actions import begin_amendment
from opora_web.programme.roadmap.models import PlanState, Roadmap, RoadmapIndicator
from tests.web.personas import People
from tests.web.programme.meetings.conftest import SIGNED, TODAY, come
from tests.web.programme.reporting.conftest import PERIOD


def scope(people: People, plan: Roadmap | None = None, today: dt.date = TODAY) -> Scope:
    return Scope(people.municipalities["Речной"], plan, *PERIOD, today)


def numbers(one: Scope) -> dict[str, int]:
    return {figure.code: count for figure in FIGURES if (count := len(figure.rows(one)))}


def test_measures_are_counted_by_their_last_day_in_the_period(full_plan: Roadmap, people: People):
    assert numbers(scope(people, full_plan)) == {
        "planned": 3, "proven": 1, "declared": 1, "late": 1, "evidence": 1, "evidence-waiting": 1,
        "targets": 3, "reached": 1, "behind": 1, "unknown": 1,
    }  # fmt: skip


def test_a_share_that_must_fall_is_reached_from_above(full_plan: Roadmap, people: People):
    falling = RoadmapIndicator.objects.create(
        roadmap=full_plan, position=2, name="Доля учеников, не преодолевших порог", unit="share"
    )
    for position, (value, reached) in enumerate(((0.1, 0.12), (0.05, 0.05), (0.0, None))):
        falling.targets.create(position=position, year="2024", value=value, reached=reached)
    assert [verdict(one) for one in scope(people, full_plan).targets][3:] == ["behind", "reached", "unknown"]
    said = {one.code: one.text.replace("\u00a0", " ") for one in drafted(scope(people, full_plan))}
    behind = next(text for code, text in said.items() if "порог" in text and code.startswith("target-behind"))
    assert "достигнуто 12 % при цели не больше 10 %" in behind


def test_a_report_goes_by_the_targets_in_force_while_they_are_amended(full_plan: Roadmap, people: People):
    before = [(one.value, one.indicator.name, verdict(one)) for one in scope(people, full_plan).targets]
    full_plan.state = PlanState.APPROVED
    full_plan.save()
    begin_amendment(full_plan, "проба", people["coordinator"])
    indicator = full_plan.indicators.get()
    indicator.name = "Тайное"
    indicator.save()
    first, second, _ = indicator.targets.all()
    first.value, second.trashed_at = 0.9, SIGNED
    first.save()
    second.save()
    indicator.targets.create(position=9, year="2024", value=0.99)
    assert [(one.value, one.indicator.name, verdict(one)) for one in scope(people, full_plan).targets] == before


def test_states_add_up_to_what_was_planned(full_plan: Roadmap, people: People):
    Occurrence.objects.filter(measure__number="4").update(state=OccurrenceState.CANCELLED)
    found = numbers(scope(people, full_plan))
    assert found["planned"] == sum(found.get(code, 0) for code in ("proven", "declared", "late", "ahead")) == 2
    assert found["cancelled"] == 1


def test_all_plans_of_the_district_are_looked_at_and_none_of_the_neighbour_s(full_plan: Roadmap, people: People):
    assert numbers(scope(people))["planned"] == 3
    other = Scope(people.municipalities["Лесной"], None, *PERIOD, TODAY)
    assert numbers(other) == {}


def test_the_same_task_is_ahead_or_late_by_the_day_it_is_asked_on(full_plan: Roadmap, people: People):
    assert numbers(scope(people, full_plan, dt.date(2024, 11, 1)))["ahead"] == 1
    assert numbers(scope(people, full_plan, dt.date(2024, 11, 2)))["late"] == 1


def test_meetings_and_decisions_count_from_their_signature(
    decision: MeetingDecision, full_plan: Roadmap, people: People
):
    assert "meetings" not in numbers(scope(people))
    come(decision.meeting, people)
    sign_minutes(decision.meeting, "1", people["methodologist"], SIGNED)
    found = numbers(scope(people, today=dt.date(2024, 12, 11)))
    assert (found["meetings"], found["decisions"], found["decisions-late"]) == (1, 1, 1)
    assert found["planned"] == 3  # a decision is counted with meetings, not with the plans


def test_visits_and_schools_come_from_cases(case: Case, people: People):
    for form, day in ((ContactForm.VISIT, 1), (ContactForm.CALL, 2), (ContactForm.VISIT, 3)):
        said = {"held_on": dt.date(2024, 11, day), "form": form, "found": "а", "next_step": "", "today": TODAY}
        note_contact(case, said, people["curator"])
    found = numbers(scope(people))
    assert (found["visits"], found["contacts"]) == (2, 1)
    assert found["accompanied"] == found["taken-on"] == Case.objects.count()
    assert found["on-list"] == case.entry.school_list.entries.filter(is_included=True).count()  # type: ignore[union-attr]


def test_every_figure_has_as_many_cells_as_headings(
    full_plan: Roadmap, case: Case, decision: MeetingDecision, people: People
):
    come(decision.meeting, people)
    sign_minutes(decision.meeting, "1", people["methodologist"], SIGNED)
    for one in (*FIGURES, *TRACES.values()):
        for row in one.rows(scope(people)):
            assert len(row.cells) == len(one.headings), one.code


def test_bars_are_sections_of_one_plan_and_add_up(full_plan: Roadmap, people: People):
    (bar,) = bars_of(scope(people, full_plan))
    assert bar.counts == {"proven": 1, "declared": 1, "overdue": 1}
    assert (bar.name, bar.total) == ("Без раздела", 3)


# --- proposals ------------------------------------------------------------------------------------------------------


def said(one: Scope) -> dict[str, str]:
    return {it.code: it.text.replace("\u00a0", " ") for it in drafted(one)}


def test_proposals_say_what_the_numbers_say(full_plan: Roadmap, people: People):
    found = said(scope(people, full_plan))
    assert found["execution"].startswith("За срок запланировано 3 мероприятия")
    assert "подтверждено 1, заявлено без подтверждения 1, срок прошёл у 1, срок впереди у 0" in found["execution"]
    assert found["finish"] == "Завершить мероприятия, срок которых прошёл: № 2 «Мероприятие 2»."
    assert found["prove"].endswith("№ 4 «Мероприятие 4».")
    behind = [text for code, text in found.items() if code.startswith("target-behind")]
    assert behind == [
        "Достичь цели показателя «Доля школ»: за 2024 год достигнуто 40 % при цели 50 %; назвать причину и меры."
    ]
    assert "measure-effect" in found


@pytest.mark.parametrize("times", [1, 2])
def test_a_deadline_that_moves_twice_asks_for_a_change_of_the_plan(times: int, full_plan: Roadmap, people: People):
    late = Occurrence.objects.get(measure__number="2")
    for _ in range(times):
        Delay.objects.create(occurrence=late, person=people["head"], at=SIGNED - dt.timedelta(days=2),
                             due_before=late.due_on, reason="карантин")  # fmt: skip
    assert ("correct-plan" in said(scope(people, full_plan))) == (times == 2)


def test_nothing_in_the_data_proposes_nothing_but_that(people: People):
    found = said(Scope(people.municipalities["Лесной"], None, *PERIOD, TODAY))
    assert set(found) <= {"no-measures", "meet:control-hour"}
    assert "no-measures" in found


def test_a_school_nobody_met_is_named(case: Case, people: People):
    assert case.school.name in said(scope(people))["visit"] or "ещё" in said(scope(people))["visit"]


def test_every_proposal_names_its_rule(full_plan: Roadmap, case: Case, people: People):
    assert all(one.because for one in drafted(scope(people)))
    assert count_of("planned", scope(people)) == 3


# --- the cycle ------------------------------------------------------------------------------------------------------


def test_the_cycle_names_empty_stages_until_something_stands_behind_them(
    decision: MeetingDecision, full_plan: Roadmap, people: People
):
    def empty() -> list[str]:
        found = coverage(year_scope(people.municipalities["Речной"], TODAY))
        return [one.stage.code for one in found if one.is_empty]

    assert empty() == ["analysis", "recommendations", "decisions"]
    come(decision.meeting, people)
    sign_minutes(decision.meeting, "1", people["methodologist"], SIGNED)
    assert empty() == ["analysis", "recommendations"]
    assert len(STAGES) == 8


def test_a_district_without_anything_has_an_empty_cycle(people: People):
    found = coverage(year_scope(people.municipalities["Лесной"], TODAY))
    assert all(one.is_empty for one in found)
