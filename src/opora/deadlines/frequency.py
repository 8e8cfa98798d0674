"""Rules for what is repeated: «не реже 2 раз в год», «каждый вторник», «последняя пятница месяца»."""

from collections.abc import Sequence
from dataclasses import replace

from opora.deadlines.days import stretched
from opora.deadlines.grammar import Reading, Rule, rule
from opora.deadlines.lexicon import INTERVALS
from opora.deadlines.months import SEASONS
from opora.deadlines.points import LAST_DAY, Impossible, Piece, Recurrence
from opora.deadlines.tokens import Token

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST_NUMBER_OF_MONTH = 31
_INTERVAL_OF = {
    "GOD": "year", "AGE": "year", "QUARTER": "quarter", "HALF": "half_year", "TERM": "school_term",
    "TRIMESTER": "trimester", "HALFOF": "half_year", "WEEK": "week", "TENDAYS": "ten_days", "MONTHWORD": "month",
    "DAYWORD": "day",
}  # fmt: skip
_NUMBERS = frozenset({"NUMBER", "CARDINAL", "ORDINAL", "ROMAN"})


def _interval(tokens: Sequence[Token]) -> str:
    return next(_INTERVAL_OF[token.sort] for token in tokens if token.sort in _INTERVAL_OF)


def _times(reading: Reading) -> Piece:
    """«не реже 2 раз в год», «1–2 раза в неделю», «раз в две недели», «2 заседания в год»."""
    counts = [token.value for token in reading.named("count") if token.sort in _NUMBERS or token.sort == "TWICE"]
    each = [token.value for token in reading.named("each") if token.sort in _NUMBERS]
    notes: tuple[str, ...] = ()
    if len(counts) > 1:
        notes = (f"«{counts[0]}–{counts[1]} раза»: наименьшее – {counts[0]}",)
    if any(token.sort == "MORE" for token in reading.covered):
        notes = (*notes, "сказано, сколько раз не больше; наименьшее число не названо")
    if len(each) > 1:
        notes = (*notes, f"«{each[0]}–{each[1]}»: взят больший промежуток")
    return Recurrence(
        _interval(reading.named("interval")), max([1, *each]), count=(counts or [1])[0] or None,
        text=reading.words, notes=(*reading.notes, *notes),
    )  # fmt: skip


def _at_most(reading: Reading) -> Piece:
    made = _times(reading)
    return replace(made, count=None) if isinstance(made, Recurrence) else made


def _regular(reading: Reading) -> Piece:
    value = next(token.value for token in reading.covered if token.sort == "REGULAR")
    return Recurrence(INTERVALS[value], text=reading.words, notes=reading.notes)


def _every(reading: Reading) -> Piece:
    each = [token.value for token in reading.named("each") if token.sort in _NUMBERS]
    return Recurrence(
        _interval(reading.named("interval")), max((each or [1])[0], 1), text=reading.words, notes=reading.notes
    )


def _on_weekdays(reading: Reading) -> Piece:
    days = sorted({token.value for token in reading.covered if token.sort == "WEEKDAY"})
    is_loose = not any(token.sort in {"EACH", "PO"} for token in reading.covered)
    return Recurrence(
        "week", weekdays=tuple(WEEKDAYS[day] for day in days), is_loose=is_loose,
        text=reading.words, notes=reading.notes,
    )  # fmt: skip


def _weekday_range(reading: Reading) -> Piece:
    """«понедельник – пятница»."""
    first, last = (token.value for token in reading.covered if token.sort == "WEEKDAY")
    days = WEEKDAYS[first : last + 1] if first <= last else WEEKDAYS[first:] + WEEKDAYS[: last + 1]
    return Recurrence("week", weekdays=days, text=reading.words, notes=reading.notes)


def _other_weekdays(reading: Reading) -> Piece | None:
    """«ежедневно, кроме воскресенья», «кроме выходных»."""
    left_out = {token.value for token in reading.covered if token.sort == "WEEKDAY"}
    if any(token.word.startswith("выходн") for token in reading.covered):
        left_out = {5, 6}
    days = tuple(day for place, day in enumerate(WEEKDAYS) if place not in left_out)
    return Recurrence("week", weekdays=days, is_loose=True, text=reading.words) if left_out else None


