"""Rules for months, quarters, half-years, years and school years."""

from collections.abc import Sequence
from dataclasses import replace

from opora.deadlines.days import dates, month_in, place, stretched, year_of
from opora.deadlines.deadline import Kind
from opora.deadlines.grammar import Builder, Reading, Rule, rule
from opora.deadlines.periods import MAY, SEPTEMBER
from opora.deadlines.points import LAST_DAY, Impossible, Piece, Point, Recurrence, Span, Whole
from opora.deadlines.tokens import Token, full_year

_COUNTERS = frozenset({"NUMBER", "ORDINAL", "ROMAN", "CARDINAL"})
JANUARY, DECEMBER = 1, 12
#: Years before it belong to what is remembered – «мемориал павшим в 1941–1945 гг.» – and to no plan.
_EARLIEST = 1980


def _span(kind: Kind, first: Point | None, last: Point | None, reading: Reading) -> Span:
    is_bound = first != last or kind in {Kind.YEAR, Kind.SCHOOL_YEAR}
    return Span(kind, first, last, text=reading.words, notes=reading.notes, is_bound=is_bound)


# --- months ---------------------------------------------------------------------------------------------------------


def _one_month(reading: Reading) -> Piece:
    month = month_in(reading.named("month"))
    return _span(Kind.MONTH, month, month, reading)


def _month_range(reading: Reading) -> Piece:
    first, last = month_in(reading.named("first")), month_in(reading.named("last"))
    lost = any(token.sort == "LOSTDASH" for token in reading.covered)
    notes = ("дефис между месяцами потерян",) if lost else ()
    span = _span(Kind.MONTH_RANGE, first, last, reading)
    return replace(span, notes=(*span.notes, *notes))


def _months_of_short_years(reading: Reading) -> Piece | None:
    """«сент. 24 – май 25»: two numbers that follow one another are years and no days."""
    (first, early), (last, late) = (
        [token.value for token in reading.named(name) if token.sort in {"MONTH", "NUMBER"}]
        for name in ("first", "last")
    )
    if not DECEMBER < early <= late <= early + 1 or (early, first) >= (late, last):
        return None
    note = "числа при месяцах прочитаны как годы"
    span = _span(Kind.MONTH_RANGE, Point(first, year=full_year(early)), Point(last, year=full_year(late)), reading)
    return replace(span, notes=(*reading.notes, note), is_doubtful=True)


def _month_of_school_year(reading: Reading) -> tuple[Piece, ...] | None:
    """«октябрь 2020–2021 учебного года»: the months, and the school year they belong to."""
    years = school_years(reading.named("years"))
    if years is None:
        return None
    months = [Point(token.value) for token in reading.covered if token.sort == "MONTH"]
    span = _span(Kind.MONTH if len(months) == 1 else Kind.MONTH_RANGE, months[0], months[-1], reading)
    return span, Span(Kind.SCHOOL_YEAR, Point(SEPTEMBER, 1, years[0]), Point(MAY, 31, years[1]), text=reading.words)


def _month_of_years(reading: Reading) -> tuple[Piece, ...] | None:
    """«сентябрь 2020–2023 гг.» is a September of each year; «октябрь 2020–2021 г.» – of the school year."""
    months = [Point(token.value) for token in reading.covered if token.sort == "MONTH"]
    years = [full_year(token.value) for token in reading.named("years") if token.sort in {"YEARNUM", "NUMBER"}]
    if years[0] >= years[-1] or school_years(reading.named("years")):
        return _month_of_school_year(reading)
    each = _span(Kind.MONTH_RANGE, months[0], months[-1], reading)
    bounds = _span(Kind.YEAR_RANGE, Point(None, year=years[0]), Point(None, year=years[-1]), reading)
    return each, bounds, Recurrence("year", text=reading.words)


def _month_in_years(reading: Reading) -> tuple[Piece, ...]:
    """«сентябрь 2020, 2021, 2022 гг.»."""
    month = next(token.value for token in reading.covered if token.sort == "MONTH")
    days = (Point(month, year=year) for year in _years_named(reading))
    return tuple(_span(Kind.MONTH, day, day, reading) for day in days)


def _parts_in_years(reading: Reading) -> tuple[Piece, ...]:
    """«IV квартал 2022, 2023 гг.»."""
    parts = _parts_of_year(reading)
    return tuple(
        _in_year(part, year, 0) if isinstance(part, Span) else part for year in _years_named(reading) for part in parts
    )


def _years_named(reading: Reading) -> list[int]:
    return [token.value for token in reading.covered if token.sort == "YEARNUM"]


