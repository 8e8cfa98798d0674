"""One pupil once, one class from one file."""

from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw

from opora.checks.arrived import Arrived, rows_of
from opora.tables import CONTRACTS, RESULTS
from opora.tables.paper_columns import BACKDROPS
from opora.vocabulary.papers import PAPER, Paper
from opora.vocabulary.problems import Place, Problem


def pupils_met_twice(arrived: Arrived) -> Iterator[Problem]:
    """Yield every row of a pupil who stands twice in one paper of one school on one day."""
    if "results" not in arrived.filled:
        return
    results = arrived.staged("results")
    slim = results.select(*RESULTS.key, "source_file", "source_sheet", "source_row")
    twice = slim.with_columns(nw.lit(1).alias("one")).with_columns(met=nw.col("one").sum().over(*RESULTS.key))
    for row in rows_of(twice.filter(nw.col("met") > 1).sort("source_file", "source_row")):
        yield Problem("pupil-twice", arrived.place(row, "Код участника"), row["pupil"])


def parts_sent_twice(arrived: Arrived) -> Iterator[Problem]:
    """Yield a problem for each of two files that bring different versions of the same part together."""
    for table in sorted(arrived.filled):
        part = CONTRACTS[table].part
        if "source_file" in part:
            continue
        rows = arrived.staged(table)
        own = rows.filter(~nw.col("area_level").is_in(BACKDROPS)) if "area_level" in part else rows
        counted = (
            own.select(*part, "source_file")
            .unique()
            .group_by(*part)
            .agg(nw.len().alias("files"), first=nw.col("source_file").min(), last=nw.col("source_file").max())
        )
        for row in rows_of(counted.filter(nw.col("files") > 1)):
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
