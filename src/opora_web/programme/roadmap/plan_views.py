"""Plans: which there are, one of them, its editions and differences, its tree, its history."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from opora.deadlines import Period, PeriodError
from opora.plans import differences
from opora.plans.difference import CHANGE_IN_RUSSIAN, Part
from opora.reports.plan_document import rows_in_order
from opora.tables.plan import Measure, Section
from opora_web.accounts.doors import door
from opora_web.accounts.models import normalised
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.interface.ordering import ListOrder, order_asked
from opora_web.programme.roadmap.amendment import changes_beside, show_titles_in_force
from opora_web.programme.roadmap.forms import RemarkForm
from opora_web.programme.roadmap.models import PlanEdition, PlanKind, PlanState, Roadmap
from opora_web.programme.roadmap.plan_page import CHOSEN_BY, chosen_rows, editions_of, plan_page_of
from opora_web.programme.roadmap.queries import (
    arrivals_where,
    is_read_only,
    last_edition,
    plan_changes,
    roadmaps_in_trash,
    roadmaps_visible_to,
    roadmaps_where,
)
from opora_web.programme.roadmap.record import edition_plan, plan_of
from opora_web.programme.roadmap.rules import is_open, may_become
from opora_web.programme.roadmap.sections import missing_sections, sections_asked
from opora_web.programme.roadmap.tree import tree_of
from opora_web.programme.roadmap.understood import understood_text

_PAGE = 100
_ORDERS = {
    "title": "title", "organisation": "organisation__sort_key", "kind": "kind", "starts": "starts_on", "state": "state",
}  # fmt: skip
FIELD_IN_RUSSIAN = {
    "number": "№", "section": "раздел", "name": "мероприятие", "deadline": "срок", "expected": "ожидаемый результат",
    "responsible": "ответственные", "note": "примечание", "done": "отметка о выполнении", "text": "текст",
    "title": "название", "period": "дни",
}  # fmt: skip
_PART_IN_RUSSIAN: dict[Part, str] = {
    "title": "Название плана", "period": "Срок плана", "heading": "Раздел «{}»", "words": "Раздел «{}»",
    "measure": "{}", "indicator": "Показатель «{}»",
}  # fmt: skip


@require_GET
@door(Verb.SEE_PLANS)
def plans(request: HttpRequest) -> HttpResponse:
    """Show the plans a person may see."""
    seen = roadmaps_visible_to(request.user)
    is_template = bool(request.GET.get("templates"))
    found = _filtered(seen.filter(is_template=is_template), request)
    order = order_asked(request.GET, _ORDERS)
    page = Paginator(_ordered(_counted(found), order), _PAGE).get_page(request.GET.get("page"))
    show_titles_in_force(page.object_list)
    words = {
        "order": order,
        "page": page,
        "kinds": PlanKind.choices,
        "states": PlanState.choices,
        "years": sorted({day.year for day in seen.values_list("starts_on", flat=True)}, reverse=True),
        "arrivals": arrivals_where(request.user, Verb.EDIT_PLAN).defer("plan")[:20],
        "may_edit": may(request.user, Verb.EDIT_PLAN),
        "is_template": is_template,
        "is_filtered": any(request.GET.get(name) for name in ("q", "kind", "state", "year")),
    }
    return render(request, "programme/roadmap/plans.html", words)


def _filtered(found: Any, request: HttpRequest) -> Any:
    asked = {name: request.GET.get(name, "") for name in ("q", "kind", "state", "year")}
    if asked["kind"] in PlanKind.values:
        found = found.filter(kind=asked["kind"])
    if asked["state"] in PlanState.values:
        found = found.filter(state=asked["state"])
    if asked["year"].isdecimal() and len(asked["year"]) == 4:  # noqa: PLR2004 - a year
        found = found.filter(starts_on__year__lte=int(asked["year"]), ends_on__year__gte=int(asked["year"]))
    if words := normalised(asked["q"][:200]):
        found = found.filter(organisation__sought__contains=words)
    return found


def _ordered(found: QuerySet[Roadmap], order: ListOrder) -> QuerySet[Roadmap]:
    """Return the plans in that order; the newest first where none was asked for."""
    if not order.code:
        return found.order_by("-starts_on", "organisation__sort_key", "-pk")
    return found.order_by(("-" if order.is_reversed else "") + _ORDERS[order.code], "-pk")


def _counted(found: Any) -> Any:
    kept = Count("measures", filter=Q(measures__trashed_at__isnull=True), distinct=True)
    waiting = Q(remarks__trashed_at__isnull=True, remarks__settled_at__isnull=True)
    waiting &= Q(remarks__measure__trashed_at__isnull=True)
    return found.annotate(measure_count=kept, waiting=Count("remarks", filter=waiting, distinct=True))


@require_GET
@door(Verb.SEE_PLANS)
def plans_trash(request: HttpRequest) -> HttpResponse:
    """Show the plans in the trash that a person may bring back."""
    return render(request, "programme/roadmap/trash.html", {"plans": roadmaps_in_trash(request.user)})


def plan_seen(request: HttpRequest, pk: int) -> Roadmap:
    """Return a plan the person sees, or answer 404."""
    return get_object_or_404(roadmaps_visible_to(request.user), pk=pk)


def plan_rows_seen(request: HttpRequest, pk: int) -> Roadmap:
    """Return a plan whose working rows the person may see: those below a plan do not see an amendment in the making."""
    roadmap = plan_seen(request, pk)
    if roadmap.state == PlanState.AMENDED and is_read_only(request.user, roadmap):
        raise Http404
    return roadmap


@require_GET
@door(Verb.SEE_PLANS)
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a plan; to those below it, while it is being amended, its edition in force."""
    roadmap = plan_seen(request, pk)
    edition = last_edition(roadmap)
    if edition is not None and roadmap.state == PlanState.AMENDED and is_read_only(request.user, roadmap):
        return _edition_page(request, roadmap, edition)
    page = plan_page_of(roadmap)
    rows = chosen_rows(page, request.GET.dict())
    words = {
        "one": roadmap,
        "plan": page,
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "shown": sum(row.measure is not None for row in rows),
        "edition": edition,
        "texts": [(section, _hint(roadmap, section.code)) for section in page.layout.texts],
        "missing": missing_sections(roadmap),
        "sections": [(section.pk, section.title) for section in page.layout.sections],
        "withs": CHOSEN_BY,
        "gone": roadmap.measures.filter(trashed_at__isnull=False).order_by("-trashed_at")[:20],
        "arrivals": arrivals_where(request.user, Verb.EDIT_PLAN).filter(roadmap=roadmap).defer("plan"),
        "remark_form": RemarkForm(),
        "today": timezone.localdate(),
        **plan_rights(request, roadmap),
    }
    return render(request, "programme/roadmap/plan.html", words)


