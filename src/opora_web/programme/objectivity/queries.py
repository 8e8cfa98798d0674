"""Which questions a person may see or act on, and where one stands."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

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


def questions_about_school(person: Any, school: Organisation, year: int) -> list[ObjectivityQuestion]:
    """Return the questions about a school's papers of a year that a person may see, settled ones as well."""
    return list(questions_visible_to(person).filter(_of_year(year), school=school).order_by("asked_at"))


def standing_by_school(person: Any, year: int) -> dict[str, list[ObjectivityQuestion]]:
    """Return the questions about papers of a year that stand, by school code, as far as the person may know."""
    found: dict[str, list[ObjectivityQuestion]] = defaultdict(list)
    standing = standing_questions(person).select_related(None).select_related("school")  # who asked is not told here
    for one in standing.filter(_of_year(year)).order_by("asked_at"):
        found[str(one.school.code)].append(one)
    return dict(found)


def _of_year(year: int) -> Q:
    """Return which questions are about papers of a year: a paper's code ends with it."""
    return Q(paper__endswith=f"-{year}")


def schools_to_ask(person: Any) -> QuerySet[Organisation]:
    """Return the schools a person may ask."""
    return schools_where(person, Verb.IDENTIFY).filter(inside(paths_where(person, Verb.SEE_OBJECTIVITY)))


def questions_about(person: Any, paper: str, codes: Iterable[str]) -> dict[str, ObjectivityQuestion]:
    """Return the questions about a paper by school code."""
    found = questions_visible_to(person).filter(paper=paper, school__code__in=list(codes))
    return {str(one.school.code): one for one in found}
