"""Deeds upon one sending, each a form of its page: accept, withdraw, bring back, resume, undo, send again."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora.store import ReleaseMissingError, ReleaseMovedError, StoreBusyError
from opora_web.accounts.doors import door
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.facts import results_store
from opora_web.intake.models import Sending
from opora_web.intake.sendings.actions import (
    NotNowError,
    accept_with_warnings,
    restore,
    resume,
    send_again,
    undo,
    withdraw,
)
from opora_web.intake.sendings.forms import WhyForm
from opora_web.intake.sendings.queries import doubts_about, may_settle, receipt_of
from opora_web.intake.sendings.views import sending_where


def _own_or(verb: Verb, request: HttpRequest, one: Sending) -> None:
    """Let pass the sender, and who holds the verb there; for anybody else the deed does not exist."""
    if one.sender_id != request.user.pk and not may(request.user, verb, one.organisation):
        raise Http404


def _done(request: HttpRequest, one: Sending, deed: Callable[[], object], words: str) -> HttpResponse:
    """Do it and say so; what stands in the way is said in its stead."""
    try:
        deed()
    except (NotNowError, ReleaseMissingError, ReleaseMovedError, StoreBusyError) as instead:
        messages.warning(request, str(instead))
    else:
        messages.success(request, words)
    return redirect("sending", one.pk)


@require_POST
@door(Verb.SEND_FILES)
def sending_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the files in with their warnings."""
    one = sending_where(request, pk)
    receipt = receipt_of(one)
    if receipt is None or not may_settle(request.user, one, doubts_about(one, receipt)):
        raise Http404
    why = request.POST.get("why", "").strip()[:500]
    deed = lambda: accept_with_warnings(one, request.user, timezone.now(), why)  # noqa: E731 - told to _done
    return _done(request, one, deed, "Файлы принимаются с замечаниями.")


@require_POST
@door(Verb.SEND_FILES)
def sending_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the sending into the trash."""
    one = sending_where(request, pk)
    _own_or(Verb.SETTLE_INTAKE, request, one)
    why = request.POST.get("why", "").strip()[:500]
    deed = lambda: withdraw(one, request.user, timezone.now(), why)  # noqa: E731 - told to _done
    return _done(request, one, deed, "Отправка отозвана и лежит в корзине. Её можно вернуть.")


@require_POST
@door(Verb.SEND_FILES)
def sending_restore(request: HttpRequest, pk: int) -> HttpResponse:
    """Bring the sending back from the trash."""
    one = sending_where(request, pk)
    _own_or(Verb.RESTORE, request, one)
    return _done(request, one, lambda: restore(one, request.user), "Отправка возвращена и проверяется заново.")


@require_POST
@door(Verb.SEND_FILES)
def sending_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Try a stopped sending once more."""
    one = sending_where(request, pk)
    _own_or(Verb.SETTLE_INTAKE, request, one)
    return _done(request, one, lambda: resume(one, request.user), "Отправка снова в очереди.")


@require_POST
@door(Verb.SEND_FILES)
def sending_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the same files once more."""
    one = sending_where(request, pk)
    _own_or(Verb.SETTLE_INTAKE, request, one)
    try:
        made = send_again(one, request.user, timezone.now())
    except NotNowError as instead:
        messages.warning(request, str(instead))
        return redirect("sending", pk)
    messages.success(request, f"Это новая отправка с теми же файлами, что и в № {pk}.")
    return redirect("sending", made.pk)


@require_POST
@door(Verb.SETTLE_INTAKE)
def sending_undo(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the whole intake back."""
    one = sending_where(request, pk)
    if not may(request.user, Verb.SETTLE_INTAKE, one.organisation):
        raise Http404
    form = WhyForm(request.POST)
    if not form.is_valid():
        messages.warning(request, "Напишите основание: почему приём отменяется.")
        return redirect("sending", pk)
    why = form.cleaned_data["why"]
    deed = lambda: undo(one, results_store(), request.user, timezone.now(), why)  # noqa: E731 - told to _done
    return _done(request, one, deed, "Приём отменён: действует прежний выпуск.")
