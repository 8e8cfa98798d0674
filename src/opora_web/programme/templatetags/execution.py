"""Words and colours of tasks of plans."""

import datetime as dt
from typing import Any

from django import template
from django.utils.safestring import SafeString

from opora.tables.plan import value_words
from opora_web.accounts.models import Organisation
from opora_web.interface.templatetags.words import due_tag, tag
from opora_web.programme.execution.models import Evidence, Occurrence, OccurrenceState
from opora_web.programme.execution.rules import is_overdue, is_to_do
from opora_web.programme.execution.school_section import execution_at, execution_of
from opora_web.programme.roadmap.models import Roadmap

register = template.Library()

_TONES = {OccurrenceState.DECLARED: "info", OccurrenceState.PROVEN: "good"}


@register.simple_tag
def task_due(task: Occurrence, today: dt.date) -> SafeString | str:
    """Return a task's last day: red once it has passed, amber within fourteen days, plain when it is done."""
    return due_tag(task.due_on, today) if is_to_do(task) else f"{task.due_on:%d.%m.%Y}"


@register.filter
def task_state(task: Occurrence) -> SafeString:
    """Return how far a task is as a word with a colour."""
    return tag(OccurrenceState(task.state).label, _TONES.get(OccurrenceState(task.state), ""))


@register.filter
def task_name(task: Occurrence) -> str:
    """Return a task's measure with its number."""
    number = task.measure.number.strip().rstrip(".")
    return f"{number}. {task.measure.name}" if number else task.measure.name


@register.filter
def evidence_tag(evidence: Evidence) -> SafeString:
    """Return whether evidence was accepted, refused, or waits."""
    if evidence.accepted_at is not None:
        return tag("принято", "good")
    return tag("не принято", "bad") if evidence.refused_because else tag("ждёт приёмки", "info")


@register.filter
def as_number(value: float) -> str:
    """Return a number as it was typed: «61,5», «70»."""
    return value_words(value, "")


@register.filter
def task_is_late(task: Occurrence, today: dt.date) -> bool:
    """Tell whether a task's day has passed and nobody has said that it is done."""
    return is_overdue(task, today)


@register.inclusion_tag("programme/execution/of_plan.html", takes_context=True)
def execution_of_plan(context: dict[str, Any], roadmap: Roadmap, today: dt.date) -> dict[str, Any]:
    """Return how far a plan is, of what whoever reads the page may see, with the way to its tasks."""
    numbers = execution_of(context["request"].user, roadmap, today)
    return {"numbers": numbers, "plan": roadmap, "sees_inside": context.get("sees_inside", False)}


@register.inclusion_tag("programme/execution/of_school.html", takes_context=True)
def execution_of_school(context: dict[str, Any], school: Organisation, today: dt.date) -> dict[str, Any]:
    """Return the card of what plans ask of a school; empty where whoever reads the page sees nothing of it."""
    return {"words": execution_at(context["request"].user, school, today)}
