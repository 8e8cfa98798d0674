"""A meeting from its agenda to its signed minutes, and what comes of its decisions."""

import datetime as dt
import io
import zipfile

import pytest
from docx import Document

from opora.reports.minutes_document import minutes_document
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.facts import current_facts
from opora_web.programme.case.models import Case, Rag
from opora_web.programme.execution.arranging import arrange_tasks
from opora_web.programme.execution.models import Delay, Occurrence, OccurrenceState
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.meetings.actions import (
    add_question,
    cancel_meeting,
    change_decision,
    decide,
    drop_decision,
    drop_question,
    next_number,
    note_attendance,
    order_agenda,
    sign_minutes,
    take_matters,
    write_question,
)
from opora_web.programme.meetings.cards import school_card
from opora_web.programme.meetings.matters import matters_in
from opora_web.programme.meetings.models import AgendaItem, Meeting, MeetingDecision, MeetingState
from opora_web.programme.meetings.papers import letters_archive, letters_of, minutes_of
from opora_web.programme.meetings.queries import earlier_decisions
from opora_web.programme.meetings.rules import fate_of
from opora_web.programme.roadmap.actions import begin_amendment, drop_amendment, trash_roadmap
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanKind,
    PlanRemark,
    PlanState,
    Roadmap,
    RoadmapIndicator,
    RoadmapMeasure,
)
from opora_web.programme.roadmap.queries import roadmaps_visible_to
from opora_web.programme.roadmap.writing import Deed
from tests.web.personas import People
from tests.web.programme.meetings.conftest import HELD, SIGNED, TODAY, come, deed, planned


def sorts(people: People, today: dt.date = TODAY) -> list[str]:
    return [one.sort for one in matters_in([people.municipalities["Речной"].path], today)]


# --- the agenda -----------------------------------------------------------------------------------------------------


def test_what_is_overdue_and_what_is_not_proven_is_proposed_once_per_measure(plan: Roadmap, people: People):
    found = {one.sort: one for one in matters_in([people.municipalities["Речной"].path], TODAY)}
    assert set(found) == {"overdue", "declared"}
    assert found["overdue"].title == "О мероприятии №\u00a02 «Мероприятие 2»"
    assert "01.11.2024" in found["overdue"].why
    assert [one.pk for one in found["overdue"].schools] == [people.schools[0].pk]


def test_the_day_itself_is_not_late(plan: Roadmap, people: People):
    assert "overdue" not in sorts(people, dt.date(2024, 11, 1))
    assert "overdue" in sorts(people, dt.date(2024, 11, 2))


def test_nothing_of_another_district_is_proposed(plan: Roadmap, people: People):
    assert matters_in([people.municipalities["Лесной"].path], TODAY) == []


def test_plans_that_are_not_in_force_propose_nothing(plan: Roadmap, people: People):
    Roadmap.objects.filter(pk=plan.pk).update(state=PlanState.DRAFT)
    assert sorts(people) == []


def test_schools_without_a_contact_and_schools_in_need_are_proposed(case: Case, people: People):
    Case.objects.filter(pk=case.pk).update(rag=Rag.RED, rag_reason="нет учителя математики")
    later = TODAY + dt.timedelta(days=60)
    found = {one.sort: one for one in matters_in([people.municipalities["Речной"].path], later)}
    assert {"red", "contact", "task"} <= set(found)
    assert found["red"].why == "нет учителя математики"


def test_delays_remarks_and_indicators_below_their_target_are_proposed(plan: Roadmap, people: People):
    late = Occurrence.objects.get(measure__number="3")
    Delay.objects.create(
        occurrence=late, person=people["head"], at=HELD, due_before=late.due_on, due_after=dt.date(2025, 4, 1),
        reason="карантин",
    )  # fmt: skip
    PlanRemark.objects.create(roadmap=plan, author=people["curator"], written_at=HELD, text="Чем докажете?")
    indicator = RoadmapIndicator.objects.create(roadmap=plan, position=1, name="Доля школ", unit="share")
    for year, reached in (("2024", 0.4), ("2025", 0.1)):
        IndicatorTarget.objects.create(indicator=indicator, position=1, year=year, value=0.555, reached=reached)
    found = {one.sort: one for one in matters_in([people.municipalities["Речной"].path], TODAY)}
    assert {"delay", "remark", "indicator"} <= set(found)
    assert found["indicator"].why.replace("\u00a0", " ") == "Цель 55,5 %, достигнуто 40 %."
    assert found["delay"].why.endswith("Причина: карантин.")


