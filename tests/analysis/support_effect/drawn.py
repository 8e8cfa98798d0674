"""Panels written by hand, a line a school."""

import numpy as np

from opora.analysis.support_effect import Panel, Support


def drawn(text: str, first_year: int = 2020, pupils: float = 20, less_is_better: bool = True) -> Panel:
    """Return a panel from lines «school since results…»; «-» – never supported, or no result."""
    lines = [line.split() for line in text.strip().splitlines()]
    results = np.array([[np.nan if cell == "-" else float(cell) for cell in line[2:]] for line in lines])
    support = {line[0]: Support(int(line[1])) for line in lines if line[1] != "-"}
    years = tuple(range(first_year, first_year + results.shape[1]))
    noise = np.full(results.shape, np.nan)
    return Panel(
        tuple(line[0] for line in lines), years, results, noise, np.full(results.shape, pupils), support,
        less_is_better=less_is_better,
    )  # fmt: skip


def many(results: np.ndarray, since: dict[int, int], first_year: int = 2020, **more: object) -> Panel:
    """Return a panel of a matrix of results; since: row → year."""
    schools = tuple(f"s{place:03d}" for place in range(len(results)))
    years = tuple(range(first_year, first_year + results.shape[1]))
    support = {schools[place]: Support(year) for place, year in since.items()}
    noise, pupils = np.full(results.shape, np.nan), np.full(results.shape, 20.0)
    return Panel(schools, years, results, noise, pupils, support, **more)  # type: ignore[arg-type]
