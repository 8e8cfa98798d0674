"""All meetings a person may see, how each kind stands to its norm, and planning one."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from opora_web.accounts.doors import door, person_in
from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import may, organisations_where, schools_where
from opora_web.accounts.rules import Verb
from opora_web.programme.case.models import Case
from opora_web.programme.meetings.actions import invite, plan_meeting
from opora_web.programme.meetings.forms import InviteForm, MeetingForm, NewMeetingForm
from opora_web.programme.meetings.models import Meeting, MeetingKind, MeetingState
from opora_web.programme.meetings.queries import (
    counted_meetings,
    meetings_visible_to,
    organisations_to_meet,
    standings_of,
)
from opora_web.programme.meetings.rules import USUALLY_INVITED, Span, school_year_of

_PAGE, _MOST_OWN = 100, 5


@require_GET
@door(Verb.SEE_PLANS)
def meetings(request: HttpRequest) -> HttpResponse:
    """Show the meetings: those ahead first, then the past ones, newest first."""
    today = timezone.localdate()
    mine = meetings_visible_to(request.user)
    found = _chosen(counted_meetings(mine, today), request)
    organisation = _own_organisation(request)
    seen = {
        "page": Paginator(found.order_by("-held_at", "-pk"), _PAGE).get_page(request.GET.get("page")),
        "today": today,
        "now": timezone.now(),
        "kinds": MeetingKind.choices,
        "years": _years(mine),
        "organisation": organisation,
        "standings": standings_of(organisation, today) if organisation else [],
        "may_hold": may(request.user, Verb.HOLD_MEETING),
        "own_schools": _few_schools(request),
    }
    return render(request, "programme/meetings/meetings.html", seen)


def _few_schools(request: HttpRequest) -> list[Organisation]:
    """Return the schools of a person who looks after a few: each has its card for the reporting session."""
    found = list(schools_where(request.user, Verb.SEE_PLANS).order_by("sort_key")[: _MOST_OWN + 1])
    return found if len(found) <= _MOST_OWN else []


def _own_organisation(request: HttpRequest) -> Organisation | None:
    """Return the office whose norms are watched: the highest one where the person sees plans."""
    offices = organisations_where(request.user, Verb.SEE_PLANS).filter(code__isnull=True, closed_at__isnull=True)
    asked = request.GET.get("organisation", "")
    if asked.isascii() and asked.isdecimal() and len(asked) < 10:  # noqa: PLR2004 - ids are shorter
        return offices.filter(pk=int(asked)).first()
    return offices.order_by("path").first()


def _years(mine: QuerySet[Meeting]) -> list[tuple[int, str]]:
    years = {school_year_of(at.date()).first.year for at in mine.values_list("held_at", flat=True)}
    return [(year, f"с сентября {year}") for year in sorted(years, reverse=True)]


def _chosen(found: QuerySet[Meeting], request: HttpRequest) -> QuerySet[Meeting]:
    """Return the meetings that the filters of the address let through; cancelled ones only where asked."""
    asked = request.GET
    if asked.get("kind") in MeetingKind.values:
        found = found.filter(kind=asked["kind"])
    if (year := _year(asked.get("year", ""))) is not None:
        found = found.filter(held_at__date__gte=year.first, held_at__date__lte=year.last)
    if asked.get("unsigned"):
        found = found.filter(signed_at__isnull=True, held_at__lt=timezone.now())
    return found if asked.get("cancelled") else found.exclude(state=MeetingState.CANCELLED)


def _year(text: str) -> Span | None:
    if not (text.isascii() and text.isdecimal() and len(text) == 4 and 2000 <= int(text) <= 2100):  # noqa: PLR2004 - the site's years
        return None
    return school_year_of(dt.date(int(text), 9, 1))


@door(Verb.HOLD_MEETING)
def new(request: HttpRequest) -> HttpResponse:
    """Plan a meeting: in whose name and which kind stand in the address, the rest in the form."""
    organisation, kind = _asked(request)
    person = person_in(request)
    data = request.POST or None
    form = MeetingForm(organisation, person, data, initial={"secretary": person.pk, "held_at": _usual_moment()})
    usual = [one.value for one in USUALLY_INVITED[kind]]
    inviting = InviteForm(organisation, data, initial={"posts": usual, "is_accompanied": True})
    if data is not None and form.is_valid() and inviting.is_valid():
        made = plan_meeting(organisation, form.cleaned_data | {"kind": kind}, _invited(inviting, organisation), person)
        messages.success(request, "Совещание назначено. Соберите повестку: поводы из данных уже предложены.")
        return redirect("meeting_agenda", made.pk)
    choice = NewMeetingForm(person, initial={"organisation": organisation.pk, "kind": kind})
    seen = {"form": form, "inviting": inviting, "choice": choice, "organisation": organisation, "kind": kind}
    return render(request, "programme/meetings/new.html", seen)


def _usual_moment() -> dt.datetime:
    """Return a moment in a week, at ten."""
    return timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0) + dt.timedelta(days=7)


def _asked(request: HttpRequest) -> tuple[Organisation, MeetingKind]:
    offices = organisations_to_meet(request.user)
    asked: Any = request.GET.get("organisation", "")
    if asked:
        is_number = asked.isascii() and asked.isdecimal() and len(asked) < 10  # noqa: PLR2004 - ids are shorter
        offices = offices.filter(pk=int(asked)) if is_number else offices.none()
    organisation = offices.first()
    if organisation is None:
        raise Http404
    kind = request.GET.get("kind", "")
    return organisation, MeetingKind(kind) if kind in MeetingKind.values else MeetingKind.WORKING_GROUP


def invite_more(meeting: Meeting, form: InviteForm) -> int:
    """Invite whom a valid form names; return how many are invited now."""
    invite(meeting, _invited(form, meeting.organisation))
    return meeting.attendance.count()


def _invited(form: InviteForm, organisation: Organisation) -> list[Any]:
    running = Case.objects.filter(
        school__path__startswith=organisation.path, closed_at__isnull=True, trashed_at__isnull=True
    )
    return form.invited(set(running.values_list("school_id", flat=True)))
