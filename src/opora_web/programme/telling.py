"""How a view says that a deed cannot be done: a message instead of a broken page; nothing has changed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest

from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.programme.identification.rules import RefusedError


@contextmanager
def telling(request: HttpRequest, done: str) -> Iterator[None]:
    """Say `done` after the deed, or why it was refused, or that somebody else was quicker."""
    try:
        yield
    except (RefusedError, ChangedMeanwhileError) as why:
        messages.error(request, str(why))
    else:
        messages.success(request, done)


def say_faults(request: HttpRequest, form: Form) -> None:
    """Say what a form that is only a few fields wants; used where the form stands on a larger page."""
    for field, faults in form.errors.items():
        name = form.fields[field].label if field in form.fields else ""
        said = " ".join(str(fault) for fault in faults)
        messages.error(request, f"{name}: {said}" if name else said)


def do_as_written(request: HttpRequest, form: Form, done: str, deed: Callable[[dict[str, Any]], object]) -> None:
    """Do what a small form on a larger page asks and say `done`; else say what it wants, or why not."""
    if not form.is_valid():
        say_faults(request, form)
        return
    with telling(request, done):
        deed(form.cleaned_data)
