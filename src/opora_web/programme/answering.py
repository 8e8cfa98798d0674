"""A form that is answered: shown, sent, refused with words, or kept open where somebody else was quicker."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.programme.identification.rules import RefusedError

#: Does what was written in a form; where the form has a page of its own, returns where to go.
Deed = Callable[[dict[str, Any]], Any]


def answered(
    request: HttpRequest, form: forms.Form, page: tuple[str, dict[str, Any]], deed: Deed, done: str = "Записано."
) -> HttpResponse:
    """Show the page a form has of its own; when it was sent, do the deed and go to the address it returns.

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
            _reopen(form, meanwhile)
        else:
            messages.success(request, done)
            return redirect(address)
    return render(request, template, words | {"form": form})


def answered_within(
    request: HttpRequest, form: tuple[str, forms.Form], page: Callable[..., HttpResponse], deed: Deed, address: str
) -> HttpResponse:
    """Do what one form of a larger page asks; where it cannot be done, show that page with all that was written.

    Args:
        request: the request.
        form: the form's name on the page, and the form, bound.
        page: makes the larger page as things now are, with the form in the place of a fresh one.
        deed: does what was written.
        address: where to go then.
    """
    name, asked = form
    words: dict[str, Any] = {name: asked}
    if asked.is_valid():
        try:
            deed(asked.cleaned_data)
        except RefusedError as why:
            asked.add_error(None, str(why))
        except ChangedMeanwhileError as meanwhile:
            words["meanwhile"] = str(meanwhile)
            _reopen(asked, meanwhile)
        else:
            messages.success(request, "Записано.")
            return redirect(address)
    return page(**words)


def _reopen(form: forms.Form, meanwhile: ChangedMeanwhileError) -> None:
    """Open the form on the present version, with all its author wrote: sent again, it is kept."""
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["version"] = str(getattr(meanwhile.current, "version", 1))  # type: ignore[index]
    form.full_clean()
