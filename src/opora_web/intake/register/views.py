"""Pages of the register: the list, a school's row with its events, the codes nobody explains."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora.tables.schools import SCHOOL_KINDS
from opora_web.accounts.doors import door
from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import schools_where
from opora_web.accounts.rules import Verb
from opora_web.intake.models import CLOSING, SchoolEvent
from opora_web.intake.register.actions import NothingChangedError, amend_register, put_event_away, write_event
from opora_web.intake.register.forms import DropForm, EventForm, RegisterForm
from opora_web.intake.register.queries import (
    REGISTER_ORDERS,
    RegisterLine,
    amendments_of,
    events_of,
    municipalities_kept_by,
    owner_of_code,
    register_lines,
    school_kept_by,
    schools_kept_by,
    unexplained_lines,
    with_suggestions,
)
from opora_web.intake.register.rules import differences, fingerprint, row_from, with_code
from opora_web.intake.sendings.actions import NotNowError
from opora_web.interface.history import history_of
from opora_web.interface.ordering import order_asked

_ON_A_PAGE = 100
_CODES_ON_A_PAGE = 25
_FILTERS = ("q", "municipality", "kind", "standing")
_STANDINGS = (("in", "есть"), ("out", "нет, известны из файлов"), ("closed", "исключены: закрыты, присоединены"))


def _line(request: HttpRequest, code: str) -> RegisterLine:
    """Return a school the person keeps; any other is not there."""
    line = school_kept_by(request.user, code)
    if line is None:
        raise Http404
    return line


@door(Verb.EDIT_REGISTER)
def register(request: HttpRequest) -> HttpResponse:
    """Show the schools of the register and those that stand beside it."""
    filters = {name: request.GET.get(name, "").strip() for name in _FILTERS}
    order = order_asked(request.GET, REGISTER_ORDERS, "name")
    kept = schools_kept_by(request.user)
    lines = register_lines(kept, filters, order)
    words = {
        "page": Paginator(lines, _ON_A_PAGE).get_page(request.GET.get("page")),
        "standings": _STANDINGS,
        "is_filtered": any(filters.values()),
        "order": order,
        "municipalities": municipalities_kept_by(request.user),
        "kinds": SCHOOL_KINDS,
        "unexplained": len(unexplained_lines(kept)),
    }
    return render(request, "intake/register.html", words)


@door(Verb.EDIT_REGISTER)
def register_school(request: HttpRequest, code: str) -> HttpResponse:
    """Show and amend a school's row; a row that changed meanwhile is shown beside what was written."""
    line = _line(request, code)
    row = row_from(line.school.register)
    form = RegisterForm(request.user, row, request.POST or None, initial={"opened": fingerprint(row)})
    changed: list[tuple[str, str, str]] = []
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["opened"] == fingerprint(row):
            return _amended(request, line.organisation, form, row if line.is_registered else None)
        changed = differences(row, form.new_row)
        form.data = request.POST.copy()
        form.data["opened"] = fingerprint(row)
    words = _words_of_school(request, line) | {"form": form, "changed": changed}
    return render(request, "intake/register_school.html", words, status=409 if changed else 200)


def _words_of_school(request: HttpRequest, line: RegisterLine) -> dict[str, Any]:
    events = list(events_of(line.organisation))
    return {
        "line": line,
        "codes": [code for code in line.school.codes if not code.startswith("name:")],
        "events": [(event, event.words_at(line.organisation), history_of(event, most=10)) for event in events],
        "closing": [event for event in events if event.kind in CLOSING and event.school_id == line.organisation.pk],
        "put_away": line.organisation.events.filter(trashed_at__isnull=False),
        "changes": history_of(line.organisation),
        "amendments": amendments_of(line.organisation)[:20],
        "municipalities": municipalities_kept_by(request.user),
    }


def _amended(request: HttpRequest, organisation: Organisation, form: RegisterForm, before: Any) -> HttpResponse:
    try:
        made = amend_register(
            organisation, (before, form.new_row), request.user, form.cleaned_data["why"], timezone.now()
        )
    except NothingChangedError:
        messages.info(request, "Строка реестра такая же, как была: менять нечего.")
        return redirect("register")
    except NotNowError as instead:
        messages.warning(request, str(instead))
        return redirect("register_school", form.new_row["school"])
    messages.success(request, "Правка принимается: это новый выпуск данных. Её можно отменить на этой странице.")
    return redirect("sending", made.pk)


