"""Pages of the room: the list of analyses, each as page, workbook, Word section and pictures, and asking a school."""

from typing import Any, Literal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.http import require_POST, require_safe

from opora.reports.analysis_document import analysis_document
from opora.reports.analysis_report import AnalysisReport
from opora.reports.analysis_workbook import analysis_workbook
from opora.reports.charts import DRAWING
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.queries import may
from opora_web.accounts.rules import VERB_IN_RUSSIAN, Verb
from opora_web.facts import current_facts
from opora_web.interface.charts import Form, chart_answer
from opora_web.interface.figures import Figure
from opora_web.programme.analysis.analyses import ANALYSES, Analysis, analysis_named
from opora_web.programme.analysis.measured import Counting, prepare_answers
from opora_web.programme.analysis.page import Asked, Page, asked_by
from opora_web.programme.analysis.papers import papers_with_scores
from opora_web.programme.analysis.shown_table import ShownTable, shown_tables
from opora_web.programme.objectivity.actions import Sign, ask_school
from opora_web.programme.objectivity.forms import AskForm
from opora_web.programme.objectivity.queries import schools_to_ask
from opora_web.programme.objectivity.rules import QuestionRefusedError
from opora_web.programme.schools.header import origin_of
from opora_web.programme.schools.queries import facts_asked

Paper = Literal["xlsx", "docx"]

_OFFICE = "application/vnd.openxmlformats-officedocument."
_KINDS = {"docx": f"{_OFFICE}wordprocessingml.document", "xlsx": f"{_OFFICE}spreadsheetml.sheet"}
_WIDE, _NARROW = 460, 210


@require_safe
@door(Verb.SEE_SCHOOLS)
def analyses(request: HttpRequest) -> HttpResponse:
    """Show which analyses there are, and which file to send for those that lack data."""
    facts = current_facts()
    prepare_answers(facts, timezone.now())
    shown = [(one, one.has_data(facts)) for one in ANALYSES if may(request.user, one.verb)]
    words = {"analyses": shown, "origin": origin_of(facts), "facts": facts}
    return render(request, "programme/analysis/analyses.html", words)


def _asked(request: HttpRequest, name: str) -> tuple[Analysis, Asked]:
    """Return which analysis is asked about whose schools.

    Raises:
        Http404: there is no such analysis, release or visible school.
        PermissionDenied: the person may not see this analysis anywhere.
    """
    found = analysis_named(name)
    if found is None:
        raise Http404
    if not may(request.user, found.verb):
        raise PermissionDenied(f"Нужно право: {VERB_IN_RUSSIAN[found.verb]}.")
    facts = facts_asked(request.GET.get("release"))
    return found, asked_by(request.user, facts, request.GET, found.verb, timezone.now())


@require_safe
@door(Verb.SEE_SCHOOLS)
def analysis(request: HttpRequest, name: str) -> HttpResponse:
    """Show one analysis."""
    found, asked = _asked(request, name)
    page = found.page(asked)
    words: dict[str, Any] = {
        "analysis": found,
        "asked": asked,
        "page_words": page,
        "facts": asked.facts,
        "similar_tip": found.code == "items",
    }
    if page.report is not None:
        tables = shown_tables(page.report.tables, request.GET)
        words |= {
            "report": page.report,
            "tables": tables,
            "figures": _figures(found, asked, page.report, tables),
        }
    status = 202 if page.counting else 200
    return render(request, "programme/analysis/analysis.html", words | page.words, status=status)


def _figures(found: Analysis, asked: Asked, report: AnalysisReport, tables: list[ShownTable]) -> list[Figure]:
    left_out = {"sort", "page", "all", "release"}
    query = tuple((name, str(value)) for name, value in asked.query.items() if name not in left_out)
    anchors = {one.table.name: one.anchor for one in tables}
    return [
        Figure(
            name=one.name,
            address=reverse("analysis_chart", args=[found.code, one.name]).removesuffix(".svg"),
            release=asked.facts.number,
            alt=one.description,
            caption=one.caption,
            table=(anchors[one.table], one.table),
            query=query,
            has_narrow=True,
        )
        for one in report.pictures
    ]


def _reported(request: HttpRequest, name: str) -> tuple[Page, AnalysisReport]:
    found, asked = _asked(request, name)
    page = found.page(asked)
    if page.report is None:
        raise Http404
    return page, page.report


@require_safe
@door(Verb.SEE_SCHOOLS)
def analysis_chart(request: HttpRequest, name: str, chart: str, form: Form) -> HttpResponse:
    """Answer one picture of an analysis, or its specification for the browser."""
    _, report = _reported(request, name)
    one = next((one for one in report.pictures if one.name == chart), None)
    if one is None:
        raise Http404
    width = _NARROW if request.GET.get("narrow") == "1" else _WIDE
    return chart_answer(request, form, f"{one.shown} {width}", lambda: one.draw(width))


@require_safe
@door(Verb.SEE_SCHOOLS)
def analysis_file(request: HttpRequest, name: str, form: Paper) -> HttpResponse:
    """Answer the same analysis as an Excel workbook or in Word."""
    page, report = _reported(request, name)
    content = _word(page, report) if form == "docx" else analysis_workbook(report)
    answer = HttpResponse(content, _KINDS[form])
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=f"{report.title}.{form}")
    return answer


def _word(page: Page, report: AnalysisReport) -> bytes:
    if page.document is not None:
        return page.document()
    with DRAWING:
        return analysis_document(report)


@require_POST
@door(Verb.IDENTIFY)
def ask(request: HttpRequest, code: str) -> HttpResponse:
    """Ask a school what explains the signs in one paper; what is asked is copied from the release."""
    school = get_object_or_404(schools_to_ask(request.user), code=code)
    paper, facts = request.POST.get("paper", ""), current_facts()
    if paper not in papers_with_scores(facts):
        raise Http404
    query = QueryDict(urlencode({"paper": paper}))
    asked = asked_by(request.user, facts, query, Verb.SEE_OBJECTIVITY, timezone.now())
    found = asked.answer("objectivity", paper)
    back = f"{reverse('analysis', args=['objectivity'])}?{query.urlencode()}"
    form = AskForm(request.POST)
    if isinstance(found, Counting) or found.refused or not form.is_valid():
        messages.error(request, "Спросить пока нельзя: признаки считаются или вопрос слишком длинный.")
        return redirect(back)
    signs: dict[str, Any] = next(
        (one.model_dump(mode="json") for one in found.answer.schools if one.school == code), {}
    )
    try:
        sign = Sign(facts.number, paper, found.answer.title, signs)
        made = ask_school(school, sign, form.cleaned_data["words"], person_in(request), timezone.now())
    except QuestionRefusedError as why:
        messages.error(request, str(why))
        return redirect(back)
    messages.success(request, "Вопрос задан: школа увидит его и сможет ответить.")
    return redirect("objectivity_question", made.pk)
