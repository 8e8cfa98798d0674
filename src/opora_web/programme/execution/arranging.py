"""An approved plan becomes tasks of people; each amendment adds, moves, cancels – and leaves alone what is done."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Prefetch
from simple_history.utils import bulk_create_with_history

from opora.vocabulary.spelling import tidy
from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, OrganisationKind, Person, Post, PostKind
from opora_web.accounts.rules import PLACES_OF_POST
from opora_web.programme.case.models import Case
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.execution.scheduling import Slot, matched, slots_of
from opora_web.programme.roadmap.models import PlanEdition, ResponsibleParty, Roadmap, RoadmapMeasure
from opora_web.programme.roadmap.record import deadline_of, period_of_roadmap

#: Posts that stand in schools: what they answer for is done for each school apart.
_AT_SCHOOL = frozenset(kind for kind, places in PLACES_OF_POST.items() if places == {OrganisationKind.SCHOOL})


@dataclass(frozen=True)
class Answerer:
    """Who is to do a measure: at which school, which organisation, which person – as far as somebody is named."""

    school: Organisation | None = None
    organisation: Organisation | None = None
    owner: Person | None = None


@dataclass
class Arranged:
    """What an edition changed: how many tasks were added, moved, cancelled, and how many stayed."""

    added: int = 0
    moved: int = 0
    cancelled: int = 0
    kept: int = 0
    _new: list[Occurrence] = field(default_factory=list, repr=False)


def plan_was_approved(roadmap: Roadmap, edition: PlanEdition, person: Person, **_signal: object) -> None:
    """Turn an edition that an order has approved into tasks; hears `plan_approved`."""
    arrange_tasks(roadmap, person, str(edition))


@transaction.atomic
def arrange_tasks(roadmap: Roadmap, person: Person | None, why: str) -> Arranged:
    """Bring the tasks of a plan in step with its measures; done twice, it changes nothing the second time.

    Args:
        roadmap: an approved plan.
        person: who approved it; None for the program itself.
        why: the edition, for the journal and for the ghosts: «первая редакция», «изменение № 1».
    """
    done = Arranged()
    parties = Prefetch("parties", ResponsibleParty.objects.select_related("organisation", "person"))
    measures = list(RoadmapMeasure.objects.filter(roadmap=roadmap, trashed_at__isnull=True).prefetch_related(parties))
    answering = _Answering(roadmap, measures)
    before = _adopted(_tasks_before(roadmap), measures)
    period = period_of_roadmap(roadmap)
    for measure in measures:
        measure.roadmap = roadmap  # the same object, without a query each
        slots = slots_of(deadline_of(measure), period)
        for answerer in answering.of(measure):
            key = measure.pk, answerer.school.pk if answerer.school else None
            _arrange(done, before.pop(key, []), slots, (measure, answerer), (person, why))
    for gone in before.values():
        _cancel(done, gone, person, why)
    bulk_create_with_history(
        done._new, Occurrence, batch_size=200, default_user=person, default_change_reason=why  # noqa: SLF001 - its own gathering
    )  # fmt: skip
    return done


def _tasks_before(roadmap: Roadmap) -> dict[tuple[int, int | None], list[Occurrence]]:
    """Return the tasks there are by measure and school; a cancelled one is no longer asked for."""
    kept = Occurrence.objects.filter(measure__roadmap=roadmap, trashed_at__isnull=True)
    found: dict[tuple[int, int | None], list[Occurrence]] = defaultdict(list)
    for task in kept.exclude(state=OccurrenceState.CANCELLED).select_related("measure").order_by("pk"):
        found[task.measure_id, task.school_id].append(task)
    return dict(found)


def _adopted(
    before: dict[tuple[int, int | None], list[Occurrence]], measures: Sequence[RoadmapMeasure]
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
                task.measure = heir
                save_change(task, None, "мероприятие снова в плане")
        found[heir.pk if heir else key, school] += tasks
    return dict(found)


def _arrange(
    done: Arranged,
    before: Sequence[Occurrence],
    slots: Sequence[Slot],
    what: tuple[RoadmapMeasure, Answerer],
    who: tuple[Person | None, str],
) -> None:
    found = matched(before, slots)
    measure, answerer = what
    done.kept += len(found.kept)
    for task, slot in found.moved:
        _move(task, slot, *who)
    done.moved += len(found.moved)
    done._new += [_new_task(measure, answerer, slot) for slot in found.added]  # noqa: SLF001 - its own gathering
    done.added += len(found.added)
    _cancel(done, found.dropped, *who)
    for task in (*found.kept, *(task for task, _ in found.moved)):
        _name_owner(task, answerer, *who)


def _new_task(measure: RoadmapMeasure, answerer: Answerer, slot: Slot) -> Occurrence:
    return Occurrence(
        measure=measure, school=answerer.school, organisation=answerer.organisation, owner=answerer.owner,
        starts_on=slot.starts_on, due_on=slot.due_on, planned_starts_on=slot.starts_on, planned_due_on=slot.due_on,
        edition_starts_on=slot.starts_on, edition_due_on=slot.due_on, is_fuzzy=slot.is_fuzzy,
    )  # fmt: skip


def _move(task: Occurrence, slot: Slot, person: Person | None, why: str) -> None:
    """Give a task the days of the edition; those of the first edition stay as its ghost."""
    task.starts_on, task.due_on, task.is_fuzzy = slot.starts_on, slot.due_on, slot.is_fuzzy
    task.edition_starts_on, task.edition_due_on = slot.window
    save_change(task, person, f"срок по плану: {why}")


def _name_owner(task: Occurrence, answerer: Answerer, person: Person | None, why: str) -> None:
    """Name who answers where nobody is named yet; whom people have chosen stays."""
    if task.is_settled or task.owner_id is not None or answerer.owner is None:
        return
    task.owner, task.organisation = answerer.owner, task.organisation or answerer.organisation
    save_change(task, person, f"ответственный по плану: {why}")


def _cancel(done: Arranged, tasks: Iterable[Occurrence], person: Person | None, why: str) -> None:
    for task in tasks:
        if task.is_settled:
            done.kept += 1
            continue
        task.state, task.cancelled_because = OccurrenceState.CANCELLED, f"план этого больше не просит: {why}"
        save_change(task, person, task.cancelled_because)
        done.cancelled += 1


# --- who answers --------------------------------------------------------------------------------------------------


class _Answering:
    """Who answers for each measure of a plan: schools and holders of posts are asked of the database once."""

    def __init__(self, roadmap: Roadmap, measures: Iterable[RoadmapMeasure]) -> None:
        self._roadmap = roadmap
        kinds = {party.post_kind for measure in measures for party in measure.parties.all() if party.post_kind}
        self._schools = _schools_of(roadmap) if kinds & _AT_SCHOOL else []
        self._holders = _holders(roadmap, kinds)

    def of(self, measure: RoadmapMeasure) -> list[Answerer]:
        """Return who answers for a measure: one for each school it is done for, else one."""
        parties = list(measure.parties.all())
        schools = self._schools_meant(parties)
        if schools:
            return [self._at(school, parties) for school in schools]
        return [self._somebody(parties)]

    def _schools_meant(self, parties: Sequence[ResponsibleParty]) -> list[Organisation]:
        """Return every school of the plan where a post at schools answers, else the schools named."""
        if any(party.post_kind in _AT_SCHOOL for party in parties):
            return self._schools
        named = [party.organisation for party in parties if party.organisation is not None]
        found = {one.pk: one for one in named if one.kind == OrganisationKind.SCHOOL}
        return list(found.values())

    def _at(self, school: Organisation, parties: Sequence[ResponsibleParty]) -> Answerer:
        """Return who answers at a school: who holds the first of the posts named there, else its head."""
        kinds = [party.post_kind for party in parties if party.post_kind in _AT_SCHOOL] or [PostKind.HEAD]
        holders = [self._holders.get((kind, school.pk), []) for kind in kinds]
        owner = next((found[0] for found in holders if found), None)
        return Answerer(school, school, owner)

    def _somebody(self, parties: Sequence[ResponsibleParty]) -> Answerer:
        """Return the first person recognised, else the only holder of a post named, with the first organisation."""
        named = [party.person for party in parties if party.person is not None]
        posts = [self._all_holders(party.post_kind) for party in parties if party.post_kind]
        alone = [found[0] for found in posts if len(found) == 1]
        own = [party.organisation for party in parties if party.organisation is not None]
        school = self._roadmap.organisation if self._roadmap.organisation.kind == OrganisationKind.SCHOOL else None
        organisation = own[0] if own else self._roadmap.organisation
        return Answerer(school, organisation, next(iter([*named, *alone]), None))

    def _all_holders(self, kind: str) -> list[Person]:
        return [person for (held, _), people in self._holders.items() if held == kind for person in people]


def _schools_of(roadmap: Roadmap) -> list[Organisation]:
    """Return the schools a plan is for: those below it that are accompanied, else all that are open."""
    below = Organisation.objects.filter(
        path__startswith=roadmap.organisation.path, kind=OrganisationKind.SCHOOL, closed_at__isnull=True,
        trashed_at__isnull=True,
    )  # fmt: skip
    open_cases = Case.objects.filter(closed_at__isnull=True, trashed_at__isnull=True)
    accompanied = list(below.filter(pk__in=open_cases.values("school")))
    return accompanied or list(below)


def _holders(roadmap: Roadmap, kinds: set[str]) -> dict[tuple[str, int], list[Person]]:
    """Return who holds the posts below a plan's organisation now, by post and place, the longest first."""
    wanted = Post.objects.filter(
        kind__in={*kinds, PostKind.HEAD}, organisation__path__startswith=roadmap.organisation.path,
        until__isnull=True, trashed_at__isnull=True, person__is_active=True,
    )  # fmt: skip
    found: dict[tuple[str, int], list[Person]] = defaultdict(list)
    for post in wanted.select_related("person").order_by("since", "pk"):
        found[post.kind, post.organisation_id].append(post.person)
    return dict(found)
