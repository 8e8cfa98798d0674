"""Rules for months, one, several and in a row, and for seasons."""

from dataclasses import replace

from opora.deadlines.days import dates, month_in, year_of
from opora.deadlines.deadline import Kind
from opora.deadlines.grammar import Reading, Rule, rule
from opora.deadlines.periods import MAY, SEPTEMBER
from opora.deadlines.points import LAST_DAY, Piece, Point, Recurrence, Span
from opora.deadlines.tokens import full_year
from opora.deadlines.whole_years import DECEMBER, JANUARY, school_years, stretch, years_named


def _one_month(reading: Reading) -> Piece:
    month = month_in(reading.named("month"))
    return stretch(Kind.MONTH, month, month, reading)


def _month_range(reading: Reading) -> Piece:
    first, last = month_in(reading.named("first")), month_in(reading.named("last"))
    lost = any(token.sort == "LOSTDASH" for token in reading.covered)
    notes = ("дефис между месяцами потерян",) if lost else ()
    span = stretch(Kind.MONTH_RANGE, first, last, reading)
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
    span = stretch(Kind.MONTH_RANGE, Point(first, year=full_year(early)), Point(last, year=full_year(late)), reading)
    return replace(span, notes=(*reading.notes, note), is_doubtful=True)


def _month_of_school_year(reading: Reading) -> tuple[Piece, ...] | None:
    """«октябрь 2020–2021 учебного года»: the months, and the school year they belong to."""
    years = school_years(reading.named("years"))
    if years is None:
        return None
    months = [Point(token.value) for token in reading.covered if token.sort == "MONTH"]
    span = stretch(Kind.MONTH if len(months) == 1 else Kind.MONTH_RANGE, months[0], months[-1], reading)
    return span, Span(Kind.SCHOOL_YEAR, Point(SEPTEMBER, 1, years[0]), Point(MAY, 31, years[1]), text=reading.words)


def _month_of_years(reading: Reading) -> tuple[Piece, ...] | None:
    """«сентябрь 2020–2023 гг.» is a September of each year; «октябрь 2020–2021 г.» – of the school year."""
    months = [Point(token.value) for token in reading.covered if token.sort == "MONTH"]
    years = [full_year(token.value) for token in reading.named("years") if token.sort in {"YEARNUM", "NUMBER"}]
    if years[0] >= years[-1] or school_years(reading.named("years")):
        return _month_of_school_year(reading)
    each = stretch(Kind.MONTH_RANGE, months[0], months[-1], reading)
    bounds = stretch(Kind.YEAR_RANGE, Point(None, year=years[0]), Point(None, year=years[-1]), reading)
    return each, bounds, Recurrence("year", text=reading.words)


def _month_in_years(reading: Reading) -> tuple[Piece, ...]:
    """«сентябрь 2020, 2021, 2022 гг.», «сентябрь – октябрь 2021, 2022 гг.»."""
    months = [token.value for token in reading.covered if token.sort == "MONTH"]
    kind = Kind.MONTH if len(months) == 1 else Kind.MONTH_RANGE
    years = years_named(reading)
    return tuple(
        stretch(kind, Point(months[0], year=year - (months[0] > months[-1])), Point(months[-1], year=year), reading)
        for year in years
    )


def _whole_year_without_dash(reading: Reading) -> Piece | None:
    """«январь декабрь 2013 г.»: the first and the last month of a year make one year, not two months."""
    first, last = month_in(reading.named("first")), month_in(reading.named("last"))
    if (first.month, last.month) != (JANUARY, DECEMBER):
        return None
    note = "между январём и декабрём нет знака: прочитано как весь год"
    return replace(stretch(Kind.MONTH_RANGE, first, last, reading), notes=(*reading.notes, note), is_doubtful=True)


