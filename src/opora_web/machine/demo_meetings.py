"""Meetings of the demo: three were held and left decisions, one is planned; a note and the year's report are begun."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import timezone

from opora_web.accounts.models import Organisation, Person
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.meetings.actions import (
    add_question,
    decide,
    note_attendance,
    plan_meeting,
    sign_minutes,
    take_matters,
    write_question,
)
from opora_web.programme.meetings.matters import matters_in
from opora_web.programme.meetings.models import AgendaItem, Meeting, MeetingKind
from opora_web.programme.meetings.rules import school_year_of
from opora_web.programme.reporting.actions import begin_report
from opora_web.programme.reporting.models import ReportKind

_HEARD = (
    "Методист доложила: разбор заданий ВПР проведён в трёх школах, в двух назначен на следующую неделю. "
    "Учителям нужны примеры уроков с разбором ошибок."
)
_FEW = 3


@dataclass(frozen=True)
class MeetingsStory:
    """Where meetings are held, by whom, and when it is."""

    district: Organisation
    school: Organisation
    people: Mapping[str, Person]
    now: dt.datetime

    def at(self, days_ago: int) -> dt.datetime:
        """Return ten o'clock so many days ago; a negative number lies ahead."""
        day = timezone.localtime(self.now) - dt.timedelta(days=days_ago)
        return day.replace(hour=10, minute=0, second=0, microsecond=0)


def hold_meetings(story: MeetingsStory) -> None:
    """Let the district meet: what the first decided is done, the second is partly overdue, the third is fresh."""
    first = _held(story, MeetingKind.WORKING_GROUP, 75, "Начало работы со школами списка")
    _decided(story, first, ("Провести разбор заданий ВПР в школах списка", "methodologist", 30))
    _decided(story, first, ("Назвать учителей, которым нужна помощь методиста", "director", 20), to_school=True)
    _signed(story, first, "1", 74)
    _finished(story, first)
    second = _held(story, MeetingKind.CONTROL_HOUR, 45, "Как идёт диагностика")
    _decided(story, second, ("Представить программу перехода в эффективный режим", "director", 25), to_school=True)
    _decided(story, second, ("Составить график выездов на полугодие", "methodologist", 10))
    _signed(story, second, "1", 44)
    third = _held(story, MeetingKind.CONTROL_HOUR, 12, "")
    take_matters(third, matters_in([story.district.path], story.at(12).date())[:_FEW], story.people["methodologist"])
    _decided(story, third, ("Показать открытый урок математики с разбором ошибок", "curator", -20))
    _signed(story, third, "2", 11)
    ahead = _planned(story, MeetingKind.WORKING_GROUP, -9, "Итоги первой четверти")
    take_matters(ahead, matters_in([story.district.path], story.now.date()), story.people["methodologist"])
    _reports(story)


def _planned(story: MeetingsStory, kind: MeetingKind, days_ago: int, title: str) -> Meeting:
    people = story.people
    said = {
        "kind": kind, "title": title, "held_at": story.at(days_ago), "place": "управление образования, каб. 12",
        "chair": people["head-of-authority"], "secretary": people["methodologist"],
    }  # fmt: skip
    invited = [people[name] for name in ("coordinator", "curator", "director", "second-director")]
    return plan_meeting(story.district, said, invited, people["methodologist"])


def _held(story: MeetingsStory, kind: MeetingKind, days_ago: int, title: str) -> Meeting:
    meeting, who = _planned(story, kind, days_ago, title), story.people["methodologist"]
    item = add_question(meeting, "О разборе результатов ВПР в школах", who.get_short_name(), who)
    write_question(item, {"title": item.title, "speaker": item.speaker, "heard": _HEARD, "version": 1}, who)
    rows = list(meeting.attendance.order_by("pk"))
    present = {row.pk: row.person != story.people["second-director"] for row in rows}
    reasons = {row.pk: "курсы повышения квалификации" for row in rows}
    note_attendance(meeting, present, reasons, ["Петрова А. И., институт развития образования"], who)
    return meeting


def _decided(story: MeetingsStory, meeting: Meeting, deed: tuple[str, str, int], *, to_school: bool = False) -> None:
    text, owner, days_ago = deed
    item = AgendaItem.objects.filter(meeting=meeting).order_by("position").first()
    said = {
        "item": item, "text": text, "owner": story.people[owner], "due_on": story.at(days_ago).date(), "roadmap": None,
        "organisation": story.school if to_school else None,
    }  # fmt: skip
    decide(meeting, said, story.people["methodologist"])


def _signed(story: MeetingsStory, meeting: Meeting, number: str, days_ago: int) -> None:
    sign_minutes(meeting, number, story.people["methodologist"], story.at(days_ago))


def _finished(story: MeetingsStory, meeting: Meeting) -> None:
    """The first meeting's deeds are said to be done."""
    for one in Occurrence.objects.filter(decisions__meeting=meeting):
        one.state, one.said = OccurrenceState.DECLARED, "Сделано, справка у методиста"
        one.declared_by, one.declared_at = story.people["methodologist"], story.at(30)
        one.save()


def _reports(story: MeetingsStory) -> None:
    today = story.now.date()
    year = school_year_of(today)
    who, district = story.people["methodologist"], story.district
    begin_report((district, ReportKind.NOTE, None), (year.first, max(year.first, today)), who, story.now)
    before = school_year_of(year.first - dt.timedelta(days=1))
    begin_report((district, ReportKind.ANNUAL, None), (before.first, before.last), who, story.now)
