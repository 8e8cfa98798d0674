"""Plans made anew: empty, copied, a school's of its district's, a programme of a confirmed risk."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora.deadlines.periods import school_year
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.rules import Verb
from opora_web.programme.answering import answered
from opora_web.programme.diagnosis.queries import diagnoses_where, school_year_of
from opora_web.programme.roadmap.actions import make_roadmap
from opora_web.programme.roadmap.copying import (
    confirmed_factors,
    copy_roadmap,
    make_anti_risk,
    make_school_plan,
    programmes_of,
)
from opora_web.programme.roadmap.forms import CopyForm, NewPlanForm, SchoolPlanForm
from opora_web.programme.roadmap.models import PlanKind, RoadmapSection
from opora_web.programme.roadmap.plan_views import plan_rows_seen
from opora_web.programme.roadmap.record import layout_of
from opora_web.programme.roadmap.sections import years_asked
from opora_web.programme.roadmap.writing import Deed
from opora_web.programme.telling import telling


def _deed(request: HttpRequest) -> Deed:
    return Deed(person_in(request), timezone.now())


@door(Verb.EDIT_PLAN)
def plan_new(request: HttpRequest) -> HttpResponse:
    """Make an empty plan; a school's programme comes with the sections it must have."""
    kind = request.GET.get("kind", "")
    kind = kind if kind in PlanKind.values else PlanKind.ROADMAP
    first = school_year(school_year_of(timezone.localdate()))
    last = school_year(first.starts_on.year + years_asked(kind) - 1)
    opened = {"kind": kind, "starts_on": first.starts_on, "ends_on": last.ends_on}
    form = NewPlanForm(request.user, request.POST or None, initial=opened)

    def deed(said: dict[str, Any]) -> str:
        asked = {name: said[name] for name in ("kind", "title", "period")}
        return reverse("plan", args=[make_roadmap(said["organisation"], asked, _deed(request)).pk])

    return answered(request, form, ("programme/roadmap/new.html", {}), deed, "План составлен как черновик.")


@door(Verb.EDIT_PLAN)
def plan_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Copy a plan or a template: deadlines keep their words, years in them move."""
    one = plan_rows_seen(request, pk)
    opened = {"organisation": one.organisation, "years": 0 if one.is_template else 1}
    form = CopyForm(request.user, request.POST or None, initial=opened)

    def deed(said: dict[str, Any]) -> str:
        return reverse("plan", args=[copy_roadmap(one, said["organisation"], said["years"], _deed(request)).pk])

    done = "Копия составлена как черновик. Просмотрите сроки: они прочитаны заново."
    return answered(request, form, ("programme/roadmap/copy.html", {"one": one}), deed, done)


@door(Verb.EDIT_PLAN)
def plan_for_school(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a school's plan of chosen measures of this one."""
    one = plan_rows_seen(request, pk)
    opened = {"starts_on": one.starts_on, "ends_on": one.ends_on, "title": f"План школы по плану «{one.title}»"[:1000]}
    form = SchoolPlanForm(request.user, one, request.POST or None, initial=opened)

    def deed(said: dict[str, Any]) -> str:
        return reverse("plan", args=[make_school_plan(one, said, _deed(request)).pk])

    chosen = set(request.POST.getlist("measures"))
    offered = set(form.fields["measures"].queryset)  # type: ignore[attr-defined]
    rows = [row for row in layout_of(one).rows if isinstance(row, RoadmapSection) or row in offered]
    words = {"one": one, "rows": rows, "chosen": chosen}
    done = "План школы составлен как черновик; каждое мероприятие связано с тем, которое выполняет."
    return answered(request, form, ("programme/roadmap/for_school.html", words), deed, done)


@door(Verb.SEE_PLANS)
def plan_risks(request: HttpRequest) -> HttpResponse:
    """Show the confirmed risk factors of schools, and which have a programme."""
    seen = diagnoses_where(request.user, Verb.SEE_PLANS).filter(verified_at__isnull=False)
    edited = set(diagnoses_where(request.user, Verb.EDIT_PLAN).values_list("pk", flat=True))
    found = []
    for diagnosis in seen[:200]:
        programmes = programmes_of(diagnosis)
        factors = [(row, programmes.get(row["code"])) for row in confirmed_factors(diagnosis)]
        if factors:
            found.append((diagnosis, factors, diagnosis.pk in edited))
    return render(request, "programme/roadmap/risks.html", {"found": found})


@require_POST
@door(Verb.EDIT_PLAN)
def plan_risk_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Make an anti-risk programme of one confirmed factor."""
    diagnosis = get_object_or_404(diagnoses_where(request.user, Verb.EDIT_PLAN), pk=pk)
    made = None
    with telling(request, "Антирисковая программа составлена как черновик: заполните разделы и мероприятия."):
        made = make_anti_risk(diagnosis, request.POST.get("factor", ""), _deed(request))
    return redirect("plan", made.pk) if made else redirect("plan_risks")
