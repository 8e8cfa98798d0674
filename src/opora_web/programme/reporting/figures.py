"""The numbers of reports. A number is how many rows there are: it cannot say anything its rows do not show."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.urls import reverse

from opora.tables.plan import value_words
from opora_web.programme.case.models import Case, CaseNote, ContactForm, Phase
from opora_web.programme.execution.models import Delay, Evidence, EvidenceKind, Occurrence, OccurrenceState
from opora_web.programme.execution.rules import is_accepted, is_overdue
from opora_web.programme.identification.models import ListEntry
from opora_web.programme.meetings.models import MeetingDecision
from opora_web.programme.meetings.rules import asks_for_a_deed, fate_of
from opora_web.programme.reporting.scope import Scope
from opora_web.programme.roadmap.models import IndicatorTarget


@dataclass(frozen=True)
class Row:
    """One row behind a number: words for each heading, and where one sees the thing itself."""

    cells: tuple[str, ...]
    address: str = ""


@dataclass(frozen=True)
class Figure:
    """A number of reports.

    Attributes:
        code: kebab-case and stable: it stands in addresses.
        group: what it is about; title: what is counted.
        headings: of its rows.
        rows: everything that is counted.
    """

    code: str
    group: str
    title: str
    headings: tuple[str, ...]
    rows: Callable[[Scope], list[Row]]


# --- plans --------------------------------------------------------------------------------------------------------

_TASK = ("Мероприятие", "Школа", "Срок", "Ответственный", "Состояние")


def _task_row(task: Occurrence) -> Row:
    return Row(
        (
            str(task.measure), str(task.school or "–"), f"{task.due_on:%d.%m.%Y}",
            str(task.owner or task.organisation or "–"), task.get_state_display(),
        ),
        reverse("occurrence", args=[task.pk]),
    )  # fmt: skip


def state_code(task: Occurrence, scope: Scope) -> str:
    """Return how far a task is on the scope's day: the codes of the chart."""
    return "overdue" if is_overdue(task, scope.today) else str(task.state)


def _tasks(*codes: str) -> Callable[[Scope], list[Row]]:
    return lambda scope: [_task_row(task) for task in scope.tasks if state_code(task, scope) in codes]


def _planned(scope: Scope) -> list[Row]:
    return [_task_row(task) for task in scope.tasks if task.state != OccurrenceState.CANCELLED]


def delay_words(one: Delay) -> str:
    """Return from which day to which a deadline moved; one that was only explained says so."""
    after = f"{one.due_after:%d.%m.%Y}" if one.due_after else "без переноса"
    return f"{one.due_before:%d.%m.%Y} → {after}"


def _delays(scope: Scope) -> list[Row]:
    return [
        Row(
            (str(one.occurrence.measure), delay_words(one), one.reason), reverse("occurrence", args=[one.occurrence_id])
        )
        for one in scope.delays
    ]


_EVIDENCE = ("Мероприятие", "Документ", "Что доказывает", "Состояние")


def _evidence(is_wanted: Callable[[Evidence], bool]) -> Callable[[Scope], list[Row]]:
    def rows(scope: Scope) -> list[Row]:
        names = {task.pk: str(task.measure) for task in scope.tasks}
        return [
            Row((names[key], str(one), one.proves, _evidence_words(one)), reverse("occurrence", args=[key]))
            for key, ones in scope.evidence.items()
            for one in ones
            if is_wanted(one)
        ]

    return rows


def _evidence_words(one: Evidence) -> str:
    if one.refused_because:
        return f"не принято: {one.refused_because}"
    return f"принято {one.accepted_at:%d.%m.%Y}" if one.accepted_at else "ждёт приёмки"


def _waits(one: Evidence) -> bool:
    return one.accepted_at is None and not one.refused_because


def _shows_effect(one: Evidence) -> bool:
    return one.kind == EvidenceKind.BEFORE_AFTER and is_accepted(one)


# --- meetings -----------------------------------------------------------------------------------------------------


def _meetings(scope: Scope) -> list[Row]:
    return [
        Row(
            (f"{one.held_at:%d.%m.%Y}", one.get_kind_display(), one.title or "–", f"№ {one.number}"),
            reverse("meeting", args=[one.pk]),
        )
        for one in scope.meetings
    ]  # fmt: skip


