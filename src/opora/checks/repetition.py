"""One pupil once, one class from one file."""

from collections.abc import Iterator

import narwhals.stable.v2 as nw

from opora.checks.arrived import Arrived, rows_of
from opora.tables import CONTRACTS, RESULTS
from opora.vocabulary.papers import PAPER
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
        parts = arrived.staged(table).select(*part, "source_file").unique()
        counted = parts.group_by(*part).agg(
            nw.len().alias("files"), first=nw.col("source_file").min(), last=nw.col("source_file").max()
        )
        for row in rows_of(counted.filter(nw.col("files") > 1)):
            yield from _both(arrived, row)


def _both(arrived: Arrived, row: dict[str, str]) -> Iterator[Problem]:
    what = ", ".join(str(row[name]) for name in (*PAPER, "school_code", "class_name", "school") if row.get(name))
    for one, other in ((row["first"], row["last"]), (row["last"], row["first"])):
        yield Problem("two-files-one-part", Place(arrived.files[one]), f"{what}: тоже в файле {arrived.files[other]}")
