"""How a view says that a deed cannot be done: a message instead of a broken page; nothing has changed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib import messages
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


def say_faults(request: HttpRequest, form: object) -> None:
    """Say what a form that is only a few fields wants; used where the form stands on a larger page."""
    for field, faults in form.errors.items():  # type: ignore[attr-defined]
        name = form.fields[field].label if field in form.fields else ""  # type: ignore[attr-defined]
        messages.error(request, f"{name}: {' '.join(faults)}" if name else " ".join(faults))
