"""Which reports a person may see or write, and what they look at."""

import datetime as dt
from typing import Any

from django.db.models import QuerySet

from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import as_offered, inside, organisations_where, paths_where
from opora_web.accounts.rules import Verb
from opora_web.programme.meetings.rules import school_year_of
from opora_web.programme.reporting.models import Report
from opora_web.programme.reporting.scope import Scope
from opora_web.programme.roadmap.models import PlanKind, Roadmap
from opora_web.programme.roadmap.queries import IN_FORCE


def organisations_to_report(person: Any) -> QuerySet[Organisation]:
    """Return the organisations in whose name a person may report, the highest first."""
    return as_offered(organisations_where(person, Verb.EDIT_PLAN).filter(closed_at__isnull=True))


def reports_where(person: Any, verb: Verb) -> QuerySet[Report]:
    """Return the reports of the organisations in which a person may act so."""
    mine = inside(paths_where(person, verb), "organisation__path")
    return Report.objects.filter(mine, trashed_at__isnull=True).select_related(
        "organisation", "roadmap", "made_by", "signed_by"
    )


def reports_visible_to(person: Any) -> QuerySet[Report]:
    """Return the reports a person may see."""
    return reports_where(person, Verb.SEE_PLANS)


def reports_in_trash(person: Any) -> QuerySet[Report]:
    """Return the dropped drafts that a person may bring back."""
    mine = inside(paths_where(person, Verb.EDIT_PLAN), "organisation__path")
    return Report.objects.filter(mine, trashed_at__isnull=False).select_related("organisation")


def plans_to_report(organisation: Organisation) -> QuerySet[Roadmap]:
    """Return the plans in force of an organisation and below it that a report may be about."""
    found = Roadmap.objects.filter(
        organisation__path__startswith=organisation.path, state__in=IN_FORCE, is_template=False, trashed_at__isnull=True
    ).exclude(kind=PlanKind.DECISIONS)  # fmt: skip
    return found.select_related("organisation").order_by("organisation__path", "-starts_on", "pk")


def scope_of(report: Report, today: dt.date) -> Scope:
    """Return what a report looks at; what lies behind its period is judged on its last day at the latest."""
    return Scope(report.organisation, report.roadmap, report.starts_on, report.ends_on, today)


def year_scope(organisation: Organisation, today: dt.date) -> Scope:
    """Return the school year of a day as the coverage of the cycle looks at it."""
    year = school_year_of(today)
    return Scope(organisation, None, year.first, year.last, today)