@door(Verb.EDIT_REGISTER)
def register_new(request: HttpRequest) -> HttpResponse:
    """Enter a new school into the register."""
    form = RegisterForm(request.user, None, request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = form.new_row
        if owner_of_code(row["school"], but="") is None:
            home = municipalities_kept_by(request.user).filter(name=row["municipality"]).first()
            return _amended(request, home or _root(), form, None)
        form.add_error("school", "Школа с таким кодом в реестре уже есть.")
    words = {"form": form, "municipalities": municipalities_kept_by(request.user)}
    return render(request, "intake/register_new.html", words)


def _root() -> Organisation:
    return get_object_or_404(Organisation.objects.filter(parent__isnull=True).order_by("pk")[:1])


@door(Verb.EDIT_REGISTER)
def register_codes(request: HttpRequest) -> HttpResponse:
    """Show the codes that stand beside the register, each with the schools it may be."""
    kept = schools_kept_by(request.user)
    page = Paginator(unexplained_lines(kept), _CODES_ON_A_PAGE).get_page(request.GET.get("page"))
    words = {"page": page, "codes": with_suggestions(page.object_list, kept)}
    return render(request, "intake/register_codes.html", words)


@require_POST
@door(Verb.EDIT_REGISTER)
def register_join(request: HttpRequest) -> HttpResponse:
    """Join a code to a school of the register: the school's row gets the code."""
    code, school = request.POST.get("code", ""), request.POST.get("school", "").strip()
    _line(request, code)
    line = _line(request, school)
    row = row_from(line.school.register)
    joined = row
    for one in _line(request, code).school.codes:
        joined = with_code(joined, one) if not one.startswith("name:") else joined
    why = f"код {code} – это {line.school.name}"
    try:
        made = amend_register(line.organisation, (row, joined), request.user, why, timezone.now())
    except (NotNowError, NothingChangedError) as instead:
        messages.warning(request, str(instead) or "Этот код у школы уже есть.")
        return redirect("register_codes")
    messages.success(request, f"Код {code} отнесён к школе «{line.school.name}». Отменить можно здесь же.")
    return redirect("sending", made.pk)


@door(Verb.EDIT_REGISTER)
def register_event(request: HttpRequest, code: str) -> HttpResponse:
    """Write down what happened to a school."""
    line = _line(request, code)
    form = EventForm(request.user, request.POST or None, instance=SchoolEvent(school=line.organisation))
    if request.method == "POST" and form.is_valid():
        write_event(form.save(commit=False), request.user)
        messages.success(request, "Событие записано.")
        return redirect("register_school", code)
    return render(request, "intake/register_event.html", {"line": line, "event_form": form})


@door(Verb.EDIT_REGISTER)
def register_drop(request: HttpRequest, code: str) -> HttpResponse:
    """Drop a school from the register: closed, or merged into another; nothing of its past is lost."""
    line = _line(request, code)
    form = DropForm(request.user, request.POST or None, instance=SchoolEvent(school=line.organisation))
    if line.is_closed:
        messages.info(request, "Школа уже исключена из реестра. Вернуть её можно, убрав событие о закрытии.")
        return redirect("register_school", code)
    if request.method == "POST" and form.is_valid():
        write_event(form.save(commit=False), request.user)
        messages.success(
            request, "Школа исключена из реестра. Результаты прежних лет остались; отменить можно здесь же."
        )
        return redirect("register_school", code)
    return render(request, "intake/register_drop.html", {"line": line, "event_form": form})


@require_POST
@door(Verb.EDIT_REGISTER)
def register_event_away(request: HttpRequest, pk: int) -> HttpResponse:
    """Put an event into the trash, or bring it back."""
    kept = schools_where(request.user, Verb.EDIT_REGISTER)
    event = get_object_or_404(SchoolEvent.objects.filter(school__in=kept).select_related("school"), pk=pk)
    put_event_away(event, request.user, timezone.now())
    messages.success(request, "Событие убрано, его можно вернуть." if event.trashed_at else "Событие возвращено.")
    return redirect("register_school", event.school.code)
