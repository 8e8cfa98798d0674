"""A school's results over years, with the events of its life drawn over them.

The page stands above the rooms, so that the room of schools need not know who adds events.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from opora.reports.school_results import NARROW, WIDE, results_plot
from opora_web.accounts.doors import door
from opora_web.accounts.rules import Verb
from opora_web.facts import current_facts
from opora_web.interface.charts import Form, chart_answer
from opora_web.programme.school_marks import marks_of_school
from opora_web.programme.schools.header import header_of
from opora_web.programme.schools.queries import facts_asked, school_asked
from opora_web.programme.schools.results import figure_of, followed_by, results_of, series_asked


@require_safe
@door(Verb.SEE_SCHOOLS)
def school_results(request: HttpRequest, code: str) -> HttpResponse:
    """Show a school's results by procedure and year, each as a chart with its table."""
    organisation, facts = school_asked(request.user, code), current_facts()
    words = header_of(facts, organisation, "school_results")
    followed = followed_by(facts, code) if code in facts.schools else []
    groups = list(dict.fromkeys(one.procedure for one in followed))
    asked = request.GET.get("procedure", "")
    chosen = asked if asked in groups else groups[0] if groups else ""
    marks = marks_of_school(request.user, organisation)
    shown = [one for one in followed if one.procedure == chosen]
    figures = [(one, figure_of(facts, facts.schools[code], one, marks)) for one in shown]
    words |= {"groups": groups, "chosen": chosen, "figures": figures, "marks": marks}
    return render(request, "programme/school_results.html", words)


@require_safe
@door(Verb.SEE_SCHOOLS)
def school_chart(request: HttpRequest, code: str, series: str, form: Form) -> HttpResponse:
    """Answer one chart of a school as a picture or as a specification for the browser."""
    organisation = school_asked(request.user, code)
    facts = facts_asked(request.GET.get("release"))
    one = series_asked(facts, code, series) if code in facts.schools else None
    if one is None:
        raise Http404
    width = NARROW if request.GET.get("narrow") == "1" else WIDE
    results = results_of(facts, facts.schools[code], one, marks_of_school(request.user, organisation))
    return chart_answer(request, form, f"{results} {width}", lambda: results_plot(results, width))
