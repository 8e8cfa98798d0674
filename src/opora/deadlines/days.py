"""Rules for days: dates, ranges and lists of dates, limits, ten-day parts and weeks of a month."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from opora.deadlines.deadline import Kind
from opora.deadlines.grammar import Builder, Reading, Rule, rule
from opora.deadlines.points import LAST_DAY, Clock, Impossible, Phrase, Piece, Point, Span
from opora.deadlines.tokens import Token, full_year


def year_of(tokens: Sequence[Token]) -> tuple[int | None, int]:
    """Return the year the tokens state, and how many years after the plan's it is: «следующего года»."""
    for place, token in enumerate(tokens):
        if token.sort == "YEARNUM":
            return token.value, 0
        is_short = token.sort == "NUMBER" and len(token.word) == len("21")  # «май 21 г.», but not «1 год обучения»
        if is_short and place + 1 < len(tokens) and tokens[place + 1].sort == "GOD":
            return full_year(token.value), 0
        if token.sort == "THIS":
            return None, token.value
    return None, 0


def day_of(tokens: Sequence[Token]) -> Point:
    """Return the day that tokens of the line DAY stand for."""
    for place, token in enumerate(tokens):
        if token.sort == "DATE":
            return Point(token.date[1], token.date[0], token.date[2])
        if token.sort == "DOTTED":
            return Point(token.date[1], token.date[0], year_of(tokens[place + 1 :])[0])
        if token.sort == "MONTH":
            year, ahead = year_of(tokens[place + 1 :])
            return Point(token.value, tokens[place - 1].value, year, years_ahead=ahead)
    raise AssertionError("a day has a date or a month")


def days_in(tokens: Sequence[Token]) -> list[Point]:
    """Return the days of a list."""
    starts = [place - (token.sort == "MONTH") for place, token in enumerate(tokens) if token.sort in _DAY_MARKS]
    return [day_of(tokens[start:end]) for start, end in pairwise([*starts, len(tokens)])]


_DAY_MARKS = frozenset({"DATE", "DOTTED", "MONTH"})


def _weekday(tokens: Sequence[Token]) -> int | None:
    return next((token.value for token in tokens if token.sort == "WEEKDAY"), None)


def dates(first: Point | None, last: Point | None, reading: Reading, subkind: str | None = None) -> Span:
    """Return a span of days; which sort it is follows from its ends unless it is said."""
    if subkind is None:
        subkind = "date_until" if first is None else "date_from" if last is None else "date_range"
    is_bound = subkind == "date_range"
    return Span(Kind.DATE, first, last, subkind, text=reading.words, notes=reading.notes, is_bound=is_bound)


def _one_day(reading: Reading) -> Piece:
    day = day_of(reading.named("day"))
    return replace(dates(day, day, reading, "date_point"), weekday=_weekday(reading.named("day")))


def _day_at(reading: Reading) -> tuple[Piece, ...]:
    """«5 мая в 12.10»: two numbers after a whole date are a time of day."""
    times = ["{:02}:{:02}".format(*token.date) for token in reading.named("times") if token.date]
    return _one_day(reading), Clock("/".join(times))


def _day_in_years(reading: Reading) -> tuple[Piece, ...]:
    """«30 декабря 2022 г., 2023 г.»."""
    day = day_of(reading.named("day"))
    years = [token.value for token in reading.covered if token.sort == "YEARNUM"]
    return tuple(dates(point, point, reading, "date_point") for point in (replace(day, year=year) for year in years))


def _until(reading: Reading) -> Piece:
    return _doubted(dates(None, day_of(reading.named("day")), reading), reading)


def _doubted(limit: Span, reading: Reading) -> Span:
    """«позднее 15 мая» has lost its «не», likelier than not."""
    word = next((token.word for token in reading.covered if token.word in _WITHOUT_NOT), None)
    if word is None or any(token.sort == "NOT" for token in reading.covered):
        return limit
    return replace(limit, notes=(*limit.notes, f"«{word}» прочитано как «не {word}»"), is_doubtful=True)


_WITHOUT_NOT = frozenset({"позднее", "позже", "ранее", "раньше"})


def _until_each(reading: Reading) -> tuple[Piece, ...]:
    """«до 1 ноября, 1 февраля, 1 мая»: one «до» for all days of a list."""
    note = "«до» отнесено ко всем дням перечня"
    limits = [dates(None, day, reading) for day in days_in(reading.named("days"))]
    return tuple(replace(limit, notes=(*reading.notes, note)) for limit in limits)


def _until_hour(reading: Reading) -> tuple[Piece, ...]:
    """«до 16.00 20 мая»: the limit is the day, at that time."""
    return _until(reading), hour_of(reading)


