"""Pages of the calendar: what is expected of each school and what is missing, on the screen and as a book."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header

from opora.reports.sheets import SheetColumn, new_book
from opora_web.accounts.doors import door
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.intake.expected.queries import Arrival, Expected, expected_of

_ON_A_PAGE = 100
_FILTERS = ("municipality", "year", "q", "standing")
_STANDINGS = ((Arrival.MISSING.value, "где чего-то нет"),)


def _asked(request: HttpRequest) -> tuple[dict[str, str], Expected]:
    filters = {name: request.GET.get(name, "").strip() for name in _FILTERS}
    return filters, expected_of(request.user, filters, timezone.localdate())


@door(Verb.SEND_FILES)
def expected(request: HttpRequest) -> HttpResponse:
    """Show school by school what has come and what has not."""
    filters, found = _asked(request)
    words = {
        "expected": found,
        "page": Paginator(found.rows if found.columns else [], _ON_A_PAGE).get_page(request.GET.get("page")),
        "standings": _STANDINGS,
        "is_filtered": any(filters.values()),
        "missing": sum(row.missing for row in found.rows),
        "lacking": sum(bool(row.missing) for row in found.rows),
        "today": timezone.localdate(),
    }
    return render(request, "intake/expected.html", words)


@door(Verb.SEND_FILES)
def expected_book(request: HttpRequest) -> HttpResponse:
    """Give the same as an Excel book."""
    _, found = _asked(request)
    columns = [
        SheetColumn("Муниципалитет", 26),
        SheetColumn("Школа", 40),
        SheetColumn("Код", 16),
        SheetColumn("Не хватает", 10, "whole"),
        *(SheetColumn(column.title, 16, "centre") for column in found.columns),
    ]
    rows = [
        [row.school.municipality, row.school.name, row.school.code, row.missing, *(cell.words for cell in row.cells)]
        for row in found.rows
    ]
    title = f"Что прислано, на {timezone.localdate():%d.%m.%Y}, выпуск данных {current_facts().number or 'ещё нет'}"
    with new_book() as (book, stream):
        book.add_table("Чего не хватает", title, columns, rows)
    name = f"Чего не хватает {timezone.localdate():%Y-%m-%d}.xlsx"
    header = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return HttpResponse(stream.getvalue(), content_type=kind, headers={"Content-Disposition": header})
