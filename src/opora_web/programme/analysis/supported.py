"""Who has been supported – the schools of cases, since when, by which list, with which help – and what that changed."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from opora.analysis.support_effect import Support
from opora.findings.found import Found
from opora.measuring.listing import choices_of_lists
from opora.measuring.results_over_years import PapersAsked, results_of_release
from opora.measuring.support_effect import EffectOfSupport, effect_of_support
from opora.pipeline import find
from opora.store import Release
from opora.vocabulary.help_kinds import help_kinds
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.spelling import counted, percent
from opora_web.facts import Facts, authority_folders, rule_names, rules_named
from opora_web.programme.case.models import Case
from opora_web.programme.roadmap.models import PlanState, RoadmapMeasure

_NO_RESULTS = "Результатов ВПР у школ с сопровождением в выпуске нет: сказать, помогло ли, нельзя."


@dataclass(frozen=True)
class Accompanied:
    """Who has been taken on.

    Attributes:
        schools: code of a school → since when and with which kinds of help.
        lists: first year of results under support → rule set and year by which most of its schools were taken on.
    """

    schools: Mapping[str, Support]
    lists: Mapping[int, tuple[str, int]]

    def __str__(self) -> str:
        """Return the same as one word of a question: other schools are another question."""
        schools = [[code, one.since, sorted(one.kinds)] for code, one in sorted(self.schools.items())]
        return json.dumps([schools, [[start, *by] for start, by in sorted(self.lists.items())]], ensure_ascii=False)


def read_accompanied(word: str) -> Accompanied:
    """Return what such a word says."""
    schools, lists = json.loads(word)
    return Accompanied(
        {code: Support(since, frozenset(kinds)) for code, since, kinds in schools},
        {start: (rules, year) for start, rules, year in lists},
    )


def accompanied_schools(facts: Facts) -> Accompanied:
    """Return the schools of the release that have been taken on, all cases together.

    Support begins to show in the year after a case was opened, and never in the results it was opened on.
    """
    taken: dict[str, tuple[int, str, int]] = {}
    cases = Case.objects.filter(trashed_at__isnull=True, school__code__in=facts.schools)
    for code, opened_at, rules, year in cases.values_list("school__code", "opened_at", "rules", "year"):
        one = (max(opened_at.year, year) + 1, rules, year)
        taken[str(code)] = min(one, taken.get(str(code), one))
    kinds = _kinds_of(taken)
    schools = {code: Support(first, frozenset(kinds[code])) for code, (first, _, _) in sorted(taken.items())}
    return Accompanied(schools, _lists_of(facts, taken.values()))


def _lists_of(facts: Facts, taken: Iterable[tuple[int, str, int]]) -> dict[int, tuple[str, int]]:
    """Return the list most schools of each start came from.

    Left out are lists that the release can make no more, and those whose support no results have shown yet.
    """
    known, starts = set(rule_names()), defaultdict[int, Counter[tuple[str, int]]](Counter)
    for first, rules, year in taken:
        if rules in known and year in facts.years and first <= facts.years[0]:
            starts[first][rules, year] += 1
    return {first: min(by, key=lambda one: (-by[one], one)) for first, by in starts.items()}


def _kinds_of(codes: Iterable[str]) -> dict[str, set[str]]:
    """Return the kinds of help in plans of these schools that have left the draft, in the authority's words."""
    words = help_kinds(authority_folders()).kinds
    found: dict[str, set[str]] = defaultdict(set)
    measures = RoadmapMeasure.objects.filter(
        trashed_at__isnull=True,
        roadmap__trashed_at__isnull=True,
        roadmap__is_template=False,
        roadmap__organisation__code__in=list(codes),
        roadmap__state__in=(PlanState.APPROVED, PlanState.AMENDED, PlanState.ENDED),
    ).exclude(kind="")
    for code, kind in measures.values_list("roadmap__organisation__code", "kind").distinct():
        found[str(code)].add(words.get(kind, kind))
    return found


def effect_of_release(release: Release, accompanied: Accompanied) -> EffectOfSupport:
    """Return what each method says of the supported schools; those without results are counted, not named.

    Raises:
        AnalysisRefusedError: there are no results, or none of supported schools.
    """
    results, supported = results_of_release(release, PapersAsked()), accompanied.schools
    known = {row.school for row in results.rows} & supported.keys()
    if not known:
        raise AnalysisRefusedError(_NO_RESULTS)
    lists = {start: find(release, year, rules_named(rules)) for start, (rules, year) in accompanied.lists.items()}
    answer = effect_of_support(results, {code: supported[code] for code in sorted(known)}, choices_of_lists(lists))
    lost = len(supported) - len(known)
    more = (f"Без результатов – {counted(lost, 'школа', 'школы', 'школ')} с сопровождением.",) if lost else ()
    return replace(answer, notes=(*answer.notes, *(_listed_by(found) for found in lists.values()), *more))


def _listed_by(found: Found) -> str:
    least, threshold = found.rules.least_low_procedures, found.rules.threshold
    if threshold is None:
        return f"Отбор {found.year} года – «{found.rules.title}»: считает учеников, а не доли, порога у него нет."
    return (
        f"Отбор {found.year} года – «{found.rules.title}»: у порога {percent(threshold)} сравнивается доля, "
        f"{'наибольшая' if least == 1 else f'{least}-я по величине'} среди процедур школы – она и решала."
    )
