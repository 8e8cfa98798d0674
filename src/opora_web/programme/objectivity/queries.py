"""Which questions a person may see or act on, and where one stands."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import inside, paths_where, schools_where
from opora_web.accounts.rules import Verb
from opora_web.programme.objectivity.models import STANDING, ObjectivityQuestion


def questions_where(person: Any, verb: Verb) -> QuerySet[ObjectivityQuestion]:
    """Return the questions to schools where a person may do something; without the verb to see them, none."""
    seen = inside(paths_where(person, Verb.SEE_OBJECTIVITY), "school__path")
    mine = inside(paths_where(person, verb), "school__path")
    kept = ObjectivityQuestion.objects.filter(seen, mine, trashed_at__isnull=True)
    return kept.select_related("school", "school__parent", "asked_by", "answered_by", "decided_by")


def questions_visible_to(person: Any) -> QuerySet[ObjectivityQuestion]:
    """Return the questions a person may see: the office its schools', a head the own school's."""
    return questions_where(person, Verb.SEE_OBJECTIVITY)


def standing_questions(person: Any) -> QuerySet[ObjectivityQuestion]:
    """Return the questions a person may see that are not settled."""
    return questions_visible_to(person).filter(state__in=STANDING)


def codes_in_question(person: Any) -> set[str]:
    """Return the codes of the schools with a question that stands, among those of which the person may know."""
    return {str(code) for code in standing_questions(person).values_list("school__code", flat=True)}


def schools_to_ask(person: Any) -> QuerySet[Organisation]:
    """Return the schools a person may ask."""
    return schools_where(person, Verb.IDENTIFY).filter(inside(paths_where(person, Verb.SEE_OBJECTIVITY)))


def questions_about(person: Any, paper: str, codes: Iterable[str]) -> dict[str, ObjectivityQuestion]:
    """Return the questions about a paper by school code."""
    found = questions_visible_to(person).filter(paper=paper, school__code__in=list(codes))
    return {str(one.school.code): one for one in found}
