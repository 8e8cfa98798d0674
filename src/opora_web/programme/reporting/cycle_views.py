"""The screen of the head: which stages of the management cycle are there this school year, and which are empty."""

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opora_web.accounts.doors import door
from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import organisations_where
from opora_web.accounts.rules import Verb
from opora_web.programme.execution.listing import day_of
from opora_web.programme.meetings.rules import school_year_words
from opora_web.programme.reporting.cycle import TRACES, coverage
from opora_web.programme.reporting.evidence_package import evidence_of_period, evidence_package
from opora_web.programme.reporting.queries import year_scope
from opora_web.programme.reporting.views import rows_page


def _organisation(request: HttpRequest) -> Organisation:
    """Return the organisation that was asked for, else the highest the person sees plans of.

    Raises:
        Http404: the person sees none such.
    """
    mine = organisations_where(request.user, Verb.SEE_PLANS).filter(closed_at__isnull=True).order_by("path")
    asked = request.GET.get("organisation", "")
    if asked:
        is_number = asked.isascii() and asked.isdecimal() and len(asked) < 10  # noqa: PLR2004 - ids are shorter
        mine = mine.filter(pk=int(asked)) if is_number else mine.none()
    found = mine.first()
    if found is None:
        raise Http404
    return found


@require_GET
@door(Verb.SEE_PLANS)
def cycle(request: HttpRequest) -> HttpResponse:
    """Show the coverage of the cycle."""
    organisation, today = _organisation(request), timezone.localdate()
    scope = year_scope(organisation, today)
    covered = coverage(scope)
    offices = organisations_where(request.user, Verb.SEE_PLANS).filter(code__isnull=True, closed_at__isnull=True)
    seen = {
        "organisation": organisation,
        "offices": offices.order_by("path"),
        "year": school_year_words(today),
        "covered": covered,
        "scope": scope,
        "empty": [one.stage.title for one in covered if one.is_empty],
    }
    return render(request, "programme/reporting/cycle.html", seen)


@require_GET
@door(Verb.SEE_PLANS)
def trace(request: HttpRequest, code: str) -> HttpResponse:
    """Show what is behind a stage."""
    if code not in TRACES:
        raise Http404
    organisation = _organisation(request)
    found = TRACES[code].rows(year_scope(organisation, timezone.localdate()))
    return rows_page(request, TRACES[code], found, {"organisation": organisation})


@require_GET
@door(Verb.SEE_PLANS)
def evidence(request: HttpRequest) -> HttpResponseBase:
    """Give what proves the measures of a period – the school year unless the address names days – as one zip."""
    organisation = _organisation(request)
    year = year_scope(organisation, timezone.localdate())
    since = day_of(request.GET.get("since", "")) or year.starts_on
    until = day_of(request.GET.get("until", "")) or year.ends_on
    found = evidence_of_period(request.user, organisation, (since, until))
    title = f"Подтверждения: {organisation}, {since:%d.%m.%Y} – {until:%d.%m.%Y}"
    name = f"evidence-{organisation.pk}-{since}-{until}.zip"
    package = evidence_package(found, title)
    return FileResponse(package, as_attachment=True, filename=name, content_type="application/zip")
