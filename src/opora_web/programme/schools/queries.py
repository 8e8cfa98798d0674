"""Which schools a person may see here, and which one was asked for."""

from collections.abc import Collection
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from opora.store.store import ReleaseMissingError
from opora.vocabulary.spelling import plain
from opora_web.accounts.models import Organisation, normalised
from opora_web.accounts.queries import schools_visible_to
from opora_web.facts import Facts, current_facts, facts_of
from opora_web.programme.schools.rows import SchoolRow, codes_of, school_rows

_LONGEST_NUMBER = 9


def rows_visible_to(person: Any, facts: Facts) -> list[SchoolRow]:
    """Return the schools of a release whose results a person may see, by municipality and name; no dropped ones."""
    visible = set(_codes_visible_to(person))
    return [row for row in school_rows(facts) if row.code in visible]


def codes_visible_to(person: Any, codes: Collection[str]) -> set[str | None]:
    """Return which of these codes are of schools whose results a person may see; no dropped ones."""
    return set(_codes_visible_to(person).filter(code__in=codes)) if codes else set()


def _codes_visible_to(person: Any) -> QuerySet[Organisation, str | None]:
    return schools_visible_to(person).filter(is_dropped=False).values_list("code", flat=True)


def school_asked(person: Any, code: str) -> Organisation:
    """Return the school a person asks for by its code.

    Raises:
        Http404: there is none, or the person may not see it: from outside both look alike.
    """
    return get_object_or_404(schools_visible_to(person).select_related("parent"), code=code)


def school_named(rows: list[SchoolRow], asked: str) -> SchoolRow | None:
    """Return the school that has exactly this code, number or name; None where none or several have."""
    wanted = plain(asked)
    by_code = [row for row in rows if wanted in {plain(code) for code in codes_of(row.facts)}]
    by_name = [row for row in rows if plain(row.name) == wanted]
    found = by_code or by_name
    return found[0] if len(found) == 1 else None


def dropped_schools_named(person: Any, asked: str) -> list[str]:
    """Return the codes of dropped schools that a person may see, by a piece of the name or the whole code."""
    dropped = schools_visible_to(person).filter(is_dropped=True, sought__contains=normalised(asked))
    return [str(code) for code in dropped.values_list("code", flat=True)]


def facts_asked(number: str | None) -> Facts:
    """Return the release of that number; without one, the release in force.

    Raises:
        Http404: there is no such release.
    """
    if not number:
        return current_facts()
    if not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        raise Http404
    try:
        return facts_of(int(number))
    except ReleaseMissingError:
        raise Http404 from None
