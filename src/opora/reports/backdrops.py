"""What stands behind a school's results, year by year: its municipality, its region, the middle half of schools."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import quantiles

from opora.tables.identification import Identification, PaperIndicators, ProcedureResult, YearCount

#: Of fewer schools than this no middle half is drawn: it would be their names.
LEAST_SCHOOLS = 8


@dataclass(frozen=True)
class Series:
    """What is followed over years: one procedure of a rule (level empty), or one paper with its level."""

    procedure: str
    subject: str
    paper_grade: int
    level: str = ""

    @property
    def code(self) -> str:
        """A word for addresses: «vpr-mathematics-5», «ege-mathematics-11-base»."""
        return "-".join(word for word in (self.procedure, self.subject, str(self.paper_grade), self.level) if word)


@dataclass(frozen=True)
class SchoolYears:
    """One school in one series: its counts, oldest year first."""

    school: str
    municipality: str | None
    counts: tuple[YearCount, ...]


@dataclass(frozen=True)
class YearBackdrop:
    """One year of the backdrop. Shares are 0–1.

    Attributes:
        year: the year.
        region: share of all results of the region together, so that a large school weighs as much as its pupils.
        municipality: the same for the school's municipality; None where the school has none.
        middle: between these shares lies the middle half of the region's schools with enough participants; None of
            fewer than LEAST_SCHOOLS.
    """

    year: int
    region: float
    municipality: float | None
    middle: tuple[float, float] | None


class Backdrop:
    """The backdrop of one series, counted once for all its schools."""

    def __init__(self, schools: Iterable[SchoolYears], min_participants: int) -> None:
        totals: dict[tuple[str | None, int], list[int]] = defaultdict(lambda: [0, 0])
        shares: dict[int, list[float]] = defaultdict(list)
        for school in schools:
            for one in school.counts:
                for place in {None, school.municipality}:
                    totals[place, one.year][0] += one.below
                    totals[place, one.year][1] += one.pupils
                if one.pupils >= min_participants:
                    shares[one.year].append(one.share_below)
        self._means = {key: below / pupils for key, (below, pupils) in totals.items()}
        self._middles = {year: _middle_half(known) for year, known in shares.items()}

    def beside(self, municipality: str | None) -> tuple[YearBackdrop, ...]:
        """Return the years, oldest first, as a school of the municipality sees them."""
        return tuple(
            YearBackdrop(
                year=year,
                region=self._means[None, year],
                municipality=self._means.get((municipality, year)) if municipality else None,
                middle=self._middles.get(year),
            )
            for place, year in sorted(self._means, key=lambda key: key[1])
            if place is None
        )


def _middle_half(shares: Sequence[float]) -> tuple[float, float] | None:
    if len(shares) < LEAST_SCHOOLS:
        return None
    low, _, high = quantiles(shares, n=4, method="inclusive")
    return low, high


def year_counts(result: ProcedureResult) -> tuple[YearCount, ...]:
    """Return the years of a procedure that have a result, this year the last."""
    if not result.pupils or result.below is None:
        return result.earlier
    share = result.below / result.pupils
    return (*result.earlier, YearCount(year=result.year, pupils=result.pupils, below=result.below, share_below=share))


def rule_series(identification: Identification) -> dict[Series, list[SchoolYears]]:
    """Return for each procedure of the rule the years of every school that has a result."""
    found: dict[Series, list[SchoolYears]] = defaultdict(list)
    for school in identification.schools:
        for result in school.procedures:
            counts = year_counts(result)
            if counts:
                series = Series(result.procedure, result.subject, result.paper_grade)
                found[series].append(SchoolYears(school.school, school.municipality, counts))
    return dict(found)


def paper_series(indicators: Iterable[PaperIndicators]) -> dict[Series, list[SchoolYears]]:
    """Return for each paper the years of every school, counted by marks: «below» is mark 2."""
    found: dict[Series, dict[str, list[PaperIndicators]]] = defaultdict(lambda: defaultdict(list))
    for one in indicators:
        found[Series(one.procedure, one.subject, one.paper_grade, one.level)][one.school].append(one)
    return {
        series: [_school_years(papers) for papers in schools.values()] for series, schools in found.items()
    }  # fmt: skip


def _school_years(papers: Sequence[PaperIndicators]) -> SchoolYears:
    counts = [
        YearCount(year=one.year, pupils=one.pupils, below=one.mark_2, share_below=one.mark_2 / one.pupils)
        for one in sorted(papers, key=lambda one: one.year)
        if one.pupils
    ]
    return SchoolYears(papers[0].school, papers[0].municipality, tuple(counts))