def _whole_year_without_dash(reading: Reading) -> Piece | None:
    """«январь декабрь 2013 г.»: the first and the last month of a year make one year, not two months."""
    first, last = month_in(reading.named("first")), month_in(reading.named("last"))
    if (first.month, last.month) != (JANUARY, DECEMBER):
        return None
    note = "между январём и декабрём нет знака: прочитано как весь год"
    return replace(_span(Kind.MONTH_RANGE, first, last, reading), notes=(*reading.notes, note), is_doubtful=True)


def _until_month(reading: Reading) -> Piece:
    month = replace(month_in(reading.named("month")), day=LAST_DAY)
    is_certain = any(token.word in {"позднее", "позже", "по"} for token in reading.covered)
    notes = () if is_certain else ("«до» с названием месяца прочитано включительно: по последний его день",)
    return replace(dates(None, month, reading), notes=(*reading.notes, *notes), is_doubtful=not is_certain)


def _since_month(reading: Reading) -> Piece:
    return dates(replace(month_in(reading.named("month")), day=1), None, reading)


_SEASONS = {1: (12, 2), 2: (3, 5), 3: (6, 8), 4: (9, 11)}


def _season(reading: Reading) -> Piece:
    seasons = [token.value for token in reading.named("seasons") if token.sort == "SEASON"]
    year, ahead = year_of(reading.named("years"))
    first, last = Point(_SEASONS[seasons[0]][0]), Point(_SEASONS[seasons[-1]][1], year=year, years_ahead=ahead)
    note = "время года прочитано по календарным месяцам"
    return replace(_span(Kind.MONTH_RANGE, first, last, reading), notes=(*reading.notes, note), is_doubtful=True)


# --- quarters and half-years ----------------------------------------------------------------------------------------


