"""One pupil once, one class from one file."""

from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw

from opora.checks.arrived import Arrived, rows_of
from opora.tables import CONTRACTS, RESULTS
from opora.tables.paper_columns import BACKDROPS
from opora.vocabulary.papers import PAPER, Paper
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.spelling import counted


def pupils_met_twice(arrived: Arrived) -> Iterator[Problem]:
    """Yield every row of a pupil who stands twice in one paper of one school on one day."""
    if "results" not in arrived.filled:
        return
    results = arrived.staged("results")
    slim = results.select(*RESULTS.key, "source_file", "source_sheet", "source_row")
    twice = slim.with_columns(nw.lit(1).alias("one")).with_columns(met=nw.col("one").sum().over(*RESULTS.key))
    for row in rows_of(twice.filter(nw.col("met") > 1).sort("source_file", "source_row")):
        yield Problem("pupil-twice", arrived.place(row, "Код участника"), row["pupil"])


def pupils_of_another_class(arrived: Arrived) -> Iterator[Problem]:
    """Yield a problem for each file whose pupils' codes are already those of another class with other scores.

    With the same scores they are the same pupils, whose class the earlier file called otherwise: they are replaced.
    """
    if "results" not in arrived.filled:
        return
    scored = [*RESULTS.key, "class_name", "primary_score"]
    staged = arrived.staged("results").select(*scored, "source_file").filter(~nw.col("class_name").is_null())
    current = arrived.current("results").select(*scored).filter(~nw.col("class_name").is_null())
    classes = ("school_code", "class_name", *PAPER)
    kept = current.join(staged.select(*classes).unique(), on=list(classes), how="anti")
    met = staged.join(kept, on=[name for name in RESULTS.key if name != "held_on"], suffix="_before")
    same_day = met.filter(
        (nw.col("held_on") == nw.col("held_on_before"))
        | (nw.col("held_on").is_null() & nw.col("held_on_before").is_null())
    )
    is_same = (nw.col("primary_score") == nw.col("primary_score_before")).cast(nw.Int64)
    counted_pupils = same_day.group_by("source_file", "school_code", "class_name", "class_name_before").agg(
        nw.len().alias("pupils"), same=is_same.sum(), first=nw.col("pupil").min()
    )
    for row in rows_of(counted_pupils.filter(nw.col("same") * 2 < nw.col("pupils")).sort("source_file", "class_name")):
        people = counted(row["pupils"], "участник", "участника", "участников")
        words = f"{row['class_name']}: {people} с кодами из {row['class_name_before']}, например {row['first']}"
        yield Problem("pupils-of-another-class", arrived.place({"source_file": row["source_file"]}), words)


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
