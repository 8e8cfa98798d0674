"""What a list allows in each state, what counts as a decision of a person, how conditions propose a track.

Nothing here asks the database.
"""

import datetime as dt
from types import MappingProxyType

from opora.analysis.conditions import Conditions
from opora.tables.identification import ON_THE_LIST
from opora.tables.schools import CONTEXTS
from opora.vocabulary.spelling import in_a_sentence, percent
from opora_web.programme.identification.models import ListEntry, ListState, SchoolList, Track

#: The index of conditions below the first is hard, from the second on easy; between them a person decides.
BORDER = (45.0, 50.0)
_HEADINGS = {column.name: column.heading.removesuffix(", %") for column in CONTEXTS.columns}
_TELLING = 3  # so many shares that pull most are named

_NEXT = MappingProxyType(
    {
        ListState.DRAFT: (ListState.DISCUSSED, ListState.WITHDRAWN),
        ListState.DISCUSSED: (ListState.DRAFT, ListState.APPROVED, ListState.WITHDRAWN),
        ListState.APPROVED: (ListState.WITHDRAWN,),
        ListState.WITHDRAWN: (),
    }
)
_INSTEAD = MappingProxyType(
    {
        ListState.DRAFT: "Сначала отправьте список школам на обсуждение.",
        ListState.DISCUSSED: "Список уже обсуждается: верните его в черновик или утвердите.",
        ListState.APPROVED: "Список утверждён приказом: его можно только отозвать с указанием причины.",
        ListState.WITHDRAWN: "Список отозван: составьте новый.",
    }
)


class RefusedError(Exception):
    """A deed cannot be done now; the text says what is so, why, and what can be done instead."""


def may_become(school_list: SchoolList, state: ListState) -> bool:
    """Tell whether the list may go into that state."""
    return school_list.trashed_at is None and state in _NEXT[ListState(school_list.state)]


def require_step(school_list: SchoolList, state: ListState) -> None:
    """Say why the list cannot go into that state.

    Raises:
        RefusedError: it cannot.
    """
    if not may_become(school_list, state):
        raise RefusedError(
            f"Список сейчас: {ListState(school_list.state).label}. {_INSTEAD[ListState(school_list.state)]}"
        )


def is_open(school_list: SchoolList) -> bool:
    """Tell whether people may still decide who is on the list."""
    return school_list.state in {ListState.DRAFT, ListState.DISCUSSED} and school_list.trashed_at is None


def require_open(school_list: SchoolList) -> None:
    """Say why the list's schools cannot be changed.

    Raises:
        RefusedError: they cannot.
    """
    if not is_open(school_list):
        raise RefusedError(
            f"Список сейчас: {ListState(school_list.state).label}. {_INSTEAD[ListState(school_list.state)]}"
        )


def takes_answers(school_list: SchoolList, today: dt.date) -> bool:
    """Tell whether schools may answer today: the last day included."""
    until = school_list.answers_until
    return school_list.state == ListState.DISCUSSED and until is not None and today <= until


def rule_includes(entry: ListEntry) -> bool:
    """Tell the rule's word: whether the school is on the list by its status."""
    return entry.status in ON_THE_LIST


def is_decided_otherwise(entry: ListEntry) -> bool:
    """Tell whether people decided otherwise than the rule."""
    return entry.is_included != rule_includes(entry)


def proposed_track(found: Conditions | None) -> tuple[Track, list[str]]:
    """Return what the social passport says of a school's conditions, with its reasons in sentences."""
    if found is None:
        return Track.UNKNOWN, [
            "В выпуске нет социального паспорта школы, или в нём известно меньше половины показателей."
        ]
    index = f"{found.index:.1f}".replace(".", ",")
    low, high = (f"{edge:.0f}" for edge in BORDER)
    said = f"Индекс условий – {index}: среднее по всем школам выпуска – 50, обычный разброс – 10."
    if found.index < BORDER[0]:
        track, verdict = Track.UNFAVOURABLE, f"Это ниже {low}: условия труднее, чем у большинства школ."
    elif found.index < BORDER[1]:
        track, verdict = Track.BORDER, f"Это между {low} и {high}: по данным решить нельзя, решает человек."
    else:
        track, verdict = Track.FAVOURABLE, f"Это не ниже {high}: условия не труднее, чем у большинства школ."
    return track, [said, verdict, *_telling(found)]


def _telling(found: Conditions) -> list[str]:
    most = sorted(found.differences, key=lambda one: -abs(one.pull))[:_TELLING]
    words = [
        f"{in_a_sentence(_HEADINGS[one.column])} – {percent(one.share)} (в среднем {percent(one.mean)})" for one in most
    ]
    return [f"Сильнее всего отличаются: {'; '.join(words)}."] if words else []


def track_words(track: str) -> str:
    """Return a track in the words of an order."""
    return {Track.FAVOURABLE: "ШНРО", Track.UNFAVOURABLE: "ШНРО, ШНСУ"}.get(Track(track), "не определены")


#: What each track answers with (Grachevsky I and II).
STRATEGY = MappingProxyType(
    {
        Track.FAVOURABLE: "Условия не мешают: искать внутренние причины, усилить контроль и требования.",
        Track.UNFAVOURABLE: "Условия трудные: методическая помощь, развитие педагогов, работа с семьями.",
        Track.BORDER: "На границе: посмотрите на паспорт школы и решите.",
        Track.UNKNOWN: "Попросите у школы социальный паспорт или решите по тому, что знаете.",
    }
)
