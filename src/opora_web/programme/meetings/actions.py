"""Deeds upon meetings: planned, its agenda put together, written down as it goes, signed, cancelled."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Max

from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.meetings.matters import Matter
from opora_web.programme.meetings.models import (
    AgendaItem,
    Attendance,
    Meeting,
    MeetingDecision,
    MeetingKind,
    MeetingState,
)
from opora_web.programme.meetings.papers import minutes_record
from opora_web.programme.meetings.queries import decisions_of
from opora_web.programme.meetings.rules import asks_for_a_deed, require_open
from opora_web.programme.meetings.tasks import keep_decisions, put_to_work

_PLANNED = ("title", "held_at", "place", "chair", "secretary")
_MOST_GUESTS, _LONGEST_NAME = 200, 300


@transaction.atomic
def plan_meeting(
    organisation: Organisation, said: Mapping[str, Any], invited: Iterable[Person], who: Person
) -> Meeting:
    """Plan a meeting and invite people to it.

    Args:
        organisation: in whose name it is held.
        said: `kind`, `title`, `held_at`, `place`, `chair`, `secretary`.
        invited: whom to invite; chair and secretary come with it.
        who: who plans it.
    """
    meeting = Meeting(organisation=organisation, kind=said["kind"], **{name: said[name] for name in _PLANNED})
    save_change(meeting, who, "назначена")
    invite(meeting, [*invited, *(one for one in (said["chair"], said["secretary"]) if one is not None)])
    return meeting


def change_meeting(meeting: Meeting, said: Mapping[str, Any], who: Person) -> None:
    """Change when and where a meeting is and who leads it.

    Raises:
        RefusedError: its minutes are signed or it was cancelled.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_open(meeting)
    for name in _PLANNED:
        setattr(meeting, name, said[name])
    save_change(meeting, who, "изменена", opened_version=said["version"])
    invite(meeting, [one for one in (meeting.chair, meeting.secretary) if one is not None])


def cancel_meeting(meeting: Meeting, why: str, who: Person) -> None:
    """Cancel a meeting that has not been held.

    Raises:
        RefusedError: its minutes are signed, it is cancelled already, or decisions are written down.
    """
    require_open(meeting)
    if decisions_of(meeting).exists():
        raise RefusedError("Решения уже записаны: совещание состоялось. Подпишите протокол.")
    meeting.state = MeetingState.CANCELLED
    save_change(meeting, who, f"отменена: {why}")


def invite(meeting: Meeting, people: Iterable[Person]) -> None:
    """Invite people; who is invited already stays as they are."""
    known = set(meeting.attendance.filter(person__isnull=False).values_list("person_id", flat=True))
    fresh = {one.pk: one for one in people if one.pk not in known}
    Attendance.objects.bulk_create(Attendance(meeting=meeting, person=one) for one in fresh.values())


# --- the agenda ---------------------------------------------------------------------------------------------------


@transaction.atomic
def take_matters(meeting: Meeting, matters: Iterable[Matter], who: Person) -> int:
    """Put matters on the agenda; one that stands there already is left as it is. Return how many were put.

    Raises:
        RefusedError: the meeting is signed or cancelled.
    """
    require_open(meeting)
    known = set(meeting.agenda.filter(trashed_at__isnull=True).values_list("exception", flat=True))
    taken = [one for one in matters if one.key not in known]
    for position, one in enumerate(taken, start=_last(meeting.agenda.all()) + 1):
        item = AgendaItem(
            meeting=meeting, position=position, title=one.title, exception=one.key, case_id=one.case,
            measure_id=one.measure, heard=one.why,
        )  # fmt: skip
        save_change(item, who, "из данных")
        item.schools.set(one.schools)
    return len(taken)


def add_question(
    meeting: Meeting, title: str, speaker: str, who: Person, schools: Iterable[Organisation] = ()
) -> AgendaItem:
    """Put a question of one's own on the agenda, as the last one: about the schools named, or for all.

    Raises:
        RefusedError: the meeting is signed or cancelled.
    """
    require_open(meeting)
    position = _last(meeting.agenda.all()) + 1
    item = AgendaItem(meeting=meeting, position=position, title=title.strip(), speaker=speaker.strip())
    save_change(item, who, "вопрос добавлен")
    item.schools.set(schools)
    return item


@transaction.atomic
def order_agenda(meeting: Meeting, wanted: Sequence[int], who: Person) -> None:
    """Put the questions in the wanted order; questions that are not named keep their order after the others.

    Raises:
        RefusedError: the meeting is signed or cancelled.
    """
    require_open(meeting)
    items = list(meeting.agenda.filter(trashed_at__isnull=True).order_by("position", "pk"))
    places = {pk: place for place, pk in enumerate(wanted)}
    items.sort(key=lambda one: places.get(one.pk, len(places)))
    for position, item in enumerate(items, start=1):
        if item.position != position:
            item.position = position
            save_change(item, who, "порядок вопросов")


def drop_question(item: AgendaItem, moment: dt.datetime, who: Person) -> None:
    """Take a question off the agenda.

    Raises:
        RefusedError: the meeting is signed or cancelled, or something was decided on it.
    """
    require_open(item.meeting)
    if item.decisions.filter(trashed_at__isnull=True).exists():
        raise RefusedError("По вопросу записано решение. Сначала снимите решение.")
    item.trashed_at = moment
    save_change(item, who, "вопрос снят с повестки")


