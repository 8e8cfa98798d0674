"""The list of schools as somebody asked for it: words, filters, order, page – all of it kept in the address."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import QueryDict

from opora.tables.identification import STATUS_IN_RUSSIAN
from opora.tables.schools import SCHOOL_KINDS
from opora.vocabulary.spelling import counted
from opora_web.interface.ordering import ListOrder, order_asked
from opora_web.programme.schools.rows import SchoolRow
from opora_web.programme.schools.rules import (
    CONDITIONS,
    SIZES,
    conditions_of,
    is_falling,
    is_found,
    is_rising,
    sought_words,
)

ROWS_ON_A_PAGE = 100
_LONGEST_WORDS = 200


@dataclass(frozen=True)
class Filter:
    """One choice above the list: its name in the address, its label, its choices, and which rows each lets through."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    lets: Callable[[SchoolRow, str], bool]


def _status(row: SchoolRow, chosen: str) -> bool:
    return row.is_listed if chosen == "on-list" else row.status == chosen


def _movement(row: SchoolRow, chosen: str) -> bool:
    if row.identified is None:
        return False
    if chosen in {"rising", "falling"}:
        return (is_rising if chosen == "rising" else is_falling)(row.identified)
    return row.identified.movement == chosen


#: All filters but the municipality, whose choices depend on who asks.
FILTERS: tuple[Filter, ...] = (
    Filter(
        "status", "Вывод по правилу",
        (("on-list", "в списке (низкие результаты)"), *STATUS_IN_RUSSIAN.items()), _status,
    ),
    Filter(
        "listed", "Впервые или нет", (("first-time", "впервые"), ("long-standing", "не впервые")),
        lambda row, chosen: row.identified is not None and row.identified.listed == chosen,
    ),
    Filter(
        "movement", "Движение",
        (
            ("rising", "результаты растут"), ("falling", "результаты снижаются"), ("entered", "вошла в список"),
            ("stays", "остаётся в списке"), ("left", "вышла из списка"),
        ),
        _movement,
    ),
    Filter("kind", "Вид", tuple((kind, kind) for kind in SCHOOL_KINDS), lambda row, chosen: row.kind == chosen),
    Filter(
        "rural", "Местность", (("yes", "сельская"), ("no", "городская")),
        lambda row, chosen: row.is_rural is (chosen == "yes"),
    ),
    Filter(
        "size", "Размер", tuple((size.code, size.words) for size in SIZES),
        lambda row, chosen: next(size for size in SIZES if size.code == chosen).holds(row.pupils),
    ),
    Filter("conditions", "Условия", CONDITIONS, lambda row, chosen: conditions_of(row.wellbeing) == chosen),
)  # fmt: skip


def _largest_first(value: float | None) -> float | None:
    return None if value is None else -value


#: What the list can be ordered by; rows that do not know the value come last, whichever way round.
ORDERS: MappingProxyType[str, Callable[[SchoolRow], Any]] = MappingProxyType(
    {
        "place": lambda row: row.place_order,
        "name": lambda row: row.order,
        "kind": lambda row: row.kind or None,
        "pupils": lambda row: row.pupils,
        "status": lambda row: list(STATUS_IN_RUSSIAN).index(row.status),
        "low": lambda row: _largest_first(row.identified.low_procedures if row.identified else None),
        "probability": lambda row: _largest_first(row.probability),
        "stability": lambda row: _largest_first(row.stability),
    }
)


def ordered(rows: Iterable[SchoolRow], order: ListOrder) -> list[SchoolRow]:
    """Return rows by one of the ORDERS, rows of one value by municipality and name."""
    value = ORDERS[order.code]
    by_place = sorted(rows, key=lambda row: row.place_order, reverse=order.is_reversed)
    if order.code == "place":
        return by_place
    known = [row for row in by_place if value(row) is not None]
    unknown = [row for row in by_place if value(row) is None]
    return [*sorted(known, key=value, reverse=order.is_reversed), *unknown]


@dataclass(frozen=True)
class Choice:
    """A filter as the page shows it."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    chosen: str

    @property
    def chosen_words(self) -> str:
        """What was chosen, in words."""
        return dict(self.choices).get(self.chosen, "")


@dataclass(frozen=True)
class Listing:
    """The list as it was asked for.

    Attributes:
        words: what was sought.
        choices: the filters.
        order: what it is ordered by.
        rows: all rows that were found, in order.
        of: how many there are to see at all.
        not_understood: values of the address that no filter has, said on the page rather than dropped.
        query: the address.
    """

    words: str
    choices: tuple[Choice, ...]
    order: ListOrder
    rows: Sequence[SchoolRow]
    of: int
    not_understood: tuple[str, ...]
    query: QueryDict = field(repr=False)

    @property
    def is_filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.words) or any(choice.chosen for choice in self.choices)

    @property
    def filter_sentence(self) -> str:
        """What was asked for, in a sentence that travels with the paper."""
        said = [f"поиск «{self.words}»"] if self.words else []
        said += [f"{choice.label.lower()} – {choice.chosen_words}" for choice in self.choices if choice.chosen]
        found = counted(len(self.rows), "школа", "школы", "школ")
        return f"Отбор: {'; '.join(said) or 'все школы'}. Найдено: {found} из {self.of}."

    @property
    def is_whole(self) -> bool:
        """Whether all rows stand on one page, as for printing."""
        return self.query.get("all") == "1"

    @property
    def page(self) -> Page[SchoolRow]:
        """The page asked for; a number that is too large is the last page."""
        size = max(1, len(self.rows)) if self.is_whole else ROWS_ON_A_PAGE
        return Paginator(self.rows, size).get_page(self.query.get("page"))


def listing(rows: Sequence[SchoolRow], query: QueryDict) -> Listing:
    """Return the list as an address asks for it; whatever the address holds, there is a list."""
    filters = (_place_filter(rows), *FILTERS)
    choices = tuple(_choice(one, query.get(one.name, "")) for one in filters)
    words = query.get("q", "").strip()[:_LONGEST_WORDS]
    order = order_asked(query, ORDERS, "place")
    found = _found(rows, words, zip(filters, choices, strict=True))
    return Listing(
        words=words,
        choices=choices,
        order=order,
        rows=ordered(found, order),
        of=len(rows),
        not_understood=tuple(
            f"{one.label.lower()}: «{query[one.name][:60]}»"
            for one, choice in zip(filters, choices, strict=True)
            if query.get(one.name) and not choice.chosen
        ),
        query=query,
    )


def _place_filter(rows: Iterable[SchoolRow]) -> Filter:
    places = dict.fromkeys(row.municipality for row in rows)
    return Filter(
        "municipality",
        "Муниципалитет",
        tuple((place, place) for place in places),
        lambda row, chosen: row.municipality == chosen,
    )


def _choice(one: Filter, asked: str) -> Choice:
    return Choice(one.name, one.label, one.choices, asked if asked in dict(one.choices) else "")


def _found(rows: Sequence[SchoolRow], words: str, chosen: Iterable[tuple[Filter, Choice]]) -> list[SchoolRow]:
    asked, found = sought_words(words), list(rows)
    if words:
        found = [row for row in found if asked and is_found(asked, row.sought)]
    for one, choice in chosen:
        if choice.chosen:
            found = [row for row in found if one.lets(row, choice.chosen)]
    return found
