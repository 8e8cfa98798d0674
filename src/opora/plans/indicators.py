"""Indicators with targets by year: tables of their own, or a measure's expected result («2020 год – 33,3 %, …»)."""

import re
from collections.abc import Iterable, Iterator, Sequence

from opora.plans.columns import PlanColumns, meaning_of, year_of
from opora.plans.documents.table_of_text import TableOfText, TextRow, one_line
from opora.plans.rows import number_parts
from opora.tables.plan import SHARE, Indicator, Measure, Place, Target, value_words
from opora.vocabulary.spelling import plain

_IN_WORDS = re.compile(
    r"(?P<year>20\d\d(?:\s?/\s?(?:20)?\d\d)?)\s*(?:г\.?|год[ау]?|уч(?:ебный|\.)?\s*г(?:од|\.)?)?\s*[-–—:]\s*"
    r"(?P<value>(?:не\s+(?:менее|более)\s+|до\s+|≥\s*)?\d{1,6}(?:[.,]\d{1,3})?)\s*(?P<unit>%|процент\w*)?(?!\s?[./]\s?\d)"
)
_NUMBER = re.compile(r"\d{1,9}(?:[.,]\d{1,4})?")
_UNIT = re.compile(r"ед\w*\.? ?изм|единиц\w* измер", re.IGNORECASE)
_PERCENT = re.compile(r"%|процент", re.IGNORECASE)
_PART_OF_ONE = "доля"  # the unit under which Opora's own workbook holds shares as numbers
_OF_MEASURE = re.compile(r"^(?:по|к|№|номер) мероприяти", re.IGNORECASE)
_SCHOOLS = re.compile(r"\bшкол[аы]\s*:", re.IGNORECASE)
_FEWEST = 2


def indicators_in_words(expected: str, number: str | None, place: Place) -> Iterator[Indicator]:
    """Yield the indicator an expected result holds: two years or more with a number each, after the words for it."""
    text = one_line(expected)
    found = list(_IN_WORDS.finditer(text))
    if len({one["year"] for one in found}) < _FEWEST:
        return
    name = text[: found[0].start()].strip(" :–—-,(")
    is_share = any(one["unit"] for one in found)
    targets = tuple(
        Target(year=_year(one["year"]), value=_value(one["value"], is_share), text=one_line(one[0])) for one in found
    )
    yield Indicator(name=name, unit=SHARE if is_share else "", targets=targets, measure=number, place=place)


def says_all_of(expected: str, indicator: Indicator) -> bool:
    """Tell whether an expected result names an indicator with all its targets, and no schools are named beside."""
    if any(target.schools for target in indicator.targets):
        return False
    known = (indicator.name, indicator.unit, _said(indicator))
    found = indicators_in_words(expected, indicator.measure, indicator.place)
    return any((one.name, one.unit, _said(one)) == known for one in found)


def _said(indicator: Indicator) -> dict[str, str]:
    return {target.year: target.words(indicator.unit) for target in indicator.targets}


def indicators_of_table(table: TableOfText, columns: PlanColumns) -> Iterator[Indicator]:
    """Yield the indicators of a table whose heading names years, one a row; rows without a number are no indicators.

    A column «По мероприятию», which Opora writes, says to which measure an indicator belongs; beside it a cell without
    «школы: …» names none.
    """
    years = {column: year for column, heading in enumerate(columns.headings) if (year := year_of(heading))}
    unit_column, measure_column = (_column(columns, heading) for heading in (_UNIT, _OF_MEASURE))
    for row in table.rows[columns.last_row + 1 :]:
        name = _name(row, columns, {*years, unit_column, measure_column})
        texts = {year: text for column, year in years.items() if (text := one_line(row.cells[column]))}
        if not name or not any(map(_NUMBER.search, texts.values())) or _is_numbering(row):
            continue
        unit = _cell(row, unit_column)
        is_share = unit == _PART_OF_ONE or _is_share(unit, name, texts.values())
        targets = (_target(_year(year), text, unit, is_share=is_share) for year, text in texts.items())
        yield Indicator(
            name=name,
            unit=SHARE if is_share else unit,
            targets=tuple(targets if measure_column is not None else map(_silent_of_schools, targets)),
            measure=_cell(row, measure_column) or None,
            place=Place(table=table.number, row=row.number),
        )


