"""Rules for parts of a year: quarters and half-years, halves and terms of a school year."""

from collections.abc import Sequence
from dataclasses import replace

from opora.deadlines.days import dates, stretched, year_of
from opora.deadlines.deadline import Kind
from opora.deadlines.grammar import Reading, Rule, rule
from opora.deadlines.points import LAST_DAY, Impossible, Piece, Point, Span, Whole
from opora.deadlines.tokens import Token
from opora.deadlines.whole_years import DECEMBER, school_years, stretch, years_named

_COUNTERS = frozenset({"NUMBER", "ORDINAL", "ROMAN", "CARDINAL"})


def _parts_of_year(reading: Reading) -> tuple[Piece, ...]:
    """«3 квартал 2020», «I–II кварталы», «1, 3 квартал»: calendar quarters; half-years the same way."""
    is_half = any(token.sort in {"HALF", "HALFOF"} for token in reading.covered)
    length, kind = (6, Kind.HALF_YEAR) if is_half else (3, Kind.QUARTER)
    numbers, stretches = _counted(reading.named("which"))
    if any(start > end for start, end in stretches):
        return (Impossible(f"«{reading.words}»: начало позже конца", reading.words),)
    if not all(1 <= number <= DECEMBER // length for number in numbers):
        return (Impossible(f"«{reading.words}»: в году столько кварталов и полугодий не бывает", reading.words),)
    year, ahead = year_of([*reading.named("years"), *reading.named("before")])
    return tuple(
        stretch(kind, Point((start - 1) * length + 1, year=year, years_ahead=ahead),
              Point(end * length, year=year, years_ahead=ahead), reading)
        for start, end in stretches
    )  # fmt: skip


def _bare_quarters(reading: Reading) -> tuple[Piece, ...]:
    """«I–IV» as the whole of a cell: quarters, where the plan is for no school year."""
    note = "римские цифры без слова прочитаны как кварталы"
    return tuple(
        replace(part, subkind="bare_quarters", notes=(*part.notes, note), is_doubtful=True)
        if isinstance(part, Span) else part
        for part in _parts_of_year(reading)
    )  # fmt: skip


def _range_of_parts(reading: Reading) -> Piece | None:
    """«III квартал 2024 – I квартал 2025»: the parts between them belong to it."""
    ends = [
        (token.value, year_of(reading.named(name))[0])
        for name in ("first", "last") for token in reading.named(name) if token.sort in _COUNTERS
    ]  # fmt: skip
    sorts = {token.sort for token in reading.covered}
    length, kind = (3, Kind.QUARTER) if "QUARTER" in sorts else (6, Kind.HALF_YEAR)
    if {"QUARTER", "HALF"} <= sorts or not all(1 <= number <= DECEMBER // length for number, _ in ends):
        return None
    (first, earlier), (last, later) = ends
    return stretch(kind, Point((first - 1) * length + 1, year=earlier), Point(last * length, year=later), reading)


def _counted(tokens: Sequence[Token]) -> tuple[list[int], list[tuple[int, int]]]:
    numbers = [4 if token.value == LAST_DAY else token.value for token in tokens if token.sort in _COUNTERS]
    goes_on = [token.sort in {"DASH", "PO"} for token in tokens if token.sort not in _COUNTERS]
    return numbers, stretched(numbers, goes_on)


def _parts_in_years(reading: Reading) -> tuple[Piece, ...]:
    """«IV квартал 2022, 2023 гг.»."""
    parts = _parts_of_year(reading)
    return tuple(
        _in_year(part, year, 0) if isinstance(part, Span) else part for year in years_named(reading) for part in parts
    )


def _half_by_its_name(reading: Reading) -> tuple[Piece, ...]:
    """«первая половина 2022 года» is a half-year."""
    years = year_of([token for token in reading.covered if token.sort in {"YEARNUM", "THIS"}])
    halves = _parts_of_year(reading)
    return tuple(_in_year(half, *years) if isinstance(half, Span) else half for half in halves)


def _in_year(span: Span, year: int | None, ahead: int) -> Span:
    first, last = (point and replace(point, year=year, years_ahead=ahead) for point in (span.first, span.last))
    return replace(span, first=first, last=last)


def _edge_of_part(reading: Reading) -> tuple[Piece, ...]:
    """«в конце 1 полугодия»: the days are those of the whole half-year, and the note says so."""
    note = "названо начало или конец, а дни даны всего полугодия или квартала"
    return tuple(
        replace(part, notes=(*part.notes, note), is_doubtful=True) if isinstance(part, Span) else part
        for part in _parts_of_year(reading)
    )


#: Halves of a school year: how many years after the September their ends are, and in which months.
_SCHOOL_HALVES = {1: ((0, 9), (0, 12)), 2: ((1, 1), (1, 5)), LAST_DAY: ((1, 1), (1, 5))}
_SCHOOL_HALF_NOTE = "полугодие учебного года: сентябрь – декабрь или январь – май"


def _school_half(reading: Reading) -> Piece | None:
    """«2 полугодие 2020–2021 учебного года»; without years the plan's school year gives them."""
    halves = [_SCHOOL_HALVES.get(token.value) for token in reading.named("which") if token.sort in _COUNTERS]
    if halves[0] is None or halves[-1] is None or halves[0] > halves[-1]:
        return Impossible(f"«{reading.words}»: в учебном году два полугодия", reading.words)
    stated = school_years(reading.named("years"))
    ends = (halves[0][0], halves[-1][1])
    first, last = (Point(month, year=stated[0] + later if stated else None) for later, month in ends)
    span = stretch(Kind.HALF_YEAR, first, last, reading)
    return replace(span, subkind="school_half_year", notes=(*reading.notes, _SCHOOL_HALF_NOTE))


_TERM_MONTHS = {1: ("сентябрь", "октябрь"), 2: ("ноябрь", "декабрь"), 3: ("январь", "март"), 4: ("апрель", "май")}


def _school_term(reading: Reading) -> Piece:
    """A school term is no calendar quarter: its days are set by each school's calendar."""
    numbers, stretches = _counted(reading.named("which"))
    if not all(number in _TERM_MONTHS for number in numbers):
        return Impossible(f"«{reading.words}»: в учебном году четыре четверти", reading.words)
    months = ", ".join(f"{_TERM_MONTHS[start][0]} – {_TERM_MONTHS[end][1]}" for start, end in stretches)
    note = f"учебная четверть – не квартал: дни задаёт календарный график школы, обычно {months}"
    return Span(
        Kind.QUARTER, subkind=f"school_term_{numbers[0]}", text=reading.words, notes=(*reading.notes, note),
        is_doubtful=True,
    )  # fmt: skip


def some_term(reading: Reading) -> Piece:
    """«II триместр», «в течение четверти»."""
    is_term = any(token.sort == "TERM" for token in reading.covered)
    note = f"дни {'четверти' if is_term else 'триместра'} задаёт календарный график школы"
    return Span(
        Kind.QUARTER,
        subkind="school_term" if is_term else "trimester",
        text=reading.words,
        notes=(*reading.notes, note),
        is_doubtful=True,
    )


def _until_part(reading: Reading) -> tuple[Piece, ...]:
    """«до конца 1 полугодия»; in a plan for a school year it is its own half-year. «До 2 квартала» is doubtful."""
    *_, part = _parts_of_year(reading)
    if not isinstance(part, Span) or part.last is None:
        return (part,)
    is_certain = any(token.sort == "EDGE" or token.word in {"позднее", "позже"} for token in reading.covered)
    until = dates(None, replace(part.last, day=LAST_DAY), reading)
    return (replace(until, whole=_edge_of_half(part), is_doubtful=not is_certain),)


def _since_part(reading: Reading) -> Piece:
    """«с III квартала», «со второго полугодия»."""
    (part,) = _parts_of_year(reading)
    if not isinstance(part, Span) or part.first is None:
        return part
    return replace(dates(replace(part.first, day=1), None, reading), whole=_edge_of_half(part))


def _edge_of_half(part: Span) -> Whole | None:
    return "half_edge" if part.kind == Kind.HALF_YEAR and not part.has_year else None


_ONE = "COUNTER (?:QUARTER|HALF) YEARS?"
PART_RULES: tuple[Rule, ...] = (
    rule("STRETCH? ANYWHOLE which=(COUNTERS) (?:QUARTER|HALF) years=(YEARS?)", _parts_of_year),
    rule("^which=(ROMAN (?:(?:DASH|PO|COMMA|AND) ROMAN)*) years=(YEARS?)$", _bare_quarters),
    rule(f"STRETCH? SINCE? first=({_ONE}) TO last=({_ONE})", _range_of_parts),
    rule("FROM which=(COUNTER (?:PO|DASH) COUNTER) (?:QUARTER|HALF) years=(YEARS?)", _parts_of_year),
    rule("STRETCH? FROM? which=(COUNTERS) (?:QUARTER|HALF) INYEARS", _parts_in_years),
    rule("STRETCH? before=(YEARNUM GOD*) COMMA? OPEN? which=(COUNTERS) (?:QUARTER|HALF) CLOSE?", _parts_of_year),
    rule("STRETCH? which=(COUNTERS) HALFOF (?:YEARS|ANYWHOLE GOD)", _half_by_its_name),
    rule("STRETCH? EDGE which=(COUNTERS) (?:QUARTER|HALF) years=(YEARS?)", _edge_of_part),
    rule("STRETCH? which=(COUNTERS) HALFOF years=(SCHOOL GOD SCHOOLYEAR?)", _school_half),
    rule("STRETCH? which=(COUNTERS) SCHOOL HALF years=(COMMA? SCHOOLYEAR)?", _school_half),
    rule("STRETCH? which=(COUNTERS) HALF years=(COMMA? SCHOOLYEAR)", _school_half),
    rule("STRETCH? which=(COUNTERS) HALF years=(THIS? SCHOOL GOD)", _school_half),
    rule("(?:BEFORE? EDGE|STRETCH)? which=(COUNTERS) SCHOOL? TERM (?:COMMA? SCHOOLYEAR|YEARS|SCHOOL GOD)?",
         _school_term),
    rule("STRETCH? which=(COUNTERS) TRIMESTER (?:COMMA? SCHOOLYEAR|YEARS)?", some_term),
    rule("BEFORE EDGE which=(COUNTERS) (?:QUARTER|HALF) years=(YEARS?)", _until_part),
    rule("BEFORE which=(COUNTER) (?:QUARTER|HALF) years=(YEARS?)", _until_part),
    rule("OVER ANYWHOLE SCHOOL? (?:TERM|TRIMESTER)", some_term),
    rule("SINCE which=(COUNTER) (?:QUARTER|HALF) years=(YEARS?)", _since_part),
)  # fmt: skip