def _parts_of_year(reading: Reading) -> tuple[Piece, ...]:
    """«3 квартал 2020», «I–II кварталы», «1, 3 квартал»: calendar quarters; half-years the same way."""
    is_quarter = any(token.sort == "QUARTER" for token in reading.covered)
    length, kind = (3, Kind.QUARTER) if is_quarter else (6, Kind.HALF_YEAR)
    numbers, stretches = _counted(reading.named("which"))
    if any(start > end for start, end in stretches):
        return (Impossible(f"«{reading.words}»: начало позже конца", reading.words),)
    if not all(1 <= number <= DECEMBER // length for number in numbers):
        return (Impossible(f"«{reading.words}»: в году столько кварталов и полугодий не бывает", reading.words),)
    year, ahead = year_of([*reading.named("years"), *reading.named("before")])
    return tuple(
        _span(kind, Point((start - 1) * length + 1, year=year, years_ahead=ahead),
              Point(end * length, year=year, years_ahead=ahead), reading)
        for start, end in stretches
    )  # fmt: skip


def _counted(tokens: Sequence[Token]) -> tuple[list[int], list[tuple[int, int]]]:
    numbers = [4 if token.value == LAST_DAY else token.value for token in tokens if token.sort in _COUNTERS]
    goes_on = [token.sort in {"DASH", "PO"} for token in tokens if token.sort not in _COUNTERS]
    return numbers, stretched(numbers, goes_on)


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


#: Halves of a school year: months, and how many years after the September they are.
_SCHOOL_HALVES = {1: ((9, 0), (12, 0)), 2: ((1, 1), (5, 1)), LAST_DAY: ((1, 1), (5, 1))}
_SCHOOL_HALF_NOTE = "полугодие учебного года: сентябрь – декабрь или январь – май"


def _school_half(reading: Reading) -> Piece | None:
    """«2 полугодие 2020–2021 учебного года»; without years the plan's school year gives them."""
    number = reading.named("which")[0].value
    if number not in _SCHOOL_HALVES:
        return Impossible(f"«{reading.words}»: в году два полугодия", reading.words)
    stated = school_years(reading.named("years"))
    first, last = (Point(month, year=stated[0] + later if stated else None) for month, later in _SCHOOL_HALVES[number])
    span = _span(Kind.HALF_YEAR, first, last, reading)
    return replace(span, subkind="school_half_year", notes=(*reading.notes, _SCHOOL_HALF_NOTE))


_TERM_MONTHS = {1: "сентябрь – октябрь", 2: "ноябрь – декабрь", 3: "январь – март", 4: "апрель – май"}


def _school_term(reading: Reading) -> Piece:
    """A school term is no calendar quarter: its days are set by each school's calendar."""
    numbers, _ = _counted(reading.named("which"))
    if not all(number in _TERM_MONTHS for number in numbers):
        return Impossible(f"«{reading.words}»: в учебном году четыре четверти", reading.words)
    months = ", ".join(_TERM_MONTHS[number] for number in numbers)
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


# --- years ----------------------------------------------------------------------------------------------------------


def school_years(tokens: Sequence[Token]) -> tuple[int, int] | None:
    """Return the two calendar years of a school year the tokens state."""
    numbers = [full_year(token.value) for token in tokens if token.sort in {"YEARNUM", "NUMBER"}]
    return (numbers[0], numbers[1]) if len(numbers) > 1 and numbers[1] == numbers[0] + 1 else None


def _stated_school_year(reading: Reading) -> Piece | None:
    years = school_years(reading.named("years"))
    if years is None:
        return None
    return _school_year_of(years[0], reading)


def _school_year_of(first: int, reading: Reading) -> Span:
    return _span(Kind.SCHOOL_YEAR, Point(SEPTEMBER, 1, first), Point(MAY, 31, first + 1), reading)


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


def _until_end_of_school_year(reading: Reading) -> Piece | None:
    years = school_years(reading.named("years"))
    return years and dates(None, Point(MAY, 31, years[1]), reading)


def _one_year(reading: Reading) -> Piece:
    year = reading.named("year")[0].value
    if year < _EARLIEST:
        return place(reading)
    return _span(Kind.YEAR, Point(None, year=year), Point(None, year=year), reading)


def _years(reading: Reading) -> Piece:
    numbers = [full_year(token.value) for token in reading.named("years") if token.sort in {"YEARNUM", "NUMBER"}]
    if numbers[0] > numbers[-1]:
        return Impossible(f"«{reading.words}»: начало позже конца", reading.words)
    if numbers[-1] < _EARLIEST:
        return place(reading)
    first, last = Point(None, year=numbers[0]), Point(None, year=numbers[-1])
    span = _span(Kind.YEAR_RANGE, first, last, reading)
    is_bare = not any(token.sort == "GOD" for token in reading.covered) and numbers[-1] == numbers[0] + 1
    return replace(span, is_bound=True, subkind="bare_years" if is_bare else None)


def _until_year(reading: Reading) -> Piece:
    year = Point(None, year=reading.named("year")[0].value)
    note = "«до» с годом прочитано включительно"
    return replace(dates(None, year, reading), notes=(*reading.notes, note), is_doubtful=True)


def _since_year(reading: Reading) -> Piece:
    return dates(Point(None, year=reading.named("year")[0].value), None, reading)


def _until_end_of_part(reading: Reading) -> tuple[Piece, ...]:
    """«до конца 1 полугодия»; in a plan for a school year it is its own half-year."""
    parts = _parts_of_year(reading)
    if not isinstance(parts[-1], Span) or parts[-1].last is None:
        return parts
    end = replace(parts[-1].last, day=LAST_DAY)
    is_half = parts[-1].kind == Kind.HALF_YEAR and end.year is None
    return (replace(dates(None, end, reading), whole="half_end" if is_half else None),)


def _since_quarter(reading: Reading) -> Piece:
    (quarter,) = _parts_of_year(reading)
    if not isinstance(quarter, Span) or quarter.first is None:
        return quarter
    return dates(replace(quarter.first, day=1), None, reading)


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
    is_school = any(token.sort == "SCHOOL" for token in reading.covered)
    month = Point(YEAR_EDGES[edge][0 if is_school else 1], year=year, years_ahead=ahead)
    whole = None if is_school or year else _EDGE_NAMES[edge]
    if any(token.sort == "UNTIL" for token in reading.covered):
        return replace(dates(None, replace(month, day=edge), reading), whole=whole)
    span = _span(Kind.MONTH, month, month, reading)
    return replace(span, whole=whole, notes=(*reading.notes, _EDGE_NOTE), is_doubtful=True)


_ONE = "MONTH YEARS?"
_IN_YEARS = "YEARNUM GOD* (?:ALSO YEARNUM GOD*)+"
MONTH_RULES: tuple[Rule, ...] = (
    rule(f"STRETCH? ANYWHOLE month=({_ONE})", _one_month),
    rule(f"STRETCH? SINCE? INTO? first=({_ONE}) COMMA? TO last=({_ONE})", _month_range),
    rule(f"STRETCH? first=(MONTH) DASH (?:MONTH DASH)+ last=({_ONE})", _month_range),
    rule("STRETCH? SINCE? first=(MONTH DASH? NUMBER) GOD* TO last=(MONTH DASH? NUMBER) GOD*", _months_of_short_years),
    rule("STRETCH? MONTH COMMA? OPEN? years=SCHOOLYEAR", _month_of_school_year),
    rule("STRETCH? FROM? MONTH TO MONTH COMMA? OPEN? years=SCHOOLYEAR", _month_of_school_year),
    rule("STRETCH? FROM? MONTH (?:TO MONTH)? COMMA? years=(YEARNUM DASH (?:YEARNUM|NUMBER)) GOD+", _month_of_years),
    rule(f"STRETCH? MONTH {_IN_YEARS}", _month_in_years),
    rule(f"STRETCH? first=(MONTH) last=({_ONE})", _whole_year_without_dash),
    rule(f"(?:BEFORE|PO) month=({_ONE})", _until_month),
    rule(f"SINCE month=({_ONE})", _since_month),
    rule("STRETCH? ANYWHOLE seasons=(SEASON (?:DASH SEASON)?) PERIOD? years=(YEARS?)", _season),
    rule("STRETCH? FROM? ANYWHOLE which=(COUNTERS) (?:QUARTER|HALF) years=(YEARS?)", _parts_of_year),
    rule(f"STRETCH? FROM? which=(COUNTERS) (?:QUARTER|HALF) {_IN_YEARS}", _parts_in_years),
    rule("STRETCH? before=(YEARNUM GOD*) COMMA? OPEN? which=(COUNTERS) (?:QUARTER|HALF) CLOSE?", _parts_of_year),
    rule("STRETCH? which=(COUNTERS) HALFOF (?:YEARS|ANYWHOLE GOD)", _half_by_its_name),
    rule("STRETCH? EDGE which=(COUNTERS) (?:QUARTER|HALF) years=(YEARS?)", _edge_of_part),
    rule("STRETCH? which=(COUNTER) HALFOF years=(SCHOOL GOD SCHOOLYEAR?)", _school_half),
    rule("STRETCH? which=(COUNTER) SCHOOL HALF years=(COMMA? SCHOOLYEAR)?", _school_half),
    rule("STRETCH? which=(COUNTER) HALF years=(COMMA? SCHOOLYEAR)", _school_half),
    rule("STRETCH? which=(COUNTER) HALF years=(THIS? SCHOOL GOD)", _school_half),
    rule("(?:BEFORE? EDGE|STRETCH)? which=(COUNTERS) SCHOOL? TERM (?:COMMA? SCHOOLYEAR|YEARS|SCHOOL GOD)?",
         _school_term),
    rule("STRETCH? which=(COUNTERS) TRIMESTER (?:COMMA? SCHOOLYEAR|YEARS)?", some_term),
    rule("STRETCH? ANYWHOLE years=SCHOOLYEAR", _stated_school_year),
    rule("STRETCH? ANYWHOLE years=(TWOYEARS (?:ALSO TWOYEARS)+) SCHOOL GOD", _school_years_listed),
    rule("SINCE years=SCHOOLYEAR", _since_school_year),
    rule("BEFORE EDGE years=SCHOOLYEAR", _until_end_of_school_year),
    rule("STRETCH? ANYWHOLE SCHOOL GOD years=TWOYEARS", _stated_school_year),
    rule("STRETCH? ANYWHOLE year=YEARNUM GOD*", _one_year),
    rule("STRETCH? SINCE? years=(YEARNUM GOD* (?:DASH|PO|UNTIL) YEARNUM) GOD*", _years),
    rule("STRETCH? years=(YEARNUM DASH NUMBER) GOD+", _years),
    rule("STRETCH? years=(YEARNUM (?:(?:COMMA|AND|COMMA AND) YEARNUM)+) GOD*", _years),
    rule("BEFORE year=YEARNUM GOD*", _until_year),
    rule("SINCE year=YEARNUM GOD*", _since_year),
    rule("BEFORE EDGE which=(COUNTERS) (?:QUARTER|HALF) years=(YEARS?)", _until_end_of_part),
    rule("BEFORE which=(COUNTER) QUARTER years=(YEARS?)", _until_end_of_part),
    rule("(?:OVER|ON) ANYWHOLE GOD", _whole(Kind.YEAR, "year")),
    rule("IN (?:THIS|WHOLE)+ GOD", _whole(Kind.YEAR, "year")),
    rule("WHOLE+ GOD", _whole(Kind.YEAR, "year")),
    rule("(?:STRETCH ANYWHOLE|WHOLE+|THIS)? SCHOOL GOD", _whole(Kind.SCHOOL_YEAR, "school_year")),
    rule("WHOLE+ MONTHWORD", _whole(Kind.MONTH, "month")),
    rule("OVER ANYWHOLE MONTHWORD", _whole(Kind.MONTH, "month")),
    rule("OVER ANYWHOLE (?:HALF)", _whole(Kind.HALF_YEAR, "half_year")),
    rule("OVER ANYWHOLE QUARTER", _whole(Kind.QUARTER, "quarter")),
    rule("OVER ANYWHOLE SCHOOL? (?:TERM|TRIMESTER)", some_term),
    rule("SINCE which=(COUNTER) QUARTER years=(YEARS?)", _since_quarter),
    rule("(?:BEFORE|INTO)? EDGE (?:(?:ALSO|DASH) INTO? EDGE)* years=(ANYWHOLE) SCHOOL? GOD", _edges_of_year),
    rule("(?:BEFORE|INTO)? EDGE years=(YEARNUM GOD*)", _edges_of_year),
)  # fmt: skip
