"""When a task is due, late, done and proven; what its proof lacks. Nothing here asks the database."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from opora_web.accounts.models import Person
from opora_web.programme.execution.artefacts import named_artefacts
from opora_web.programme.execution.models import Evidence, EvidenceKind, Occurrence, OccurrenceState
from opora_web.programme.execution.scheduling import interval_words
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.models import PlanState

#: So many days before its day a task turns amber; the day after it, red.
DAYS_AHEAD = 14
#: So long a task that an amendment has given to somebody else is news to both.
DAYS_OF_NEWS = 14
#: What a paper must carry to be found again, in words.
_DETAILS = {EvidenceKind.ORDER: " (номер и дата)", EvidenceKind.BEFORE_AFTER: " (два числа)"}


def is_to_do(task: Occurrence) -> bool:
    """Tell whether it is still to do: what an ended plan left undone is history."""
    return task.state == OccurrenceState.TO_DO and task.measure.roadmap.state != PlanState.ENDED


def is_overdue(task: Occurrence, today: dt.date) -> bool:
    """Tell whether its day has passed and nobody has said that it is done."""
    return is_to_do(task) and task.due_on < today


def is_due_soon(task: Occurrence, today: dt.date) -> bool:
    """Tell whether it is to be done within the next fourteen days."""
    return is_to_do(task) and today <= task.due_on <= today + dt.timedelta(days=DAYS_AHEAD)


def is_slipped(task: Occurrence) -> bool:
    """Tell whether its days are no longer those of the first edition."""
    return (task.starts_on, task.due_on) != (task.planned_starts_on, task.planned_due_on)


# --- what proves it ---------------------------------------------------------------------------------------------


def is_complete(evidence: Evidence) -> bool:
    """Tell whether an artefact carries what it needs: an order its number and date, a comparison its two numbers."""
    if evidence.kind == EvidenceKind.ORDER:
        return bool(evidence.number and evidence.dated)
    if evidence.kind == EvidenceKind.BEFORE_AFTER:
        return evidence.before is not None and evidence.after is not None
    return bool(evidence.file or evidence.place or (evidence.number and evidence.dated))


def is_accepted(evidence: Evidence) -> bool:
    """Tell whether somebody else has accepted an artefact that is still there."""
    return evidence.accepted_at is not None and evidence.trashed_at is None and not evidence.refused_because


def missing_proofs(task: Occurrence, evidence: Iterable[Evidence]) -> tuple[str, ...]:
    """Return what is missing before the task is proven, in words; empty – nothing.

    Each artefact the expected result names must be there, complete and accepted; where it names none, any one must.
    """
    there = [one for one in evidence if one.trashed_at is None]
    asked = named_artefacts(task.measure)
    if not asked:
        return () if any(map(is_accepted, there)) else (_nothing_accepted(there),)
    by_kind: dict[str, list[Evidence]] = defaultdict(list)
    for one in there:
        by_kind[one.kind].append(one)
    said = [_lack(kind, by_kind[kind]) for kind in asked]
    return tuple(words for words in said if words)


def _nothing_accepted(there: list[Evidence]) -> str:
    waiting = [one for one in there if not one.refused_because]
    return "подтверждение ждёт приёмки" if waiting else "нет: любое подтверждение"


def _lack(kind: EvidenceKind, there: list[Evidence]) -> str:
    if any(is_accepted(one) for one in there):
        return ""
    if any(not one.refused_because for one in there):
        return f"{kind.label}: ждёт приёмки"
    if there:
        return f"{kind.label}: не принято – {there[-1].refused_because}"
    return f"нет: {kind.label}{_DETAILS.get(kind, '')}"


def is_own_proof(evidence: Evidence, person: Person) -> bool:
    """Tell whether it is a person's own: theirs to attach, or the proof of what they answer for or said was done."""
    task = evidence.occurrence
    return person.pk in {evidence.author_id, task.owner_id, task.declared_by_id}


# --- «не реже N раз» --------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Count:
    """How often a measure was done of how often the plan asks for it in one interval.

    Attributes:
        words: the interval in words: «за 2024 год».
    """

    words: str
    asked: int
    done: int
    proven: int

    @property
    def sentence(self) -> str:
        """«1 из 2 за 2024 год, подтверждено 0»."""
        return f"{self.done} из {self.asked} {self.words}, подтверждено {self.proven}"


def counts(tasks: Iterable[Occurrence]) -> list[Count]:
    """Return, for tasks of one measure, the intervals that ask for more than one time, in their order.

    The intervals are those of the edition in force: a postponed meeting still belongs to its year.
    """
    found: dict[tuple[dt.date, dt.date], list[str]] = defaultdict(list)
    for task in tasks:
        if task.state != OccurrenceState.CANCELLED and task.trashed_at is None:
            found[task.edition_window].append(task.state)
    done = {OccurrenceState.DECLARED, OccurrenceState.PROVEN}
    return [
        Count(interval_words(*window), len(states), sum(state in done for state in states),
              states.count(OccurrenceState.PROVEN))
        for window, states in sorted(found.items())
        if len(states) > 1
    ]  # fmt: skip


# --- what a task allows -----------------------------------------------------------------------------------------


def require_asked(task: Occurrence) -> None:
    """Say why nothing can be done with the task.

    Raises:
        RefusedError: it was cancelled.
    """
    if task.state == OccurrenceState.CANCELLED or task.trashed_at is not None:
        raise RefusedError(f"Это дело план больше не просит: {task.cancelled_because or 'оно в корзине'}.")


def require_to_do(task: Occurrence) -> None:
    """Say why it is too late to plan the task anew.

    Raises:
        RefusedError: it was cancelled, declared or proven.
    """
    require_asked(task)
    if task.is_settled:
        raise RefusedError("Об этом деле уже сказано, что оно сделано. Сначала верните его в работу.")
