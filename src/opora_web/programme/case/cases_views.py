"""All cases a person may see, and opening them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora_web.accounts.doors import door
from opora_web.accounts.models import normalised
from opora_web.accounts.queries import may, schools_where
from opora_web.accounts.rules import Verb
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.programme.case.actions import open_case, open_cases
from opora_web.programme.case.models import Case, Phase, Rag
from opora_web.programme.case.queries import (
    cases_visible_to,
    cases_without_contact,
    counted_cases,
    entries_to_open,
    helpers_of,
    tasks_due,
    tasks_overdue,
)
from opora_web.programme.identification.entry_views import writer
from opora_web.programme.identification.queries import lists_visible_to
from opora_web.programme.telling import telling

_PAGE = 100
_SORTS = {"school": "school__sort_key", "phase": "phase_since", "overdue": "-overdue", "contact": "last_contact"}
_ORDERS = (
    ("overdue", "сначала с просроченным"),
    ("contact", "сначала давно не были"),
    ("phase", "сначала долго на этапе"),
)


@require_GET
@door(Verb.SEE_CASES)
def cases(request: HttpRequest) -> HttpResponse:
    """Show the cases: a table or a board by phase."""
    today = timezone.localdate()
    mine = cases_visible_to(request.user)
    found = _chosen(counted_cases(mine, today), request)
    sort = _SORTS.get(request.GET.get("sort", ""), "school__sort_key")
    by = F(sort.lstrip("-")).desc() if sort.startswith("-") else F(sort).asc(nulls_first=True)
    page = Paginator(found.order_by(by, "school__sort_key"), _PAGE).get_page(request.GET.get("page"))
    helpers = helpers_of([case.school_id for case in page])
    rows = [(case, helpers.get(case.school_id, [])) for case in page]
    seen = {
        "page": page,
        "rows": rows,
        "board": [(phase, [row for row in rows if row[0].phase == phase.value]) for phase in Phase],
        "is_board": request.GET.get("view") == "board",
        "phases": Phase.choices,
        "rags": Rag.choices,
        "homes": _homes(mine),
        "curators": _curators(mine),
        "orders": _ORDERS,
        "due": tasks_due(mine, today).count(),
        "overdue": tasks_overdue(mine, today).count(),
        "unvisited": cases_without_contact(mine, today).count(),
        "may_open": may(request.user, Verb.OPEN_CASE),
    }
    return render(request, "programme/case/cases.html", seen)


def _homes(mine: QuerySet[Case]) -> list[tuple[int, str]]:
    pairs = mine.values_list("school__parent_id", "school__parent__name").order_by("school__parent__name").distinct()
    return [(pk, name) for pk, name in pairs if pk]


def _curators(mine: QuerySet[Case]) -> list[tuple[int, str]]:
    helpers = helpers_of(list(mine.order_by().values_list("school_id", flat=True)))
    found = {post.person.pk: str(post.person) for posts in helpers.values() for post in posts}
    return sorted(found.items(), key=lambda pair: pair[1])


def _chosen(found: QuerySet[Case], request: HttpRequest) -> QuerySet[Case]:
    """Return the cases that the filters of the address let through; closed ones only where asked."""
    asked = request.GET
    conditions: dict[str, Any] = {
        "phase": asked.get("phase") if asked.get("phase") in Phase.values else None,
        "rag": asked.get("rag") if asked.get("rag") in Rag.values else None,
        "school__parent": _number(asked.get("home", "")),
        "school__sought__contains": normalised(asked.get("q", "").replace("\x00", "")) or None,
        "overdue__gt": 0 if asked.get("overdue") else None,
        "followers": request.user.pk if asked.get("followed") else None,
    }
    found = found.filter(**{name: value for name, value in conditions.items() if value is not None})
    found = found.filter(closed_at__isnull=not asked.get("closed"))
    curator = _number(asked.get("curator", ""))
    if curator is not None:
        held = {"school__posts__person": curator, "school__posts__until__isnull": True}
        found = found.filter(pk__in=Case.objects.filter(**held, school__posts__trashed_at__isnull=True).values("pk"))
    if asked.get("unvisited"):
        found = found.filter(
            pk__in=cases_without_contact(cases_visible_to(request.user), timezone.localdate()).values("pk")
        )
    return found


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else None  # noqa: PLR2004 - ids are shorter


@require_POST
@door(Verb.OPEN_CASE)
def open_from_list(request: HttpRequest, pk: int) -> HttpResponse:
    """Take on all schools of an approved list that have no open case."""
    one = get_object_or_404(lists_visible_to(request.user), pk=pk)
    opened = open_cases(entries_to_open(request.user, one), writer(request), timezone.localtime())
    said = f"Взято на сопровождение школ: {opened}." if opened else "Все школы списка уже на сопровождении."
    messages.success(request, said)
    return redirect("cases")


@require_POST
@door(Verb.OPEN_CASE)
def open_on_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one school on by what the release in force says of it."""
    school = get_object_or_404(schools_where(request.user, Verb.OPEN_CASE), pk=pk)
    facts = current_facts()
    with telling(request, f"Школа взята на сопровождение: {school}."):
        open_case(
            school, (facts, facts.years[0] if facts.years else 0, DEFAULT_RULES), writer(request), timezone.localtime()
        )
    case = Case.objects.filter(school=school, closed_at__isnull=True, trashed_at__isnull=True).first()
    return redirect("case", case.pk) if case else redirect("cases")
