"""Two editions of one plan compared row by row: what came, what went, what changed in which column."""

import re
from collections.abc import Iterator, Sequence

from opora.plans.difference import FieldDifference, RowDifference
from opora.plans.differences_apart import (
    head_differences,
    heading_differences,
    indicator_differences,
    words_differences,
)
from opora.plans.documents.table_of_text import one_line
from opora.tables.plan import Measure, Plan, parties_words
from opora.vocabulary.spelling import plain, tidy

#: Part of the words that two names must share for their rows to be one measure; the same number stands for some.
_LIKE_NAMES, _SAME_NUMBER = 0.6, 0.2
_STEM = 5
_Rows = list[tuple[int, Measure]]
#: Rows beyond this are not tried against each other: plans so different are two plans.
_MOST_PAIRS = 4_000_000


def differences(old: Plan, new: Plan) -> tuple[RowDifference, ...]:
    """Return what differs: title and period, sections, rows of measures and indicators; those gone come last of each.

    Spaces, kinds of dashes and places in the file do not count. A measure is known again by its number and name, then
    by its name, then by its number where the names are alike.
    """
    return (
        *head_differences(old, new),
        *words_differences(old, new),
        *heading_differences(old, new),
        *measure_differences(old, new),
        *indicator_differences(old, new),
    )


def measure_differences(old: Plan, new: Plan) -> tuple[RowDifference, ...]:
    """Return the rows of measures that differ."""
    pairs = paired(old.measures, new.measures)
    kept = [pairs[index] for index in range(len(new.measures)) if pairs.get(index) is not None]
    in_order = _longest_rise([index for index in kept if index is not None])
    found: list[RowDifference] = []
    for index, measure in enumerate(new.measures):
        before = pairs.get(index)
        found += _of_row(
            None if before is None else old.measures[before], measure, before is None or before in in_order
        )
    gone = set(range(len(old.measures))) - set(kept)
    found += [
        RowDifference(change="removed", number=one.number, name=one.name, before=one.place)
        for one in (old.measures[index] for index in sorted(gone))
    ]
    return tuple(found)


def _of_row(before: Measure | None, after: Measure, is_in_order: bool) -> Iterator[RowDifference]:
    if before is None:
        said = tuple(one for one in _fields({}, field_texts(after)) if one.field not in {"number", "name"})
        yield RowDifference(change="added", number=after.number, name=after.name, fields=said, after=after.place)
        return
    fields = tuple(_fields(field_texts(before), field_texts(after)))
    if fields or not is_in_order:
        yield RowDifference(
            change="changed" if fields else "moved",
            number=after.number,
            name=after.name,
            fields=fields,
            before=before.place,
            after=after.place,
        )


def _fields(old: dict[str, str], new: dict[str, str]) -> Iterator[FieldDifference]:
    for field in dict.fromkeys((*old, *new)):
        one, other = old.get(field, ""), new.get(field, "")
        if tidy(one) != tidy(other):
            yield FieldDifference(field=field, before=one, after=other)


def field_texts(measure: Measure) -> dict[str, str]:
    """Return a measure's columns as words, by the names of the fields of `Measure`; other columns by their heading."""
    return {
        "number": (measure.number or "").rstrip("."),
        "section": measure.section or "",
        "name": measure.name,
        "deadline": measure.deadline.text if measure.deadline else "",
        "expected": measure.expected,
        "responsible": parties_words(measure.responsible),
        "note": measure.note,
        "done": measure.done,
        **{heading: one_line(words) for heading, words in measure.other.items()},
    }


# --- which row is which -------------------------------------------------------------------------------------------


def paired(old: Sequence[Measure], new: Sequence[Measure]) -> dict[int, int]:
    """Return for rows of the newer plan, by position, the row of the older one that is the same measure."""
    pairs: dict[int, int] = {}
    free = dict.fromkeys(range(len(old)))
    for key in (_whole, _number_and_name, _name):
        by_key: dict[tuple[str, ...], list[int]] = {}
        for index in free:
            by_key.setdefault(key(old[index]), []).append(index)
        for index, measure in enumerate(new):
            known = by_key.get(key(measure))
            if index not in pairs and known:
                pairs[index] = known.pop(0)
                del free[pairs[index]]
    _pair_alike(old, new, pairs, list(free))
    return pairs


def _pair_alike(old: Sequence[Measure], new: Sequence[Measure], pairs: dict[int, int], free: list[int]) -> None:
    """Pair the rows left by their names, the most alike first; the same number speaks for a pair."""
    left = [index for index in range(len(new)) if index not in pairs]
    if len(left) * len(free) > _MOST_PAIRS:
        return
    taken: set[int] = set()
    olds, news = ([(index, plan[index]) for index in rows] for rows, plan in ((free, old), (left, new)))
    for _, index, before in sorted(_offers(olds, news)):
        if index not in pairs and before not in taken:
            pairs[index] = before
            taken.add(before)


def _offers(olds: _Rows, news: _Rows) -> Iterator[tuple[float, int, int]]:
    """Yield the pairs that may be one measure: how unlike they are, the newer row, the older row."""
    words = [(index, _number(measure), _stems(measure)) for index, measure in news]
    for before, measure in olds:
        stems, number = _stems(measure), _number(measure)
        for index, new_number, new_stems in words:
            bonus = _SAME_NUMBER if number and number == new_number else 0.0
            alike = 2 * len(stems & new_stems) / (len(stems) + len(new_stems) or 1) + bonus
            if alike >= _LIKE_NAMES:
                yield -alike, index, before


def _stems(measure: Measure) -> frozenset[str]:
    """Return the beginnings of a name's words: the same in all the forms of a word."""
    return frozenset(word[:_STEM] for word in re.findall(r"\w+", plain(measure.name)))


def _whole(measure: Measure) -> tuple[str, ...]:
    return tuple(map(tidy, field_texts(measure).values()))


def _number_and_name(measure: Measure) -> tuple[str, ...]:
    return (_number(measure), plain(measure.name))


def _name(measure: Measure) -> tuple[str, ...]:
    return (plain(measure.name),)


def _number(measure: Measure) -> str:
    return (measure.number or "").rstrip(".")


def _longest_rise(places: Sequence[int]) -> set[int]:
    """Return the longest run of places that rise: what is not in it was moved."""
    ends: list[int] = []
    before: dict[int, int | None] = {}
    tails: list[int] = []
    for place in places:
        low = next((index for index, end in enumerate(ends) if end >= place), len(ends))
        before[place] = tails[low - 1] if low else None
        if low == len(ends):
            ends.append(place)
            tails.append(place)
        else:
            ends[low] = tails[low] = place
    rise: set[int] = set()
    place_or_none = tails[-1] if tails else None
    while place_or_none is not None:
        rise.add(place_or_none)
        place_or_none = before[place_or_none]
    return rise