def hour_of(reading: Reading) -> Clock:
    """Return the time of day that a place of ATHOUR covers."""
    token = reading.named("times")[0]
    hour, minute = token.date or (token.value, 0)
    return Clock(f"{hour:02}:{minute:02}")


def _until_new_year(reading: Reading) -> Piece | None:
    """«до Нового года»; «до следующего года» is another matter."""
    is_new = any(token.word.startswith("нов") for token in reading.covered)
    return dates(None, Point(12, 31), reading) if is_new else None


def _since(reading: Reading) -> Piece:
    return _doubted(dates(day_of(reading.named("day")), None, reading), reading)


def _after(reading: Reading) -> Piece:
    note = "«после» прочитано вместе с самим днём"
    since = dates(day_of(reading.named("day")), None, reading)
    return replace(since, notes=(*reading.notes, note), is_doubtful=True)


def _range(reading: Reading) -> Piece:
    return dates(day_of(reading.named("first")), day_of(reading.named("last")), reading)


_GOES_ON = frozenset({"DASH", "PO", "UNTIL"})


def _from_month(reading: Reading) -> Piece | None:
    """«май – 20 июня»; «май – 25.05» names a day of the month."""
    first, last = month_in(reading.named("first")), day_of(reading.named("last"))
    return None if first.month == last.month else dates(replace(first, day=1), last, reading)


def _till_month(reading: Reading) -> Piece | None:
    """«20 мая – июнь»."""
    first, last = day_of(reading.named("first")), month_in(reading.named("last"))
    return None if first.month == last.month else dates(first, replace(last, day=LAST_DAY), reading)


def _days_of_month(reading: Reading) -> tuple[Piece, ...]:
    """«19 – 29 декабря», «5, 12 и 19 мая», «12, 14-16 мая», «24-28.04.2017»: days before one month."""
    days, last = reading.named("days"), day_of(reading.named("last"))
    numbers = [*(token.value for token in days if token.sort in _COUNTERS), last.day or 0]
    stretches = stretched(numbers, [token.sort in _GOES_ON for token in days if token.sort in _LINKS])
    if any(start > end for start, end in stretches):
        return (Impossible(f"«{reading.words}»: начало позже конца", reading.words),)
    is_list = len(stretches) > 1
    return tuple(
        dates(
            replace(last, day=start), replace(last, day=end), reading,
            "date_point" if start == end and is_list else "date_range",
        )
        for start, end in stretches
    )  # fmt: skip


_LINKS = frozenset({"DASH", "PO", "UNTIL", "COMMA", "AND"})


def stretched(numbers: Sequence[int], goes_on: Sequence[bool]) -> list[tuple[int, int]]:
    """Return numbers with the signs between them as stretches: «12, 14–16» is (12, 12), (14, 16)."""
    found = [(numbers[0], numbers[0])]
    for number, is_to in zip(numbers[1:], goes_on, strict=False):
        if is_to:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _until_one_of(reading: Reading) -> Piece:
    """«до 15–20 мая»: the last of the days is the limit."""
    return dates(None, day_of(reading.named("last")), reading)


# --- parts of a month -----------------------------------------------------------------------------------------------

_TEN_DAYS = {1: (1, 10), 2: (11, 20), 3: (21, LAST_DAY), LAST_DAY: (21, LAST_DAY)}
_HALVES = {1: (1, 15), 2: (16, LAST_DAY), LAST_DAY: (16, LAST_DAY)}
_WEEKS = {1: (1, 7), 2: (8, 14), 3: (15, 21), 4: (22, 28), 5: (29, LAST_DAY), LAST_DAY: (-7, LAST_DAY)}
_WEEKS_NOTE = "недели месяца считаются по семь дней с 1-го числа; по календарю границы могут сдвинуться"
_EDGES_NOTE = "начало, середина и конец месяца считаются по декадам"
_PARTS = {"TENDAYS": (_TEN_DAYS, None), "HALFOF": (_HALVES, None), "WEEK": (_WEEKS, _WEEKS_NOTE)}


def month_in(tokens: Sequence[Token]) -> Point:
    """Return the month the tokens name, with the year that stands after it."""
    place = next(place for place, token in enumerate(tokens) if token.sort == "MONTH")
    year, ahead = year_of(tokens[place + 1 :])
    return Point(tokens[place].value, year=year, years_ahead=ahead)


def months_in(tokens: Sequence[Token]) -> list[Point]:
    """Return the months of a list."""
    starts = [place for place, token in enumerate(tokens) if token.sort == "MONTH"]
    return [month_in(tokens[start:end]) for start, end in pairwise([*starts, len(tokens)])]


def _of_each(build: Builder) -> Builder:
    """Return the builder of «первая среда декабря, февраля»: months after the first belong to it in the genitive."""

    def of_each(reading: Reading) -> Piece | tuple[Piece, ...] | None:
        months = [token for token in reading.named("month") if token.sort == "MONTH"]
        return build(reading) if all(month.word.endswith(("а", "я")) for month in months) else None

    return of_each


