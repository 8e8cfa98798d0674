"""An approved plan becomes tasks of people; each amendment adds, moves, cancels – and leaves alone what is done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Any

from django.db import transaction
from django.db.models import F, Prefetch
from simple_history.utils import bulk_create_with_history

from opora.vocabulary.spelling import tidy
from opora_web.accounts.models import Person
from opora_web.programme.execution.answering import Answerer, Answering, measures_answered_anew
from opora_web.programme.execution.models import ANSWERED_ANEW, Occurrence, OccurrenceState
from opora_web.programme.execution.scheduling import Slot, matched, slots_of
from opora_web.programme.roadmap.models import (
    PlanEdition,
    PlanKind,
    PlanState,
    ResponsibleParty,
    Roadmap,
    RoadmapMeasure,
)
from opora_web.programme.roadmap.record import deadline_of, period_of_roadmap

_BATCH = 200


@dataclass
class Arranged:
    """What an edition changed: how many tasks were added, moved, cancelled, and how many stayed."""

    added: int = 0
    moved: int = 0
    cancelled: int = 0
    kept: int = 0
    _new: list[Occurrence] = field(default_factory=list, repr=False)
    _changed: dict[int, Occurrence] = field(default_factory=dict, repr=False)
    _columns: dict[int, dict[str, Any]] = field(default_factory=lambda: defaultdict(dict), repr=False)

    def change(self, task: Occurrence, why: str, **columns: Any) -> None:
        """Change a task, with the reason for its journal; all of them are written at the end, in a few queries."""
        if task.pk not in self._changed:
            task.version += 1
        for name, value in columns.items():
            setattr(task, name, value)
        task._change_reason = why  # type: ignore[attr-defined] # noqa: SLF001 - the documented way to say why
        self._changed[task.pk] = task
        self._columns[task.pk] |= columns

    def add(self, tasks: Iterable[Occurrence]) -> None:
        """Note new tasks."""
        self._new += tasks

    def write(self, person: Person | None, why: str) -> None:
        """Write what was noted, with its history: what changes alike at many schools is one query."""
        bulk_create_with_history(
            self._new, Occurrence, batch_size=_BATCH, default_user=person, default_change_reason=why
        )
        self.added = len(self._new)
        alike: dict[tuple[tuple[str, Any], ...], list[int]] = defaultdict(list)
        for key, columns in self._columns.items():
            alike[tuple(sorted(columns.items(), key=itemgetter(0)))].append(key)
        for values, keys in alike.items():
            for start in range(0, len(keys), _BATCH):
                chunk = Occurrence.objects.filter(pk__in=keys[start : start + _BATCH])
                chunk.update(**dict(values), version=F("version") + 1)
        told: Any = Occurrence.history
        told.bulk_history_create(self._changed.values(), batch_size=_BATCH, update=True, default_user=person)


def plan_was_approved(roadmap: Roadmap, edition: PlanEdition, person: Person, **_signal: object) -> None:
    """Turn an edition that an order has approved into tasks; hears `plan_approved`."""
    arrange_tasks(roadmap, person, str(edition), measures_answered_anew(roadmap, edition))


def parties_were_recognised(roadmap: Roadmap, person: Person, **_signal: object) -> None:
    """Name owners where a person has said who answers in an approved plan; hears `parties_recognised`."""
    if roadmap.state == PlanState.APPROVED and roadmap.kind != PlanKind.DECISIONS:
        arrange_tasks(roadmap, person, "названо, кто есть кто")


@transaction.atomic
def arrange_tasks(
    roadmap: Roadmap, person: Person | None, why: str, answered_anew: AbstractSet[int] = frozenset()
) -> Arranged:
    """Bring the tasks of a plan in step with its measures; done twice, it changes nothing the second time.

    Args:
        roadmap: an approved plan.
        person: who approved it; None for the program itself.
        why: the edition, for the journal and for the ghosts: «первая редакция», «изменение № 1».
        answered_anew: measures for which the edition names others: their open tasks go to whom the plan names now.
    """
    done = Arranged()
    parties = Prefetch("parties", ResponsibleParty.objects.select_related("organisation", "person"))
    measures = list(RoadmapMeasure.objects.filter(roadmap=roadmap, trashed_at__isnull=True).prefetch_related(parties))
    answering = Answering(roadmap, measures)
    before = _adopted(done, _tasks_before(roadmap), measures)
    period = period_of_roadmap(roadmap)
    for measure in measures:
        measure.roadmap = roadmap  # the same object, without a query each
        slots = slots_of(deadline_of(measure), period)
        for answerer in answering.of(measure):
            key = measure.pk, answerer.school.pk if answerer.school else None
            task_before = before.pop(key, [])
            _arrange(done, task_before, slots, (measure, answerer), why)
            if measure.pk in answered_anew:
                _hand_over(done, task_before, answerer, why)
    for gone in before.values():
        _cancel(done, gone, why)
    done.write(person, why)
    return done


def _tasks_before(roadmap: Roadmap) -> dict[tuple[int, int | None], list[Occurrence]]:
    """Return the tasks there are by measure and school; a cancelled one is no longer asked for."""
    kept = Occurrence.objects.select_for_update(of=("self",)).filter(measure__roadmap=roadmap, trashed_at__isnull=True)
    found: dict[tuple[int, int | None], list[Occurrence]] = defaultdict(list)
    for task in kept.exclude(state=OccurrenceState.CANCELLED).select_related("measure", "organisation").order_by("pk"):
        found[task.measure_id, task.school_id].append(task)
    return dict(found)


def _adopted(
    done: Arranged, before: dict[tuple[int, int | None], list[Occurrence]], measures: Sequence[RoadmapMeasure]
) -> dict[tuple[int, int | None], list[Occurrence]]:
    """Return the tasks with those of a measure that is gone given to the new measure of the same words.

    A measure that was taken out and put back – a row deleted in Word and typed again – is the same measure.
    """
    known, kept = {measure for measure, _ in before}, {measure.pk for measure in measures}
    new = {tidy(measure.name): measure for measure in measures if measure.pk not in known}
    found: dict[tuple[int, int | None], list[Occurrence]] = defaultdict(list)
    for (key, school), tasks in before.items():
        heir = new.get(tidy(tasks[0].measure.name)) if key not in kept else None
        for task in tasks:
            if heir is not None:
                done.change(task, "мероприятие снова в плане", measure=heir)
        found[heir.pk if heir else key, school] += tasks
    return dict(found)


def _arrange(
    done: Arranged,
    before: Sequence[Occurrence],
    slots: Sequence[Slot],
    what: tuple[RoadmapMeasure, Answerer],
    why: str,
) -> None:
    found = matched(before, slots)
    measure, answerer = what
    done.kept += len(found.kept)
    for task, slot in found.moved:
        _move(done, task, slot, why)
    done.moved += len(found.moved)
    done.add(_new_task(measure, answerer, slot) for slot in found.added)
    _cancel(done, found.dropped, why)
    for task in (*found.kept, *(task for task, _ in found.moved)):
        _name_owner(done, task, answerer, why)


def _new_task(measure: RoadmapMeasure, answerer: Answerer, slot: Slot) -> Occurrence:
    return Occurrence(
        measure=measure, school=answerer.school, organisation=answerer.organisation, owner=answerer.owner,
        starts_on=slot.starts_on, due_on=slot.due_on, planned_starts_on=slot.starts_on, planned_due_on=slot.due_on,
        edition_starts_on=slot.starts_on, edition_due_on=slot.due_on, is_fuzzy=slot.is_fuzzy,
    )  # fmt: skip


def _move(done: Arranged, task: Occurrence, slot: Slot, why: str) -> None:
    """Give a task the days of the edition; those of the first edition stay as its ghost."""
    first, last = slot.window
    days = {"starts_on": first, "due_on": last, "edition_starts_on": first, "edition_due_on": last}
    done.change(task, f"срок по плану: {why}", **days, is_fuzzy=slot.is_fuzzy)


def _name_owner(done: Arranged, task: Occurrence, answerer: Answerer, why: str) -> None:
    """Name who answers where nobody is named yet; whom people have chosen stays."""
    if task.is_settled or task.owner_id is not None or answerer.owner is None:
        return
    organisation = task.organisation or answerer.organisation
    done.change(task, f"ответственный по плану: {why}", owner=answerer.owner, organisation=organisation)


def _hand_over(done: Arranged, tasks: Iterable[Occurrence], answerer: Answerer, why: str) -> None:
    """Give open tasks to whom the edition names; who may answer by it too keeps them, nobody named is nobody."""
    for task in tasks:
        if task.state == OccurrenceState.TO_DO and task.owner_id not in answerer.may_own:
            named = {"owner": answerer.owner, "organisation": answerer.organisation}
            done.change(task, f"{ANSWERED_ANEW}: {why}", **named)


def _cancel(done: Arranged, tasks: Iterable[Occurrence], why: str) -> None:
    for task in tasks:
        if task.is_settled:
            done.kept += 1
            continue
        because = f"план этого больше не просит: {why}"
        done.change(task, because, state=OccurrenceState.CANCELLED, cancelled_because=because)
        done.cancelled += 1