def _column(columns: PlanColumns, known: re.Pattern[str]) -> int | None:
    return next((column for column, heading in enumerate(columns.headings) if known.search(heading)), None)


def _cell(row: TextRow, column: int | None) -> str:
    return "" if column is None else one_line(row.cells[column])


def _is_share(unit: str, name: str, texts: Iterable[str]) -> bool:
    """Tell whether targets are percents: the unit says so, or, where no unit is given, anything else does."""
    return bool(_PERCENT.search(unit) or (not unit and any(map(_PERCENT.search, (name, *texts)))))


def _target(year: str, cell: str, unit: str, *, is_share: bool) -> Target:
    """Return the target of a cell: «33,3 % школы: СОШ № 1; СОШ № 2»; a workbook holds parts of one, and no words."""
    said, *named = _SCHOOLS.split(cell, maxsplit=1)
    text = said.strip()
    value = _value(text, is_share and unit != _PART_OF_ONE)
    if unit == _PART_OF_ONE and value is not None:
        text = value_words(value, SHARE)
    schools = tuple(one.strip() for one in "".join(named).split(";") if one.strip())
    return Target(year=year, value=value, text=text, schools=schools)


def _silent_of_schools(target: Target) -> Target:
    return target if target.schools else target.model_copy(update={"schools": None})


def belonging(indicators: Iterable[Indicator], measures: Sequence[Measure]) -> Iterator[Indicator]:
    """Yield indicators of a table, each with its measure as the plan calls it, where the plan has that measure."""
    by_words = {plain(words): one.called for one in reversed(measures) for words in (one.name, one.called)}
    numbers = {plain(one.number).rstrip("."): one.called for one in reversed(measures) if one.number}
    for one in indicators:
        words = plain(one.measure or "")
        called = numbers.get(words.rstrip(".")) or by_words.get(words) or one.measure
        yield one if called == one.measure else one.model_copy(update={"measure": called})


def told_apart(in_words: Iterable[Indicator], of_tables: Sequence[Indicator]) -> Iterator[Indicator]:
    """Yield the indicators of expected results that no table repeats: of one named twice the table says more."""
    known = {(plain(one.measure), plain(one.name)) for one in of_tables if one.measure}
    return (one for one in in_words if (plain(one.measure or ""), plain(one.name)) not in known)


def _name(row: TextRow, columns: PlanColumns, taken: set[int | None]) -> str:
    """Return the words that name the indicator: the longest cell that is no number and no target."""
    numbers = set(columns.places.get("number", ()))
    words = [
        one_line(cell)
        for column, cell in row.filled.items()
        if column not in taken | numbers and meaning_of(columns.headings[column]) != "responsible"
    ]
    named = [one for one in words if number_parts(one) is None and not _NUMBER.fullmatch(one.rstrip(" %"))]
    return max(named, key=len, default="")


def _is_numbering(row: TextRow) -> bool:
    words = [one_line(cell) for cell in row.filled.values()]
    return words == [str(number) for number in range(1, len(words) + 1)]


def _year(words: str) -> str:
    """Return a year as targets are known by: «2020», «2020/21»."""
    digits = re.findall(r"\d+", words)
    return digits[0] if len(digits) == 1 else f"{digits[0]}/{digits[1][-2:]}"


def _value(text: str, is_share: bool) -> float | None:
    found = _NUMBER.search(text)
    if found is None:
        return None
    number = float(found[0].replace(",", "."))
    return round(number / 100, 6) if is_share else number
