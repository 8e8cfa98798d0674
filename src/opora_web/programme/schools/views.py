"""Pages of the room: the list of schools, a school's sources, and why it is on the list."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_POST, require_safe

from opora.reports.letter_document import letter_document
from opora.reports.wording import bare_name
from opora_web.accounts.doors import door
from opora_web.accounts.queries import issuing_authority, may
from opora_web.accounts.rules import Verb
from opora_web.facts import Facts, authority_folders, current_facts
from opora_web.programme.objectivity.queries import questions_about_school
from opora_web.programme.objectivity.rules import reliability_by
from opora_web.programme.schools.drawing import drawn_row, question_marks
from opora_web.programme.schools.header import header_of, origin_of
from opora_web.programme.schools.listing import listing
from opora_web.programme.schools.procedures import procedure_rows
from opora_web.programme.schools.queries import (
    dropped_schools_named,
    facts_asked,
    rows_visible_to,
    school_asked,
    school_named,
)
from opora_web.programme.schools.why import (
    counted_rows,
    differences,
    explanation_asked,
    rows_of_files,
    without_rows,
)
from opora_web.programme.schools.workbook import schools_workbook

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@door(Verb.SEE_SCHOOLS)
def schools(request: HttpRequest) -> HttpResponse:
    """Show the schools a person may see, sought, filtered and ordered as the address says."""
    facts = current_facts()
    asked = listing(rows_visible_to(request.user, facts), request.GET)
    page, marks = asked.page, question_marks(request.user, facts.years[0]) if facts.years else {}
    words = {
        "listing": asked,
        "order": asked.order,
        "page": page,
        "rows": mark_safe("".join(drawn_row(row, marks.get(row.code, "")) for row in page)),  # noqa: S308 - each row came of a template
        "facts": facts,
        "origin": origin_of(facts),
    }
    return render(request, "programme/schools_list.html", words)


@require_safe
@door(Verb.SEE_SCHOOLS)
def schools_table(request: HttpRequest) -> HttpResponse:
    """Answer the same list as an Excel workbook."""
    facts = current_facts()
    asked = listing(rows_visible_to(request.user, facts), request.GET)
    return _file(schools_workbook(asked, facts, origin_of(facts)), _XLSX, "Школы.xlsx")


@require_safe
@door(Verb.SEE_SCHOOLS)
def find_school(request: HttpRequest) -> HttpResponse:
    """Go straight to the school that is meant, or to the list of those that may be."""
    asked = request.GET.get("q", "").strip()
    rows = rows_visible_to(request.user, current_facts())
    exact = school_named(rows, asked)
    found = [exact] if exact else listing(rows, request.GET).rows
    codes = [row.code for row in found] or dropped_schools_named(request.user, asked)
    if asked and len(codes) == 1:
        return redirect("school", codes[0])
    return redirect(f"{reverse('schools')}?{urlencode({'q': asked} if asked else {})}")


@require_safe
@door(Verb.SEE_SCHOOLS)
def school_sources(request: HttpRequest, code: str) -> HttpResponse:
    """Show which files say anything of a school, and under which codes and names."""
    organisation, facts = school_asked(request.user, code), current_facts()
    is_known = code in facts.schools
    words = {
        "sources": facts.sources(code) if is_known else [],
        "aliases": facts.aliases(code) if is_known else [],
        "sees_rows": may(request.user, Verb.SEE_ROWS, organisation),
    }
    return render(request, "programme/school_sources.html", header_of(facts, organisation, "school_sources") | words)


@require_safe
@door(Verb.SEE_SCHOOLS)
def why(request: HttpRequest, code: str, year: int, rules: str) -> HttpResponse:
    """Show why a school is on the list or is not: sentences, the rule, the procedures, the very rows."""
    organisation, facts = school_asked(request.user, code), facts_asked(request.GET.get("release"))
    explained = explanation_asked(facts, code, year, rules)
    sees_rows = may(request.user, Verb.SEE_ROWS, organisation)
    words = {
        "explained": explained,
        "school_said": explained.identified,
        "procedures": procedure_rows(explained.identified, explained.year, explained.threshold),
        "files": rows_of_files(explained) if sees_rows else [],
        "counts": counted_rows(explained),
        "sees_rows": sees_rows,
    }
    return render(request, "programme/school_why.html", header_of(facts, organisation, "why") | words)


@require_POST
@door(Verb.SEE_SCHOOLS)
def recompute_why(request: HttpRequest, code: str, year: int, rules: str) -> HttpResponse:
    """Compute the explanation again from the tables of the release and say whether it comes out the same."""
    school_asked(request.user, code)
    facts = facts_asked(request.POST.get("release"))
    shown = explanation_asked(facts, code, year, rules)
    _say(request, facts, differences(shown, facts.recomputed(code, year, rules)))
    release = "" if facts.number == current_facts().number else f"?release={facts.number}"
    return redirect(reverse("why", args=[code, year, rules]) + release)


def _say(request: HttpRequest, facts: Facts, found: list[Any]) -> None:
    if not found:
        messages.success(
            request, f"Пересчитано заново из таблиц выпуска № {facts.number}: совпало всё – вывод, числа и строки."
        )
        return
    said = "; ".join(f"{one.what}: было {one.shown}, стало {one.again}" for one in found)
    messages.warning(request, f"Пересчитано заново из таблиц выпуска № {facts.number}, есть различия. {said}.")


@require_safe
@door(Verb.SEE_SCHOOLS)
def why_letter(request: HttpRequest, code: str, year: int, rules: str) -> HttpResponse:
    """Answer the letter to the head of the school as a Word document."""
    organisation, facts = school_asked(request.user, code), facts_asked(request.GET.get("release"))
    explained = explanation_asked(facts, code, year, rules)
    if not may(request.user, Verb.SEE_ROWS, organisation):
        explained = without_rows(explained)
    doubts = reliability_by(questions_about_school(request.user, organisation, year)).sentences
    content = letter_document(explained, authority_folders(), doubts, issuing_authority(organisation))
    return _file(content, _DOCX, f"Письмо. {bare_name(organisation.name)}, {year}.docx")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, kind)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer
