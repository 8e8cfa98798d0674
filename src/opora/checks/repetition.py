"""One pupil once, one class from one file."""

from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw

from opora.checks.arrived import Arrived, Frame, rows_of
from opora.tables import CONTRACTS, RESULTS
from opora.tables.paper_columns import BACKDROPS
from opora.vocabulary.papers import PAPER, Paper
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.spelling import counted

#: Fewer pupils with equal codes and scores than this may be chance.
_FEWEST_TO_TELL = 3

_PUPIL = (*PAPER, "school_code", "pupil")
_CLASS = (*PAPER, "school_code", "class_name")
_SCORED = (*_CLASS, "pupil", "held_on", "primary_score")


def pupils_met_twice(arrived: Arrived) -> Iterator[Problem]:
    """Yield every row of a pupil who stands twice in one paper of one class on one day."""
    if "results" not in arrived.filled:
        return
    slim = arrived.staged("results").select(*RESULTS.key, "source_file", "source_sheet", "source_row")
    met = slim.with_columns(one=nw.lit(1)).with_columns(met=nw.col("one").sum().over(*RESULTS.key))
    for row in rows_of(met.filter(nw.col("met") > 1).sort("source_file", "source_row")):
        yield Problem("pupil-twice", arrived.place(row, "Код участника"), row["pupil"])


def codes_shared_by_classes(arrived: Arrived) -> Iterator[Problem]:
    """Yield, once for each two classes of a school, that pupils of both stand under the same codes in one paper.

    With mostly the same scores they are the same pupils under two names of their class: counting them twice would
    falsify the school's share, so the file is kept out. With other scores the school has numbered every class anew.
    """
    if "results" not in arrived.filled:
        return
    staged = arrived.staged("results").select(*_SCORED, "source_file")
    met = staged.join(_scored_once(arrived, staged), on=list(_PUPIL), suffix="_before").filter(
        nw.col("class_name") != nw.col("class_name_before"), _is_same("held_on", "held_on_before")
    )
    is_same = (nw.col("primary_score") == nw.col("primary_score_before")).cast(nw.Int64)
    classes = met.group_by("source_file", *_CLASS, "class_name_before").agg(
        pupils=nw.len(), same=is_same.sum(), first=nw.col("pupil").min()
    )
    for row in rows_of(classes.sort("source_file", "class_name", "class_name_before")):
        people = counted(row["pupils"], "участник", "участника", "участников")
        words = f"{row['class_name']}: {people} с кодами из {row['class_name_before']}, например {row['first']}"
        is_one_class = row["pupils"] >= _FEWEST_TO_TELL and 2 * row["same"] > row["pupils"]
        code = "pupils-of-another-class" if is_one_class else "pupil-code-shared"
        yield Problem(code, Place(arrived.files[row["source_file"]]), words)


def _scored_once(arrived: Arrived, staged: Frame) -> Frame:
    """Return the pupils that arrived and, of those in force, the classes that did not arrive anew."""
    if "results" not in arrived.kept:
        return staged.select(*_SCORED)
    current = arrived.current("results").select(*_SCORED)
    kept = current.join(staged.select(*_CLASS).unique(), on=list(_CLASS), how="anti")
    return nw.concat([kept, staged.select(*_SCORED)])


def _is_same(one: str, other: str) -> nw.Expr:
    """Tell equal values, two absent ones included."""
    return (nw.col(one) == nw.col(other)) | (nw.col(one).is_null() & nw.col(other).is_null())


def parts_sent_twice(arrived: Arrived) -> Iterator[Problem]:
    """Yield a problem for each of two files that bring different versions of the same part together."""
    for table in sorted(arrived.filled):
        part = CONTRACTS[table].part
        if "source_file" in part:
            continue
        rows = arrived.staged(table)
        own = rows.filter(~nw.col("area_level").is_in(BACKDROPS)) if "area_level" in part else rows
        files = (
            own.select(*part, "source_file")
            .unique()
            .group_by(*part)
            .agg(nw.len().alias("files"), first=nw.col("source_file").min(), last=nw.col("source_file").max())
        )
        for row in rows_of(files.filter(nw.col("files") > 1)):
            yield from _both(arrived, row)


def schools_counted_twice(arrived: Arrived) -> Iterator[Problem]:
    """Yield each school that one statistic of marks counts twice with different numbers."""
    if "mark_counts" not in arrived.filled:
        return
    schools = arrived.staged("mark_counts").filter(nw.col("area_level") == "school")
    least, most = nw.col("pupils", "mark_2").min(), nw.col("pupils", "mark_2").max()
    counted_rows = schools.group_by(*PAPER, "school_code", "area", "source_file", "source_sheet").agg(
        least.name.suffix("_least"), most.name.suffix("_most"), source_row=nw.col("source_row").max()
    )
    differ = (nw.col("pupils_least") != nw.col("pupils_most")) | (nw.col("mark_2_least") != nw.col("mark_2_most"))
    for row in rows_of(counted_rows.filter(differ).sort("source_file", "source_row")):
        yield Problem("school-counted-twice", arrived.place(row), row["area"], "каждая школа один раз")


def _both(arrived: Arrived, row: dict[str, Any]) -> Iterator[Problem]:
    for one, other in ((row["first"], row["last"]), (row["last"], row["first"])):
        yield Problem(
            "two-files-one-part", Place(arrived.files[one]), f"{_part(row)} – и в файле {arrived.files[other]}"
        )


def _part(row: dict[str, Any]) -> str:
    """Return what both files hold, as people call it."""
    words = [row[name] for name in ("school", "school_code", "area", "class_name") if row.get(name)]
    paper = [Paper(*(row[name] for name in PAPER)).label] if "paper_grade" in row else []
    return ", ".join([*map(str, words), *paper])