def write_question(item: AgendaItem, said: Mapping[str, Any], who: Person) -> None:
    """Write down who spoke on a question and what was said; what stands there already is not written twice.

    Args:
        item: the question.
        said: `title`, `speaker`, `heard` and the `version` the writer saw.
        who: who writes.

    Raises:
        RefusedError: the meeting is signed or cancelled.
        ChangedMeanwhileError: somebody else wrote meanwhile.
    """
    require_open(item.meeting)
    words = said["title"].strip(), said["speaker"].strip(), said["heard"].strip()
    if words != (item.title, item.speaker, item.heard):
        item.title, item.speaker, item.heard = words
        save_change(item, who, "записано", opened_version=said["version"])


@transaction.atomic
def note_attendance(
    meeting: Meeting, present: Mapping[int, bool], reasons: Mapping[int, str], guests: Sequence[str], who: Person
) -> None:
    """Note who came, why others did not, and who came uninvited.

    Args:
        meeting: the meeting.
        present: whether they came, by key of the row of attendance; rows that are not named stay as they are.
        reasons: why they did not, by the same key.
        guests: names and posts of people who are not of the site; they came.
        who: who writes.

    Raises:
        RefusedError: the meeting is signed or cancelled.
    """
    require_open(meeting)
    rows = list(meeting.attendance.filter(pk__in=present))
    for row in rows:
        row.is_present = present[row.pk]
        row.reason = "" if row.is_present else reasons.get(row.pk, "").strip()[:_LONGEST_NAME]
    Attendance.objects.bulk_update(rows, ("is_present", "reason"))
    meeting.attendance.filter(person__isnull=True).delete()
    names = [" ".join(name.split())[:_LONGEST_NAME] for name in guests if name.strip()][:_MOST_GUESTS]
    Attendance.objects.bulk_create(Attendance(meeting=meeting, guest=name, is_present=True) for name in names)
    save_change(meeting, who, f"присутствуют: {sum(present.values()) + len(names)}")


# --- decisions ----------------------------------------------------------------------------------------------------


def decide(meeting: Meeting, said: Mapping[str, Any], who: Person) -> MeetingDecision:
    """Write a decision down, once: minutes, a task and a letter come of it when the minutes are signed.

    Args:
        meeting: the meeting.
        said: `item` (or None), `text`, `owner`, `organisation`, `due_on`, `roadmap`.
        who: who writes.

    Raises:
        RefusedError: the meeting is signed or cancelled, or an owner has no day or a day no owner.
    """
    require_open(meeting)
    decision = MeetingDecision(meeting=meeting, item=said["item"], position=_last(meeting.decisions.all()) + 1)
    _write_decision(decision, said)
    save_change(decision, who, "решение записано")
    return decision


def change_decision(decision: MeetingDecision, said: Mapping[str, Any], who: Person) -> None:
    """Change a decision before the minutes are signed.

    Raises:
        RefusedError: the meeting is signed or cancelled, or an owner has no day or a day no owner.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_open(decision.meeting)
    _write_decision(decision, said)
    save_change(decision, who, "решение изменено", opened_version=said["version"])


def drop_decision(decision: MeetingDecision, moment: dt.datetime, who: Person) -> None:
    """Take a decision out before the minutes are signed.

    Raises:
        RefusedError: the meeting is signed or cancelled.
    """
    require_open(decision.meeting)
    decision.trashed_at = moment
    save_change(decision, who, "решение снято")


def _write_decision(decision: MeetingDecision, said: Mapping[str, Any]) -> None:
    for name in ("owner", "organisation", "due_on", "roadmap"):
        setattr(decision, name, said.get(name))
    decision.text = said["text"].strip()
    if not decision.text:
        raise RefusedError("Решение пустое: напишите, что решили.")
    has_owner = decision.owner is not None or decision.organisation is not None
    if has_owner != (decision.due_on is not None):
        raise RefusedError(
            "Поручение – это кто и до какого дня. Назовите и ответственного, и срок, или ни того, ни другого: тогда "
            "решение будет без поручения."
        )
    if decision.due_on is not None and decision.due_on < decision.meeting.held_at.date():
        raise RefusedError("Срок решения раньше дня совещания.")


@transaction.atomic
def sign_minutes(meeting: Meeting, number: str, who: Person, moment: dt.datetime) -> int:
    """Sign the minutes: nothing of the meeting changes after that, and its decisions become tasks of their owners.

    Returns:
        How many tasks came of it.

    Raises:
        RefusedError: signed or cancelled already, lies ahead, nobody came, or it has no chair.
        ChangedMeanwhileError: somebody else changed the meeting meanwhile.
    """
    require_open(meeting)
    if meeting.held_at > moment:
        raise RefusedError(f"Совещание назначено на {meeting.held_at:%d.%m.%Y}: протокол подписывают после него.")
    if not meeting.attendance.filter(is_present=True).exists():
        raise RefusedError("Отметьте, кто присутствовал: без этого протокола нет.")
    if meeting.chair is None:
        raise RefusedError("Назовите председателя: протокол подписывает он.")
    decided = list(decisions_of(meeting))
    for one in decided:
        if asks_for_a_deed(one):
            put_to_work(one, number, who, moment)
    keep_decisions(meeting, number.strip(), who, moment)
    meeting.number, meeting.state = number.strip(), MeetingState.HELD
    meeting.record, meeting.signed_at = minutes_record(meeting), moment
    save_change(meeting, who, f"протокол № {number} подписан", opened_version=meeting.version)
    return sum(asks_for_a_deed(one) for one in decided)


def next_number(organisation: Organisation, kind: str, year: tuple[dt.date, dt.date]) -> str:
    """Return the number the next minutes of this kind would have in a school year."""
    signed = Meeting.objects.filter(
        organisation=organisation, kind=MeetingKind(kind), held_at__date__range=year, signed_at__isnull=False,
        trashed_at__isnull=True,
    )  # fmt: skip
    return str(signed.count() + 1)


def _last(rows: Any) -> int:
    return int(rows.aggregate(last=Max("position"))["last"] or 0)