def test_matters_become_questions_once_and_keep_what_the_data_said(meeting: Meeting, plan: Roadmap, people: People):
    matters = matters_in([people.municipalities["Речной"].path], TODAY)
    assert take_matters(meeting, matters, people["methodologist"]) == 2
    assert take_matters(meeting, matters, people["methodologist"]) == 0
    first = meeting.agenda.first()
    assert first is not None
    assert first.measure == RoadmapMeasure.objects.get(number="2")
    assert "Срок прошёл" in first.heard


def test_questions_are_put_in_order_and_those_not_named_stay_behind(meeting: Meeting, people: People):
    who = people["methodologist"]
    first, second, third = (add_question(meeting, name, "", who) for name in ("А", "Б", "В"))
    order_agenda(meeting, [third.pk, first.pk], who)
    assert list(meeting.agenda.values_list("title", flat=True)) == ["В", "А", "Б"]
    drop_question(second, SIGNED, who)
    assert not AgendaItem.objects.filter(trashed_at__isnull=True, title="Б").exists()


def test_two_who_write_on_one_question_do_not_lose_a_word(meeting: Meeting, people: People):
    item = add_question(meeting, "А", "", people["methodologist"])
    said = {"title": "А", "speaker": "", "heard": "первый", "version": item.version}
    mine, other = AgendaItem.objects.get(pk=item.pk), AgendaItem.objects.get(pk=item.pk)
    write_question(mine, said, people["methodologist"])
    with pytest.raises(ChangedMeanwhileError) as met:
        write_question(other, said | {"heard": "второй"}, people["coordinator"])
    assert met.value.current.heard == "первый"  # type: ignore[attr-defined]


# --- decisions ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", [{"owner": None, "organisation": None}, {"due_on": None}])
def test_a_deed_needs_somebody_and_a_day(meeting: Meeting, people: People, missing: dict[str, None]):
    with pytest.raises(RefusedError, match="Поручение"):
        decide(meeting, deed(people, **missing), people["methodologist"])


def test_a_deed_cannot_be_due_before_its_meeting(meeting: Meeting, people: People):
    with pytest.raises(RefusedError, match="раньше"):
        decide(meeting, deed(people, due_on=dt.date(2024, 11, 19)), people["methodologist"])


def signed(meeting: Meeting, people: People, number: str = "1") -> int:
    come(meeting, people)
    return sign_minutes(meeting, number, people["methodologist"], SIGNED)


def test_signing_makes_a_measure_and_a_task_of_each_deed(meeting: Meeting, decision: MeetingDecision, people: People):
    decide(meeting, deed(people, text="К сведению", owner=None, organisation=None, due_on=None), people["coordinator"])
    assert signed(meeting, people) == 1
    decision.refresh_from_db()
    task, measure = decision.occurrence, decision.measure
    assert task is not None
    assert measure is not None
    assert (task.owner, task.school, task.due_on) == (people["head"], people.schools[0], dt.date(2024, 12, 10))
    assert measure.roadmap.kind == PlanKind.DECISIONS
    assert measure.roadmap.title == "Поручения совещаний, 2024/25 учебный год"
    assert measure.note == "Протокол заседания рабочей группы от 20.11.2024 № 1"
    assert measure.deadline is not None
    assert [party.person or party.organisation for party in measure.parties.all()] == [
        people["head"], people.schools[0],
    ]  # fmt: skip


def test_decisions_of_one_year_share_one_plan_and_an_approved_plan_is_never_written_into(
    meeting: Meeting, decision: MeetingDecision, plan: Roadmap, people: People
):
    take_matters(meeting, matters_in([people.municipalities["Речной"].path], TODAY), people["methodologist"])
    item = meeting.agenda.get(exception__startswith="overdue")
    about = decide(meeting, deed(people, item=item), people["methodologist"])
    before = plan.measures.count()
    signed(meeting, people)
    about.refresh_from_db()
    assert plan.measures.count() == before
    assert about.measure is not None
    assert about.measure.above == item.measure
    assert Roadmap.objects.filter(kind=PlanKind.DECISIONS).count() == 1


