"""Where the authority requires a second factor, nobody works without one."""

from collections.abc import Callable

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

_OPEN = ("/accounts/", "/static/")


class SecondFactorMiddleware:
    """Leads a person without a second factor to where one is set up, when it is required."""

    def __init__(self, answer: Callable[[HttpRequest], HttpResponse]) -> None:
        self._answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Let the request through, or lead the person to the setting up."""
        is_asked = settings.SECOND_FACTOR_REQUIRED and request.user.is_authenticated
        if is_asked and not request.path.startswith(_OPEN) and not is_mfa_enabled(request.user):
            messages.info(request, "Здесь входят с кодом из телефона: включите его, и работа откроется.")
            return redirect("mfa_activate_totp")
        return self._answer(request)
