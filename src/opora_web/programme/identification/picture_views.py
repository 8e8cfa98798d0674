"""The pictures of a saved list: of what was copied when it was made."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_GET

from opora.store import ReleaseMissingError
from opora_web.accounts.doors import door
from opora_web.accounts.rules import Verb
from opora_web.facts import Facts, facts_of
from opora_web.interface.charts import Form
from opora_web.programme.identification.models import SchoolList
from opora_web.programme.identification.pictures import Gallery, Subject, picture_answer
from opora_web.programme.identification.queries import lists_visible_to
from opora_web.programme.identification.saved import saved_answer


def _subject(request: HttpRequest, one: SchoolList) -> Subject:
    return Subject(saved_answer(one), _facts_behind(one), request.GET.get("procedure", ""))


def _facts_behind(one: SchoolList) -> Facts | None:
    """Return the release a list was made of; None where the server has it no more."""
    try:
        return facts_of(one.release)
    except ReleaseMissingError:
        return None


def _seen(request: HttpRequest, pk: int) -> SchoolList:
    return get_object_or_404(lists_visible_to(request.user), pk=pk)


@require_GET
@door(Verb.SEE_LISTS)
def pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a list's pictures, one at a time with its numbers."""
    one = _seen(request, pk)
    address = reverse("list_chart", args=[pk, "x"]).replace("x.svg", "{}")
    gallery = Gallery(_subject(request, one), request.GET, address)
    return render(request, "programme/identification/pictures.html", {"one": one, "gallery": gallery})


@require_GET
@door(Verb.SEE_LISTS)
def chart(request: HttpRequest, pk: int, chart: str, form: Form) -> HttpResponse:
    """Draw a list as it was when it was made."""
    return picture_answer(request, form, chart, _subject(request, _seen(request, pk)))
