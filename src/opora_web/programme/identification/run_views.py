"""Running a rule set: a preview computed from facts, and a list made of it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from opora.reports.list_document import chance_sentences, rule_sentences, summary_sentences
from opora_web.accounts.doors import door
from opora_web.accounts.rules import Verb
from opora_web.facts import DEFAULT_RULES, current_facts, rules_named
from opora_web.interface.charts import Form
from opora_web.programme.identification.actions import make_list
from opora_web.programme.identification.forms import RunForm
from opora_web.programme.identification.pictures import Gallery, Subject, picture_answer
from opora_web.programme.identification.preview import (
    Run,
    listed,
    moved_by_rule,
    moved_since,
    rules_differences,
    trials,
    with_status,
)
from opora_web.programme.identification.queries import (
    included_codes,
    organisations_to_identify,
    previous_approved,
)
from opora_web.programme.schools.queries import facts_asked

#: A row unfolds into everything that is known of a school: as many as one reads through.
_PAGE = 25


def _asked(request: HttpRequest, data: Any) -> RunForm:
    """Return the form with what was chosen; what was not is the first organisation, the last year, the usual rule."""
    first = organisations_to_identify(request.user).first()
    years = current_facts().years
    usual = {"organisation": first.pk if first else "", "year": years[0] if years else "", "rules": DEFAULT_RULES}
    return RunForm(request.user, usual | {name: data[name] for name in data if data[name]})


def _run(form: RunForm) -> Run:
    chosen = form.cleaned_data
    return Run(current_facts(), chosen["organisation"], chosen["year"], chosen["rules"])


@require_GET
@door(Verb.IDENTIFY)
def identify(request: HttpRequest) -> HttpResponse:
    """Show what a rule set says, before anything is saved."""
    form = _asked(request, request.GET)
    facts = current_facts()
    seen: dict[str, Any] = {"form": form, "has_results": bool(facts.years)}
    if facts.years and form.is_valid():
        run = _run(form)
        seen |= _preview(run, form.cleaned_data["compare"]) | {"gallery": _gallery(run, request)}
        seen |= {name: _page_of(request, name, seen[name]) for name in _LONG}
    return render(request, "programme/identification/run.html", seen)


#: What of the preview may be as long as the region: each is shown a page at a time, under its own name in the address.
_LONG = ("listed", "moved", "differences", "at_risk", "insufficient")


def _page_of(request: HttpRequest, name: str, rows: list[Any]) -> Page[Any]:
    return Paginator(rows, _PAGE).get_page(request.GET.get(f"{name}_page"))


def _gallery(run: Run, request: HttpRequest) -> Gallery:
    address = reverse("identify_chart", args=["x"]).replace("x.svg", "{}")
    more = (("organisation", str(run.organisation.pk)), ("year", str(run.year)), ("rules", run.rules))
    return Gallery(_subject(run, request), request.GET, address, more)


def _preview(run: Run, compare: str) -> dict[str, Any]:
    answer = run.answer()
    previous = previous_approved(run.organisation, run.year)
    return {
        "run": run,
        "chosen": rules_named(run.rules),
        "answer": answer,
        "listed": listed(answer),
        "at_risk": with_status(answer, "at-risk"),
        "insufficient": with_status(answer, "insufficient-data"),
        "summary_sentences": summary_sentences(answer),
        "rule_sentences": rule_sentences(answer),
        "chance_sentences": chance_sentences(answer),
        "previous": previous,
        "moved": moved_since(answer, included_codes(previous)) if previous else moved_by_rule(answer),
        "other": rules_named(compare) if compare else None,
        "differences": rules_differences(run, compare) if compare else [],
    }


@require_GET
@door(Verb.IDENTIFY)
def what_if(request: HttpRequest) -> HttpResponse:
    """Show what a threshold a little lower or higher would change: a trial, nothing is kept."""
    form = _asked(request, request.GET)
    if not form.is_valid():
        raise Http404
    run = _run(form)
    seen = {"run": run, "chosen": rules_named(run.rules), "trials": trials(run)}
    page = "what_if_table.html" if request.headers.get("HX-Request") else "what_if.html"
    return render(request, f"programme/identification/{page}", seen)


@require_GET
@door(Verb.IDENTIFY)
def chart(request: HttpRequest, chart: str, form: Form) -> HttpResponse:
    """Draw a run as a picture or as a specification for the browser, from the release the address names."""
    asked = _asked(request, request.GET)
    if not asked.is_valid():
        raise Http404
    run = replace(_run(asked), facts=facts_asked(request.GET.get("release")))
    if run.year not in run.facts.years:
        raise Http404
    return picture_answer(request, form, chart, _subject(run, request))


def _subject(run: Run, request: HttpRequest) -> Subject:
    return Subject(run.answer(), run.facts, request.GET.get("procedure", ""))


@require_POST
@door(Verb.IDENTIFY)
def make(request: HttpRequest) -> HttpResponse:
    """Save a run as a draft list."""
    form = RunForm(request.user, request.POST)
    if not form.is_valid():
        messages.error(request, "Список не составлен: выберите школы, год и набор правил заново.")
        return redirect("identify")
    made = make_list(_run(form), request.user, timezone.localtime())  # type: ignore[arg-type]
    messages.success(request, "Список составлен как черновик: школы его пока не видят.")
    return redirect("list", made.pk)