_DECISION = ("Решение", "Совещание", "Ответственный", "Срок", "Что стало")


def _decisions(*codes: str) -> Callable[[Scope], list[Row]]:
    """Return the decisions with such a fate; without codes – all that asked for a deed."""

    def rows(scope: Scope) -> list[Row]:
        asked = [one for one in scope.decisions if asks_for_a_deed(one)]
        return [_decision_row(one, scope) for one in asked if not codes or fate_of(one, scope.today).code in codes]

    return rows


def _decision_row(one: MeetingDecision, scope: Scope) -> Row:
    due = f"{one.due_on:%d.%m.%Y}" if one.due_on else "–"
    who = str(one.owner or one.organisation)
    fate = fate_of(one, scope.today).words
    return Row((one.text, str(one.meeting), who, due, fate), reverse("meeting", args=[one.meeting_id]))


# --- schools ------------------------------------------------------------------------------------------------------

_CASE = ("Школа", "Этап", "Как идёт", "Взята")


def _case_row(one: Case) -> Row:
    return Row(
        (str(one.school), one.get_phase_display(), one.get_rag_display(), f"{one.opened_at:%d.%m.%Y}"),
        reverse("case", args=[one.pk]),
    )


def _accompanied(scope: Scope) -> list[Row]:
    return [_case_row(one) for one in scope.cases]


def _taken_on(scope: Scope) -> list[Row]:
    return [_case_row(one) for one in scope.cases if one.opened_at.date() >= scope.starts_on]


def has_left(case: Case, scope: Scope) -> bool:
    """Tell whether a school left support in the period: watching began, or the case was closed."""
    closed = case.closed_at is not None and case.closed_at.date() <= scope.ends_on
    is_watched = case.phase == Phase.WATCH and scope.starts_on <= case.phase_since <= scope.ends_on
    return closed or is_watched


def _left(scope: Scope) -> list[Row]:
    return [_case_row(one) for one in scope.cases if has_left(one, scope)]


_NOTE = ("Школа", "Когда", "Как", "Кто", "Следующий шаг")


def _note_row(one: CaseNote) -> Row:
    words = (str(one.case.school), f"{one.held_on:%d.%m.%Y}", one.get_form_display(), str(one.author), one.next_step)
    return Row(words, reverse("case", args=[one.case_id]))


def _visits(scope: Scope) -> list[Row]:
    return [_note_row(one) for one in scope.notes if one.form == ContactForm.VISIT]


def _contacts(scope: Scope) -> list[Row]:
    return [_note_row(one) for one in scope.notes if one.form != ContactForm.VISIT]


_ENTRY = ("Школа", "Список", "Приказ")


def _entry_row(one: ListEntry) -> Row:
    whole = one.school_list
    order = f"от {whole.order_date:%d.%m.%Y} № {whole.order_number}" if whole.order_date else "–"
    return Row((str(one.school), f"{whole.rules_title}, {whole.year}", order), reverse("list_entry", args=[one.pk]))


def stays(scope: Scope) -> list[ListEntry]:
    """Return the places of schools that are on the newest list and were on the one before."""
    if len(scope.listed) <= 1:
        return []
    before = {one.school_id for one in scope.listed[1]}
    return [one for one in scope.listed[0] if one.school_id in before]


def gone(scope: Scope) -> list[ListEntry]:
    """Return the places on the list before of schools that are not on the newest one."""
    if len(scope.listed) <= 1:
        return []
    now = {one.school_id for one in scope.listed[0]}
    return [one for one in scope.listed[1] if one.school_id not in now]


def _entries(found: Callable[[Scope], Iterable[ListEntry]]) -> Callable[[Scope], list[Row]]:
    return lambda scope: [_entry_row(one) for one in found(scope)]


# --- indicators ---------------------------------------------------------------------------------------------------

_TARGET = ("Показатель", "Год", "Цель", "Достигнуто", "Откуда известно")


