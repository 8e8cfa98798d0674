"""Growth of the schools of a release in one paper, of one year or of several together."""

from collections.abc import Sequence
from typing import Any

from opora.analysis.growth import LEAST_SCHOOLS, Growth, growth_of_schools
from opora.growth_rows import COLUMNS, POOLED_COLUMNS, AskedPaper, GrowthRows, growth_rows, pooled_growth_rows
from opora.measuring.told import number
from opora.store import Release
from opora.tables.school_growth import GrowthAnswer, SchoolGrowth
from opora.vocabulary.papers import paper_label


def school_growth(release: Release, asked: AskedPaper, years: Sequence[int]) -> GrowthAnswer:
    """Return the growth of every school; several years stand together, so that small schools can be told of.

    Args:
        release: where the results are.
        asked: the paper; its own year stands in `years`.
        years: calendar years.

    Raises:
        AnalysisRefusedError: the release has no such paper, or nothing earlier.
    """
    if len(years) == 1:
        gathered, columns = growth_rows(release, asked), COLUMNS
    else:
        gathered, columns = pooled_growth_rows(release, asked, years), POOLED_COLUMNS
    return _told(growth_of_schools(gathered.rows, columns), gathered, asked, tuple(sorted(years)))


def _told(found: Growth, gathered: GrowthRows, asked: AskedPaper, years: tuple[int, ...]) -> GrowthAnswer:
    when = f"{years[0]} год" if len(years) == 1 else f"{years[0]}–{years[-1]} годы"
    rows = found.table.to_pylist()
    model = found.model
    return GrowthAnswer(
        title=f"{paper_label(asked.procedure, asked.subject, asked.grade)}, {when}",
        years=years,
        said=gathered.said,
        prior_of=gathered.prior_of,
        unit="point" if len(years) == 1 else "spread",
        schools=tuple(_school(row) for row in rows),
        least_schools=LEAST_SCHOOLS,
        pupils=sum(row["pupils"] for row in rows),
        between=number(model.groups[0].sd["(Intercept)"]) if model else None,
        within=number(model.sigma) if model else None,
    )


def _school(row: dict[str, Any]) -> SchoolGrowth:
    axes = tuple(number(row[f"ellipse_{name}"]) for name in ("major", "minor", "angle"))
    return SchoolGrowth(
        school=row["school"],
        pupils=row["pupils"],
        verdict=row["verdict"],
        growth=number(row["growth"]),
        low=number(row["growth_low"]),
        high=number(row["growth_high"]),
        level=number(row["level"]),
        ellipse=(axes[0], axes[1], axes[2]) if axes[0] is not None and axes[1] is not None and axes[2] is not None
        else None,
        quadrant=row["quadrant"],
        shape=row["shape"],
        fifths=tuple(number(row[f"fifth_{place}"]) for place in range(1, 6)),
        pupils_of_fifths=tuple(row[f"pupils_{place}"] for place in range(1, 6)),
    )  # fmt: skip
