"""Reports: all of them, one of them, what its numbers are made of, its paper."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora.reports.execution_chart import NARROW, STATES, WIDE, BarCounts, execution_chart
from opora.reports.period_report import report_document
from opora_web.accounts.doors import door, person_in
from opora_web.accounts.history import ChangedMeanwhileError
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.facts import authority_folders
from opora_web.interface.charts import chart_answer
from opora_web.interface.history import history_of
from opora_web.programme.identification.download_views import WORD, as_file
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.reporting.actions import (
    begin_report,
    draft_anew,
    drop_report,
    is_edited,
    sign_report,
    write_report,
)
from opora_web.programme.reporting.drafting import PARTS
from opora_web.programme.reporting.figures import FIGURES_BY_CODE
from opora_web.programme.reporting.forms import NewSentencesForm, ReportForm, usual_period
from opora_web.programme.reporting.models import Report, ReportKind
from opora_web.programme.reporting.papers import TEMPLATES, paper_of, rows_behind, shown
from opora_web.programme.reporting.queries import organisations_to_report, reports_visible_to, reports_where
from opora_web.programme.telling import telling

_PAGE, _LONGEST = 100, 5_000


@door(Verb.SEE_PLANS)
def reports(request: HttpRequest) -> HttpResponse:
    """Show the reports and begin one."""
    may_write = may(request.user, Verb.EDIT_PLAN)
    form = _new_form(request) if may_write else None
    if request.method == "POST" and form is not None and form.is_valid():
        said = form.cleaned_data
        what = (said["organisation"], ReportKind(said["kind"]), said["roadmap"])
        made = begin_report(what, (said["starts_on"], said["ends_on"]), person_in(request), timezone.localtime())
        return redirect("report", made.pk)
    found = reports_visible_to(request.user)
    if request.GET.get("kind") in ReportKind.values:
        found = found.filter(kind=request.GET["kind"])
    page = Paginator(found.order_by("-ends_on", "-pk"), _PAGE).get_page(request.GET.get("page"))
    seen = {"page": page, "kinds": ReportKind.choices, "form": form, "may_write": may_write}
    return render(request, "programme/reporting/reports.html", seen)


def _new_form(request: HttpRequest) -> ReportForm:
    today = timezone.localdate()
    kind = request.GET.get("new", "")
    kind = kind if kind in ReportKind.values else ReportKind.NOTE
    first, last = usual_period(kind, today)
    opened = {"kind": kind, "organisation": organisations_to_report(request.user).first()}
    return ReportForm(
        request.user, request.POST or None, initial=opened | {"starts_on": first, "ends_on": min(last, today)}
    )


def _seen(request: HttpRequest, pk: int) -> Report:
    return get_object_or_404(reports_visible_to(request.user), pk=pk)


def _written(request: HttpRequest, pk: int) -> Report:
    return get_object_or_404(reports_where(request.user, Verb.EDIT_PLAN), pk=pk)


@require_GET
@door(Verb.SEE_PLANS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a report: its numbers, its chart, its text."""
    return report_page(request, _seen(request, pk))


def report_page(request: HttpRequest, one: Report, **more: Any) -> HttpResponse:
    """Show the page; `more` may hold sentences that were not kept because somebody was quicker."""
    today = timezone.localdate()
    paper, figures = shown(one, today)
    sentences = more.pop("sentences", None) or one.sentences
    numbered = [(number, it, is_edited(it)) for number, it in enumerate(sentences)]
    groups: dict[str, list[Any]] = {}
    for figure in figures:
        groups.setdefault(figure.group, []).append(figure)
    seen = {
        "one": one,
        "today": today,
        "paper": paper,
        "groups": groups,
        "parts": [(part, title, [row for row in numbered if row[1]["part"] == part]) for part, title in PARTS.items()],
        "states": [words for words, _ in STATES.values()],
        "bars": [(bar, [bar.counts.get(code, 0) for code in STATES]) for bar in paper.bars if bar.total],
        "may_write": one.signed_at is None and may(request.user, Verb.EDIT_PLAN, one.organisation),
        "new_form": NewSentencesForm(),
    }
    return render(request, "programme/reporting/report.html", seen | more)