def _until_month(reading: Reading) -> Piece:
    month = replace(month_in(reading.named("month")), day=LAST_DAY)
    is_certain = any(token.word in {"позднее", "позже", "по"} for token in reading.covered)
    notes = () if is_certain else ("«до» с названием месяца прочитано включительно: по последний его день",)
    return replace(dates(None, month, reading), notes=(*reading.notes, *notes), is_doubtful=not is_certain)


def _since_month(reading: Reading) -> Piece:
    return dates(replace(month_in(reading.named("month")), day=1), None, reading)


SEASONS = {1: (12, 1, 2), 2: (3, 4, 5), 3: (6, 7, 8), 4: (9, 10, 11)}


def _season(reading: Reading) -> Piece:
    """«летний период», «осень 2022 – весна 2023», «зима 2022–2023»."""
    seasons = [token.value for token in reading.covered if token.sort == "SEASON"]
    year, ahead = year_of(reading.named("last"))
    earlier = years_named(reading)[:-1]
    first = Point(SEASONS[seasons[0]][0], year=earlier[0] if earlier else None)
    last = Point(SEASONS[seasons[-1]][-1], year=year, years_ahead=ahead)
    note = "время года прочитано по календарным месяцам"
    return replace(stretch(Kind.MONTH_RANGE, first, last, reading), notes=(*reading.notes, note))


def _until_season(reading: Reading) -> Piece:
    """«до лета» is before it begins, «до конца лета» – its last day."""
    (season,) = (token.value for token in reading.covered if token.sort == "SEASON")
    year, ahead = year_of(reading.named("years"))
    is_whole = any(token.sort == "EDGE" and token.value == LAST_DAY for token in reading.covered)
    last = SEASONS[season][-1] if is_whole else (SEASONS[season][0] - 2) % DECEMBER + 1
    limit = Point(last, LAST_DAY, year - (last == DECEMBER) if year else None, years_ahead=ahead)
    return replace(dates(None, limit, reading), is_doubtful=True)


_ONE = "MONTH YEARS?"
MONTH_RULES: tuple[Rule, ...] = (
    rule(f"STRETCH? ANYWHOLE month=({_ONE})", _one_month),
    rule(f"STRETCH? SINCE? INTO? first=({_ONE}) COMMA? TO last=({_ONE})", _month_range),
    rule("(?:STRETCH? ANYWHOLE)? SCHOOL? GOD OPEN FROM? first=MONTH TO last=MONTH CLOSE", _month_range),
    rule(f"STRETCH? first=(MONTH) DASH (?:MONTH DASH)+ last=({_ONE})", _month_range),
    rule("STRETCH? SINCE? first=(MONTH DASH? NUMBER) GOD* TO last=(MONTH DASH? NUMBER) GOD*", _months_of_short_years),
    rule("STRETCH? MONTH COMMA? OPEN? years=SCHOOLYEAR", _month_of_school_year),
    rule("STRETCH? FROM? MONTH TO MONTH COMMA? OPEN? years=SCHOOLYEAR", _month_of_school_year),
    rule("STRETCH? FROM? MONTH (?:TO MONTH)? COMMA? years=(YEARNUM DASH (?:YEARNUM|NUMBER(?=GOD))) GOD*",
         _month_of_years),
    rule("STRETCH? MONTH (?:TO MONTH)? INYEARS", _month_in_years),
    rule(f"STRETCH? first=(MONTH) last=({_ONE})", _whole_year_without_dash),
    rule(f"(?:BEFORE|PO) month=({_ONE})", _until_month),
    rule(f"SINCE month=({_ONE})", _since_month),
    rule("STRETCH? ANYWHOLE (?:SEASON YEARS? DASH)? last=(SEASON PERIOD? YEARS?)", _season),
    rule("BEFORE EDGE? SEASON years=(YEARS?)", _until_season),
    rule("STRETCH? ANYWHOLE SEASON PERIOD? YEARNUM DASH last=(YEARNUM) GOD*", _season),
)  # fmt: skip
