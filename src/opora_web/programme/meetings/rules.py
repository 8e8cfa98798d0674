"""What a meeting allows in each state, how often each kind is to be held, what became of a decision.

Nothing here asks the database.
"""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from opora.vocabulary.meeting_norms import MeetingNorm, MeetingNorms, meeting_norms
from opora.vocabulary.spelling import counted, plural
from opora_web.accounts.models import PostKind
from opora_web.facts import authority_folders
from opora_web.programme.execution.models import OccurrenceState
from opora_web.programme.execution.rules import is_overdue
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.meetings.models import Meeting, MeetingDecision, MeetingKind, MeetingState

#: Whose minutes they are: «Протокол заседания рабочей группы».
MINUTES_OF = MappingProxyType(
    {
        MeetingKind.WORKING_GROUP: "заседания рабочей группы",
        MeetingKind.CONTROL_HOUR: "часа контроля с директорами школ",
        MeetingKind.REPORTING: "отчётной сессии руководителей школ",
        MeetingKind.COUNCIL: "заседания методического совета",
    }
)
_STAFF = (PostKind.COORDINATOR, PostKind.METHODOLOGIST)
#: Which posts a kind of meeting usually brings together: proposed, a person decides.
USUALLY_INVITED = MappingProxyType(
    {
        MeetingKind.WORKING_GROUP: (*_STAFF, PostKind.CURATOR, PostKind.MENTOR),
        MeetingKind.CONTROL_HOUR: (*_STAFF, PostKind.HEAD),
        MeetingKind.REPORTING: (*_STAFF, PostKind.AUTHORITY_HEAD, PostKind.HEAD, PostKind.CURATOR),
        MeetingKind.COUNCIL: (*_STAFF, PostKind.DEPUTY),
    }
)
_SCHOOL_YEAR_BEGINS = 9
_PER = MappingProxyType({"month": "в месяц", "half-year": "в полугодие", "year": "в учебный год"})
_MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь", "ноябрь", "декабрь",
)  # fmt: skip


def require_open(meeting: Meeting) -> None:
    """Say why the meeting cannot be changed.

    Raises:
        RefusedError: its minutes are signed, or it was cancelled.
    """
    if meeting.signed_at is not None:
        raise RefusedError("Протокол подписан и больше не меняется. Новое решение принимает следующее совещание.")
    if meeting.state == MeetingState.CANCELLED:
        raise RefusedError("Совещание отменено: назначьте новое.")


def norms_in_force() -> MeetingNorms:
    """Return the authority's norms of meetings, its own before the built-in ones."""
    return meeting_norms(authority_folders())


