"""Results of one paper: of a release, with those of the same pupils in the years around it, or of any table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial, reduce
from operator import add

import narwhals.stable.v2 as nw

from opora.analysis.found_words import require_numbers_in, require_whole_numbers_in
from opora.analysis.lazy import Lazy
from opora.analysis.school_context.wellbeing import SIGNS, wellbeing
from opora.analysis.school_papers import first_attempts
from opora.measuring.answered_items import items_of_release, points, require_points
from opora.measuring.objectivity import WrittenPaper
from opora.measuring.told import number
from opora.school_facts import facts_of_release
from opora.store import Release
from opora.vocabulary.papers import Paper
from opora.vocabulary.refusal import AnalysisRefusedError, require_all, require_columns

#: The grade whose exam everybody takes.
_EXAM_GRADE = 9

_MOST_POINTS = 1000  # of a whole paper
_EXPECTED = f"Ожидаются целые баллы или отметки от 0 до {_MOST_POINTS}; где их нет, пусто."


@dataclass(frozen=True)
class ResultColumns:
    """Which columns of somebody's table hold what; None – the table does not say.

    Attributes:
        school: code of the school.
        score: primary score; without it the sum of the items stands.
        mark: mark of the paper.
        journal_mark: mark of the journal.
        items: scores of the items.
        context: numbers known of schools before the paper.
    """

    school: str
    score: str | None = None
    mark: str | None = None
    journal_mark: str | None = None
    items: tuple[str, ...] = ()
    context: tuple[str, ...] = ()


def paper_of_table(table: Lazy, columns: ResultColumns, title: str) -> WrittenPaper:
    """Return the paper a table tells of.

    Raises:
        AnalysisRefusedError: a column is missing or is not numeric, or there is neither a score nor items.
    """
    if columns.score is None and not columns.items:
        raise AnalysisRefusedError("Ни первичного балла, ни баллов за задания: назовите --score-column или --items.")
    schema = table.collect_schema()
    whole = [one for one in (columns.score, columns.mark, columns.journal_mark) if one]
    require_columns([columns.school, *columns.items, *whole, *columns.context], schema.names())
    require_all(
        partial(require_points, table, columns.items),
        partial(require_whole_numbers_in, table, whole, (0, _MOST_POINTS), _EXPECTED),
        partial(require_numbers_in, table, columns.context, "Ожидаются числа; где их нет, пусто."),
    )
    items = {f"item_{place}": points(name, schema) for place, name in enumerate(columns.items, start=1)}
    score = points(columns.score, schema) if columns.score else reduce(add, map(_earned, items.values()))
    rows = table.select(
        school=nw.col(columns.school).cast(nw.String()),
        primary_score=score.cast(nw.Int64()),
        mark=_whole(columns.mark, schema),
        journal_mark=_whole(columns.journal_mark, schema),
        **items,
    )
    background = _background_of_table(table, columns) if columns.context else None
    return WrittenPaper(title, rows, list(items), background=background)


def _background_of_table(table: Lazy, columns: ResultColumns) -> Mapping[str, Sequence[float | None]]:
    """Return the mean of each number over the rows of a school."""
    named = {f"number_{place}": nw.col(name) for place, name in enumerate(columns.context)}
    rows = table.select(school=nw.col(columns.school).cast(nw.String()), **named)
    means = rows.group_by("school").agg(*(nw.col(name).mean() for name in named)).collect().to_arrow().to_pylist()
    return {row["school"]: [row[name] for name in named] for row in means if row["school"] is not None}


def _earned(score: nw.Expr) -> nw.Expr:
    return nw.when(score > 0).then(score).otherwise(nw.lit(0))


def _whole(name: str | None, schema: Mapping[str, nw.dtypes.DType]) -> nw.Expr:
    return nw.lit(None, dtype=nw.Int64()) if name is None else points(name, schema).cast(nw.Int64())


def written_paper(release: Release, paper: Paper) -> WrittenPaper:
    """Return a paper of a release: individual results, its items, the same pupils a year before and after.

    Raises:
        AnalysisRefusedError: nobody wrote the paper.
    """
    rows = _rows(release, paper)
    if not rows.select(pupils=nw.len()).collect().to_arrow()["pupils"][0].as_py():
        raise AnalysisRefusedError(f"{paper.label}: индивидуальных результатов в выпуске нет.")
    return WrittenPaper(
        paper.label,
        rows,
        _items(release, paper),
        [_rows(release, one) for one in _around(paper)],
        _rows(release, _exam(paper)) if paper.procedure == "vpr" and paper.paper_grade < _EXAM_GRADE else None,
        _background(release, paper.year),
    )


def _exam(paper: Paper) -> Paper:
    """Return the exam that the same pupils took in grade 9."""
    return replace(paper, procedure="oge", year=paper.year + _EXAM_GRADE - paper.paper_grade, paper_grade=_EXAM_GRADE)


def _background(release: Release, year: int) -> Mapping[str, Sequence[float | None]] | None:
    """Return the index of well-being, place and size of schools and what they showed a year before."""
    try:
        facts = facts_of_release(release, year)
    except AnalysisRefusedError:
        return None
    index = wellbeing(facts.indicators, SIGNS).index
    columns = [[number(one) for one in index], *facts.covariates.values(), _results_before(release, year)]
    told = [column for column in columns if _is_told(column)]
    return dict(zip(facts.schools, zip(*told, strict=True), strict=True)) if told else None


def _results_before(release: Release, year: int) -> Sequence[float | None]:
    """Return what schools showed a year before; nothing where no context was told by then."""
    try:
        return facts_of_release(release, year - 1).results
    except AnalysisRefusedError:
        return []


def _is_told(column: Sequence[float | None]) -> bool:
    """Tell whether a number is known of most schools: else it would cost more schools than it explains."""
    return 2 * sum(one is not None for one in column) > len(column)


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
