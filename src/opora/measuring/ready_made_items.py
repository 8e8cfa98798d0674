"""Items of schools from the report «Выполнение заданий»: shares somebody else has counted."""

from dataclasses import dataclass
from typing import Any

import narwhals.stable.v2 as nw
import numpy as np

from opora.analysis.item_gaps import ItemCounts
from opora.measuring.answered_items import Known
from opora.store import Release
from opora.vocabulary.papers import Paper

_NOT_KNOWN = -1


@dataclass(frozen=True)
class ReadyMadeItems:
    """Schools by items of one paper; groups are (municipality, school)."""

    title: str
    schools: ItemCounts
    items: tuple[Known, ...]


def ready_made_items(release: Release, paper: Paper) -> ReadyMadeItems | None:
    """Return what the report tells of schools, None where the release holds no such report of the paper."""
    paper_rows = (nw.col(name) == value for name, value in paper.columns.items())
    about_schools = (nw.col("area_level") == "school", nw.col("mark_group") == "all", nw.col("report") == "items")
    told = release.table("item_shares").filter(
        *paper_rows, *about_schools, nw.col("pupils") > 0, ~nw.col("share_of_maximum").is_null()
    )
    codes = release.table("school_codes").select("school_code", "school")
    places = release.table("schools").select("school", where="municipality")
    named = told.join(codes, on="school_code", how="left").with_columns(school=nw.coalesce("school", "school_code"))
    fullest = named.join(places, on="school", how="left").sort("position", "school", "pupils")
    rows = fullest.collect().to_arrow().to_pylist()
    return _counted(paper, rows) if rows else None


def _counted(paper: Paper, rows: list[dict[str, Any]]) -> ReadyMadeItems:
    """Lay the rows out; of a school told twice the row with most pupils, the last, stands."""
    items = {row["position"]: Known(f"i{row['position']}", row["item"], "item", row["max_score"] or 1) for row in rows}
    schools = sorted({(row["where"], row["school"]) for row in rows}, key=str)
    positions = {position: place for place, position in enumerate(sorted(items))}
    places = {school: place for place, school in enumerate(schools)}
    maximum = np.array([items[position].maximum for position in sorted(items)], dtype=np.int64)
    pupils, points = (np.zeros((len(schools), maximum.size), dtype=np.int64) for _ in range(2))
    for row in rows:
        where = places[row["where"], row["school"]], positions[row["position"]]
        pupils[where] = row["pupils"]
        points[where] = round(row["share_of_maximum"] * row["pupils"] * maximum[where[1]])
    unknown = np.full_like(points, _NOT_KNOWN)
    # the report hides how points are spread: all or nothing is the widest they can be
    counts = ItemCounts(
        groups=tuple(schools), items=tuple(items[one].name for one in sorted(items)), maximum=maximum,
        pupils=pupils.max(axis=1), answered=pupils, points=points, squares=points * maximum, full=unknown,
        wrong=unknown, not_started=unknown,
    )  # fmt: skip
    return ReadyMadeItems(paper.label, counts, tuple(items[one] for one in sorted(items)))
