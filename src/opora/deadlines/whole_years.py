"""Rules for years and school years: their numbers, their ends, and «в течение года» without any number."""

from collections.abc import Sequence
from dataclasses import replace

from opora.deadlines.days import dates, place, year_of
from opora.deadlines.deadline import Kind
from opora.deadlines.grammar import Builder, Reading, Rule, rule
from opora.deadlines.periods import MAY, SEPTEMBER
from opora.deadlines.points import LAST_DAY, Impossible, Piece, Point, Span, Whole
from opora.deadlines.tokens import Token, full_year

JANUARY, DECEMBER = 1, 12
#: Years before it belong to what is remembered – «мемориал павшим в 1941–1945 гг.» – and to no plan.
_EARLIEST = 1980


def stretch(kind: Kind, first: Point | None, last: Point | None, reading: Reading) -> Span:
    """Return a span of months or years; more than one of them is a stretch of time."""
    is_bound = first != last or kind in {Kind.YEAR, Kind.SCHOOL_YEAR}
    return Span(kind, first, last, text=reading.words, notes=reading.notes, is_bound=is_bound)


def years_named(reading: Reading) -> list[int]:
    """Return the years of four digits that a rule covered."""
    return [token.value for token in reading.covered if token.sort == "YEARNUM"]


def school_years(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Return the two calendar years of a school year the tokens state."""
    numbers = [token for token in tokens if token.sort in {"YEARNUM", "NUMBER"} and len(token.word) > 1]
    years = [full_year(token.value) for token in numbers]
    return (years[0], years[1]) if len(years) > 1 and years[1] == years[0] + 1 else None


def _stated_school_year(reading: Reading) -> Piece | None:
    years = school_years(reading.named("years"))
    if years is None:
        return None
    return _school_year_of(years[0], reading)


def _school_year_of(first: int, reading: Reading) -> Span:
    return stretch(Kind.SCHOOL_YEAR, Point(SEPTEMBER, 1, first), Point(MAY, 31, first + 1), reading)


def _school_years_listed(reading: Reading) -> tuple[Piece, ...] | None:
    """«2022–2023 и 2023–2024 учебных годов»."""
    numbers = [full_year(token.value) for token in reading.named("years") if token.sort in {"YEARNUM", "NUMBER"}]
    pairs = list(zip(numbers[::2], numbers[1::2], strict=True))
    if any(last != first + 1 for first, last in pairs):
        return None
    return tuple(_school_year_of(first, reading) for first, _ in pairs)


def _since_school_year(reading: Reading) -> Piece | None:
    years = school_years(reading.named("years"))
    return years and dates(Point(SEPTEMBER, 1, years[0]), None, reading)


def _one_year(reading: Reading) -> Piece:
    year = reading.named("year")[0].value
    if year < _EARLIEST:
        return place(reading)
    return stretch(Kind.YEAR, Point(None, year=year), Point(None, year=year), reading)


def _years(reading: Reading) -> Piece:
    numbers = [full_year(token.value) for token in reading.named("years") if token.sort in {"YEARNUM", "NUMBER"}]
    if numbers[0] > numbers[-1]:
        return Impossible(f"«{reading.words}»: начало позже конца", reading.words)
    if numbers[-1] < _EARLIEST:
        return place(reading)
    first, last = Point(None, year=numbers[0]), Point(None, year=numbers[-1])
    span = stretch(Kind.YEAR_RANGE, first, last, reading)
    is_bare = not any(token.sort == "GOD" for token in reading.covered) and numbers[-1] == numbers[0] + 1
    return replace(span, is_bound=True, subkind="bare_years" if is_bare else None)


def _until_year(reading: Reading) -> Piece:
    year = Point(None, year=reading.named("year")[0].value)
    note = "«до» с годом прочитано включительно"
    return replace(dates(None, year, reading), notes=(*reading.notes, note), is_doubtful=True)


def _since_year(reading: Reading) -> Piece:
    return dates(Point(None, year=reading.named("year")[0].value), None, reading)


def _whole(kind: Kind, whole: Whole) -> Builder:
    """Return the builder of a span as long as the plan's own year, half-year, quarter or month."""

    def build(reading: Reading) -> Piece:
        ahead = next((token.value for token in reading.covered if token.sort == "THIS"), 0)
        shift = Point(None, years_ahead=ahead) if ahead else None
        return Span(kind, shift, shift, whole=whole, text=reading.words, notes=reading.notes, is_bound=True)

    return build


YEAR_EDGES = {1: (SEPTEMBER, JANUARY), LAST_DAY: (MAY, DECEMBER)}
_EDGE_NAMES: dict[int, Whole] = {1: "year_start", LAST_DAY: "year_end"}
_MIDDLE_NOTE = "у середины года своих дней нет"
_EDGE_NOTE = "начало и конец года прочитаны как первый и последний его месяц"


def _edges_of_year(reading: Reading) -> tuple[Piece, ...]:
    """«в конце учебного года» is its last month; «до конца года» – its last day; «начало, конец года» – two months."""
    edges = [token.value for token in reading.covered if token.sort == "EDGE"]
    named = [_edge_of_year(reading, edge) for edge in edges if edge in YEAR_EDGES]
    return tuple(
        named if len(named) == len(edges) else (replace(edge, notes=(*edge.notes, _MIDDLE_NOTE)) for edge in named)
    )


def _edge_of_year(reading: Reading, edge: int) -> Span:
    year, ahead = year_of(reading.named("years"))
    if stated := school_years(reading.named("years")):
        year = stated[0 if edge > 0 else 1]
    is_school = any(token.sort == "SCHOOL" for token in reading.covered)
    month = Point(YEAR_EDGES[edge][0 if is_school else 1], year=year, years_ahead=ahead)
    whole = None if is_school or year else _EDGE_NAMES[edge]
    if any(token.sort == "UNTIL" for token in reading.covered):
        return replace(dates(None, replace(month, day=edge), reading), whole=whole)
    if any(token.sort in {"FROM", "OF"} for token in reading.covered):
        return replace(dates(replace(month, day=1), None, reading), whole=whole)
    span = stretch(Kind.MONTH, month, month, reading)
    return replace(span, whole=whole, notes=(*reading.notes, _EDGE_NOTE), is_doubtful=True)


YEAR_RULES: tuple[Rule, ...] = (
    rule("STRETCH? ANYWHOLE years=SCHOOLYEAR", _stated_school_year),
    rule("STRETCH? ANYWHOLE years=(TWOYEARS (?:ALSO TWOYEARS)+) SCHOOL GOD", _school_years_listed),
    rule("SINCE years=SCHOOLYEAR", _since_school_year),
    rule("(?:BEFORE|SINCE|INTO)? EDGE years=SCHOOLYEAR", _edges_of_year),
    rule("STRETCH? ANYWHOLE SCHOOL GOD years=TWOYEARS", _stated_school_year),
    rule("STRETCH? ANYWHOLE year=YEARNUM GOD*", _one_year),
    rule("STRETCH? SINCE? years=(YEARNUM GOD* (?:DASH|PO|UNTIL) YEARNUM) GOD*", _years),
    rule("STRETCH? years=(YEARNUM DASH NUMBER) GOD+", _years),
    rule("STRETCH? years=(YEARNUM (?:(?:COMMA|AND|COMMA AND) YEARNUM)+) GOD*", _years),
    rule("BEFORE year=YEARNUM GOD*", _until_year),
    rule("SINCE year=YEARNUM GOD*", _since_year),
    rule("(?:BEFORE|SINCE|INTO)? EDGE (?:(?:ALSO|DASH) INTO? EDGE)* years=(ANYWHOLE) SCHOOL? GOD", _edges_of_year),
    rule("(?:BEFORE|SINCE|INTO)? EDGE years=(YEARNUM GOD*)", _edges_of_year),
    rule("(?:OVER|ON) ANYWHOLE GOD", _whole(Kind.YEAR, "year")),
    rule("IN (?:THIS|WHOLE)+ GOD", _whole(Kind.YEAR, "year")),
    rule("WHOLE+ GOD", _whole(Kind.YEAR, "year")),
    rule("(?:STRETCH ANYWHOLE|WHOLE+|THIS)? SCHOOL GOD", _whole(Kind.SCHOOL_YEAR, "school_year")),
    rule("WHOLE+ MONTHWORD", _whole(Kind.MONTH, "month")),
    rule("OVER ANYWHOLE MONTHWORD", _whole(Kind.MONTH, "month")),
    rule("OVER ANYWHOLE (?:HALF)", _whole(Kind.HALF_YEAR, "half_year")),
    rule("OVER ANYWHOLE QUARTER", _whole(Kind.QUARTER, "quarter")),
)  # fmt: skip
