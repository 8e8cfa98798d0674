"""From rows of results to the federal decision – or, as its floor, a bare grouped scan of the same Parquet."""

import sys
import time
from pathlib import Path

import duckdb

from benchmarks.measured import tell
from opora.pipeline import find
from opora.store import Store
from opora.vocabulary.rules import rule_set

_BARE = """
SELECT school_code, year, procedure, subject, paper_grade, level, count(*), count_if(mark = 2)
FROM read_parquet({files}, hive_partitioning = true) GROUP BY ALL
"""


def main() -> None:
    """Scan or decide, as asked, over the store in the folder."""
    what, data, year = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    release = Store(data).current()
    engine = duckdb.connect(config={"memory_limit": "1500MB"})
    rules = rule_set("federal-2020")

    def measured() -> None:
        if what == "scan":
            engine.sql(_BARE.format(files=release.files("results"))).to_arrow_table()
        else:
            find(release, year, rules)

    measured()  # once to load what is loaded at first use, then the run that counts
    started = time.perf_counter()
    measured()
    tell(time.perf_counter() - started)


main()
