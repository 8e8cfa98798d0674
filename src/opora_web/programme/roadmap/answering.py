"""A form on a page of its own: shown, sent, refused with words, or kept open where somebody else was quicker."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.programme.identification.rules import RefusedError

Deed = Callable[[dict[str, Any]], str]


def answered(
    request: HttpRequest, form: forms.Form, page: tuple[str, dict[str, Any]], deed: Deed, done: str = "Записано."
) -> HttpResponse:
    """Show a form's page; when it was sent, do the deed and go to the address it returns.

    Args:
        request: the request.
        form: bound when the request is a POST.
        page: the template and its words; the form is added as `form`.
        deed: does what was written and returns where to go.
        done: what is said then.
    """
    template, words = page
    if request.method == "POST" and form.is_valid():
        try:
            address = deed(form.cleaned_data)
        except RefusedError as why:
            form.add_error(None, str(why))
        except ChangedMeanwhileError as meanwhile:
            words = words | {"meanwhile": str(meanwhile), "theirs": meanwhile.current}
            reopen(form, getattr(meanwhile.current, "version", 1))
        else:
            messages.success(request, done)
            return redirect(address)
    return render(request, template, words | {"form": form})


def reopen(form: forms.Form, version: int) -> None:
    """Open the form on the present version, with all its author wrote: sent again, it is kept."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(version)  # type: ignore[index]
    form.full_clean()
