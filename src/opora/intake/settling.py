"""What one file says about another's results: an appeal changes a score, a resit is a second attempt."""

import duckdb

from opora.store import Draft
from opora.vocabulary.codes import PSEUDONYM
from opora.vocabulary.papers import PAPER
from opora.vocabulary.procedures import procedures

_SCORES = ("primary_score", "test_score", "mark")
_PUPIL = (*PAPER, "school_code", "pupil", "held_on")
_SETTLED = ("source_file", "source_sheet", "source_row", *_SCORES, "attempt")


def settle_results(draft: Draft) -> None:
    """Apply appeals, and number the attempts of pupils who sat an exam on several days.

    Only examinations know their day; of them, only the years and procedures are looked at that this draft has touched,
    and only those are rewritten in which anything changes. Files may come in any order: the result is the same.
    """
    for year, procedure in _touched(draft):
        where = f"year = {year} AND procedure = '{procedure}'"
        results = draft.relation("results").filter(where)
        settled = _with_attempts(_with_appeals(results, draft.relation("appeals").filter(where)))
        columns = ", ".join(_SETTLED)
        if settled.project(columns).except_(results.project(columns)).limit(1).fetchall():
            draft.replace("results", settled, where)


def _touched(draft: Draft) -> list[tuple[int, str]]:
    """Return the years and procedures of the exams whose results or appeals have just come."""
    exams = ", ".join(f"'{code}'" for code, procedure in procedures().items() if procedure.is_exam)
    staged = [
        draft.staging.rows(draft.engine, table).filter(f"procedure IN ({exams})").project("year, procedure")
        for table in ("results", "appeals")
    ]
    return [(year, code) for year, code in staged[0].union(staged[1]).distinct().order("year, procedure").fetchall()]


def _with_appeals(results: duckdb.DuckDBPyRelation, appeals: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return the results with the scores an appeal left; what an appeal does not state stays as it was."""
    same = " AND ".join(f"result.{name} IS NOT DISTINCT FROM appeal.{name}" for name in _PUPIL)
    scores = ", ".join(f"coalesce(appeal.{name}, result.{name}) AS {name}" for name in _SCORES)
    last = appeals.project(
        "*, row_number() OVER (PARTITION BY " + ", ".join(_PUPIL) + " ORDER BY source_row DESC) AS back"
    )
    joined = results.set_alias("result").join(last.filter("back = 1").set_alias("appeal"), same, how="left")
    return joined.project(f"result.* REPLACE ({scores})")


def _with_attempts(results: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    """Return the results with attempts numbered by day; a pupil who sat the paper once has none.

    A protocol that does not name its day comes last: what stands in a dated one as well is counted there. Codes that
    a school gives itself are not followed from day to day, because another class may use them too.
    """
    pupil = "PARTITION BY " + ", ".join((*PAPER, "pupil"))
    is_repeated = f"regexp_matches(pupil, '{PSEUDONYM}') AND count(*) OVER ({pupil}) > 1"
    number = f"CASE WHEN {is_repeated} THEN rank() OVER ({pupil} ORDER BY held_on NULLS LAST)::TINYINT END"
    return results.project(f"* REPLACE ({number} AS attempt)")
