"""A school's conditions beside other schools': what it cannot choose, with the median and the middle half."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import Any

from opora.reports.backdrops import LEAST_SCHOOLS
from opora.reports.wording import DASH, NBSP
from opora.tables import CONTEXTS, REGISTER, Column, Kind
from opora.vocabulary.spelling import percent

#: What of the register is a condition of work, in the order people read it.
REGISTER_CONDITIONS = (
    "pupils", "pupils_1_4", "pupils_5_9", "pupils_10_11", "classes", "teachers", "vacancies", "share_category",
    "share_under_35",
)  # fmt: skip
_PASSPORT = tuple(column.name for column in CONTEXTS.columns if column.kind in {Kind.SHARE, Kind.NUMBER})
_COLUMNS = {column.name: column for column in (*REGISTER.columns, *CONTEXTS.columns)}


@dataclass(frozen=True)
class Spread:
    """How all schools stand in one condition: the median and the middle half; None of too few schools."""

    median: float
    middle: tuple[float, float]


@dataclass(frozen=True)
class ContextRow:
    """One condition of a school in words, with what all schools have."""

    heading: str
    meaning: str
    value: str
    median: str
    middle: str


def spreads(schools: Iterable[Mapping[str, Any]]) -> dict[str, Spread]:
    """Return how schools stand in each condition that at least LEAST_SCHOOLS of them know.

    Args:
        schools: for each school its register and context columns together.
    """
    rows = list(schools)
    found = {}
    for name in (*REGISTER_CONDITIONS, *_PASSPORT):
        known = [float(row[name]) for row in rows if row.get(name) is not None]
        if len(known) >= LEAST_SCHOOLS:
            low, _, high = quantiles(known, n=4, method="inclusive")
            found[name] = Spread(median(known), (low, high))
    return found


def context_rows(own: Mapping[str, Any], among: Mapping[str, Spread]) -> list[ContextRow]:
    """Return the conditions a school knows of itself, in the order of the register and the social passport."""
    return [
        _row(_COLUMNS[name], own[name], among.get(name))
        for name in (*REGISTER_CONDITIONS, *_PASSPORT)
        if own.get(name) is not None
    ]


def conditions_missing(own: Mapping[str, Any]) -> list[str]:
    """Return the headings of conditions nobody has told of the school."""
    missing = [name for name in (*REGISTER_CONDITIONS, *_PASSPORT) if own.get(name) is None]
    return [_heading(_COLUMNS[name]) for name in missing]


def _row(column: Column, value: float, spread: Spread | None) -> ContextRow:
    return ContextRow(
        heading=_heading(column),
        meaning=column.meaning,
        value=_words(column, value),
        median=DASH if spread is None else _words(column, spread.median),
        middle=DASH if spread is None else _range(column, spread.middle),
    )


def _heading(column: Column) -> str:
    return column.heading.removesuffix(", %").removesuffix(", км")


def _words(column: Column, value: float) -> str:
    if column.kind is Kind.SHARE:
        return percent(value)
    whole = f"{value:.0f}" if column.kind is Kind.COUNT or value == int(value) else f"{value:.1f}".replace(".", ",")
    return f"{whole}{NBSP}км" if column.unit == "км" else whole


def _range(column: Column, limits: Sequence[float]) -> str:
    low, high = (_words(column, limit) for limit in limits)
    bare = low.removesuffix(f"{NBSP}%").removesuffix(f"{NBSP}км")
    return low if low == high else f"{bare}{DASH}{high}"
