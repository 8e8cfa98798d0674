"""Two editions of one plan compared outside its table of measures: title, period, sections, indicators with targets."""

from collections.abc import Callable, Iterator

from opora.deadlines import Period
from opora.plans.difference import FieldDifference, Part, RowDifference
from opora.tables.plan import SHARE, Indicator, Plan, Section
from opora.vocabulary.spelling import plain, tidy

_Key = Callable[[Indicator], tuple[str, ...]]
#: Sign between the schools of one target, in files and on pages.
BETWEEN_SCHOOLS = "; "


def head_differences(old: Plan, new: Plan) -> Iterator[RowDifference]:
    """Yield the title and the period where they differ; a plan that says nothing of them does not differ in them."""
    said: dict[Part, tuple[str, str]] = {
        "title": (old.title or "", new.title or ""),
        "period": (_days(old.period), _days(new.period)),
    }
    for part, (before, after) in said.items():
        if before and after and tidy(before) != tidy(after):
            field = FieldDifference(field=part, before=before, after=after)
            yield RowDifference(change="changed", number=None, name=after, fields=(field,), part=part)


def _days(period: Period | None) -> str:
    return f"{period.starts_on:%d.%m.%Y} – {period.ends_on:%d.%m.%Y}" if period else ""


def heading_differences(old: Plan, new: Plan) -> Iterator[RowDifference]:
    """Yield the headings over no measure that came or went; those over measures are told by the rows below them."""
    before, after = ({plain(one.title): one for one in plan.sections if not one.is_words} for plan in (old, new))
    for title, one in after.items():
        if title not in before and not one.measures:
            yield RowDifference(change="added", number=None, name=one.title, after=one.place, part="heading")
    for title, one in before.items():
        if title not in after and not one.measures:
            yield RowDifference(change="removed", number=None, name=one.title, before=one.place, part="heading")


def words_differences(old: Plan, new: Plan) -> Iterator[RowDifference]:
    """Yield the sections of words that differ: a section is known again by its title."""
    before = {plain(one.title): one for one in old.sections if one.is_words}
    for section in new.sections:
        if section.is_words:
            known = before.pop(plain(section.title), None)
            yield from _of_section(known, section)
    for section in before.values():
        yield RowDifference(change="removed", number=None, name=section.title, before=section.place, part="words")


def _of_section(before: Section | None, after: Section) -> Iterator[RowDifference]:
    said = "" if before is None else before.text
    if before is None or tidy(said) != tidy(after.text):
        yield RowDifference(
            change="added" if before is None else "changed",
            number=None,
            name=after.title,
            fields=(FieldDifference(field="text", before=said, after=after.text),),
            before=None if before is None else before.place,
            after=after.place,
            part="words",
        )


# --- indicators ---------------------------------------------------------------------------------------------------


def indicator_differences(old: Plan, new: Plan) -> Iterator[RowDifference]:
    """Yield the indicators that differ: those of the newer plan in its order, then those that are gone.

    What an expected result names is a matter of its measure's row in both plans, and is not told twice.
    """
    pairs = paired_indicators(old, new)
    in_words = _in_words(old), _in_words(new)
    for index, indicator in enumerate(new.indicators):
        before = pairs.get(index)
        if index in in_words[1] and (before is None or before in in_words[0]):
            continue
        yield from _of_indicator(None if before is None else old.indicators[before], indicator)
    for index in sorted(set(range(len(old.indicators))) - set(pairs.values()) - in_words[0]):
        gone = old.indicators[index]
        yield RowDifference(
            change="removed", number=gone.measure, name=gone.name, before=gone.place, part="indicator"
        )  # fmt: skip


def paired_indicators(old: Plan, new: Plan) -> dict[int, int]:
    """Return for indicators of the newer plan, by position, the same one of the older: by measure and name, by name.

    A name alone decides where it stands once in either plan.
    """
    pairs: dict[int, int] = {}
    for key in (_measure_and_name, _name):
        free = _once(old, key, set(pairs.values()))
        for words, index in _once(new, key, set(pairs)).items():
            if words in free:
                pairs[index] = free[words]
    return pairs


def _once(plan: Plan, key: _Key, taken: set[int]) -> dict[tuple[str, ...], int]:
    """Return the free indicators by their key, of equal ones the first; of equal names alone none."""
    found: dict[tuple[str, ...], list[int]] = {}
    for index, one in enumerate(plan.indicators):
        if index not in taken:
            found.setdefault(key(one), []).append(index)
    return {words: places[0] for words, places in found.items() if key is _measure_and_name or len(places) == 1}


def _measure_and_name(one: Indicator) -> tuple[str, ...]:
    return plain(one.measure or "").rstrip("."), plain(one.name)


def _name(one: Indicator) -> tuple[str, ...]:
    return (plain(one.name),)


def _in_words(plan: Plan) -> set[int]:
    """Return by position the indicators that stand in expected results."""
    measures = {one.place for one in plan.measures}
    return {index for index, one in enumerate(plan.indicators) if one.place in measures}


def _of_indicator(before: Indicator | None, after: Indicator) -> Iterator[RowDifference]:
    fields = tuple(_fields(before, after))
    if before is None or fields:
        yield RowDifference(
            change="added" if before is None else "changed",
            number=after.measure,
            name=after.name,
            fields=fields,
            before=None if before is None else before.place,
            after=after.place,
            part="indicator",
        )


def _fields(before: Indicator | None, after: Indicator) -> Iterator[FieldDifference]:
    old, new = {} if before is None else indicator_texts(before), indicator_texts(after)
    silent = _silent_of_schools(before) | _silent_of_schools(after)
    for field in dict.fromkeys((*old, *new)):
        one, other = old.get(field, ""), new.get(field, "")
        if tidy(one) != tidy(other) and field not in silent:
            yield FieldDifference(field=field, before=one, after=other)


def indicator_texts(one: Indicator) -> dict[str, str]:
    """Return an indicator as words: name, unit, measure, then for each year its target and its schools."""
    found = {
        "Показатель": one.name,
        "Единица": "%" if one.unit == SHARE else one.unit,
        "По мероприятию": one.measure or "",
    }
    for target in sorted(one.targets, key=lambda target: target.year):
        found[f"Цель {target.year}"] = target.words(one.unit)
        found[_schools_of(target.year)] = BETWEEN_SCHOOLS.join(sorted(target.schools or ()))
    return found


def _silent_of_schools(one: Indicator | None) -> set[str]:
    """Return the fields of schools about which nothing is said."""
    return set() if one is None else {_schools_of(target.year) for target in one.targets if target.schools is None}


def _schools_of(year: str) -> str:
    return f"Школы {year}"