def verdict(one: IndicatorTarget) -> str:
    """Return how an indicator stands to its target, as a code."""
    if one.value is None:
        return "no-target"
    if one.is_met is None:
        return "unknown"
    return "reached" if one.is_met else "behind"


VERDICT_IN_RUSSIAN = {
    "no-target": "цель не названа", "unknown": "значение не внесено", "reached": "цель достигнута",
    "behind": "цель не достигнута",
}  # fmt: skip


def _targets(*codes: str) -> Callable[[Scope], list[Row]]:
    return lambda scope: [
        Row(
            (
                one.indicator.name, one.year, value_words(one.value, one.indicator.unit),
                value_words(one.reached, one.indicator.unit), one.reached_note or "–",
            ),
            reverse("plan", args=[one.indicator.roadmap_id]),
        )
        for one in scope.targets
        if verdict(one) in codes
    ]  # fmt: skip


_PLAN, _MEETING, _SCHOOL, _INDICATOR = "План", "Совещания", "Школы", "Показатели"
_MET = ("Когда", "Что", "Тема", "Протокол")

#: The numbers of a report, in its order.
FIGURES: tuple[Figure, ...] = (
    Figure("planned", _PLAN, "мероприятий и сроков запланировано", _TASK, _planned),
    Figure("proven", _PLAN, "выполнено и подтверждено", _TASK, _tasks("proven")),
    Figure("declared", _PLAN, "заявлено, не подтверждено", _TASK, _tasks("declared")),
    Figure("late", _PLAN, "срок прошёл, о выполнении не сказано", _TASK, _tasks("overdue")),
    Figure("ahead", _PLAN, "срок впереди", _TASK, _tasks("to-do")),
    Figure("cancelled", _PLAN, "отменено изменениями плана", _TASK, _tasks("cancelled")),
    Figure("delays", _PLAN, "переносов и объяснённых задержек", ("Мероприятие", "Срок", "Причина"), _delays),
    Figure("evidence", _PLAN, "подтверждений принято", _EVIDENCE, _evidence(is_accepted)),
    Figure("evidence-waiting", _PLAN, "подтверждений ждут приёмки", _EVIDENCE, _evidence(_waits)),
    Figure("effect", _PLAN, "результатов «до и после» принято", _EVIDENCE, _evidence(_shows_effect)),
    Figure("meetings", _MEETING, "совещаний с подписанным протоколом", _MET, _meetings),
    Figure("decisions", _MEETING, "решений с ответственным и сроком", _DECISION, _decisions()),
    Figure("decisions-proven", _MEETING, "решений выполнено и подтверждено", _DECISION, _decisions("proven")),
    Figure("decisions-late", _MEETING, "решений, срок которых прошёл", _DECISION, _decisions("overdue")),
    Figure("accompanied", _SCHOOL, "школ на сопровождении", _CASE, _accompanied),
    Figure("taken-on", _SCHOOL, "школ взято на сопровождение", _CASE, _taken_on),
    Figure("left-support", _SCHOOL, "школ вышло из сопровождения", _CASE, _left),
    Figure("visits", _SCHOOL, "выездов в школы", _NOTE, _visits),
    Figure("contacts", _SCHOOL, "других встреч и звонков", _NOTE, _contacts),
    Figure("on-list", _SCHOOL, "школ в последнем утверждённом списке", _ENTRY,
           _entries(lambda scope: scope.listed[0] if scope.listed else [])),
    Figure("stays-on-list", _SCHOOL, "из них были и в прежнем", _ENTRY, _entries(stays)),
    Figure("left-list", _SCHOOL, "школ прежнего списка, которых в последнем нет", _ENTRY, _entries(gone)),
    Figure("targets", _INDICATOR, "целей показателей на эти годы", _TARGET, _targets("reached", "behind", "unknown")),
    Figure("reached", _INDICATOR, "целей достигнуто", _TARGET, _targets("reached")),
    Figure("behind", _INDICATOR, "целей не достигнуто", _TARGET, _targets("behind")),
    Figure("unknown", _INDICATOR, "значений не внесено", _TARGET, _targets("unknown")),
)  # fmt: skip
FIGURES_BY_CODE = {one.code: one for one in FIGURES}
