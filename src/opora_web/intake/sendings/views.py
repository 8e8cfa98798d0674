"""Pages of sendings: the list, sending, one sending with its receipt, its progress, its history, its downloads."""

import io
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from opora.reports.receipt_workbook import commented_copy, receipt_book
from opora.sources.arrivals import originals
from opora.sources.forms.templates import TEMPLATES, write_template
from opora.tables.receipt import Receipt
from opora_web.accounts.doors import door
from opora_web.accounts.queries import may, schools_visible_to
from opora_web.accounts.rules import Verb
from opora_web.facts import results_store
from opora_web.intake.models import Sending, SendingState
from opora_web.intake.sendings.actions import send_for
from opora_web.intake.sendings.forms import SendForm, WhyForm
from opora_web.intake.sendings.queries import (
    doubts_about,
    earlier_sendings_of,
    files_of,
    listed_sendings,
    may_settle,
    receipt_of,
    releases_standing_on,
    sendings_visible_to,
)
from opora_web.intake.sendings.receipt_page import SOURCE_IN_RUSSIAN, ReceiptPage
from opora_web.intake.sendings.rules import MOVING, REPEATABLE, WITHDRAWABLE, schools_named
from opora_web.intake.sendings.uploads import store_uploads
from opora_web.intake.sendings.work import reap_stopped
from opora_web.interface.history import history_of
from opora_web.interface.ordering import order_asked

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ON_A_PAGE = 100
_EARLIER = 10
_ORDERS = {"sent": "sent_at", "state": "state", "for": "organisation__sort_key", "by": "sender__full_name"}
_LATEST_FIRST = "-sent"
_STATES = [
    (value, f"корзина: {words}" if value == SendingState.WITHDRAWN else words) for value, words in SendingState.choices
]


def sending_where(request: HttpRequest, pk: int) -> Sending:
    """Return a sending the person sees; what may not be seen is not there."""
    seen = sendings_visible_to(request.user).select_related("sender", "organisation", "receipt", "again_of")
    return get_object_or_404(seen, pk=pk)


@door(Verb.SEND_FILES)
def sendings(request: HttpRequest) -> HttpResponse:
    """Show what was sent, by whom, when, how far it is."""
    filters = {name: request.GET.get(name, "").strip() for name in ("state", "sender", "organisation", "q")}
    order = order_asked(request.GET, _ORDERS, _LATEST_FIRST)
    column = ("-" if order.is_reversed else "") + _ORDERS[order.code]
    found = listed_sendings(request.user, filters).order_by(column, "-pk")
    seen = sendings_visible_to(request.user)
    senders = seen.order_by("sender__full_name").values_list("sender", "sender__full_name").distinct()
    words = {
        "page": Paginator(found, _ON_A_PAGE).get_page(request.GET.get("page")),
        "is_filtered": any(filters.values()),
        "order": order,
        "states": _STATES,
        "senders": list(senders[:300]),
        "moving": MOVING,
        "in_trash": filters["state"] == SendingState.WITHDRAWN,
    }
    return render(request, "intake/sendings.html", words)


@door(Verb.SEND_FILES)
def send(request: HttpRequest) -> HttpResponse:
    """Show the form for sending files, and send them."""
    form = SendForm(request.user, request.POST or None)
    fault = ""
    if request.method == "POST":
        fault = _fault_of_upload(request)
        if form.is_valid() and not fault:
            return _sent(request, form)
    words = {
        "form": form,
        "fault": fault,
        "templates": TEMPLATES,
        "limit": settings.UPLOAD_LIMIT,
        "megabytes": settings.UPLOAD_LIMIT // 2**20,
        "most": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
    }
    return render(request, "intake/send.html", words, status=400 if request.method == "POST" else 200)


def _fault_of_upload(request: HttpRequest) -> str:
    if getattr(request, "upload_is_too_large", False):
        limit = settings.UPLOAD_LIMIT // 2**20
        return (
            f"Файлы вместе больше {limit} МБ, поэтому не сохранены. Отправьте их несколькими частями или архивом .zip."
        )
    if not _uploaded(request):
        return "Файлы не выбраны. Перетащите их на поле или нажмите «Выбрать файлы»."
    return ""


def _uploaded(request: HttpRequest) -> list[Any]:
    return [*request.FILES.getlist("files"), *request.FILES.getlist("folder")]


def _sent(request: HttpRequest, form: SendForm) -> HttpResponse:
    paths = [line.strip() for line in request.POST.get("paths", "").splitlines() if line.strip()]
    stored = store_uploads(_uploaded(request), paths)
    words = form.cleaned_data
    made = send_for(words["organisation"], stored, words["comment"], request.user, timezone.now())
    repeated = len(stored) - len({file.sha256 for file in stored})
    if repeated:
        messages.info(request, f"Одинаковых файлов: {repeated}. Каждый взят один раз.")
    messages.success(request, "Файлы получены. Проверка идёт сама; страницу можно закрыть.")
    return redirect("sending", made.pk)


