"""Which schools of the register a person keeps, which codes nobody explains, what happened to a school."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from opora.identity.joining import nameless
from opora.identity.suggestions import LikelySchool
from opora.reports.wording import natural_key
from opora.vocabulary.codes import CodeSystem, code_system
from opora_web.accounts.models import Organisation, OrganisationKind, normalised
from opora_web.accounts.queries import organisations_where, schools_where
from opora_web.accounts.rules import Verb
from opora_web.facts import Facts, SchoolFacts, current_facts
from opora_web.intake.models import SchoolEvent, Sending
from opora_web.intake.register.rules import codes_of, row_from
from opora_web.intake.sendings.rules import MOVING
from opora_web.interface.ordering import ListOrder

_SUGGESTED = 3


@dataclass(frozen=True)
class RegisterLine:
    """One school: what the release says of it, and its place in the tree."""

    school: SchoolFacts
    organisation: Organisation

    @property
    def is_registered(self) -> bool:
        """Whether the register has it."""
        return bool(self.school.register.get("in_register"))

    @property
    def is_closed(self) -> bool:
        """Whether people dropped it from the register."""
        return self.organisation.is_dropped


def schools_kept_by(person: Any) -> dict[str, RegisterLine]:
    """Return the schools whose register rows a person may edit, by code."""
    schools = current_facts().schools
    kept = schools_where(person, Verb.EDIT_REGISTER).only("code", "is_dropped", "closed_at")
    return {str(one.code): RegisterLine(schools[one.code], one) for one in kept if one.code in schools}


def school_kept_by(person: Any, code: str) -> RegisterLine | None:
    """Return one of these schools; None where the person keeps no such."""
    school = current_facts().schools.get(code)
    organisation = schools_where(person, Verb.EDIT_REGISTER).filter(code=code).first() if school else None
    return RegisterLine(school, organisation) if school and organisation else None


def municipalities_kept_by(person: Any) -> QuerySet[Organisation]:
    """Return the municipalities into which a person may put a school."""
    return organisations_where(person, Verb.EDIT_REGISTER).filter(kind=OrganisationKind.MUNICIPALITY)


#: What the register can be ordered by.
REGISTER_ORDERS: Mapping[str, Callable[[RegisterLine], Any]] = {
    "name": lambda line: (natural_key(line.school.name), line.school.code),
    "municipality": lambda line: (natural_key(line.school.municipality or ""), natural_key(line.school.name)),
    "code": lambda line: natural_key(line.school.code),
    "pupils": lambda line: (line.school.register.get("pupils") or 0, natural_key(line.school.name)),
}


def register_lines(
    kept: Mapping[str, RegisterLine], filters: Mapping[str, str], order: ListOrder
) -> list[RegisterLine]:
    """Return the schools that pass the filters `q`, `municipality`, `kind`, `standing`, in order."""
    sought = normalised(filters.get("q", ""))
    lines = [line for line in kept.values() if _passes(line, filters) and sought in _sought(line.school, sought)]
    return sorted(lines, key=REGISTER_ORDERS[order.code], reverse=order.is_reversed)


def _passes(line: RegisterLine, filters: Mapping[str, str]) -> bool:
    standing = filters.get("standing")
    return (
        filters.get("municipality", "") in {"", line.school.municipality}
        and filters.get("kind", "") in {"", line.school.kind}
        and line.is_closed == (standing == "closed")
        and (standing not in {"in", "out"} or line.is_registered == (standing == "in"))
    )


def _sought(school: SchoolFacts, sought: str) -> str:
    return normalised(" ".join([school.name, *school.codes, school.code])) if sought else ""


@dataclass(frozen=True)
class UnexplainedCode:
    """A code under which results stand and which the register does not have, with the schools it may be."""

    line: RegisterLine
    likely: list[LikelySchool]


def unexplained_lines(kept: Mapping[str, RegisterLine]) -> list[RegisterLine]:
    """Return the schools that stand beside the register under the code of some file, sorted by code."""
    if not any(one.register.get("in_register") for one in current_facts().schools.values()):
        return []
    beside = (line for line in kept.values() if not line.is_registered and not line.is_closed)
    return sorted(beside, key=lambda line: natural_key(line.school.code))


def with_suggestions(lines: Iterable[RegisterLine], kept: Mapping[str, RegisterLine]) -> list[UnexplainedCode]:
    """Return the codes with the schools of the register each may be; only schools the person keeps are named."""
    facts = current_facts()
    return [UnexplainedCode(line, _likely(line.school, facts, kept)) for line in lines]


def _likely(school: SchoolFacts, facts: Facts, kept: Mapping[str, RegisterLine]) -> list[LikelySchool]:
    """Return the likeliest schools: by the name files give, and only where they give none by the code.

    Codes of one system are given in a row, so that two schools' codes are always alike.
    """
    is_named = school.name != nameless(school.code)
    codes = [code for code in school.codes if code_system(code) is not CodeSystem.NAME]
    asked = [school.name] if is_named else codes
    alike = [one for text in asked for one in facts.schools_like(text) if one.school in kept]
    best = {one.school: one for one in sorted(alike, key=lambda one: one.likeness)}
    return sorted(best.values(), key=lambda one: (-one.likeness, one.school))[:_SUGGESTED]


def owner_of_code(code: str, but: str) -> SchoolFacts | None:
    """Return the school of the register, other than the given one, whose row claims a code."""
    for school in current_facts().schools.values():
        is_other = school.code != but and school.register.get("in_register")
        if is_other and code in codes_of(row_from(school.register)):
            return school
    return None


def events_of(organisation: Organisation) -> QuerySet[SchoolEvent]:
    """Return what happened to a school, or to others that joined it, newest first; what was put away is left out."""
    here = Q(school=organisation) | Q(other=organisation)
    return SchoolEvent.objects.filter(here, trashed_at__isnull=True).select_related("school", "other")


def amendments_of(organisation: Organisation) -> QuerySet[Sending]:
    """Return the edits of a school's register row, newest first."""
    return organisation.sendings.filter(is_amendment=True).select_related("sender")


def amendment_under_way(organisation: Organisation) -> Sending | None:
    """Return an edit of the school's row that has not come into force yet."""
    return amendments_of(organisation).filter(state__in=MOVING).first()
