"""What was asked of a school's results and what it answered, wherever its status is shown."""

from typing import Any

from django import template

from opora_web.accounts.models import Organisation
from opora_web.programme.objectivity.models import ObjectivityQuestion
from opora_web.programme.objectivity.queries import questions_about_school
from opora_web.programme.objectivity.rules import reliability_by

register = template.Library()


@register.inclusion_tag("programme/objectivity/reliability.html", takes_context=True)
def reliability_of(context: dict[str, Any], school: Organisation, year: int) -> dict[str, Any]:
    """Return whether a school's status of a year may be relied on; nothing where nobody asked the school."""
    questions = questions_about_school(context["request"].user, school, year)
    return {"questions": questions, "found": reliability_by(questions)}


@register.inclusion_tag("programme/objectivity/mark.html")
def question_mark(standing: dict[str, list[ObjectivityQuestion]], code: str) -> dict[str, Any]:
    """Return the questions that stand about the results of a school of a list, for its line."""
    return {"questions": standing.get(code, [])}
