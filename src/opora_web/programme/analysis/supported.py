"""Who has been supported – the schools of cases, since when, with which kinds of help – and what that changed."""

import json
from collections import defaultdict
from dataclasses import replace

from opora.analysis.support_effect import Support
from opora.measuring.results_over_years import PapersAsked, results_of_release
from opora.measuring.support_effect import EffectOfSupport, effect_of_support
from opora.store import Release
from opora.vocabulary.help_kinds import help_kinds
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.spelling import counted
from opora_web.facts import Facts, authority_folders
from opora_web.programme.case.models import Case
from opora_web.programme.roadmap.models import PlanState, RoadmapMeasure

Supported = dict[str, Support]

_NO_RESULTS = "Результатов ВПР у школ с сопровождением в выпуске нет: сказать, помогло ли, нельзя."


def supported_schools(facts: Facts) -> Supported:
    """Return the schools of the release that have been taken on, all cases together.

    Support begins to show in the year after a case was opened, and never in the results it was opened on.
    """
    since: dict[str, int] = {}
    cases = Case.objects.filter(trashed_at__isnull=True, school__code__in=facts.schools)
    for code, opened_at, year in cases.values_list("school__code", "opened_at", "year"):
        first = max(opened_at.year, year) + 1
        since[str(code)] = min(first, since.get(str(code), first))
    kinds = _kinds_of(since)
    return {code: Support(year, frozenset(kinds[code])) for code, year in sorted(since.items())}


def _kinds_of(codes: dict[str, int]) -> dict[str, set[str]]:
    """Return the kinds of help in plans of these schools that have left the draft, in the authority's words."""
    words = help_kinds(authority_folders()).kinds
    found: dict[str, set[str]] = defaultdict(set)
    measures = RoadmapMeasure.objects.filter(
        trashed_at__isnull=True,
        roadmap__trashed_at__isnull=True,
        roadmap__is_template=False,
        roadmap__organisation__code__in=codes,
        roadmap__state__in=(PlanState.APPROVED, PlanState.AMENDED, PlanState.ENDED),
    ).exclude(kind="")
    for code, kind in measures.values_list("roadmap__organisation__code", "kind").distinct():
        found[str(code)].add(words.get(kind, kind))
    return found


def written_support(supported: Supported) -> str:
    """Return who is supported as one word of a question: other schools are another question."""
    rows = [[code, one.since, sorted(one.kinds)] for code, one in sorted(supported.items())]
    return json.dumps(rows, ensure_ascii=False)


def read_support(word: str) -> Supported:
    """Return the same back."""
    return {code: Support(since, frozenset(kinds)) for code, since, kinds in json.loads(word)}


def effect_of_release(release: Release, supported: Supported) -> EffectOfSupport:
    """Return what each method says of the supported schools; those without results are counted, not named.

    Raises:
        AnalysisRefusedError: there are no results, or none of supported schools.
    """
    results = results_of_release(release, PapersAsked())
    known = {row.school for row in results.rows} & supported.keys()
    if not known:
        raise AnalysisRefusedError(_NO_RESULTS)
    answer = effect_of_support(results, {code: supported[code] for code in sorted(known)})
    lost = len(supported) - len(known)
    more = (f"Без результатов – {counted(lost, 'школа', 'школы', 'школ')} с сопровождением.",) if lost else ()
    return replace(answer, notes=(*answer.notes, *more))
