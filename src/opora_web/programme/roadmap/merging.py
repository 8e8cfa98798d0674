"""Differences between two editions of a plan accepted one by one: the older plan with these and no others."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from opora.plans import paired
from opora.plans.difference import RowDifference
from opora.plans.differences import measure_differences
from opora.plans.indicators import told_apart
from opora.tables.plan import Indicator, Measure, Place, Plan, Section
from opora_web.programme.roadmap.merging_apart import (
    Accepted,
    Ties,
    accepted_of,
    indicators_in_tables,
    sections_of_words,
)
from opora_web.programme.roadmap.record import FIRST_ROW, MEASURES_TABLE


@dataclass(frozen=True)
class _Item:
    """One measure of either plan: its row in the older one and in the newer one."""

    old: int | None
    new: int | None


def merged(old: Plan, new: Plan, differences: Sequence[RowDifference]) -> Plan:
    """Return the older plan with those differences of the newer one that were accepted.

    The order is the newer plan's when everything, or a row that only moved, was accepted; else the older one's, new
    rows standing after the row they follow in the newer plan.
    """
    accepted = accepted_of("measure", differences)
    found = measure_differences(old, new)
    refused = {one.after for one in found if one.after and one.after not in accepted.rows}
    items = [one for one in _items(old, new) if _is_kept(one, old, new, refused, accepted.gone)]
    kept_gone = any(one.change == "removed" and one.before not in accepted.gone for one in found)
    is_moved = any(one.change == "moved" and one.after in accepted.rows for one in found)
    order = _woven(items, by_new=is_moved or not (refused or kept_gone))
    measures = [_chosen(one, old, new, refused) for one in order]
    plan = _renumbered(old, measures, _indicators(order, old, new, refused))
    headings = sorted(
        _empty_headings(old, new, plan, accepted_of("heading", differences)), key=lambda one: one.place.row
    )
    of_tables, of_words = accepted_of("indicator", differences), accepted_of("words", differences)
    tables = list(indicators_in_tables(old, new, of_tables, _ties(order, old, new, plan)))
    return plan.model_copy(
        update={
            "indicators": (*told_apart(plan.indicators, tables), *tables),
            "sections": (*sections_of_words(old, new, of_words), *headings),
            **_head(new, differences),
        }
    )


def _head(new: Plan, differences: Sequence[RowDifference]) -> dict[str, object]:
    """Return the newer title and period, where they were accepted."""
    parts = {one.part for one in differences}
    return {name: value for name, value in (("title", new.title), ("period", new.period)) if name in parts}


def _ties(order: Sequence[_Item], old: Plan, new: Plan, plan: Plan) -> Ties:
    """Return the measures of the result by what either plan calls them."""
    of_old: dict[str, Measure] = {}
    of_new: dict[str, Measure] = {}
    for item, measure in zip(order, plan.measures, strict=True):
        if item.old is not None:
            of_old.setdefault(old.measures[item.old].called, measure)
        if item.new is not None:
            of_new.setdefault(new.measures[item.new].called, measure)
    return Ties(of_old, of_new)


def _items(old: Plan, new: Plan) -> Iterator[_Item]:
    pairs = paired(old.measures, new.measures)
    for index in range(len(new.measures)):
        yield _Item(pairs.get(index), index)
    for index in sorted(set(range(len(old.measures))) - set(pairs.values())):
        yield _Item(index, None)


def _is_kept(item: _Item, old: Plan, new: Plan, refused: AbstractSet[Place | None], gone: AbstractSet[Place]) -> bool:
    if item.new is None:
        return old.measures[item.old or 0].place not in gone
    return item.old is not None or new.measures[item.new].place not in refused


def _woven(items: Sequence[_Item], *, by_new: bool) -> list[_Item]:
    """Return the items in the order of one plan; what it lacks stands after the item it follows in the other."""
    own, other = ("new", "old") if by_new else ("old", "new")
    order = sorted((one for one in items if getattr(one, own) is not None), key=lambda one: getattr(one, own))
    extra = sorted((one for one in items if getattr(one, own) is None), key=lambda one: getattr(one, other))
    for item in extra:
        before = [
            place
            for place, one in enumerate(order)
            if getattr(one, other) is not None and getattr(one, other) < getattr(item, other)
        ]
        nearest = max(before, key=lambda place: getattr(order[place], other), default=-1)
        order.insert(nearest + 1, item)
    return order


def _takes_new(item: _Item, new: Plan, refused: AbstractSet[Place | None]) -> bool:
    return item.new is not None and (item.old is None or new.measures[item.new].place not in refused)


def _chosen(item: _Item, old: Plan, new: Plan, refused: AbstractSet[Place | None]) -> Measure:
    if _takes_new(item, new, refused):
        return new.measures[item.new or 0]
    return old.measures[item.old or 0]


def _indicators(
    order: Sequence[_Item], old: Plan, new: Plan, refused: AbstractSet[Place | None]
) -> dict[int, list[Indicator]]:
    """Return the indicators of each row of the result: read anew only where the expected result changed."""
    found: dict[int, list[Indicator]] = {}
    for row, item in enumerate(order):
        source, index = (old, item.old) if item.old is not None else (new, item.new)
        if item.old is not None and item.new is not None and _takes_new(item, new, refused):
            before, after = old.measures[item.old], new.measures[item.new]
            source, index = (old, item.old) if before.expected == after.expected else (new, item.new)
        place = source.measures[index or 0].place
        found[row] = [one for one in source.indicators if one.place == place]
    return found


def _renumbered(old: Plan, measures: Sequence[Measure], indicators: dict[int, list[Indicator]]) -> Plan:
    """Return the plan with its rows numbered from the top, every second one, so that empty sections fit between."""
    places = [Place(table=MEASURES_TABLE, row=FIRST_ROW + 2 * row) for row in range(len(measures))]
    of_measures = [
        one.model_copy(update={"place": places[row], "measure": measures[row].called})
        for row, found in indicators.items()
        for one in found
    ]
    rows = tuple(one.model_copy(update={"place": place}) for one, place in zip(measures, places, strict=True))
    return old.model_copy(update={"measures": rows, "indicators": tuple(of_measures), "sections": ()})


def _empty_headings(old: Plan, new: Plan, plan: Plan, accepted: Accepted) -> Iterator[Section]:
    """Yield the older plan's empty headings and those accepted, each below the row that stood above it in its plan."""
    row_of = {(one.number, one.name): one.place.row for one in plan.measures}
    for source in (old, new):
        for section in source.sections:
            is_meant = section.place in accepted.rows if source is new else section.place not in accepted.gone
            if is_meant and not section.measures and not section.is_words:
                above = [one for one in source.measures if one.place.row < section.place.row]
                rows = [row_of[key] for one in above if (key := (one.number, one.name)) in row_of]
                place = Place(table=MEASURES_TABLE, row=max(rows, default=FIRST_ROW - 1) + 1)
                yield section.model_copy(update={"place": place})
