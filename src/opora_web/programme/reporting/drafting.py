"""Sentences that the data propose for a report: results, next year's tasks, recommendations. Each names its rule.

A person edits them, takes some and leaves others; nothing gets into a paper by itself.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from opora.tables.plan import value_words
from opora.vocabulary.spelling import counted, listed, plural
from opora_web.programme.case.models import Rag
from opora_web.programme.execution.models import Occurrence, OccurrenceState
from opora_web.programme.execution.rules import is_overdue
from opora_web.programme.meetings.matters import measure_words
from opora_web.programme.meetings.queries import standings_of
from opora_web.programme.meetings.rules import fate_of
from opora_web.programme.reporting.figures import FIGURES_BY_CODE, gone, has_left, state_code, stays, verdict
from opora_web.programme.reporting.scope import Scope
from opora_web.programme.roadmap.models import IndicatorTarget

Part = Literal["summary", "tasks", "recommendations"]
PARTS: dict[str, str] = {"summary": "Итоги", "tasks": "Задачи", "recommendations": "Рекомендации"}
_NAMED = 5
_OFTEN = 2


@dataclass(frozen=True)
class Sentence:
    """One proposal: which part of the report, what it says, which rule and rows made it."""

    code: str
    part: Part
    text: str
    because: str


def drafted(scope: Scope) -> list[Sentence]:
    """Return everything the data propose, in the order of a report."""
    said = [one for rule in RULES for one in rule(scope)]
    return [one for part in PARTS for one in said if one.part == part]


def count_of(code: str, scope: Scope) -> int:
    """Return a number of the report."""
    return len(FIGURES_BY_CODE[code].rows(scope))


def _execution(scope: Scope) -> Iterator[Sentence]:
    counts = Counter(state_code(task, scope) for task in scope.tasks)
    planned = sum(counts.values()) - counts["cancelled"]
    if not planned:
        yield Sentence(
            "no-measures", "summary", "Мероприятий, срок которых приходится на это время, в утверждённых планах нет.",
            "В планах нет сроков внутри периода.",
        )  # fmt: skip
        return
    words = [f"подтверждено {counts['proven']}", f"заявлено без подтверждения {counts['declared']}"]
    words += [f"срок прошёл у {counts['overdue']}", f"срок впереди у {counts['to-do']}"]
    yield Sentence(
        "execution", "summary",
        f"За срок запланировано {counted(planned, 'мероприятие', 'мероприятия', 'мероприятий')} (считая каждый срок "
        f"и школу): {', '.join(words)}.",
        "Счёт мероприятий по состоянию на день отчёта; отменённые не входят.",
    )  # fmt: skip


def _work_with_schools(scope: Scope) -> Iterator[Sentence]:
    schools, visits, contacts = (count_of(code, scope) for code in ("accompanied", "visits", "contacts"))
    if schools:
        left = count_of("left-support", scope)
        yield Sentence(
            "schools", "summary",
            f"На сопровождении {plural(schools, 'была', 'были', 'было')} {counted(schools, 'школа', 'школы', 'школ')}: "
            f"{counted(visits, 'выезд', 'выезда', 'выездов')}, "
            f"{counted(contacts, 'другая встреча', 'другие встречи', 'других встреч')}; "
            f"вышли из сопровождения – {left}.",
            "Дела школ и записи о встречах за период.",
        )  # fmt: skip


def _meetings(scope: Scope) -> Iterator[Sentence]:
    met, decided = len(scope.meetings), count_of("decisions", scope)
    if met:
        yield Sentence(
            "meetings", "summary",
            f"Проведено {counted(met, 'совещание', 'совещания', 'совещаний')}, дано "
            f"{counted(decided, 'поручение', 'поручения', 'поручений')}; подтверждено выполнение "
            f"{count_of('decisions-proven', scope)}.",
            "Подписанные протоколы периода.",
        )  # fmt: skip


def _targets(scope: Scope) -> Iterator[Sentence]:
    reached = [one for one in scope.targets if verdict(one) == "reached"]
    if reached:
        yield Sentence(
            "targets-reached", "summary",
            f"Цели достигнуты: {listed([f'«{one.indicator.name}» ({one.year})' for one in reached], _NAMED)}.",
            "Достигнутое значение не хуже цели года.",
        )  # fmt: skip
    for one in scope.targets:
        unit = one.indicator.unit
        if verdict(one) == "behind":
            yield Sentence(
                f"target-behind:{one.pk}", "tasks",
                f"Достичь цели показателя «{one.indicator.name}»: за {one.year} год достигнуто "
                f"{value_words(one.reached, unit)} при цели {_bound(one)}{value_words(one.value, unit)}; "
                "назвать причину и меры.",
                "Достигнутое значение хуже цели года.",
            )  # fmt: skip
    unknown = [f"«{one.indicator.name}» ({one.year})" for one in scope.targets if verdict(one) == "unknown"]
    if unknown:
        yield Sentence(
            "targets-unknown", "tasks", f"Установить и внести значения показателей: {listed(unknown, _NAMED)}.",
            "У цели года нет достигнутого значения: о показателе нельзя судить.",
        )  # fmt: skip


def _bound(one: IndicatorTarget) -> str:
    return "не больше " if one.indicator.is_less_better else ""


def _unfinished(scope: Scope) -> Iterator[Sentence]:
    late = [task for task in scope.tasks if is_overdue(task, scope.today)]
    if late:
        yield Sentence(
            "finish", "tasks", f"Завершить мероприятия, срок которых прошёл: {_measures(late)}.",
            "Срок прошёл, о выполнении не сказано.",
        )  # fmt: skip
    said = [task for task in scope.tasks if task.state == OccurrenceState.DECLARED]
    if said:
        yield Sentence(
            "prove", "tasks", f"Подтвердить документами заявленное выполнение: {_measures(said)}.",
            "Сказано, что сделано; названное в ожидаемом результате не принято.",
        )  # fmt: skip
    waiting = [one.text.rstrip(".") for one in scope.decisions if fate_of(one, scope.today).code == "overdue"]
    if waiting:
        yield Sentence(
            "decisions", "tasks", f"Выполнить решения совещаний, срок которых прошёл: {listed(waiting, _NAMED)}.",
            "Срок решения прошёл, о выполнении не сказано.",
        )  # fmt: skip


def _measures(tasks: list[Occurrence]) -> str:
    names = {task.measure_id: measure_words(task.measure) for task in tasks}
    return listed(list(names.values()), _NAMED)


def _schools(scope: Scope) -> Iterator[Sentence]:
    staying = [one.school.name for one in stays(scope)]
    if staying:
        yield Sentence(
            "support", "tasks",
            f"Продолжить адресную помощь школам, которые остаются в списке: {listed(staying, _NAMED)}.",
            "Школа есть в двух последних утверждённых списках.",
        )  # fmt: skip
    red = [one.school.name for one in scope.cases if one.closed_at is None and one.rag == Rag.RED]
    if red:
        yield Sentence(
            "help", "tasks", f"Оказать помощь школам, где она нужна сейчас: {listed(red, _NAMED)}.",
            "Последняя отметка о сопровождении: нужна помощь.",
        )  # fmt: skip
    met = {one.case_id for one in scope.notes}
    alone = [one.school.name for one in scope.cases if one.pk not in met and not has_left(one, scope)]
    if alone:
        yield Sentence(
            "visit", "tasks", f"Побывать в школах, где за этот срок встреч не было: {listed(alone, _NAMED)}.",
            "Школа на сопровождении, записей о встречах за период нет.",
        )  # fmt: skip


def _recommended(scope: Scope) -> Iterator[Sentence]:
    moved = Counter(one.occurrence.measure for one in scope.delays)
    often = [measure_words(measure) for measure, times in moved.items() if times >= _OFTEN]
    if often:
        yield Sentence(
            "correct-plan", "recommendations",
            f"Внести изменения в план: сроки этих мероприятий переносились не раз – {listed(often, _NAMED)}.",
            "Две задержки и больше за период.",
        )  # fmt: skip
    left = [one.school.name for one in gone(scope)]
    if left:
        yield Sentence(
            "watch", "recommendations",
            f"Наблюдать за школами, которых в новом списке нет, и изучить, что им помогло: {listed(left, _NAMED)}.",
            "Школа была в прежнем утверждённом списке, в последнем её нет.",
        )  # fmt: skip
    for one in standings_of(scope.organisation, min(scope.today, scope.ends_on)):
        if one.is_behind:
            yield Sentence(
                f"meet:{one.kind.value}", "recommendations",
                f"Проводить не реже нормы ({one.asked}): {one.kind.label}; {one.done}.", f"Норма: {one.source}",
            )  # fmt: skip


def _without_owner(scope: Scope) -> Iterator[Sentence]:
    nobody = [task for task in scope.tasks if task.owner_id is None and task.state == OccurrenceState.TO_DO]
    if nobody:
        yield Sentence(
            "name-owners", "recommendations", f"Назвать ответственных поимённо: {_measures(nobody)}.",
            "У невыполненного мероприятия нет человека, который за него отвечает.",
        )  # fmt: skip
    done = count_of("proven", scope)
    if done and not count_of("effect", scope):
        yield Sentence(
            "measure-effect", "recommendations",
            "Прикладывать к выполненным мероприятиям результат «до и после»: помогли ли они, пока судить нельзя.",
            "Среди принятых подтверждений нет ни одного результата «до и после».",
        )  # fmt: skip


#: The rules, in the order of a report.
RULES: tuple[Callable[[Scope], Iterator[Sentence]], ...] = (
    _execution, _work_with_schools, _meetings, _targets, _unfinished, _schools, _recommended, _without_owner,
)  # fmt: skip