def _hint(roadmap: Roadmap, code: str) -> str:
    return next((asked.hint for asked in sections_asked(roadmap.kind) if asked.code == code), "")


def plan_rights(request: HttpRequest, roadmap: Roadmap) -> dict[str, bool]:
    """Return what the person may do with a plan now."""
    person, where, edits = request.user, roadmap.organisation, may(request.user, Verb.EDIT_PLAN, roadmap.organisation)
    return {
        "may_edit": edits and is_open(roadmap),
        "may_lead": edits,
        "may_review": may(person, Verb.REVIEW_PLAN, where) and not roadmap.is_template,
        "may_send": edits and may_become(roadmap, PlanState.REVIEW),
        "may_return": edits and may_become(roadmap, PlanState.DRAFT),
        "may_approve": may(person, Verb.APPROVE_PLAN, where) and may_become(roadmap, PlanState.APPROVED),
        "may_amend": edits and may_become(roadmap, PlanState.AMENDED),
        "may_end": may(person, Verb.APPROVE_PLAN, where) and may_become(roadmap, PlanState.ENDED),
        "may_drop": edits and roadmap.state == PlanState.AMENDED,
        "may_copy": may(person, Verb.EDIT_PLAN),
        "may_see_history": may(person, Verb.SEE_HISTORY, where),
        "sees_inside": may(person, Verb.SEE_PLANS, where),
    }