def _part_of_month(reading: Reading) -> tuple[Piece, ...]:
    bounds, note = next(_PARTS[token.sort] for token in reading.covered if token.sort in _PARTS)
    counters = reading.named("which")
    numbers = [token.value for token in counters if token.sort in _COUNTERS]
    stretches = stretched(numbers, [token.sort in {"DASH", "PO"} for token in counters if token.sort not in _COUNTERS])
    if any(number not in bounds for number in numbers) or any(start > end > 0 for start, end in stretches):
        return (Impossible(f"«{reading.words}»: столько частей в месяце не бывает", reading.words),)
    notes = (*reading.notes, *([note] if note else ()))
    return tuple(
        replace(
            dates(replace(month, day=bounds[start][0]), replace(month, day=bounds[end][1]), reading, "part_of_month"),
            notes=notes,
        )
        for month in months_in(reading.named("month")) for start, end in stretches
    )  # fmt: skip


_COUNTERS = frozenset({"NUMBER", "ORDINAL", "ROMAN", "CARDINAL"})


def _since_part(reading: Reading) -> Piece:
    """«со второй недели октября», «с середины мая»."""
    part = _edge_of_month(reading) if reading.named("edge") else _part_of_month(reading)[0]
    return replace(part, last=None, subkind="date_from", is_bound=False) if isinstance(part, Span) else part


def _until_part(reading: Reading) -> Piece:
    """«не позднее второй декады мая» is by its last day."""
    (part,) = _part_of_month(reading)
    if not isinstance(part, Span):
        return part
    return replace(part, first=None, subkind="date_until", is_bound=False, is_doubtful=True)


def _edge_of_month(reading: Reading) -> Piece:
    """«конец мая», «начало – середина мая»."""
    edges = reading.named("edge")
    (first, _), (_, last) = _TEN_DAYS[edges[0].value], _TEN_DAYS[edges[-1].value]
    month = month_in(reading.named("month"))
    span = dates(replace(month, day=first), replace(month, day=last), reading, "part_of_month")
    return replace(span, notes=(*reading.notes, _EDGES_NOTE))


def _until_edge(reading: Reading) -> Piece:
    """«до конца мая» is certain; «до середины мая» is the 15th."""
    edge, month = reading.named("edge")[0].value, month_in(reading.named("month"))
    day = {1: 1, 2: 15, LAST_DAY: LAST_DAY}[edge]
    return replace(dates(None, replace(month, day=day), reading), is_doubtful=edge != LAST_DAY)


def _numbers_with_month(reading: Reading) -> tuple[Piece, ...]:
    """«до 15 числа мая», «сентябрь (до 15)», «июнь (1–10)», «с 10 по 20 число мая»."""
    month, days = month_in(reading.named("month")), reading.named("days")
    numbers = [token.value for token in days if token.sort in _COUNTERS]
    if reading.named("until"):
        return (dates(None, replace(month, day=numbers[-1]), reading),)
    goes_on = [token.sort in _GOES_ON for token in days if token.sort in _LINKS]
    ends = [(replace(month, day=start), replace(month, day=end)) for start, end in stretched(numbers, goes_on)]
    return tuple(dates(first, last, reading, "date_point" if first == last else None) for first, last in ends)


_PLURAL = ("числах", "ые", "ие", "ых", "их")
_NUMBERS_ABOUT = {1: (1, 10), LAST_DAY: (21, LAST_DAY), 10: (10, 19), 20: (20, LAST_DAY)}


def _numbers_of_month(reading: Reading) -> Piece | None:
    """«в первых числах сентября», «в 20-х числах мая»: ten days, roughly."""
    number = next(token.value for token in reading.covered if token.sort in _COUNTERS)
    is_about = any(token.word.endswith(_PLURAL) for token in reading.covered)
    if not is_about or number not in _NUMBERS_ABOUT:
        return None
    month, (first, last) = month_in(reading.named("month")), _NUMBERS_ABOUT[number]
    span = dates(replace(month, day=first), replace(month, day=last), reading, "part_of_month")
    return replace(span, notes=(*reading.notes, _EDGES_NOTE))


def _weekday_of_month(reading: Reading) -> Piece | tuple[Piece, ...]:
    number, weekday = reading.named("which")[0].value, reading.named("weekday")[0].value
    if not (1 <= number <= 5 or number in {LAST_DAY, LAST_DAY - 1}):  # noqa: PLR2004 - weeks of a month
        return Impossible(f"«{reading.words}»: столько недель в месяце не бывает", reading.words)
    days = [replace(month, weekday=(number, weekday)) for month in months_in(reading.named("month"))]
    return tuple(dates(day, day, reading, "date_point") for day in days)


