"""A person's keys for programs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from opora_web.accounts.doors import door, person_in
from opora_web.api.keys import make_key, revoke_key
from opora_web.api.models import ApiKey

_LONGEST = 200


@door(None)
def api_keys(request: HttpRequest) -> HttpResponse:
    """Show one's keys; make a new one, shown once."""
    me = person_in(request)
    title, made = request.POST.get("title", "").strip()[:_LONGEST], None
    if request.method == "POST" and title:
        made = make_key(me, title, timezone.now())
    return render(request, "api/keys.html", {"keys": ApiKey.objects.filter(person=me), "made": made})


@require_POST
@door(None)
def api_key_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Revoke one's key."""
    revoke_key(get_object_or_404(ApiKey, pk=pk, person=person_in(request)), timezone.now())
    messages.success(request, "Ключ отозван.")
    return redirect("api_keys")
