"""Results of one paper with those of the same pupils in the years around it."""

from dataclasses import replace

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy
from opora.analysis.school_papers import first_attempts
from opora.measuring.answered_items import items_of_release
from opora.measuring.objectivity import WrittenPaper
from opora.store import Release
from opora.vocabulary.papers import Paper
from opora.vocabulary.refusal import AnalysisRefusedError


def written_paper(release: Release, paper: Paper) -> WrittenPaper:
    """Return a paper of a release: individual results, its items, the same pupils a year before and after.

    Raises:
        AnalysisRefusedError: nobody wrote the paper.
    """
    rows = _rows(release, paper)
    if not rows.select(pupils=nw.len()).collect().to_arrow()["pupils"][0].as_py():
        raise AnalysisRefusedError(f"{paper.label}: индивидуальных результатов в выпуске нет.")
    return WrittenPaper(paper.label, rows, _items(release, paper), [_rows(release, one) for one in _around(paper)])


def _rows(release: Release, paper: Paper) -> Lazy:
    named = (nw.col(name) == value for name, value in paper.columns.items())
    results = first_attempts(release.table("results")).filter(*named)
    codes = release.table("school_codes").select("school_code", "school")
    joined = results.join(codes, on="school_code", how="left")
    return joined.with_columns(school=nw.coalesce("school", "school_code"))


def _items(release: Release, paper: Paper) -> list[str]:
    try:
        return items_of_release(release, paper).columns
    except AnalysisRefusedError:
        return []


def _around(paper: Paper) -> list[Paper]:
    """Return the papers the same pupils wrote a year before and a year after."""
    return [replace(paper, year=paper.year + step, paper_grade=paper.paper_grade + step) for step in (-1, 1)]
