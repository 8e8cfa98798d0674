"""Files of a plan: Word, Excel, calendar, the draft of the order, the differences of an amendment, the signed order."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_GET

from opora.plans import checked
from opora.reports.plan_calendar import plan_calendar
from opora.reports.plan_document import plan_document
from opora.reports.plan_order import PlanOrder, plan_changes_document, plan_order_document
from opora.reports.plan_workbook import plan_workbook
from opora.tables.plan import Plan
from opora_web.accounts.doors import door
from opora_web.accounts.queries import issuing_authority
from opora_web.accounts.rules import Verb
from opora_web.facts import authority_folders
from opora_web.programme.identification.download_views import EXCEL, WORD, as_file, given_scan
from opora_web.programme.roadmap.models import PlanEdition, PlanState, Roadmap
from opora_web.programme.roadmap.plan_views import plan_seen, told_differences
from opora_web.programme.roadmap.queries import is_read_only, last_edition, roadmaps_where
from opora_web.programme.roadmap.record import edition_plan, plan_of

CALENDAR = "text/calendar; charset=utf-8"


def _shown(request: HttpRequest, pk: int) -> tuple[Roadmap, Plan]:
    """Return a plan as the person may see it: from below, while it is amended, its edition in force."""
    roadmap = plan_seen(request, pk)
    if roadmap.state == PlanState.AMENDED and is_read_only(request.user, roadmap):
        edition = last_edition(roadmap)
        if edition is None:
            raise Http404
        return roadmap, edition_plan(edition)
    return roadmap, plan_of(roadmap)


@require_GET
@door(Verb.SEE_PLANS)
def plan_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the plan as Word: edited there, it can be loaded back."""
    roadmap, plan = _shown(request, pk)
    return as_file(plan_document(plan, authority_folders()), WORD, f"plan-{roadmap.pk}.docx")


@require_GET
@door(Verb.SEE_PLANS)
def plan_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the plan as Excel, with its deadlines as they are understood, its indicators and the linter's remarks."""
    roadmap, plan = _shown(request, pk)
    return as_file(plan_workbook(checked(plan)), EXCEL, f"plan-{roadmap.pk}.xlsx")


@require_GET
@door(Verb.SEE_PLANS)
def plan_ics(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the plan's deadlines as a calendar."""
    roadmap, plan = _shown(request, pk)
    return as_file(plan_calendar(plan, timezone.now()), CALENDAR, f"plan-{roadmap.pk}.ics")


@require_GET
@door(Verb.SEE_PLANS)
def plan_edition_word(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give an edition of the plan as Word."""
    roadmap = plan_seen(request, pk)
    edition = get_object_or_404(PlanEdition, roadmap=roadmap, number=number)
    content = plan_document(edition_plan(edition), authority_folders())
    return as_file(content, WORD, f"plan-{roadmap.pk}-{number}.docx")


@require_GET
@door(Verb.SEE_PLANS)
def plan_order_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the draft of the order that approves the plan or its amendment, with the plan as its appendix."""
    roadmap = get_object_or_404(roadmaps_where(request.user, Verb.SEE_PLANS), pk=pk)
    content = plan_order_document(_order(roadmap), authority_folders())
    return as_file(content, WORD, f"plan-order-{roadmap.pk}.docx")


def _order(roadmap: Roadmap) -> PlanOrder:
    """Return the order that is to be signed, or the one that was: each says what it changes."""
    editions, plan = list(roadmap.editions.order_by("number")), plan_of(roadmap)
    is_amendment = bool(editions) and roadmap.state == PlanState.AMENDED
    in_force = None if is_amendment or not editions else editions.pop()
    before = editions[-1] if editions else None
    changes = told_differences(edition_plan(before), plan) if before else []
    return PlanOrder(
        authority=issuing_authority(roadmap.organisation),
        organisation=roadmap.organisation.name,
        number=in_force.order_number if in_force else "",
        date=f"{in_force.order_date:%d.%m.%Y}" if in_force else "",
        amendment=before.number + 1 if before else 0,
        plan=plan,
        changes=changes,
    )


@require_GET
@door(Verb.SEE_PLANS)
def plan_changes_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an amendment's differences as Word: what was, what becomes."""
    roadmap = get_object_or_404(roadmaps_where(request.user, Verb.SEE_PLANS), pk=pk)
    if last_edition(roadmap) is None:
        raise Http404
    content = plan_changes_document(_order(roadmap), authority_folders())
    return as_file(content, WORD, f"plan-changes-{roadmap.pk}.docx")


@require_GET
@door(Verb.SEE_PLANS)
def plan_scan(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """Give the signed order of an edition; `earlier` asks for a file whose place another took."""
    edition = get_object_or_404(PlanEdition, roadmap=plan_seen(request, pk), number=number)
    return given_scan((edition.scan, edition.scan_name), edition.earlier_scans, request.GET.get("earlier"))
