"""One pupil once, one class from one file."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import narwhals.stable.v2 as nw

from opora.checks.arrived import Arrived, rows_of
from opora.tables import CONTRACTS, RESULTS
from opora.tables.paper_columns import BACKDROPS
from opora.vocabulary.papers import PAPER, Paper
from opora.vocabulary.problems import Place, Problem

_NAMED = 5  # so many codes are named, the rest are «…»


def pupils_met_twice(arrived: Arrived) -> Iterator[Problem]:
    """Yield every row of a pupil who stands twice in one paper of one class on one day."""
    for row in _met(arrived, RESULTS.key):
        yield Problem("pupil-twice", arrived.place(row, "Код участника"), row["pupil"])


def codes_shared_by_classes(arrived: Arrived) -> Iterator[Problem]:
    """Yield, once a file, the codes that pupils of different classes of one school share in one paper.

    Some schools number every class anew, so this is worth a look and no more.
    """
    within_school = tuple(name for name in RESULTS.key if name != "class_name")
    shared: dict[str, dict[str, None]] = defaultdict(dict)
    for row in _met(arrived, within_school, different="class_name"):
        shared[row["source_file"]][row["pupil"]] = None
    for source_file, codes in shared.items():
        found = ", ".join([*list(codes)[:_NAMED], *(["…"] if len(codes) > _NAMED else [])])
        yield Problem("pupil-code-shared", Place(arrived.files[source_file]), found)


def _met(arrived: Arrived, key: tuple[str, ...], different: str | None = None) -> list[dict[str, Any]]:
    """Return the rows whose key stands more than once – or, where asked, with different values of a column."""
    if "results" not in arrived.filled:
        return []
    address = ("source_file", "source_sheet", "source_row")
    slim = arrived.staged("results").select(*dict.fromkeys((*RESULTS.key, *address)))
    if different is None:
        met = slim.with_columns(one=nw.lit(1)).with_columns(met=nw.col("one").sum().over(*key))
        return rows_of(met.filter(nw.col("met") > 1).sort("source_file", "source_row"))
    column = nw.col(different)
    spread = slim.with_columns(least=column.min().over(*key), most=column.max().over(*key))
    return rows_of(spread.filter(nw.col("least") != nw.col("most")).sort("source_file", "source_row"))


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
