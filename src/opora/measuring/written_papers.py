"""Results of one paper: of a release, with those of the same pupils in the years around it, or of any table."""

from dataclasses import dataclass, replace
from functools import reduce
from operator import add

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy
from opora.analysis.school_papers import first_attempts
from opora.measuring.answered_items import items_of_release
from opora.measuring.objectivity import WrittenPaper
from opora.store import Release
from opora.vocabulary.papers import Paper
from opora.vocabulary.refusal import AnalysisRefusedError, require_columns


@dataclass(frozen=True)
class ResultColumns:
    """Which columns of somebody's table hold what; None – the table does not say.

    Attributes:
        school: code of the school.
        score: primary score; without it the sum of the items stands.
        mark: mark of the paper.
        journal_mark: mark of the journal.
        items: scores of the items.
    """

    school: str
    score: str | None = None
    mark: str | None = None
    journal_mark: str | None = None
    items: tuple[str, ...] = ()


def paper_of_table(table: Lazy, columns: ResultColumns, title: str) -> WrittenPaper:
    """Return the paper a table tells of.

    Raises:
        AnalysisRefusedError: a column is missing or is not numeric, or there is neither a score nor items.
    """
    numeric = [*columns.items, *(one for one in (columns.score, columns.mark, columns.journal_mark) if one)]
    schema = table.collect_schema()
    require_columns([columns.school, *numeric], schema.names())
    for name in numeric:
        if not schema[name].is_numeric():
            raise AnalysisRefusedError(f"Столбец «{name}» – не числа, а ожидаются баллы или отметки.")
    if columns.score is None and not columns.items:
        raise AnalysisRefusedError("Ни первичного балла, ни баллов за задания: назовите --score-column или --items.")
    items = {f"item_{place}": nw.col(name) for place, name in enumerate(columns.items, start=1)}
    score = nw.col(columns.score) if columns.score else reduce(add, (_points(name) for name in columns.items))
    rows = table.select(
        school=nw.col(columns.school).cast(nw.String()),
        primary_score=score.cast(nw.Int64()),
        mark=_whole(columns.mark),
        journal_mark=_whole(columns.journal_mark),
        **items,
    )
    return WrittenPaper(title, rows, list(items))


def _points(name: str) -> nw.Expr:
    return nw.when(nw.col(name) > 0).then(nw.col(name)).otherwise(nw.lit(0))


def _whole(name: str | None) -> nw.Expr:
    return nw.lit(None, dtype=nw.Int64()) if name is None else nw.col(name).cast(nw.Int64())


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
