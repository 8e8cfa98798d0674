"""Schools as a plan's targets name them: by name, and by name and municipality where two are called alike."""

from collections import Counter
from collections.abc import Iterable

from django.db.models import QuerySet

from opora.tables.plan import Plan
from opora_web.accounts.models import Organisation, OrganisationKind, normalised


def schools_below(organisation: Organisation) -> QuerySet[Organisation]:
    """Return the schools of an organisation, itself included."""
    return Organisation.objects.filter(
        path__startswith=organisation.path,
        kind=OrganisationKind.SCHOOL,
        trashed_at__isnull=True,
        closed_at__isnull=True,
    ).order_by("sort_key")


def called_schools(organisation: Organisation) -> dict[str, Organisation]:
    """Return the schools below an organisation by what its plan calls them."""
    schools = list(schools_below(organisation).select_related("parent"))
    count = Counter(normalised(school.name) for school in schools)
    return {
        f"{school.name} ({school.parent})" if count[normalised(school.name)] > 1 else school.name: school
        for school in schools
    }


def found_schools(names: Iterable[str], called: dict[str, Organisation]) -> list[Organisation] | None:
    """Return the schools that names mean; None where one of them means none."""
    known = {normalised(name): school for name, school in called.items()}
    found = [known.get(normalised(name)) for name in names]
    return None if None in found else [school for school in found if school is not None]


def unknown_schools(plan: Plan, organisation: Organisation) -> list[str]:
    """Return the names in a plan's targets that mean no school below its organisation."""
    names = {name for one in plan.indicators for target in one.targets for name in target.schools or ()}
    called = called_schools(organisation) if names else {}
    return sorted(name for name in names if found_schools([name], called) is None)
