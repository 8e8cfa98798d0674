"""Accepted differences outside the table of measures: indicators of a table of their own, sections of words."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from opora.plans.difference import Part, RowDifference
from opora.plans.differences_apart import indicator_differences, paired_indicators, words_differences
from opora.plans.indicators import indicators_in_words
from opora.tables.plan import Indicator, Measure, Place, Plan, Section, Target
from opora.vocabulary.spelling import plain
from opora_web.programme.roadmap.record import FIRST_ROW, INDICATORS_TABLE


@dataclass(frozen=True)
class Accepted:
    """Which differences of one part of a plan were accepted.

    Attributes:
        rows: places in the newer plan of what was added, changed or moved.
        gone: places in the older plan of what is accepted to be absent from the newer one.
    """

    rows: AbstractSet[Place]
    gone: AbstractSet[Place]


def accepted_of(part: Part, differences: Iterable[RowDifference]) -> Accepted:
    """Return the accepted differences of one part of a plan: an indicator may stand where its measure does."""
    own = [one for one in differences if one.part == part]
    return Accepted(
        rows={one.after for one in own if one.after},
        gone={one.before for one in own if one.before and not one.after},
    )


@dataclass(frozen=True)
class Ties:
    """Measures of the plan that comes out, by what the older and the newer plan call them."""

    old: dict[str, Measure]
    new: dict[str, Measure]


def indicators_in_tables(old: Plan, new: Plan, accepted: Accepted, ties: Ties) -> Iterator[Indicator]:
    """Yield the older plan's indicators of a table of their own with the accepted differences, in the older order."""
    for row, (one, measure) in enumerate(_chosen(old, new, accepted, ties), start=FIRST_ROW):
        place = Place(table=INDICATORS_TABLE, row=row)
        yield one.model_copy(update={"place": place, "measure": measure.called if measure else None})


def _chosen(old: Plan, new: Plan, accepted: Accepted, ties: Ties) -> Iterator[tuple[Indicator, Measure | None]]:
    pairs = {before: after for after, before in paired_indicators(old, new).items()}
    taken = {one.after for one in indicator_differences(old, new) if one.after in accepted.rows}
    in_words = {measure.place for measure in old.measures}
    for index, one in enumerate(old.indicators):
        newer = new.indicators[pairs[index]] if index in pairs else None
        if newer is not None and newer.place in taken:
            yield _with_schools(newer, one), ties.new.get(newer.measure or "")
        elif one.place not in in_words and one.place not in accepted.gone:
            measure = ties.old.get(one.measure or "")
            yield _said_anew(one, old, measure), measure
    known = set(pairs.values())
    for index, one in enumerate(new.indicators):
        if index not in known and one.place in taken:
            yield one, ties.new.get(one.measure or "")


def _said_anew(one: Indicator, old: Plan, measure: Measure | None) -> Indicator:
    """Return an indicator with the targets of its measure's expected result, where that has changed and names them."""
    before = next((row.expected for row in old.measures if row.called == one.measure), "")
    if measure is None or measure.expected == before:
        return one
    found = indicators_in_words(measure.expected, measure.called, measure.place)
    same = next((other for other in found if plain(other.name) == plain(one.name)), None)
    return one if same is None else _with_schools(same, one)


def _with_schools(newer: Indicator, older: Indicator) -> Indicator:
    """Return the newer indicator with the older one's schools of the years in which it says nothing of schools."""
    schools = {target.year: target.schools for target in older.targets}
    return newer.model_copy(update={"targets": tuple(_target(target, schools) for target in newer.targets)})


def _target(target: Target, schools: dict[str, tuple[str, ...] | None]) -> Target:
    return target if target.schools is not None else target.model_copy(update={"schools": schools.get(target.year)})


def sections_of_words(old: Plan, new: Plan, accepted: Accepted) -> Iterator[Section]:
    """Yield the older plan's sections of words with the accepted differences."""
    newer = {one.place: one for one in new.sections if one.is_words}
    taken = [
        (one.before, newer[one.after])
        for one in words_differences(old, new)
        if one.after and one.after in accepted.rows
    ]
    texts = {before: section.text for before, section in taken}
    for section in old.sections:
        if section.is_words and section.place not in accepted.gone:
            yield section.model_copy(update={"text": texts.get(section.place, section.text)})
    yield from (section for before, section in taken if before is None)
