"""The question of the first page that meetings answer: what was decided and is not done."""

import datetime as dt
from typing import Any

from django.urls import reverse

from opora.reports.wording import shortened
from opora.vocabulary.spelling import counted
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.programme.answer import Answer
from opora_web.programme.meetings.queries import decisions_where, unfulfilled

_NAMED, _LONGEST = 3, 90


def what_is_decided_and_not_done(person: Any, today: dt.date) -> Answer | None:
    """Answer with the decisions of meetings that wait: the person's, their school's, those of their office."""
    decisions = decisions_where(person, Verb.SEE_PLANS)
    if not decisions.exists():
        return None
    waiting = list(unfulfilled(decisions))
    late = sum(one.occurrence is not None and one.occurrence.due_on < today for one in waiting)
    said = [f"{one.due_on:%d.%m} – {shortened(one.text, _LONGEST)}" for one in waiting[:_NAMED] if one.due_on]
    said += [f"И ещё {len(waiting) - _NAMED}."] if len(waiting) > _NAMED else []
    said += [f"Срок прошёл – {late}."] if late else []
    link = ("Совещания", reverse("meetings")) if may(person, Verb.SEE_PLANS) else None
    figure = counted(len(waiting), "решение", "решения", "решений")
    return Answer("Что решено и не сделано", figure, tuple(said) or ("Все решения выполнены и подтверждены.",), link)
