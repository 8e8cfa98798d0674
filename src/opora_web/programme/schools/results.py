"""A school's results over years as figures: the rule's procedures by the rule, all other papers by their marks."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from opora.reports.backdrops import Backdrop, Series, paper_series, rule_series, year_counts
from opora.reports.points import wilson
from opora.reports.result_marks import DatedMark, words_before
from opora.reports.school_results import SchoolResults
from opora.reports.wording import DASH, interval_text, share_text
from opora.tables.identification import PaperIndicators, ProcedureResult, YearCount
from opora.vocabulary.papers import paper_label
from opora.vocabulary.procedures import procedures
from opora_web.facts import DEFAULT_RULES, Facts, SchoolFacts
from opora_web.interface.figures import Figure
from opora_web.programme.schools.rows import latest_identified

#: Papers no rule looks at: with fewer pupils no conclusion is drawn of them either.
LEAST_PUPILS = 10
_HEADINGS = (
    "Год",
    "Писали",
    "Ниже порога",
    "Доля",
    "Интервал 95 %",
    "Муниципалитет",
    "Регион",
    "Половина школ региона",
)
_EVENT_HEADINGS = ("Что было перед этим",)
_MARK_HEADINGS = ("Успеваемость", "Качество", "Средняя отметка", "СОУ")


@dataclass(frozen=True)
class Followed:
    """One series of a school: where its numbers come from.

    Attributes:
        series: what is followed.
        result: the rule's word of the latest year, where the rule looks at it.
        papers: the school's marks in it, newest year first.
    """

    series: Series
    result: ProcedureResult | None
    papers: tuple[PaperIndicators, ...]

    @property
    def label(self) -> str:
        """The name for people."""
        one = self.series
        return paper_label(one.procedure, one.subject, one.paper_grade, one.level or "standard")

    @property
    def procedure(self) -> str:
        """The short name of its procedure."""
        known = procedures().get(self.series.procedure)
        return known.short if known else self.series.procedure


def followed_by(facts: Facts, school: str) -> list[Followed]:
    """Return all that can be followed of a school: the rule's procedures first, then its other papers."""
    identified = latest_identified(facts).get(school)
    marks = _marks(facts.indicators(school))
    found = [_of_rule(result, marks) for result in (identified.procedures if identified else []) if year_counts(result)]
    ruled = {one.series for one in found}
    rest = [
        Followed(series, None, papers) for series, papers in marks.items() if _without_level(series) not in ruled
    ]  # fmt: skip
    return found + sorted(rest, key=_place)


def _place(one: Followed) -> tuple[int, int, str, str]:
    known = list(procedures())
    place = known.index(one.series.procedure) if one.series.procedure in known else len(known)
    return place, one.series.paper_grade, one.series.subject, one.series.level


def _without_level(series: Series) -> Series:
    return Series(series.procedure, series.subject, series.paper_grade)


def _marks(papers: Sequence[PaperIndicators]) -> dict[Series, tuple[PaperIndicators, ...]]:
    found: dict[Series, tuple[PaperIndicators, ...]] = {}
    for one in papers:
        series = Series(one.procedure, one.subject, one.paper_grade, one.level)
        found[series] = (*found.get(series, ()), one)
    return found


def _of_rule(result: ProcedureResult, marks: dict[Series, tuple[PaperIndicators, ...]]) -> Followed:
    series = Series(result.procedure, result.subject, result.paper_grade)
    of_levels = [papers for paper, papers in marks.items() if _without_level(paper) == series]
    return Followed(series, result, of_levels[0] if len(of_levels) == 1 else ())


def results_of(facts: Facts, school: SchoolFacts, one: Followed, marks: tuple[DatedMark, ...] = ()) -> SchoolResults:
    """Return one series of a school with its backdrop and the school's events, ready to be drawn."""
    counts = year_counts(one.result) if one.result else _paper_counts(one, school)
    answer = facts.identification(facts.years[0], DEFAULT_RULES)
    origin = f"Данные {facts.years[-1]}–{facts.years[0]} годов, выпуск {facts.number}."
    by_rule = f" Правило: {answer.rules_title}, {answer.rules_edition}."
    return SchoolResults(
        school=school.name,
        label=one.label,
        counts=counts,
        backdrop=_backdrop(facts, one.series).beside(school.municipality),
        origin=origin + (by_rule if one.result else " Ниже порога – отметка «2»."),
        threshold=answer.threshold if one.result else None,
        min_participants=answer.min_participants if one.result else LEAST_PUPILS,
        below_words=answer.below_words if one.result else "с отметкой «2»",
        movement=one.result.movement if one.result else None,
        marks=marks,
    )


def _paper_counts(one: Followed, school: SchoolFacts) -> tuple[YearCount, ...]:
    known = paper_series(one.papers)
    return next((years.counts for years in known.get(one.series, []) if years.school == school.code), ())


def _backdrop(facts: Facts, series: Series) -> Backdrop:
    return facts.kept("backdrops", lambda: _backdrops(facts))[series]


def _backdrops(facts: Facts) -> dict[Series, Backdrop]:
    answer = facts.identification(facts.years[0], DEFAULT_RULES)
    papers = [paper for school in facts.schools for paper in facts.indicators(school)]
    by_rule = {series: Backdrop(schools, answer.min_participants) for series, schools in rule_series(answer).items()}
    by_marks = {series: Backdrop(schools, LEAST_PUPILS) for series, schools in paper_series(papers).items()}
    return by_marks | by_rule


def figure_of(facts: Facts, school: SchoolFacts, one: Followed, marks: tuple[DatedMark, ...] = ()) -> Figure:
    """Return one series of a school as a figure with its table."""
    results = results_of(facts, school, one, marks)
    address = reverse("school_chart", args=[school.code, one.series.code]).removesuffix(".svg")
    has_marks = bool(one.papers)
    return Figure(
        name=one.series.code,
        address=address,
        release=facts.number,
        alt=f"{one.label}. {results.headline}.",
        caption=results.origin,
        headings=(*_HEADINGS, *(_MARK_HEADINGS if has_marks else ()), *(_EVENT_HEADINGS if marks else ())),
        rows=tuple(_table_row(results, year, one.papers) for year in reversed(results.years)),
        has_narrow=True,
    )


def _table_row(results: SchoolResults, year: int, papers: Sequence[PaperIndicators]) -> tuple[str, ...]:
    own = next((one for one in results.counts if one.year == year), None)
    others = next((one for one in results.backdrop if one.year == year), None)
    counted = (
        (str(own.pupils), str(own.below), share_text(own.share_below, results.threshold),
         interval_text(wilson(own.share_below, own.pupils)))
        if own
        else ("нет результата", DASH, DASH, DASH)
    )  # fmt: skip
    beside = (
        share_text(others.municipality if others else None),
        share_text(others.region if others else None),
        interval_text(others.middle if others else None),
    )
    events = (words_before(year, results.years, results.marks) or DASH,) if results.marks else ()
    return (str(year), *counted, *beside, *(_mark_cells(papers, year) if papers else ()), *events)


def _mark_cells(papers: Sequence[PaperIndicators], year: int) -> tuple[str, ...]:
    paper = next((one for one in papers if one.year == year), None)
    if paper is None:
        return (DASH,) * len(_MARK_HEADINGS)
    mean = f"{paper.mean_mark:.2f}".replace(".", ",")
    return share_text(paper.share_passed), share_text(paper.share_good), mean, share_text(paper.sou)


def series_asked(facts: Facts, school: str, code: str) -> Followed | None:
    """Return the series of that code; None where the school has no such results."""
    return next((one for one in followed_by(facts, school) if one.series.code == code), None)
