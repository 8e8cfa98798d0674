"""The questions of the first page that cases answer: what is due, what is overdue, where nobody has been."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from opora.vocabulary.spelling import counted, listed
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.programme.answer import Answer
from opora_web.programme.case.models import Case, CaseTask
from opora_web.programme.case.queries import cases_visible_to, cases_without_contact, tasks_due, tasks_overdue
from opora_web.programme.case.rules import DAYS_WITHOUT_CONTACT

_NAMED = 4


def what_is_due(person: Any, today: dt.date) -> Answer | None:
    """Answer what has to be done in the next fourteen days."""
    return _of_tasks("Что нужно сделать за 14 дней", list(tasks_due(cases_visible_to(person), today)), person)


def what_is_overdue(person: Any, today: dt.date) -> Answer | None:
    """Answer whose day has passed."""
    return _of_tasks("Что просрочено", list(tasks_overdue(cases_visible_to(person), today)), person)


def _of_tasks(title: str, tasks: Sequence[CaseTask], person: Any) -> Answer | None:
    if not _has_cases(person):
        return None
    words = [f"{task.due_on:%d.%m} – {task.title}, {task.case.school.name}" for task in tasks[:_NAMED] if task.due_on]
    words += [f"И ещё {len(tasks) - _NAMED}."] if len(tasks) > _NAMED else []
    figure = counted(len(tasks), "задача", "задачи", "задач")
    return Answer(title, figure, tuple(words) or ("Таких задач нет.",), ("Сопровождение", reverse("cases")))


def where_nobody_has_been(person: Any, today: dt.date) -> Answer | None:
    """Answer at which schools taken on nobody has been for long."""
    if not _has_cases(person):
        return None
    cases: list[Case] = list(cases_without_contact(cases_visible_to(person), today))
    names = listed([case.school.name for case in cases], _NAMED) if cases else "Везде кто-нибудь был."
    figure = counted(len(cases), "школа", "школы", "школ")
    title = f"Где не были {DAYS_WITHOUT_CONTACT} дней"
    return Answer(title, figure, (names,), ("Сопровождение", reverse("cases")))


def _has_cases(person: Any) -> bool:
    return may(person, Verb.SEE_CASES) and cases_visible_to(person).filter(closed_at__isnull=True).exists()