def _other_months(reading: Reading) -> Piece:
    """«ежемесячно, кроме июля и августа», «кроме летних месяцев»."""
    named = [token for token in reading.covered if token.sort in {"MONTH", "SEASON", "DASH", "PO"}]
    months = [token.value for token in named if token.sort == "MONTH"]
    goes_on = [token.sort in {"DASH", "PO"} for token in reading.named("months") if token.sort != "MONTH"]
    left_out = (
        {month for start, end in stretched(months, goes_on) for month in range(start, end + 1)} if months else set()
    )
    left_out |= {month for token in named if token.sort == "SEASON" for month in SEASONS[token.value]}
    return Recurrence("month", without=tuple(sorted(left_out)), is_loose=True, text=reading.words)


def _nth_weekday(reading: Reading) -> Piece:
    """«последняя пятница месяца», «1 и 3 вторник каждого месяца»."""
    numbers = [token.value for token in reading.named("which") if token.sort in _NUMBERS]
    weekday = WEEKDAYS[reading.named("weekday")[0].value]
    if not all(1 <= number <= 5 or number in {LAST_DAY, -2} for number in numbers):  # noqa: PLR2004 - weeks of a month
        return Impossible(f"«{reading.words}»: столько недель в месяце не бывает", reading.words)
    days = tuple(f"{number}{weekday}" for number in numbers)
    return Recurrence("month", weekdays=days, text=reading.words, notes=reading.notes)


def _days_of_each_month(reading: Reading) -> Piece:
    """«до 25 числа каждого месяца», «1 и 15 числа», «с 1 по 5 число», «25 числа последнего месяца квартала»."""
    tokens = reading.named("days")
    numbers = [token.value for token in tokens if token.sort in _NUMBERS]
    goes_on = [token.sort in {"DASH", "PO", "UNTIL"} for token in tokens if token.sort not in _NUMBERS]
    days = {day for start, end in stretched(numbers, goes_on) for day in _days_between(start, end)}
    if not days or not all(day == LAST_DAY or 1 <= day <= _LAST_NUMBER_OF_MONTH for day in days):
        return Impossible(f"«{reading.words}»: таких чисел в месяце не бывает", reading.words)
    if any(token.word == "числах" for token in reading.covered):
        return Recurrence("month", text=reading.words, notes=(*reading.notes, _PART_NOTE))
    every, months = _months_counted_in(reading)
    is_loose = not reading.named("month")
    notes = (*reading.notes, *([_EACH_MONTH_NOTE] if is_loose else []))
    is_until = any(token.sort == "UNTIL" for token in reading.named("until"))
    return Recurrence(
        every, months=months, days=tuple(sorted(days)), is_until=is_until, is_loose=is_loose, text=reading.words,
        notes=notes,
    )  # fmt: skip


def _regular_on_day(reading: Reading) -> tuple[Piece, ...] | None:
    """«ежемесячно, до 25», «ежемесячно 25-го»."""
    often = _every(reading) if reading.named("interval") else _regular(reading)
    is_monthly = isinstance(often, Recurrence) and often.every in {"month", "quarter"}
    return (often, _days_of_each_month(reading)) if is_monthly else None


_EACH_MONTH_NOTE = "число без месяца прочитано как число каждого месяца"
_MONTHS_IN = {"quarter": 3, "half_year": 6, "year": 12}


def _months_counted_in(reading: Reading) -> tuple[str, tuple[int, ...]]:
    """Return the interval and its months: «последнего месяца квартала», «месяца, следующего за отчётным годом»."""
    every = next((_INTERVAL_OF[token.sort] for token in reading.named("of") if token.sort in _INTERVAL_OF), "month")
    place = [token.value for token in reading.named("place")]
    if not place and every != "year":
        return every, ()
    number, length = (place or [1])[0], _MONTHS_IN[every]
    first = length + 1 + number if number < 0 else number
    return "year", tuple(range(first, _MONTHS_IN["year"] + 1, length)) if 1 <= first <= length else ()


def _month_of_interval(reading: Reading) -> Piece | None:
    """«последний месяц каждого квартала»."""
    every, months = _months_counted_in(reading)
    return Recurrence(every, months=months, text=reading.words, notes=reading.notes) if months else None


def _days_between(start: int, end: int) -> range:
    return range(start, min(end, 2 * _LAST_NUMBER_OF_MONTH) + 1) if start > 0 else range(start, start + 1)