def place(reading: Reading) -> Piece:
    """«ул. 1 Мая», «№ 2, 6 мая» and «ДК 60 лет Октября» hold a place, whose number is no day."""
    return Phrase(Kind.UNPARSEABLE, "place", reading.words)


_MONTH = "month=(MONTH YEARS?)"
_MONTHS = "month=(MONTH YEARS? (?:LIST MONTH YEARS?)+)"
_LINK = "(?:COMMA|AND|DASH|PO|UNTIL)"
_ALONE = "(?!TO|LIST MONTH)"
_NUMBERS = f"FROM? days=(NTH (?:{_LINK} NTH)*)"
_WHICH = "which=(COUNTERS) (TENDAYS|HALFOF|WEEK)"
DAY_RULES: tuple[Rule, ...] = (
    rule("STRETCH? day=DAY", _one_day),
    rule("day=(NUMBER MONTH YEARS?|DATE GOD*) times=(COMMA? INTO? DOTTED (?:DASH DOTTED)?) HOUR?", _day_at),
    rule("STRETCH? day=(NTH MONTH) INYEARS", _day_in_years),
    rule("STRETCH? BEFORE day=DAY", _until),
    rule("STRETCH? BEFORE days=(NUMBER MONTH YEARS? (?:ALSO NUMBER MONTH YEARS?)+)", _until_each),
    rule("STRETCH? BEFORE days=(DATE GOD* (?:ALSO DATE GOD*)+|DOTTED (?:ALSO DOTTED)+)", _until_each),
    rule("STRETCH? BEFORE times=ATHOUR day=DAY", _until_hour),
    rule("PO day=DAY", _until),
    rule("BEFORE THIS GOD", _until_new_year),
    rule("STRETCH? SINCE day=DAY", _since),
    rule("AFTER day=DAY", _after),
    rule("STRETCH? SINCE? first=DAY COMMA? TO last=DAY", _range),
    rule("STRETCH? SINCE? first=(MONTH YEARS?) (?:DASH UNTIL?|PO) last=DAY", _from_month),
    rule("STRETCH? SINCE? first=DAY (?:DASH|PO) last=(MONTH YEARS?)", _till_month),
    rule(f"STRETCH? SINCE? days=(NTH (?:{_LINK} FROM? NTH)* {_LINK}) last=DAY", _days_of_month),
    rule("BEFORE NUMBER DASH last=DAY", _until_one_of),
    rule(f"STRETCH? {_WHICH} {_MONTH}", _part_of_month),
    rule(f"FROM which=(COUNTER (?:PO|DASH) COUNTER) (TENDAYS|HALFOF|WEEK) {_MONTH}", _part_of_month),
    rule(f"SINCE which=COUNTER (TENDAYS|HALFOF|WEEK) {_MONTH}", _since_part),
    rule(f"BEFORE which=COUNTER (TENDAYS|HALFOF|WEEK) {_MONTH}", _until_part),
    rule(f"SINCE edge=EDGE {_MONTH}", _since_part),
    rule(f"STRETCH? {_WHICH} {_MONTHS}", _of_each(_part_of_month)),
    rule(f"{_MONTH} COMMA? OPEN? {_WHICH} CLOSE?", _part_of_month),
    rule(f"STRETCH? edge=(EDGE (?:DASH EDGE)?) {_MONTH}", _edge_of_month),
    rule(f"{_MONTH} OPEN edge=EDGE CLOSE", _edge_of_month),
    rule(f"BEFORE edge=EDGE {_MONTH}", _until_edge),
    rule(f"STRETCH? EACH? which=NTH weekday=WEEKDAY {_MONTH}", _weekday_of_month),
    rule(f"STRETCH? EACH? which=NTH weekday=WEEKDAY {_MONTHS}", _of_each(_weekday_of_month)),
    rule(f"STRETCH? NTH DATEWORD {_MONTH}", _numbers_of_month),
    rule(f"STRETCH? until=(BEFORE) days=NTH DATEWORD COMMA? {_MONTH} {_ALONE}", _numbers_with_month),
    rule(f"STRETCH? {_NUMBERS} DATEWORD COMMA? {_MONTH}", _numbers_with_month),
    rule(f"STRETCH? {_MONTH} (?:OPEN|COMMA|DASH)? until=(BEFORE) days=NTH"
         " (?:DATEWORD CLOSE?|CLOSE|(?=SEMICOLON|COMMA))", _numbers_with_month),
    rule(f"STRETCH? {_MONTH} (?:OPEN|COMMA) {_NUMBERS} (?:DATEWORD CLOSE?|CLOSE)", _numbers_with_month),
    rule("STREET NUMBER MONTH", place),
    rule("NUMBER DASH? AGE MONTH", place),
    rule("NUMERO NUMBER (?!MONTH)", place),
)  # fmt: skip