def test_a_decision_may_become_a_line_of_a_plan_that_is_open(meeting: Meeting, plan: Roadmap, people: People):
    Roadmap.objects.filter(pk=plan.pk).update(state=PlanState.AMENDED)
    plan.refresh_from_db()
    decide(meeting, deed(people, roadmap=plan), people["methodologist"])
    signed(meeting, people)
    added = plan.measures.order_by("-position").first()
    assert added is not None
    assert added.section is not None
    assert (added.name, added.section.title) == ("Показать открытый урок", "Решения совещаний")
    arrange_tasks(plan, people["coordinator"], "изменение № 1")
    (task,) = added.occurrences.all()
    assert (task.owner, task.school, task.due_on, task.state) == (
        people["head"], people.schools[0], dt.date(2024, 12, 10), OccurrenceState.TO_DO,
    )  # fmt: skip


def test_a_signed_decision_stays_in_the_plan_it_was_written_into(meeting: Meeting, plan: Roadmap, people: People):
    begin_amendment(plan, "решения", people["coordinator"])
    decide(meeting, deed(people, roadmap=plan), people["methodologist"])
    signed(meeting, people)
    with pytest.raises(RefusedError, match="решения подписанных протоколов"):
        drop_amendment(plan, Deed(people["coordinator"], SIGNED, "передумали"))
    Roadmap.objects.filter(pk=plan.pk).update(state=PlanState.DRAFT)
    with pytest.raises(RefusedError, match="решения подписанных протоколов"):
        trash_roadmap(Roadmap.objects.get(pk=plan.pk), people["coordinator"], SIGNED)


def test_what_one_school_was_asked_for_is_not_shown_to_the_others(
    meeting: Meeting, decision: MeetingDecision, people: People
):
    signed(meeting, people)
    assert not roadmaps_visible_to(people["neighbour-head"]).filter(kind=PlanKind.DECISIONS).exists()
    assert roadmaps_visible_to(people["methodologist"]).filter(kind=PlanKind.DECISIONS).exists()


def test_a_plan_approved_meanwhile_stops_the_signature_and_nothing_is_half_done(
    meeting: Meeting, decision: MeetingDecision, plan: Roadmap, people: People
):
    decide(meeting, deed(people, roadmap=plan), people["methodologist"])
    with pytest.raises(RefusedError, match="уже утверждён"):
        signed(meeting, people)
    meeting.refresh_from_db()
    assert meeting.signed_at is None
    assert not Roadmap.objects.filter(kind=PlanKind.DECISIONS).exists()


def test_minutes_are_signed_once_after_the_meeting_with_people_and_a_chair(meeting: Meeting, people: People):
    with pytest.raises(RefusedError, match="кто присутствовал"):
        sign_minutes(meeting, "1", people["methodologist"], SIGNED)
    come(meeting, people)
    with pytest.raises(RefusedError, match="после него"):
        sign_minutes(meeting, "1", people["methodologist"], HELD - dt.timedelta(hours=1))
    sign_minutes(meeting, "1", people["methodologist"], SIGNED)
    with pytest.raises(RefusedError, match="подписан"):
        sign_minutes(meeting, "2", people["methodologist"], SIGNED)


def test_signed_minutes_are_frozen(meeting: Meeting, decision: MeetingDecision, people: People):
    item = add_question(meeting, "А", "", people["methodologist"])
    signed(meeting, people)
    before = minutes_document(minutes_of(meeting))
    who, decision.meeting, item.meeting = people["methodologist"], meeting, meeting
    for do in (
        lambda: write_question(item, {"title": "Б", "speaker": "", "heard": "", "version": 1}, who),
        lambda: change_decision(decision, deed(people, text="Иначе", version=1), who),
        lambda: drop_decision(decision, SIGNED, who),
        lambda: add_question(meeting, "В", "", who),
        lambda: cancel_meeting(meeting, "зря", who),
        lambda: note_attendance(meeting, {}, {}, [], who),
    ):
        with pytest.raises(RefusedError):
            do()
    people["head"].full_name = "Другая Фамилия"
    Meeting.objects.filter(pk=meeting.pk).update(place="другое")
    after = minutes_document(minutes_of(Meeting.objects.get(pk=meeting.pk)))
    assert said(before) == said(after)