def _day_by_order(reading: Reading) -> Piece:
    """«последний день месяца», «не позднее второго рабочего дня месяца»."""
    number = reading.named("which")[0].value
    is_until = bool(reading.named("until"))
    if number != LAST_DAY and not 1 <= number <= _LAST_NUMBER_OF_MONTH:
        return Impossible(f"«{reading.words}»: таких дней в месяце не бывает", reading.words)
    if any(token.word.startswith("рабоч") for token in reading.covered):
        return Recurrence("month", weekdays=WEEKDAYS[:5], set_position=number, is_until=is_until, text=reading.words)
    return Recurrence("month", days=(number,), is_until=is_until, text=reading.words)


_PART_NOTE = "часть месяца или недели названа, но в правило не вошла: границы её условны"


def _part_of_each(reading: Reading) -> Piece:
    """«последняя неделя каждого месяца», «в конце каждой четверти»: the part is told in the note."""
    return Recurrence(_interval(reading.named("interval")), text=reading.words, notes=(*reading.notes, _PART_NOTE))


def _working_days(reading: Reading) -> Piece | None:
    """«по рабочим дням», «в выходные»; «в рабочем порядке» names no days."""
    words = [token.word for token in reading.covered]
    has_days = any(token.sort == "DAYWORD" for token in reading.covered)
    if any(word.startswith("выходн") for word in words):
        return Recurrence("week", weekdays=WEEKDAYS[5:], text=reading.words)
    if not any(word.startswith(("рабоч", "будн", "учебн") if has_days else "будн") for word in words):
        return None
    return Recurrence("week", weekdays=WEEKDAYS[:5], text=reading.words)


def _regular_times(reading: Reading) -> Piece:
    """«ежегодно 1–2 раза»."""
    counts = [token.value for token in reading.named("count") if token.sort in _NUMBERS or token.sort == "TWICE"]
    value = next(token.value for token in reading.covered if token.sort == "REGULAR")
    return Recurrence(INTERVALS[value], count=counts[0] or None, text=reading.words, notes=reading.notes)


def _through(reading: Reading) -> Piece:
    """«через неделю» in a plan is every second week."""
    note = "«через» прочитано как «каждый второй раз»"
    return Recurrence(_interval(reading.named("interval")), 2, text=reading.words, notes=(*reading.notes, note))