# --- how often ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Span:
    """A time in which a norm asks for meetings, both days included."""

    first: dt.date
    last: dt.date

    def holds(self, day: dt.date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last


def school_year_of(day: dt.date) -> Span:
    """Return the school year of a day: from 1 September to 31 August."""
    year = day.year if day.month >= _SCHOOL_YEAR_BEGINS else day.year - 1
    return Span(dt.date(year, 9, 1), dt.date(year + 1, 8, 31))


def school_year_words(day: dt.date) -> str:
    """Return the school year of a day as people write it: «2026/27»."""
    year = school_year_of(day).first.year
    return f"{year}/{(year + 1) % 100:02d}"


def spans_of(norm: MeetingNorm, year: Span) -> list[Span]:
    """Return the spans of a school year in which the norm asks for meetings, in order."""
    months = list(_months(year))
    if norm.per == "year":
        pieces = [months]
    elif norm.per == "half-year":
        pieces = [months[:4], months[4:]]
    else:
        pieces = [[month] for month in months]
    return [Span(one[0].first, one[-1].last) for one in pieces if any(m.first.month in norm.months for m in one)]


def _months(year: Span) -> Iterator[Span]:
    first = year.first
    while first <= year.last:
        following = (first + dt.timedelta(days=31)).replace(day=1)
        yield Span(first, following - dt.timedelta(days=1))
        first = following


@dataclass(frozen=True)
class Standing:
    """How one kind of meeting stands to its norm on a day.

    Attributes:
        kind: which meetings.
        asked: the norm in words.
        done: how many were held of how many, in words.
        following: the next one due, in words.
        is_behind: whether a span has passed with too few of them.
        source: where the norm comes from.
    """

    kind: MeetingKind
    asked: str
    done: str
    following: str
    is_behind: bool
    source: str


def standing(norm: MeetingNorm, held: Sequence[dt.date], planned: Sequence[dt.date], today: dt.date) -> Standing:
    """Return how a kind of meeting stands to its norm.

    Args:
        norm: how often it is to be held.
        held: the days of the meetings that were held.
        planned: the days of those that are planned.
        today: the day it is asked on.
    """
    year = school_year_of(today)
    spans = spans_of(norm, year)
    begun = [span for span in spans if span.first <= today]
    asked = norm.times * len(begun)
    counts = {span: sum(span.holds(day) for day in held) for span in begun}
    missed = [span for span in begun if span.last < today and counts[span] < norm.times]
    done = f"проведено {sum(counts.values())} из {asked} за {school_year_words(today)} учебный год"
    if missed:
        done += f"; не хватило: {', '.join(_span_words(span) for span in missed)}"
    return Standing(
        kind=MeetingKind(norm.kind),
        asked=f"не реже {counted(norm.times, 'раза', 'раз', 'раз')} {_PER[norm.per]}",
        done=done,
        following=_following(norm, (spans, counts), planned, today),
        is_behind=bool(missed),
        source=norm.source,
    )


def _following(
    norm: MeetingNorm, spans: tuple[list[Span], dict[Span, int]], planned: Sequence[dt.date], today: dt.date
) -> str:
    """Return the next span that still lacks meetings, this year's or next year's, and what is planned."""
    everything, counts = spans
    ahead = [span for span in everything if span.last >= today]
    lacking = next((span for span in ahead if counts.get(span, 0) < norm.times), None)
    if lacking is None:
        lacking = spans_of(norm, school_year_of(school_year_of(today).last + dt.timedelta(days=1)))[0]
    missing = norm.times - counts.get(lacking, 0)
    words = f"ещё {missing} – до {lacking.last:%d.%m.%Y}"
    dates = sorted(day for day in planned if day >= today)
    said = f"; назначено на {dates[0]:%d.%m.%Y}" if dates else "; пока не назначено"
    return words + said


def _span_words(span: Span) -> str:
    if (span.first.year, span.first.month) == (span.last.year, span.last.month):
        return _MONTHS[span.first.month - 1]
    return f"{span.first:%d.%m.%Y} – {span.last:%d.%m.%Y}"


# --- what became of a decision ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fate:
    """What became of a decision by a day: a code, its word, and a tone for the colour behind it."""

    code: str
    words: str
    tone: str = ""


NOTED = Fate("noted", "принято к сведению")
WAITS = Fate("waits", "протокол не подписан", "info")
_FATES = MappingProxyType(
    {
        OccurrenceState.PROVEN: Fate("proven", "выполнено и подтверждено", "good"),
        OccurrenceState.DECLARED: Fate("declared", "заявлено, не подтверждено", "info"),
        OccurrenceState.CANCELLED: Fate("cancelled", "отменено"),
    }
)


def fate_of(decision: MeetingDecision, today: dt.date) -> Fate:
    """Return what became of a decision by a day."""
    task = decision.occurrence
    if task is None:
        return WAITS if asks_for_a_deed(decision) and decision.meeting.signed_at is None else NOTED
    if task.state != OccurrenceState.TO_DO:
        return _FATES[OccurrenceState(task.state)]
    if is_overdue(task, today):
        days = (today - task.due_on).days
        return Fate("overdue", f"срок прошёл {days} {plural(days, 'день', 'дня', 'дней')} назад", "bad")
    return Fate("to-do", "в работе")


def asks_for_a_deed(decision: MeetingDecision) -> bool:
    """Tell whether a decision becomes a task: somebody is named and a day is set."""
    return decision.due_on is not None and (decision.owner_id is not None or decision.organisation_id is not None)


def numbered(decisions: Iterable[MeetingDecision], items: Sequence[int]) -> dict[int, str]:
    """Return the numbers of decisions in the minutes by key: «2.1» is the first on the second question.

    Args:
        decisions: in the order of the minutes.
        items: keys of the questions in their order; decisions beside them come last.
    """
    found: dict[int, str] = {}
    counts: dict[int, int] = {}
    for one in decisions:
        place = items.index(one.item_id) + 1 if one.item_id in items else len(items) + 1
        counts[place] = counts.get(place, 0) + 1
        found[one.pk] = f"{place}.{counts[place]}"
    return found