def said(content: bytes) -> str:
    return "\n".join(one.text for one in Document(io.BytesIO(content)).paragraphs)


def test_the_next_meeting_hears_what_became_of_decisions(meeting: Meeting, decision: MeetingDecision, people: People):
    signed(meeting, people)
    later = planned(people, at=HELD + dt.timedelta(days=60))
    (heard,) = earlier_decisions(later)
    assert fate_of(heard, dt.date(2024, 12, 1)).code == "to-do"
    assert fate_of(heard, dt.date(2024, 12, 11)).words == "срок прошёл 1 день назад"
    Occurrence.objects.update(state=OccurrenceState.PROVEN)
    assert [fate_of(one, TODAY).code for one in earlier_decisions(later)] == ["proven"]
    assert "decision" not in sorts(people, dt.date(2025, 1, 1))


def test_of_a_decision_somebody_has_declared_it_is_said_that_only_the_proof_waits(
    meeting: Meeting, decision: MeetingDecision, people: People
):
    signed(meeting, people)
    told = []
    for state in (OccurrenceState.TO_DO, OccurrenceState.DECLARED):
        Occurrence.objects.update(state=state)
        found = matters_in([people.municipalities["Речной"].path], dt.date(2025, 1, 1))
        told += [one.why for one in found if one.sort == "decision"]
    assert [why.endswith("Сказано, что сделано; подтверждение ещё не принято.") for why in told] == [False, True]


def test_an_unfulfilled_decision_is_proposed_and_is_not_said_twice(
    meeting: Meeting, decision: MeetingDecision, people: People
):
    signed(meeting, people)
    assert sorts(people, dt.date(2025, 1, 1)) == ["decision"]


def test_letters_go_to_each_addressee_with_only_its_decisions(meeting: Meeting, people: People):
    second = people.schools[1]
    decide(meeting, deed(people, text="Первое"), people["methodologist"])
    decide(meeting, deed(people, text="Второе <i>", organisation=second, owner=None), people["methodologist"])
    signed(meeting, people)
    content = letters_archive(letters_of(meeting))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        words = {}
        for name in archive.namelist():
            document = Document(io.BytesIO(archive.read(name)))
            words[name] = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert len(words) == 2
    assert sum("Первое" in text for text in words.values()) == 1
    assert sum("Второе <i>" in text and second.name in text.replace("\u00a0", " ") for text in words.values()) == 1


def test_a_meeting_that_decided_something_is_not_cancelled(meeting: Meeting, decision: MeetingDecision, people: People):
    with pytest.raises(RefusedError, match="уже записаны"):
        cancel_meeting(meeting, "зря", people["methodologist"])
    drop_decision(decision, SIGNED, people["methodologist"])
    cancel_meeting(meeting, "зря", people["methodologist"])
    assert meeting.state == MeetingState.CANCELLED


def test_numbers_of_minutes_grow_within_a_year(meeting: Meeting, people: People):
    year = (dt.date(2024, 9, 1), dt.date(2025, 8, 31))
    district = people.municipalities["Речной"]
    assert next_number(district, meeting.kind, year) == "1"
    signed(meeting, people)
    assert next_number(district, meeting.kind, year) == "2"


# --- what a head brings ---------------------------------------------------------------------------------------------


def test_a_card_counts_a_school_s_tasks_and_says_what_to_speak_of(plan: Roadmap, people: People):
    card = school_card(people.schools[0], current_facts(), TODAY)
    assert card.counts == {"proven": 1, "overdue": 1}
    words = " ".join(one.text for one in card.advice).replace("\u00a0", " ")
    assert "подтверждено 1 из 2 дел плана" in words
    assert "Почему не в срок и когда будет: «Мероприятие 2» (01.11.2024)" in words


def test_a_school_without_tasks_is_asked_for_its_plan(people: People):
    card = school_card(people.schools[1], current_facts(), TODAY)
    assert any("Есть ли у школы план" in one.text for one in card.advice)