_COUNT = "(?:FROM|OF)? count=((?:NUMBER|CARDINAL) (?:(?:DASH|AND|COMMA|UNTIL) (?:NUMBER|CARDINAL))?)"
_NTH = "(?:NUMBER|ORDINAL|CARDINAL)"
_DATES = f"until=((?:NOT? UNTIL)?) (?:SINCE|INTO)? days=({_NTH} (?:(?:COMMA|AND|DASH|PO|UNTIL) {_NTH})*) EACH? DATEWORD"
_NOT_LESS = "(?:NOT? LESS COMMA?)?"
_EACH = "each=((?:NUMBER|CARDINAL|ORDINAL) (?:DASH NUMBER)?)? EACH? WHOLE* interval=INTERVAL"
_PER = f"(?:OVER|INTO|SLASH|PO)? {_EACH}"
_ASIDE = "(?:COMMA|DASH|COLON|OPEN)?"
_ALONE = "(?!OVER|INTO|SLASH|PO|REGULAR)"
FREQUENCY_RULES: tuple[Rule, ...] = (
    rule(f"{_NOT_LESS} {_COUNT} TIMES {_PER}", _times),
    rule(f"{_NOT_LESS} {_COUNT} OTHER{{1,2}} INTO {_EACH}", _times),
    rule(f"{_NOT_LESS} count=(TWICE) {_PER}", _times),
    rule(f"{_NOT_LESS} count=(TIMES) {_PER}", _times),
    rule(f"(?:NOT? MORE|UNTIL) {_COUNT} TIMES {_PER}", _at_most),
    rule(f"OVER WHOLE* interval=INTERVAL {_ASIDE} {_NOT_LESS} {_COUNT} TIMES {_ALONE}", _times),
    rule(f"OVER WHOLE* interval=INTERVAL {_ASIDE} OTHER? NOT? LESS {_COUNT} (?:TIMES|OTHER) {_ALONE}", _times),
    rule("INTO? REGULAR", _regular),
    rule("INTO? EACH each=(NUMBER|CARDINAL|ORDINAL)? interval=INTERVAL", _every),
    rule("THROUGH EACH? interval=(WEEK|DAYWORD)", _through),
    rule("PO interval=(QUARTER|SCHOOL? HALF|SCHOOL? TERM|TRIMESTER|MONTHWORD|WEEK)", _every),
    rule("INTO? (?:EACH|PO)? WEEKDAY (?:(?:COMMA|AND|COMMA AND|SLASH) (?:PO|EACH|INTO)? WEEKDAY)*"
         " (?:EACH? (?:WEEK|MONTHWORD))?", _on_weekdays),
    rule("FROM? WEEKDAY (?:DASH|PO) WEEKDAY", _weekday_range),
    rule("ON? EXCEPT (?:WEEKDAY (?:LIST WEEKDAY)*|OTHER)", _other_weekdays),
    rule("ON? EXCEPT months=(MONTH (?:(?:ALSO|DASH|PO) MONTH)*) MONTHWORD?", _other_months),
    rule("ON? EXCEPT SEASON (?:MONTHWORD|PERIOD)?", _other_months),
    rule("INTO? EACH? ORDINAL WEEKDAY EACH? interval=(QUARTER|SCHOOL? HALF|SCHOOL? TERM)", _part_of_each),
    rule("(?:INTO|PO)? EACH? which=((?:NUMBER|ORDINAL) (?:(?:COMMA|AND) (?:NUMBER|ORDINAL))*) weekday=WEEKDAY"
         " (?:EACH|THIS)? MONTHWORD?", _nth_weekday),
    rule(f"{_DATES} month=((?:EACH|THIS|OTHER)? MONTHWORD)?", _days_of_each_month),
    rule(f"{_DATES} month=(EACH? MONTHWORD COMMA? THIS (?:ON|AFTER) OTHER of=(INTERVAL|PERIOD)?)", _days_of_each_month),
    rule(f"{_DATES} month=(EACH? place=ORDINAL MONTHWORD EACH? of=(QUARTER|HALF))", _days_of_each_month),
    rule("INTO? EACH? place=ORDINAL MONTHWORD EACH? of=(QUARTER|HALF)", _month_of_interval),
    rule("until=((?:NOT? UNTIL)?) INTO? days=(place=ORDINAL) (?:DATEWORD|DAYWORD) month=(EACH? of=(QUARTER|HALF))",
         _days_of_each_month),
    rule("interval=GOD COMMA? THIS (?:ON|AFTER) OTHER", _every),
    rule("until=(NOT? UNTIL) days=(NUMBER) (?=REGULAR)", _days_of_each_month),
    rule("(?:REGULAR|EACH interval=(MONTHWORD|QUARTER)) COMMA? until=((?:NOT? UNTIL)?) days=NUMBER"
         " (?=COMMA|CLOSE|SEMICOLON|$)", _regular_on_day),
    rule("until=((?:NOT? UNTIL)?) INTO? EACH? which=NTH OTHER? DAYWORD (?:EACH|THIS)? MONTHWORD",
         _day_by_order),
    rule("(?<!ORDINAL)(?:PO|INTO)? EACH? OTHER DAYWORD", _working_days),
    rule("EACH SCHOOL DAYWORD", _working_days),
    rule("(?:PO|INTO|EACH) OTHER", _working_days),
    rule(f"REGULAR {_ASIDE} PO? {_NOT_LESS} {_COUNT} TIMES {_ALONE}", _regular_times),
    rule(f"{_COUNT} TIMES REGULAR", _regular_times),
    rule("INTO? EACH? (?:ORDINAL|NUMBER|ROMAN) (?:SCHOOL? WEEK|TENDAYS|HALFOF|(?:SCHOOL|OTHER)? DAYWORD) EACH?"
         " interval=(MONTHWORD|QUARTER|SCHOOL? TERM)", _part_of_each),
    rule("(?:BEFORE|INTO)? EDGE EACH interval=INTERVAL", _part_of_each),
    rule("(?:BEFORE|INTO)? EDGE interval=(MONTHWORD|QUARTER|SCHOOL? HALF|SCHOOL? TERM)", _part_of_each),
)  # fmt: skip
