"""Files of a list: Word, Excel, the draft of the order and the signed one. All say what was copied."""

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.views.decorators.http import require_GET, require_POST

from opora.reports.list_document import list_document
from opora.reports.list_workbook import list_workbook
from opora.reports.order_document import order_document
from opora_web.accounts.doors import door
from opora_web.accounts.queries import issuing_authority
from opora_web.accounts.rules import Verb
from opora_web.facts import authority_folders
from opora_web.programme.identification.actions import attach_order
from opora_web.programme.identification.entry_views import writer
from opora_web.programme.identification.forms import ScanForm
from opora_web.programme.identification.models import SchoolList
from opora_web.programme.identification.queries import earlier_orders, entries_of, lists_visible_to, lists_where
from opora_web.programme.identification.saved import decisions_of, order_of, saved_answer
from opora_web.programme.identification.scans import keep_scan, kept_scan
from opora_web.programme.telling import do_as_written

_OFFICE = "application/vnd.openxmlformats-officedocument."
WORD, EXCEL = f"{_OFFICE}wordprocessingml.document", f"{_OFFICE}spreadsheetml.sheet"


def as_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """Return the content as a file to be kept under a plain name."""
    reply = HttpResponse(content, content_type=kind)
    reply["Content-Disposition"] = f'attachment; filename="{slugify(name.partition(".")[0])}.{name.rpartition(".")[2]}"'
    return reply


def _seen(request: HttpRequest, pk: int) -> SchoolList:
    return get_object_or_404(lists_visible_to(request.user), pk=pk)


@require_GET
@door(Verb.SEE_LISTS)
def list_word(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the list as Word."""
    one = _seen(request, pk)
    content = list_document(saved_answer(one), authority_folders(), decisions_of(one))
    return as_file(content, WORD, f"list-{one.year}-{one.pk}.docx")


@require_GET
@door(Verb.SEE_LISTS)
def list_excel(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the list as Excel."""
    one = _seen(request, pk)
    content = list_workbook(saved_answer(one), decisions=decisions_of(one))
    return as_file(content, EXCEL, f"list-{one.year}-{one.pk}.xlsx")


@require_GET
@door(Verb.SEE_LISTS)
def order_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the draft of the order as Word."""
    one = _seen(request, pk)
    order = order_of(one, entries_of(one), issuing_authority(one.organisation))
    content = order_document(order, authority_folders())
    return as_file(content, WORD, f"order-{one.year}-{one.pk}.docx")


@require_GET
@door(Verb.SEE_LISTS)
def scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the signed order; `earlier` asks for a file whose place another took."""
    one = _seen(request, pk)
    return given_scan((one.order_scan, one.order_scan_name), earlier_orders(one), request.GET.get("earlier"))


def given_scan(present: tuple[str, str], earlier: Sequence[Sequence[str]], number: str | None) -> HttpResponseBase:
    """Give the file of an order: the present one, or the earlier one of that number, counted from 0.

    Raises:
        Http404: there is none.
    """
    wanted = dict(enumerate(earlier)).get(int(number)) if number and number.isdecimal() else present
    try:
        file, kind = kept_scan(wanted[0] if wanted else "")
    except FileNotFoundError:
        raise Http404 from None
    name = wanted[1] if wanted else ""
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type=kind)


@require_POST
@door(Verb.APPROVE_LIST)
def attach(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach the signed order."""
    one = get_object_or_404(lists_where(request.user, Verb.APPROVE_LIST), pk=pk)

    def deed(said: dict[str, Any]) -> None:
        attach_order(one, keep_scan(said["scan"], said["scan"].name), writer(request))

    do_as_written(request, ScanForm(request.POST, request.FILES), "Подписанный приказ приложен.", deed)
    return redirect("list", pk)
