"""Results that exist and are not shown: a report names the participants and hides their marks."""

from typing import Any

import narwhals.stable.v2 as nw

from opora.vocabulary.papers import PAPER


def withheld_papers(mark_counts: nw.LazyFrame[Any], school_codes: nw.LazyFrame[Any]) -> nw.LazyFrame[Any]:
    """Return (school, paper) of every school row whose marks its report hides.

    Grain: one school and one paper. Columns: school, PAPER.
    """
    hidden = mark_counts.filter(nw.col("area_level") == "school", nw.col("pupils") > 0, nw.col("mark_2").is_null())
    joined = hidden.join(school_codes.select("school_code", "school"), on="school_code", how="left")
    named = joined.with_columns(school=nw.coalesce("school", "school_code"))
    return named.select("school", *PAPER).unique()
