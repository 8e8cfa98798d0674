"""Said to be done, proven by somebody else's acceptance, put off with a reason, taken back."""

import datetime as dt
from typing import Any

import pytest

from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.programme.execution.actions import declare_done, hand_over, postpone, take_back
from opora_web.programme.execution.models import Evidence, EvidenceKind, Occurrence, OccurrenceState
from opora_web.programme.execution.proof_actions import (
    accept_evidence,
    attach_evidence,
    refuse_evidence,
    restore_evidence,
    trash_evidence,
)
from opora_web.programme.execution.rules import counts, is_due_soon, is_overdue, missing_proofs
from opora_web.programme.identification.rules import RefusedError
from tests.web.personas import People
from tests.web.programme.execution.conftest import MEETINGS, NOW, TODAY, VISITS, one

PAPER: dict[str, Any] = {"number": "12-о", "dated": TODAY, "proves": "Группа создана"}
NO_FILE = ("", "")


def declare(task: Occurrence, person: object, moment: dt.datetime = NOW, **said: str) -> None:
    declare_done(task, {"said": "Сделали", "version": task.version} | said, person, moment)  # type: ignore[arg-type]


def attach(task: Occurrence, person: object, kind: EvidenceKind, **said: object) -> Evidence:
    return attach_evidence(task, PAPER | {"kind": kind} | said, NO_FILE, person, NOW)  # type: ignore[arg-type]


def missing(task: Occurrence) -> tuple[str, ...]:
    return missing_proofs(task, Evidence.objects.filter(occurrence=task))


def test_done_is_declared_until_the_named_artefact_is_accepted_by_somebody_else(order: Occurrence, people: People):
    methodologist, coordinator = people.persons["methodologist"], people.persons["coordinator"]
    assert missing(order) == ("нет: приказ (номер и дата)",)
    declare(order, methodologist)
    assert order.state == OccurrenceState.DECLARED
    paper = attach(order, methodologist, EvidenceKind.ORDER)
    assert missing(order) == ("приказ: ждёт приёмки",)
    with pytest.raises(RefusedError, match="другой человек"):
        accept_evidence(paper, methodologist, NOW)
    accept_evidence(paper, coordinator, NOW)
    order.refresh_from_db()
    assert order.state == OccurrenceState.PROVEN
    assert order.proven_at == NOW


def test_every_named_artefact_is_needed(lessons: Occurrence, people: People):
    head, curator = people.persons["head"], people.persons["curator"]
    declare(lessons, head)
    note = attach(lessons, people.persons["deputy"], EvidenceKind.NOTE)
    accept_evidence(note, curator, NOW)
    lessons.refresh_from_db()
    assert lessons.state == OccurrenceState.DECLARED
    assert missing(lessons) == ("нет: карта посещения урока",)
    card = attach(lessons, head, EvidenceKind.LESSON_CARD)
    refuse_evidence(card, "карта без даты урока", curator, NOW)
    assert missing(lessons) == ("карта посещения урока: не принято – карта без даты урока",)
    accept_evidence(card, curator, NOW)
    lessons.refresh_from_db()
    assert lessons.state == OccurrenceState.PROVEN


def test_what_is_accepted_before_is_proven_as_soon_as_it_is_declared(order: Occurrence, people: People):
    accept_evidence(attach(order, people.persons["head"], EvidenceKind.ORDER), people.persons["coordinator"], NOW)
    assert Occurrence.objects.get(pk=order.pk).state == OccurrenceState.TO_DO
    declare(order, people.persons["methodologist"])
    assert order.state == OccurrenceState.PROVEN


def test_who_answers_or_said_it_was_done_accepts_no_proof_of_it_either(order: Occurrence, people: People):
    paper = attach(order, people.persons["head"], EvidenceKind.ORDER)
    declare(order, people.persons["analyst"])
    paper.refresh_from_db()
    for name in ("methodologist", "analyst", "head"):
        with pytest.raises(RefusedError, match="другой человек"):
            accept_evidence(paper, people.persons[name], NOW)


def test_an_acceptance_taken_back_takes_the_proof_with_it(order: Occurrence, people: People):
    paper = attach(order, people.persons["methodologist"], EvidenceKind.ORDER)
    declare(order, people.persons["methodologist"])
    accept_evidence(paper, people.persons["coordinator"], NOW)
    refuse_evidence(paper, "приказ другого года", people.persons["coordinator"], NOW)
    order.refresh_from_db()
    assert (order.state, order.proven_at) == (OccurrenceState.DECLARED, None)
    reason = order.history.first().history_change_reason
    assert "приказ другого года" in str(reason)


@pytest.mark.parametrize(
    ("kind", "said", "why"),
    [
        (EvidenceKind.ORDER, {"number": ""}, "номер и дата"),
        (EvidenceKind.ORDER, {"dated": None}, "номер и дата"),
        (EvidenceKind.BEFORE_AFTER, {"before": 0.0}, "два числа"),
        (EvidenceKind.NOTE, {"number": "", "dated": None}, "Приложите файл"),
        (EvidenceKind.NOTE, {"proves": "  "}, "что это доказывает"),
    ],
)
def test_evidence_that_cannot_be_found_or_proves_nothing_is_refused(
    order: Occurrence, people: People, kind: EvidenceKind, said: dict[str, object], why: str
):
    with pytest.raises(RefusedError, match=why):
        attach(order, people.persons["methodologist"], kind, **said)
    assert not Evidence.objects.exists()


