"""The same mixed model by other libraries: `python -m benchmarks.peers LIBRARY TABLE`. They serve nothing else."""

import sys
import time

import pyarrow.parquet as pq

from benchmarks.estimators import FORMULA
from benchmarks.measured import tell


def _statsmodels(table: object) -> object:
    from statsmodels.formula.api import mixedlm

    return mixedlm("score ~ prior + sex", table, groups="school").fit(reml=True)


def _mixedlm(table: object) -> object:
    import mixedlm

    return mixedlm.lmer(FORMULA, table)


def main() -> None:
    """Fit the model of the asked library to a table and tell what it cost."""
    fit = {"statsmodels": _statsmodels, "mixedlm": _mixedlm}[sys.argv[1]]
    table = pq.read_table(sys.argv[2]).to_pandas()
    fit(table.iloc[:2_000])  # loads what is loaded at first use
    started = time.perf_counter()
    fit(table)
    tell(time.perf_counter() - started)


main()
