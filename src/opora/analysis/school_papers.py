"""From counts under the codes of files to counts of schools: the second, small half of every indicator.

The big table is grouped by the code its file gives, before anything is joined: grouping ten million rows costs little,
joining them costs more. Codes become schools afterwards, when a row is a school and a paper.
"""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from opora.analysis.lazy import Lazy
from opora.tables import Contract
from opora.vocabulary.papers import PAPER

#: What a file's counts are grouped by.
CODE_AND_PAPER = ("school_code", *PAPER)

#: What an indicator's rows are told apart by.
SCHOOL_AND_PAPER = ("school", *PAPER)

_UNKNOWN_GRADE = 0
_STORED = {"int8": nw.Int8(), "int16": nw.Int16(), "int32": nw.Int32()}


def first_attempts(results: Lazy) -> Lazy:
    """Return the results that count: a resit on a reserve day says nothing of how a school had prepared its pupils.

    A paper written once has no attempt.
    """
    return results.filter(nw.col("attempt").is_null() | (nw.col("attempt") == 1))


def by_school(counted: Lazy, school_codes: Lazy, counts: Sequence[str]) -> Lazy:
    """Return the counts summed over all codes of a school, with `pupil_grade`."""
    return summed(under_schools(counted, school_codes), counts)


def under_schools(counted: Lazy, school_codes: Lazy) -> Lazy:
    """Return the counts with the school of each code; a code nobody explained stands for itself."""
    codes = school_codes.select("school_code", "school")
    joined = counted.join(codes, on="school_code", how="left")
    return joined.with_columns(school=nw.coalesce("school", "school_code"))


def summed(counted: Lazy, counts: Sequence[str]) -> Lazy:
    """Return the sums of the counts per school and paper; `pupil_grade` stands only where all rows share it."""
    grade = nw.coalesce(nw.col("pupil_grade"), nw.lit(_UNKNOWN_GRADE, dtype=nw.Int8()))
    grouped = counted.with_columns(lowest=grade, highest=grade)
    sums = grouped.group_by(*SCHOOL_AND_PAPER).agg(
        nw.col(*counts).sum(), nw.col("lowest").min(), nw.col("highest").max()
    )
    is_shared = (nw.col("lowest") == nw.col("highest")) & (nw.col("lowest") != _UNKNOWN_GRADE)
    return sums.select(*SCHOOL_AND_PAPER, *counts, pupil_grade=nw.when(is_shared).then(nw.col("lowest")))


def fullest_statistics(mark_counts: Lazy) -> Lazy:
    """Return one row of ready-made mark statistics per school code and paper; the pupils' grade is not known.

    A school may stand in the report of its municipality and in that of its region. Both describe the same pupils, so
    the rows are never added: the one with most participants stands, and of equal ones the one with most marks 2.
    """
    marks = [f"mark_{mark}" for mark in (2, 3, 4, 5)]
    schools = mark_counts.filter(
        nw.col("area_level") == "school", ~nw.col("school_code").is_null(), ~nw.col("mark_2").is_null()
    )
    for count in ("pupils", "mark_2"):
        schools = schools.filter(nw.col(count) == nw.col(count).max().over(*CODE_AND_PAPER))
    single = schools.group_by(*CODE_AND_PAPER).agg(nw.col("pupils", *marks).max())
    return single.with_columns(pupil_grade=nw.lit(None, dtype=nw.Int8()))


def first_of(individual: Lazy, statistics: Lazy, counts: Sequence[str]) -> Lazy:
    """Return the individual results and, for schools and papers that have none, the ready-made statistics.

    One full join instead of an anti-join and a union: the engine would read the big table once for each of those.
    `is_ready_made` tells the two apart.
    """
    both = individual.join(statistics, on=list(SCHOOL_AND_PAPER), how="full", suffix="_ready")
    has_individual = ~nw.col("school").is_null()
    keys = {name: nw.coalesce(nw.col(name), nw.col(f"{name}_ready")) for name in SCHOOL_AND_PAPER}
    chosen = {
        name: nw.when(has_individual).then(nw.col(name)).otherwise(nw.col(f"{name}_ready"))
        for name in (*counts, "pupil_grade")
    }
    return both.select(**keys, **chosen, is_ready_made=~has_individual)


def as_promised(table: Lazy, contract: Contract) -> Lazy:
    """Return the columns of the contract in its order, whole numbers as the contract stores them."""
    kinds = {field.name: _STORED.get(str(field.type)) for field in contract.schema}
    return table.select(*(nw.col(name).cast(kind) if kind else nw.col(name) for name, kind in kinds.items()))
