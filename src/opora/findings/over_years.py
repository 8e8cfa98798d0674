"""How results moved over years and what several years say together – in plain Russian that respects chance."""

from collections.abc import Iterator, Sequence
from typing import Any

import pyarrow as pa

from opora.findings.words import below_words
from opora.tables.identification import PooledYears, ProcedureResult, YearCount
from opora.vocabulary.availability import Availability
from opora.vocabulary.rules import RuleSet
from opora.vocabulary.spelling import counted, percent

_LEAST_YEARS = 2
_KEY = ("school", "procedure", "subject", "paper_grade")
_BY_CHANCE = "по этим числам судить о движении нельзя – разница укладывается в случайность"
_ON_THE_EDGE = "по этим числам судить о движении нельзя – разница мала или на грани случайности"
_NOT_BY_CHANCE = "одна случайность даёт такую разницу реже чем в 1 случае из 20"


def earlier_counts(history: Sequence[pa.Table], years: Sequence[int]) -> list[tuple[YearCount, ...]]:
    """Return for each cell its results in all years but the last, oldest first."""
    found: list[tuple[YearCount, ...]] = [()] * len(history[-1])
    for year, cells in zip(years[:-1], history[:-1], strict=True):
        counts = zip(cells["pupils"].to_pylist(), cells["below"].to_pylist(), strict=True)
        for row, (pupils, below) in enumerate(counts):
            if pupils:
                one = YearCount(year=year, pupils=pupils, below=below, share_below=below / pupils)
                found[row] = (*found[row], one)
    return found


def movements_of(cells: pa.Table, movements: pa.Table) -> list[dict[str, Any]]:
    """Return for each cell its `movement` and `change_interval`; nothing where fewer than two years have a result."""
    said = {
        tuple(row[name] for name in _KEY): {
            "movement": row["verdict"],
            "change_interval": (row["change_low"], row["change_high"]),
        }
        for row in movements.to_pylist()
        if row["years"] >= _LEAST_YEARS
    }
    return [said.get(key, {}) for key in zip(*(cells[name].to_pylist() for name in _KEY), strict=True)]


def pooled_counts(cells: pa.Table, pooled: pa.Table, first_year: int) -> Iterator[PooledYears | None]:
    """Yield for each cell the years counted together, where this year alone has too few and another year adds any.

    Args:
        cells: CELLS of the year judged.
        pooled: CELLS of the years from `first_year` on together, in the same order.
        first_year: the first of these years.
    """
    for now, together in zip(cells.to_pylist(), pooled.to_pylist(), strict=True):
        is_few = now["availability"] == Availability.TOO_FEW
        yield _pooled(together, first_year) if is_few and together["pupils"] > now["pupils"] else None


def _pooled(together: dict[str, Any], first_year: int) -> PooledYears:
    return PooledYears(
        first_year=first_year,
        last_year=together["year"],
        pupils=together["pupils"],
        below=together["below"],
        share_below=together["share_below"],
        interval=(together["interval_low"], together["interval_high"]),
    )


def over_years_sentences(procedures: Sequence[ProcedureResult], rules: RuleSet) -> list[str]:
    """Return one sentence for each procedure with two years or more, then one for each with pooled years."""
    moved = [movement_sentence(result, rules) for result in procedures if result.movement]
    return [*moved, *(pooled_sentence(result, rules) for result in procedures if result.pooled)]


def movement_sentence(result: ProcedureResult, rules: RuleSet) -> str:
    """Return the yearly counts of a procedure and what may be said of their difference."""
    counts = [*result.earlier, *_this_year(result)]
    drawn = ", ".join(f"{one.year} – {one.below} из {one.pupils} ({percent(one.share_below, 1)})" for one in counts)
    return f"{result.label}: {drawn}: {_verdict(result, rules)}."


def _this_year(result: ProcedureResult) -> list[YearCount]:
    if result.pupils is None or result.below is None:
        return []
    share = result.below / result.pupils
    return [YearCount(year=result.year, pupils=result.pupils, below=result.below, share_below=share)]


def _verdict(result: ProcedureResult, rules: RuleSet) -> str:
    where = below_words(rules)
    match result.movement:
        case "rose":
            return f"доля {where} выросла, то есть стало хуже; {_NOT_BY_CHANCE}"
        case "fell":
            return f"доля {where} снизилась, то есть стало лучше; {_NOT_BY_CHANCE}"
        case "stably-low":
            threshold = percent(rules.threshold or 0)
            return f"доля все эти годы не ниже {threshold}, и за все годы вместе тоже, даже с учётом случайности"
        case "stable":
            return "изменение меньше 10 процентных пунктов, даже с учётом случайности"
        case _:
            low, high = result.change_interval or (0.0, 0.0)
            return _BY_CHANCE if low <= 0 <= high else _ON_THE_EDGE


def pooled_sentence(result: ProcedureResult, rules: RuleSet) -> str:
    """Return what the last years say together of a procedure that this year too few have written."""
    together = result.pooled
    assert together is not None
    low, high = together.interval
    few = counted(result.pupils or 0, "участник", "участника", "участников")
    span = f"{together.first_year}–{together.last_year}"
    share, of = percent(together.share_below, 1), f"{together.below} из {together.pupils}"
    return (
        f"{result.label}: в {result.year} году судить нельзя, это {few}; за {span} годы вместе {below_words(rules)} "
        f"{of} ({share}), с учётом случайности доля лежит между {percent(low)} и {percent(high)}. "
        "Это сведения, а не основание для списка."
    )
