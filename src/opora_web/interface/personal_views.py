"""What is kept about a person: a page to read and print, a workbook to take away, a file for programs."""

import json

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from opora.reports.sheets import new_book
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.models import Person
from opora_web.accounts.queries import people_manageable_by
from opora_web.interface.personal_data import PersonalData, personal_data_of

_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
@door(None)
def person_records(request: HttpRequest, pk: int) -> HttpResponse:
    """Give out everything the site keeps about a person: to that person, or to who manages them."""
    mine = Person.objects.filter(pk=person_in(request).pk)
    kept = personal_data_of(get_object_or_404(people_manageable_by(request.user) | mine, pk=pk), settings.AUTHORITY)
    match request.GET.get("as"):
        case "xlsx":
            return _file(_workbook(kept), _EXCEL, f"person-{pk}.xlsx")
        case "json":
            return _file(_for_programs(kept), "application/json; charset=utf-8", f"person-{pk}.json")
    return render(request, "interface/personal_data.html", {"kept": kept, "is_me": pk == person_in(request).pk})


def _file(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=media_type, headers=disposition)


def _workbook(kept: PersonalData) -> bytes:
    lines = [(kind.title, record) for kind in kept.kinds for record in kind.records]
    with new_book() as (book, stream):
        book.add_notes("Человек", f"Что хранится: {kept.person}", kept.own)
        book.add_notes("Записи", "Всё, где назван человек", lines)
        book.add_notes("О хранении", "Кто и зачем хранит эти данные", kept.about)
    return stream.getvalue()


def _for_programs(kept: PersonalData) -> bytes:
    said = {
        "человек": dict(kept.own),
        "о хранении": dict(kept.about),
        "записи": {kind.title: kind.records for kind in kept.kinds},
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
