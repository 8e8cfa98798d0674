"""Reminders: the calendar feed with its keys, and whether a person wants letters."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from opora.reports.task_calendar import fingerprint, task_calendar
from opora_web.accounts.doors import door, open_to_all, person_in
from opora_web.programme.execution.calendar_feed import (
    TITLE,
    feed_of,
    make_calendar_key,
    person_of_calendar_key,
    revoke_calendar_key,
    site_address,
)
from opora_web.programme.execution.digests import want_digests
from opora_web.programme.execution.models import CalendarKey, DigestRefusal
from opora_web.programme.identification.rules import RefusedError

_LONGEST_TITLE, _LONGEST_KEY = 100, 100


@require_http_methods(["GET", "HEAD", "POST"])
@door(None)
def reminders(request: HttpRequest) -> HttpResponse:
    """Show a person's reminders; make an address of the calendar, shown once."""
    me, made = person_in(request), None
    title = request.POST.get("title", "").replace("\x00", "").strip()[:_LONGEST_TITLE]
    if request.method == "POST" and title:
        try:
            made = _address(request, make_calendar_key(me, title, timezone.now()))
        except RefusedError as why:
            messages.error(request, str(why))
    words = {
        "keys": me.calendar_keys.all(),
        "made": made,
        "are_wanted": not DigestRefusal.objects.filter(person=me).exists(),
    }
    answer = render(request, "programme/execution/reminders.html", words)
    if made:
        answer["Cache-Control"] = "no-store"
    return answer


def _address(request: HttpRequest, key: str) -> str:
    path = reverse("calendar_feed", args=[key])
    return site_address(path) or request.build_absolute_uri(path)


@require_POST
@door(None)
def key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one's address of the calendar."""
    revoke_calendar_key(get_object_or_404(CalendarKey, pk=pk, person=person_in(request)), timezone.now())
    messages.success(request, "Адрес отозван: календари по нему больше ничего не получат.")
    return redirect("execution_reminders")


@require_POST
@door(None)
def digest_choice(request: HttpRequest) -> HttpResponse:
    """Keep whether a person wants the letter of the day."""
    are_wanted = request.POST.get("wanted") == "yes"
    want_digests(person_in(request), timezone.now(), are_wanted=are_wanted)
    messages.success(request, "Письма будут приходить." if are_wanted else "Письма отключены.")
    return redirect("execution_reminders")


@require_safe
@open_to_all
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """Answer the feed of whoever's key it is; what is no key, or is revoked, is as if it were not there."""
    moment = timezone.localtime()
    person = person_of_calendar_key(key, moment) if len(key) <= _LONGEST_KEY else None
    if person is None:
        raise Http404
    tasks = feed_of(person, moment.date())
    tag = quote_etag(fingerprint(TITLE, tasks))
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(task_calendar(TITLE, tasks, moment), content_type="text/calendar; charset=utf-8")
        answer["Content-Disposition"] = 'inline; filename="opora.ics"'
    answer["ETag"], answer["Cache-Control"], answer["Referrer-Policy"] = tag, "private, no-cache", "no-referrer"
    return answer
