"""What a meeting should speak of, found in the data: each matter becomes a question of an agenda, or a school's reason.

One matter is said once, whether it is proposed for an agenda or stands beside a school at the control hour.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from urllib.parse import urlencode

from django.db.models import F
from django.urls import reverse

from opora.tables.plan import value_words
from opora.vocabulary.spelling import counted, listed
from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import inside
from opora_web.programme.case.models import Case, Rag
from opora_web.programme.case.queries import cases_without_contact, tasks_overdue
from opora_web.programme.case.rules import DAYS_WITHOUT_CONTACT
from opora_web.programme.execution.models import Delay, Occurrence, OccurrenceState
from opora_web.programme.meetings.queries import signed_decisions, unfulfilled
from opora_web.programme.roadmap.models import IndicatorTarget, PlanKind, PlanRemark, PlanState, RoadmapMeasure

#: So far back a postponement is still news.
DAYS_OF_DELAYS = 60
_NAMED = 4
_IN_FORCE = (PlanState.APPROVED, PlanState.AMENDED)

#: What sorts of matters there are, in the order of an agenda: code → (heading, tag beside a school).
SORTS = MappingProxyType(
    {
        "decision": ("Решения, выполнение которых не подтверждено", "решение не подтверждено"),
        "overdue": ("Мероприятия, срок которых прошёл", "мероприятие: срок прошёл"),
        "declared": ("Заявлено, но не подтверждено", "нет подтверждения"),
        "task": ("Задачи сопровождения, срок которых прошёл", "задача: срок прошёл"),
        "red": ("Школы, которым нужна помощь", "нужна помощь"),
        "contact": ("Школы, где давно не были", "давно не были"),
        "delay": ("Перенесённые сроки", "срок перенесён"),
        "remark": ("Замечания к планам, которые ждут ответа", "замечание ждёт"),
        "indicator": ("Показатели ниже цели", "показатель ниже цели"),
    }
)


@dataclass(frozen=True)
class Matter:
    """One thing to speak of.

    Attributes:
        key: sort and number: «overdue:12»; the same matter has the same key the next time.
        title: the question as an agenda words it.
        why: what in the data says so.
        schools: which schools it concerns; none where it concerns all.
        case, measure: keys of what it is about.
        address: where one sees it.
    """

    key: str
    title: str
    why: str
    schools: tuple[Organisation, ...] = ()
    case: int | None = None
    measure: int | None = None
    address: str = ""

    @property
    def sort(self) -> str:
        """Its code in SORTS."""
        return self.key.partition(":")[0]


def matters_in(paths: Sequence[str], today: dt.date) -> list[Matter]:
    """Return everything worth speaking of in the subtrees, in the order of an agenda."""
    return [matter for find in _FINDERS for matter in find(list(paths), today)]


def _decisions(paths: list[str], today: dt.date) -> Iterable[Matter]:
    where = inside(paths, "meeting__organisation__path") | inside(paths, "organisation__path")
    mine = unfulfilled(signed_decisions().filter(where))
    for one in mine.filter(occurrence__due_on__lt=today):
        place = (one.organisation,) if one.organisation and one.organisation.code else ()
        due = one.occurrence.due_on if one.occurrence else today
        is_said = one.occurrence is not None and one.occurrence.state == OccurrenceState.DECLARED
        said = " Сказано, что сделано; подтверждение ещё не принято." if is_said else ""
        yield Matter(
            f"decision:{one.pk}",
            f"О выполнении решения от {one.meeting.held_at:%d.%m.%Y}: {one.text}",
            f"Срок был {due:%d.%m.%Y}, ответственный: {one.owner or one.organisation}.{said}",
            place, measure=one.measure_id, address=reverse("meeting", args=[one.meeting_id]),
        )  # fmt: skip


def _past_due(paths: list[str], today: dt.date, state: OccurrenceState) -> list[Occurrence]:
    """Return what stands so in plans in force though its day has passed, by plan or school; decisions stand apart."""
    found = Occurrence.objects.filter(
        inside(paths, "measure__roadmap__organisation__path") | inside(paths, "school__path"), trashed_at__isnull=True,
        measure__trashed_at__isnull=True, measure__roadmap__trashed_at__isnull=True,
        measure__roadmap__is_template=False, measure__roadmap__state__in=_IN_FORCE,
        state=state, due_on__lt=today,
    ).exclude(measure__roadmap__kind=PlanKind.DECISIONS)  # fmt: skip
    related = found.select_related("measure", "measure__roadmap", "school", "owner", "organisation")
    return list(related.order_by("due_on", "pk"))


def _by_measure(occurrences: Iterable[Occurrence]) -> dict[int, list[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for one in occurrences:
        found[one.measure_id].append(one)
    return found


def _overdue(paths: list[str], today: dt.date) -> Iterable[Matter]:
    for key, ones in _by_measure(_past_due(paths, today, OccurrenceState.TO_DO)).items():
        yield _of_measure(f"overdue:{key}", ones, f"Срок прошёл {ones[0].due_on:%d.%m.%Y}")


def _declared(paths: list[str], today: dt.date) -> Iterable[Matter]:
    for key, ones in _by_measure(_past_due(paths, today, OccurrenceState.DECLARED)).items():
        yield _of_measure(f"declared:{key}", ones, "Сказано, что сделано, а подтверждение не принято")


def _of_measure(key: str, ones: list[Occurrence], why: str) -> Matter:
    measure = ones[0].measure
    schools = tuple({one.school_id: one.school for one in ones if one.school}.values())
    owners = sorted({str(one.owner or one.organisation) for one in ones if one.owner or one.organisation})
    where = f"; {counted(len(schools), 'школа', 'школы', 'школ')}: {_names(schools)}" if schools else ""
    who = f"; отвечают: {listed(owners, _NAMED)}" if owners else ""
    return Matter(
        key, f"О мероприятии {measure_words(measure)}", f"{why}{where}{who}. План: {measure.roadmap.title}.",
        schools, measure=measure.pk, address=_address(ones),
    )  # fmt: skip


def _address(ones: Sequence[Occurrence]) -> str:
    """Return where one sees a task; several tasks of one measure are found in the table by its name."""
    if len(ones) == 1:
        return reverse("occurrence", args=[ones[0].pk])
    measure = ones[0].measure
    return f"{reverse('execution')}?{urlencode({'plan': measure.roadmap_id, 'q': measure.name[:100]})}"


def _cases(paths: list[str]) -> dict[int, Case]:
    running = Case.objects.filter(inside(paths, "school__path"), trashed_at__isnull=True, closed_at__isnull=True)
    return {one.pk: one for one in running.filter(paused_at__isnull=True).select_related("school")}


def _tasks(paths: list[str], today: dt.date) -> Iterable[Matter]:
    cases = Case.objects.filter(inside(paths, "school__path"), trashed_at__isnull=True)
    by_case = defaultdict(list)
    for task in tasks_overdue(cases, today):
        by_case[task.case_id].append(task)
    for key, tasks in by_case.items():
        names = "; ".join(f"{task.title} (до {task.due_on:%d.%m.%Y})" for task in tasks[:_NAMED])
        school = tasks[0].case.school
        yield Matter(
            f"task:{key}", f"О задачах сопровождения: {school}",
            f"Срок прошёл у {counted(len(tasks), 'задачи', 'задач', 'задач')}: {names}.",
            (school,), key, address=reverse("case", args=[key]),
        )  # fmt: skip


def _red(paths: list[str], _today: dt.date) -> Iterable[Matter]:
    for one in _cases(paths).values():
        if one.rag == Rag.RED:
            yield Matter(
                f"red:{one.pk}", f"О помощи школе: {one.school}", one.rag_reason or "Состояние: нужна помощь.",
                (one.school,), one.pk, address=reverse("case", args=[one.pk]),
            )  # fmt: skip


def _contact(paths: list[str], today: dt.date) -> Iterable[Matter]:
    cases = Case.objects.filter(inside(paths, "school__path"), trashed_at__isnull=True)
    alone = list(cases_without_contact(cases, today).select_related("school").order_by("school__sort_key"))
    if alone:
        schools = tuple(one.school for one in alone)
        yield Matter(
            "contact:0", f"О школах, где не были больше {DAYS_WITHOUT_CONTACT} дней",
            f"{counted(len(schools), 'школа', 'школы', 'школ')}: {_names(schools)}.", schools,
            address=f"{reverse('cases')}?unvisited=1",
        )  # fmt: skip


def _delays(paths: list[str], today: dt.date) -> Iterable[Matter]:
    since = today - dt.timedelta(days=DAYS_OF_DELAYS)
    where = inside(paths, "occurrence__measure__roadmap__organisation__path") | inside(
        paths, "occurrence__school__path"
    )
    found = Delay.objects.filter(
        where, at__date__gte=since, due_after__isnull=False,
        occurrence__trashed_at__isnull=True, occurrence__measure__roadmap__trashed_at__isnull=True,
    ).exclude(occurrence__state=OccurrenceState.PROVEN)  # fmt: skip
    by_measure: dict[int, list[Delay]] = defaultdict(list)
    for one in found.select_related("occurrence__measure", "occurrence__school"):
        by_measure[one.occurrence.measure_id].append(one)
    for key, ones in by_measure.items():
        last = ones[0]
        schools = tuple(
            {one.occurrence.school_id: one.occurrence.school for one in ones if one.occurrence.school}.values()
        )
        yield Matter(
            f"delay:{key}", f"О переносе срока: {measure_words(last.occurrence.measure)}",
            f"Было {last.due_before:%d.%m.%Y}, стало {last.due_after:%d.%m.%Y}. Причина: {last.reason.rstrip(' .')}."
            + (f" Всего переносов: {len(ones)}." if len(ones) > 1 else ""),
            schools, measure=key, address=_address([one.occurrence for one in ones]),
        )  # fmt: skip


def measure_words(measure: RoadmapMeasure) -> str:
    """Return a measure as sentences name it: «№ 5 «Разбор результатов»»."""
    return f"№\u00a0{measure.number} «{measure.name}»" if measure.number else f"«{measure.name}»"


def _remarks(paths: list[str], _today: dt.date) -> Iterable[Matter]:
    found = PlanRemark.objects.filter(
        inside(paths, "roadmap__organisation__path"), reply="", settled_at__isnull=True, trashed_at__isnull=True,
        roadmap__trashed_at__isnull=True,
    ).select_related("roadmap", "roadmap__organisation", "author", "measure")  # fmt: skip
    by_plan = defaultdict(list)
    for one in found:
        by_plan[one.roadmap_id].append(one)
    for key, ones in by_plan.items():
        plan = ones[0].roadmap
        school = (plan.organisation,) if plan.organisation.code else ()
        words = counted(len(ones), "замечание", "замечания", "замечаний")
        yield Matter(
            f"remark:{key}", f"О замечаниях к плану «{plan.title}»", f"Ждут ответа: {words}. Первое: {ones[0].text}",
            school, plan.case_id, address=reverse("plan", args=[key]),
        )  # fmt: skip


def _indicators(paths: list[str], today: dt.date) -> Iterable[Matter]:
    found = IndicatorTarget.objects.filter(
        inside(paths, "indicator__roadmap__organisation__path"), trashed_at__isnull=True,
        indicator__trashed_at__isnull=True, indicator__roadmap__trashed_at__isnull=True,
        indicator__roadmap__is_template=False, reached__isnull=False, reached__lt=F("value"),
    ).select_related("indicator", "indicator__roadmap", "indicator__roadmap__organisation")  # fmt: skip
    for one in found:
        if one.year[:4] > str(today.year):
            continue
        owner, unit = one.indicator.roadmap.organisation, one.indicator.unit
        yield Matter(
            f"indicator:{one.pk}", f"О показателе «{one.indicator.name}» за {one.year} год",
            f"Цель {value_words(one.value, unit)}, достигнуто {value_words(one.reached, unit)}.",
            (owner,) if owner.code else (), measure=one.indicator.measure_id,
            address=reverse("plan", args=[one.indicator.roadmap_id]),
        )  # fmt: skip


def _names(schools: Sequence[Organisation]) -> str:
    return listed([one.name for one in schools], _NAMED)


_FINDERS: tuple[Callable[[list[str], dt.date], Iterable[Matter]], ...] = (
    _decisions, _overdue, _declared, _tasks, _red, _contact, _delays, _remarks, _indicators,
)  # fmt: skip