@door(Verb.SEND_FILES)
def sending(request: HttpRequest, pk: int) -> HttpResponse:
    """Show one sending: how far it is, what became of every file, what can be done."""
    one = sending_where(request, pk)
    receipt = receipt_of(one)
    words: dict[str, Any] = {
        "sending": one,
        "earlier": earlier_sendings_of(one, request.user)[:_EARLIER] if one.state == SendingState.KNOWN else [],
        "is_moving": one.state in MOVING,
        "file_count": one.files.count(),
        "repeated": list(one.files.filter(repeats__isnull=False).select_related("repeats")[:20]),
        "sees_history": may(request.user, Verb.SEE_HISTORY, one.organisation),
        "why_form": WhyForm(),
    } | _deeds(request, one, receipt)
    if receipt is not None:
        named = schools_visible_to(request.user).filter(code__in=schools_named(receipt))
        visible = {str(school.code): school for school in named}
        words["page"] = ReceiptPage(receipt, SendingState(one.state), request.GET, visible)
    return render(request, "intake/sending.html", words)


def _deeds(request: HttpRequest, one: Sending, receipt: Receipt | None) -> dict[str, Any]:
    """Return what this person may do with the sending as it stands."""
    settles = may(request.user, Verb.SETTLE_INTAKE, one.organisation)
    is_own = one.sender_id == request.user.pk
    words: dict[str, Any] = {
        "can_withdraw": one.state in WITHDRAWABLE and (settles or is_own),
        "can_restore": one.state == SendingState.WITHDRAWN
        and (is_own or may(request.user, Verb.RESTORE, one.organisation)),
        "can_resume": one.state == SendingState.STOPPED and (settles or is_own),
        "can_repeat": one.state in REPEATABLE and (settles or is_own),
    }
    if one.state == SendingState.WAITS and receipt is not None:
        doubts = doubts_about(one, receipt)
        words |= {"doubts": doubts, "can_accept": may_settle(request.user, one, doubts)}
    if one.state == SendingState.ACCEPTED:
        words |= {"can_undo": settles, "later": releases_standing_on(one, results_store())}
    return words


@door(Verb.SEND_FILES)
def sending_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the work is; once it ends, the page is asked to load itself anew. Lost workers are noticed here."""
    reap_stopped(timezone.now())
    one = sending_where(request, pk)
    answer = render(request, "intake/sending_progress.html", {"sending": one, "is_moving": one.state in MOVING})
    if one.state not in MOVING:
        answer["HX-Refresh"] = "true"
    return answer


@door(Verb.SEND_FILES)
def sending_history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who changed what of a sending, and why."""
    one = sending_where(request, pk)
    if not may(request.user, Verb.SEE_HISTORY, one.organisation):
        raise Http404
    return render(request, "intake/sending_history.html", {"sending": one, "changes": history_of(one)})


def _receipt_or_404(request: HttpRequest, pk: int) -> Receipt:
    receipt = receipt_of(sending_where(request, pk))
    if receipt is None:
        raise Http404
    return receipt


@door(Verb.SEND_FILES)
def sending_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the receipt as JSON, as the command line writes it."""
    receipt = _receipt_or_404(request, pk)
    return _attached(receipt.model_dump_json(indent=1).encode(), f"Квитанция {pk}.json", "application/json")


@door(Verb.SEND_FILES)
def sending_receipt_book(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the receipt as an Excel book."""
    receipt = _receipt_or_404(request, pk)
    return _attached(receipt_book(receipt, SOURCE_IN_RUSSIAN), f"Квитанция {pk}.xlsx", _XLSX)


@door(Verb.SEND_FILES)
def sending_copy(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Give a copy of a sent workbook with its problems marked in it."""
    one = sending_where(request, pk)
    receipt = receipt_of(one)
    if receipt is None or number >= len(receipt.files):
        raise Http404
    file = receipt.files[number]
    arrived = next(iter(originals(files_of(one), frozenset({file.file}))), None)
    copy = commented_copy(arrived.content, file.problems) if arrived else None
    if copy is None:
        messages.info(request, "Копию с пометками можно сделать только из целой книги .xlsx. Замечания – на странице.")
        return redirect("sending", pk)
    return _attached(copy, f"{file.file.rpartition('/')[2].rpartition('.')[0]} – с замечаниями.xlsx", _XLSX)


@door(Verb.SEND_FILES)
def template_book(_request: HttpRequest, kind: str) -> HttpResponse:
    """Give an empty form to fill in and send: what no system exports has to be written somewhere."""
    if kind not in TEMPLATES:
        raise Http404
    book = io.BytesIO()
    write_template(kind, book)
    return _attached(book.getvalue(), f"{TEMPLATES[kind]} – шаблон.xlsx", _XLSX)


def _attached(content: bytes, name: str, kind: str) -> HttpResponse:
    from django.utils.http import content_disposition_header

    header = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": header or "attachment"})
