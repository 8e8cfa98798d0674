"""The questions of the first page that cases and plans answer: what is due, what is overdue, where nobody has been."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from opora.vocabulary.spelling import counted, listed
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.programme.answer import Answer
from opora_web.programme.case.models import Case, CaseTask
from opora_web.programme.case.queries import cases_visible_to, cases_without_contact, tasks_due, tasks_overdue
from opora_web.programme.case.rules import DAYS_WITHOUT_CONTACT
from opora_web.programme.execution.models import Occurrence
from opora_web.programme.execution.queries import due, occurrences_visible_to, overdue

_NAMED, _LONGEST = 4, 90


@dataclass(frozen=True)
class Due:
    """One thing that is to be done, of a case or of a plan: by when, and what in words."""

    due_on: dt.date
    words: str


def what_is_due(person: Any, today: dt.date) -> Answer | None:
    """Answer what has to be done in the next fourteen days: tasks of cases, and of plans in force."""
    of_cases, of_plans = cases_visible_to(person), occurrences_visible_to(person)
    return _of_tasks("Что нужно сделать за 14 дней", (tasks_due(of_cases, today), due(of_plans, today)), person, "soon")


def what_is_overdue(person: Any, today: dt.date) -> Answer | None:
    """Answer whose day has passed: tasks of cases, and of plans in force."""
    of_cases, of_plans = cases_visible_to(person), occurrences_visible_to(person)
    return _of_tasks("Что просрочено", (tasks_overdue(of_cases, today), overdue(of_plans, today)), person, "overdue")


def _of_tasks(
    title: str, tasks: tuple[QuerySet[CaseTask], QuerySet[Occurrence]], person: Any, standing: str
) -> Answer | None:
    if not (_has_cases(person) or occurrences_visible_to(person).exists()):
        return None
    numbers = tasks[0].count(), tasks[1].count()
    things = sorted([*_of_cases(tasks[0]), *_of_plans(tasks[1])], key=lambda thing: thing.due_on)[:_NAMED]
    words = [f"{thing.due_on:%d.%m} – {thing.words}" for thing in things]
    words += [f"И ещё {sum(numbers) - _NAMED}."] if sum(numbers) > _NAMED else []
    figure = counted(sum(numbers), "дело", "дела", "дел")
    return Answer(
        title, figure, tuple(words) or ("Таких дел нет.",), _deeper(person, standing, has_plans=numbers[1] > 0)
    )


def _deeper(person: Any, standing: str, *, has_plans: bool) -> tuple[str, str]:
    """Return where the things named stand: in the plans, in the cases, or among one's own."""
    if has_plans and may(person, Verb.SEE_PLANS):
        return "Выполнение планов", f"{reverse('execution')}?state={standing}"
    if has_plans or not may(person, Verb.SEE_CASES):
        return "Мои дела", reverse("execution_mine")
    return "Сопровождение", reverse("cases")


def _of_cases(tasks: QuerySet[CaseTask]) -> list[Due]:
    return [Due(task.due_on, f"{task.title}, {task.case.school.name}") for task in tasks[:_NAMED] if task.due_on]


def _of_plans(tasks: QuerySet[Occurrence]) -> list[Due]:
    return [Due(task.due_on, ", ".join([_short(task.measure.name), *_school(task)])) for task in tasks[:_NAMED]]


def _short(name: str) -> str:
    name = name.strip().rstrip(".")
    return name if len(name) <= _LONGEST else f"{name[:_LONGEST].rsplit(' ', 1)[0]}…"


def _school(task: Occurrence) -> list[str]:
    return [task.school.name] if task.school else []


def where_nobody_has_been(person: Any, today: dt.date) -> Answer | None:
    """Answer at which schools taken on nobody has been for long; a school itself is not asked."""
    if not _has_cases(person) or may(person, Verb.ANSWER):
        return None
    cases: list[Case] = list(cases_without_contact(cases_visible_to(person), today))
    names = listed([case.school.name for case in cases], _NAMED) if cases else "Везде кто-нибудь был."
    figure = counted(len(cases), "школа", "школы", "школ")
    title = f"Где не были {DAYS_WITHOUT_CONTACT} дней"
    return Answer(title, figure, (names,), ("Сопровождение", reverse("cases")))


def _has_cases(person: Any) -> bool:
    return may(person, Verb.SEE_CASES) and cases_visible_to(person).filter(closed_at__isnull=True).exists()