def test_before_and_after_may_be_nought(order: Occurrence, people: People):
    made = attach(order, people.persons["head"], EvidenceKind.BEFORE_AFTER, before=0.0, after=33.3, number="")
    assert made.pk


def test_a_measure_that_names_no_artefact_needs_any_one(tasks: list[Occurrence], people: People):
    support = one(VISITS)
    assert missing(support) == ("нет: любое подтверждение",)
    paper = attach(support, people.persons["head"], EvidenceKind.OTHER)
    assert missing(support) == ("подтверждение ждёт приёмки",)
    accept_evidence(paper, people.persons["coordinator"], NOW)
    assert missing(support) == ()


def test_twice_a_year_is_counted_in_its_year(tasks: list[Occurrence], people: People):
    meetings = list(Occurrence.objects.filter(measure__name=MEETINGS))
    declare(meetings[0], people.persons["coordinator"])
    assert [count.sentence for count in counts(meetings)] == ["1 из 2 за 2024 год, подтверждено 0"]
    meetings[1].due_on = dt.date(2024, 11, 1)
    assert [count.sentence for count in counts(meetings)] == ["1 из 2 за 2024 год, подтверждено 0"]
    assert counts([one(VISITS)]) == []


def test_amber_is_fourteen_days_ahead_and_red_the_day_after(order: Occurrence):
    due = order.due_on
    day = dt.timedelta(days=1)
    assert not is_due_soon(order, due - 15 * day)
    assert is_due_soon(order, due - 14 * day)
    assert is_due_soon(order, due)
    assert not is_overdue(order, due)
    assert is_overdue(order, due + day)
    order.state = OccurrenceState.DECLARED
    assert not is_overdue(order, due + day)


def test_what_is_late_needs_a_reason(order: Occurrence, people: People):
    late = NOW + dt.timedelta(days=60)
    with pytest.raises(RefusedError, match="почему сделано позже"):
        declare(order, people.persons["methodologist"], late)
    declare(order, people.persons["methodologist"], late, delay="Ждали состав группы")
    delay = order.delays.get()
    assert (delay.due_before, delay.due_after, delay.reason) == (order.due_on, None, "Ждали состав группы")


def test_a_day_put_off_keeps_its_reason_and_stays_inside_the_plan(order: Occurrence, people: People):
    person = people.persons["methodologist"]

    def put_off(day: str, reason: str = "ждём приказа", moment: dt.datetime = NOW) -> None:
        said = {"due_on": dt.date.fromisoformat(day), "reason": reason, "version": order.version}
        postpone(order, said, person, moment)

    for day, why in (("2024-09-30", "позже прежнего"), ("2025-01-15", "изменение плана")):
        with pytest.raises(RefusedError, match=why):
            put_off(day)
    with pytest.raises(RefusedError, match="без причины"):
        put_off("2024-10-15", " ")
    with pytest.raises(RefusedError, match="не в прошлом"):
        put_off("2024-10-15", moment=NOW + dt.timedelta(days=60))
    put_off("2024-10-15")
    order.refresh_from_db()
    assert (order.due_on, order.planned_due_on) == (dt.date(2024, 10, 15), dt.date(2024, 9, 30))
    assert order.delays.get().due_after == dt.date(2024, 10, 15)


def test_two_who_write_at_once_are_told(order: Occurrence, people: People):
    seen = order.version
    hand_over(order, {"owner": people.persons["head"], "why": "", "version": seen}, people.persons["coordinator"])
    with pytest.raises(ChangedMeanwhileError):
        hand_over(order, {"owner": None, "why": "", "version": seen}, people.persons["analyst"])


def test_done_is_taken_back_with_a_reason_and_its_proof_stays(order: Occurrence, people: People):
    person = people.persons["methodologist"]
    with pytest.raises(RefusedError, match="возвращать нечего"):
        take_back(order, "так", person)
    attach(order, person, EvidenceKind.ORDER)
    declare(order, person)
    with pytest.raises(RefusedError, match="Напишите"):
        take_back(order, " ", person)
    with pytest.raises(RefusedError, match="уже сказано"):
        declare(order, person)
    take_back(order, "Приказ отменён", person)
    assert order.state == OccurrenceState.TO_DO
    assert order.evidence.count() == 1


def test_evidence_goes_to_the_trash_and_back_but_not_once_accepted(order: Occurrence, people: People):
    person = people.persons["methodologist"]
    paper = attach(order, person, EvidenceKind.ORDER)
    trash_evidence(paper, person, NOW)
    assert missing(order) == ("нет: приказ (номер и дата)",)
    with pytest.raises(RefusedError, match="в корзине"):
        accept_evidence(paper, people.persons["coordinator"], NOW)
    restore_evidence(paper, person)
    accept_evidence(paper, people.persons["coordinator"], NOW)
    with pytest.raises(RefusedError, match="принято"):
        trash_evidence(paper, person, NOW)


def test_nothing_is_done_with_what_the_plan_no_longer_asks_for(order: Occurrence, people: People):
    Occurrence.objects.filter(pk=order.pk).update(state=OccurrenceState.CANCELLED, cancelled_because="изменение № 1")
    order.refresh_from_db()
    with pytest.raises(RefusedError, match="изменение № 1"):
        declare(order, people.persons["methodologist"])
    with pytest.raises(RefusedError, match="больше не просит"):
        attach(order, people.persons["methodologist"], EvidenceKind.ORDER)