@require_GET
@door(Verb.SEE_PLANS)
def plan_edition(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Show a plan as an order approved it."""
    roadmap = plan_seen(request, pk)
    return _edition_page(request, roadmap, get_object_or_404(PlanEdition, roadmap=roadmap, number=number))


def _edition_page(request: HttpRequest, roadmap: Roadmap, edition: PlanEdition) -> HttpResponse:
    show_titles_in_force([roadmap])
    kept = edition_plan(edition)
    rows = [
        one if isinstance(one, Measure) else {"title": one.title if isinstance(one, Section) else one}
        for one in rows_in_order(kept)
    ]
    before = PlanEdition.objects.filter(roadmap=roadmap, number=edition.number - 1).first()
    words = {
        "one": roadmap,
        "edition": edition,
        "kept": kept,
        "page": Paginator(rows, _PAGE).get_page(request.GET.get("page")),
        "changes": told_differences(edition_plan(before), kept) if before else [],
        "beside": edition.beside,
        "editions": editions_of(roadmap),
        "may_approve": may(request.user, Verb.APPROVE_PLAN, roadmap.organisation),
    }
    return render(request, "programme/roadmap/edition.html", words)


@require_GET
@door(Verb.SEE_PLANS)
def plan_differences(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how the plan differs from its edition in force, row by row."""
    roadmap = get_object_or_404(roadmaps_where(request.user, Verb.SEE_PLANS), pk=pk)
    edition = last_edition(roadmap)
    if edition is None:
        raise Http404
    words = {
        "one": roadmap,
        "edition": edition,
        "changes": told_differences(edition_plan(edition), plan_of(roadmap)),
        "beside": changes_beside(roadmap),
        "editions": editions_of(roadmap),
    }
    return render(request, "programme/roadmap/differences.html", words | plan_rights(request, roadmap))


def told_differences(old: Any, new: Any) -> list[dict[str, Any]]:
    """Return the rows that differ, in words."""
    return [told_difference(one) for one in differences(old, new)]


def told_difference(one: Any) -> dict[str, Any]:
    """Return one row that differs, in words."""
    fields = [(FIELD_IN_RUSSIAN.get(field.field, field.field), field.before, field.after) for field in one.fields]
    return {
        "change": one.change, "words": CHANGE_IN_RUSSIAN[one.change], "number": one.number or "",
        "name": _PART_IN_RUSSIAN[one.part].format(one.name),
        "fields": fields,
    }  # fmt: skip


@require_GET
@door(Verb.SEE_PLANS)
def plan_tree(request: HttpRequest, pk: int) -> HttpResponse:
    """Show which measures of lower plans carry a plan out, and which of its measures nobody carries out."""
    roadmap = plan_rows_seen(request, pk)
    branches = tree_of(roadmap, roadmaps_visible_to(request.user))
    words = {
        "one": roadmap,
        "page": Paginator(branches, _PAGE).get_page(request.GET.get("page")),
        "bare": sum(not branch.below for branch in branches),
        "count": len(branches),
        **plan_rights(request, roadmap),
    }
    return render(request, "programme/roadmap/tree.html", words)


@require_GET
@door(Verb.SEE_HISTORY)
def plan_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what happened to a plan and its rows."""
    seen = roadmaps_where(request.user, Verb.SEE_HISTORY) & roadmaps_where(request.user, Verb.SEE_PLANS)
    roadmap = get_object_or_404(seen, pk=pk)
    words = {"one": roadmap, "changes": plan_changes(roadmap), "editions": editions_of(roadmap)}
    return render(request, "programme/roadmap/history.html", words)


@require_GET
@door(Verb.SEE_PLANS)
def plan_deadline(request: HttpRequest) -> HttpResponse:
    """Show how a deadline is understood: asked while somebody types, of no plan in particular."""
    text = next((request.GET[name] for name in ("deadline_text", "deadline", "text") if request.GET.get(name)), "")
    words = {"understood": understood_text(text[:1000].replace("\0", ""), _asked_period(request)), "asked": text[:1000]}
    return render(request, "programme/roadmap/deadline.html", words)


def _asked_period(request: HttpRequest) -> Period | None:
    try:
        first, last = (parse_date(request.GET.get(name, "")) for name in ("starts_on", "ends_on"))
        return Period(first, last) if first and last else None
    except (PeriodError, ValueError):
        return None