@require_GET
@door(Verb.SEE_PLANS)
def rows(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Show what a number is made of."""
    one = _seen(request, pk)
    if code not in FIGURES_BY_CODE:
        raise Http404
    try:
        found = rows_behind(one, code, timezone.localdate())
    except KeyError:
        raise Http404 from None
    return rows_page(request, FIGURES_BY_CODE[code], found, {"one": one})


def rows_page(request: HttpRequest, what: Any, found: list[Any], more: dict[str, Any]) -> HttpResponse:
    """Show the rows of a number, page by page."""
    page: Any = Paginator(found, _PAGE).get_page(request.GET.get("page"))
    labelled = [(row, list(zip(what.headings, row.cells, strict=True))) for row in page]
    return render(request, "programme/reporting/rows.html", {"what": what, "page": page, "rows": labelled} | more)


@require_GET
@door(Verb.SEE_PLANS)
def chart(request: HttpRequest, pk: int) -> HttpResponse:
    """Draw how the plan is executed."""
    paper = paper_of(_seen(request, pk), timezone.localdate())
    bars: list[BarCounts] = [bar for bar in paper.bars if bar.total]
    if not bars:
        raise Http404
    width = NARROW if request.GET.get("narrow") == "1" else WIDE
    drawn = json.dumps([width, paper.period, *map(asdict, bars)], ensure_ascii=False)
    return chart_answer(request, "svg", f"execution {drawn}", lambda: execution_chart(bars, paper.period, width))


@require_GET
@door(Verb.SEE_PLANS)
def word(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the report as Word."""
    one = _seen(request, pk)
    paper = paper_of(one, timezone.localdate())
    content = report_document(paper, TEMPLATES[one.kind], authority_folders())
    return as_file(content, WORD, f"{one.kind}-{one.ends_on:%Y-%m-%d}-{one.pk}.docx")


@require_GET
@door(Verb.SEE_HISTORY)
def history(request: HttpRequest, pk: int) -> HttpResponse:
    """Show who changed a report, when and why."""
    mine = reports_visible_to(request.user) & reports_where(request.user, Verb.SEE_HISTORY)
    one = get_object_or_404(mine, pk=pk)
    changes = [(change, change.who or "Опора") for change in history_of(one)]
    return render(request, "programme/reporting/history.html", {"one": one, "changes": changes})


@require_POST
@door(Verb.EDIT_PLAN)
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the text of a report."""
    one = _written(request, pk)
    said, added = _typed(request.POST, one)
    try:
        write_report(one, said, added, person_in(request))
    except RefusedError as why:
        messages.error(request, str(why))
    except ChangedMeanwhileError as meanwhile:
        typed = [it | said["sentences"].get(number, {}) for number, it in enumerate(one.sentences)]
        fresh = Report.objects.select_related("organisation", "roadmap").get(pk=pk)
        return report_page(request, fresh, sentences=typed, meanwhile=str(meanwhile), stored=fresh.sentences)
    else:
        messages.success(request, "Текст записан.")
    return redirect("report", pk)


def _typed(posted: Mapping[str, str], one: Report) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return what was typed: by the number of a sentence, only if its code is still the same."""
    sentences = {
        number: {"text": posted[f"text-{number}"].replace("\x00", "").strip()[:_LONGEST],
                 "is_taken": f"take-{number}" in posted}
        for number, it in enumerate(one.sentences)
        if posted.get(f"code-{number}") == it["code"] and f"text-{number}" in posted
    }  # fmt: skip
    version = posted.get("version", "")
    opened = int(version) if version.isascii() and version.isdecimal() and len(version) < 10 else 0  # noqa: PLR2004 - versions are shorter
    added = [(part, posted.get(f"new_{part}", "").replace("\x00", "")[:_LONGEST]) for part in PARTS]
    return {"sentences": sentences, "version": opened}, added


@require_POST
@door(Verb.EDIT_PLAN)
def anew(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft the text anew from the data of today."""
    one = _written(request, pk)
    try:
        changed, kept = draft_anew(one, person_in(request), timezone.localdate())
    except (RefusedError, ChangedMeanwhileError) as why:
        messages.error(request, str(why))
    else:
        messages.success(request, f"Новых или изменённых предложений: {changed}. Ваших правок сохранено: {kept}.")
    return redirect("report", pk)


@require_POST
@door(Verb.EDIT_PLAN)
def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a report."""
    one = _written(request, pk)
    with telling(request, "Отчёт подписан: числа, строки за ними и текст больше не изменятся."):
        sign_report(one, person_in(request), timezone.localtime())
    return redirect("report", pk)


@require_POST
@door(Verb.EDIT_PLAN)
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft into the trash."""
    one = _written(request, pk)
    with telling(request, "Черновик убран."):
        drop_report(one, person_in(request), timezone.now())
    return redirect("reports")
