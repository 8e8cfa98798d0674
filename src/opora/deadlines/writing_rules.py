"""RFC 5545 rules of deadlines in Russian words."""

from opora.deadlines.deadline import Deadline
from opora.deadlines.frequency import WEEKDAYS
from opora.deadlines.months_in_russian import GENITIVE, NOMINATIVE
from opora.deadlines.months_in_russian import WEEKDAYS as NAMES
from opora.deadlines.months_in_russian import WEEKDAYS_DATIVE as BY_WEEKDAY
from opora.vocabulary.spelling import plural

_UNITS = {
    ("DAILY", 1): ("ежедневно", "день"), ("WEEKLY", 1): ("еженедельно", "неделю"),
    ("MONTHLY", 1): ("ежемесячно", "месяц"), ("MONTHLY", 3): ("ежеквартально", "квартал"),
    ("MONTHLY", 6): ("каждое полугодие", "полугодие"), ("YEARLY", 1): ("ежегодно", "год"),
}  # fmt: skip
_MANY = {
    "DAILY": ("день", "дня", "дней"), "WEEKLY": ("неделю", "недели", "недель"),
    "MONTHLY": ("месяц", "месяца", "месяцев"), "YEARLY": ("год", "года", "лет"),
}  # fmt: skip
_TIMES = {1: "одного раза", 2: "двух раз", 3: "трёх раз", 4: "четырёх раз", 5: "пяти раз"}
_NEUTER, _FEMININE = {6}, {2, 4, 5}
_ORDINALS = {
    "1": ("первый", "первая", "первое"), "2": ("второй", "вторая", "второе"), "3": ("третий", "третья", "третье"),
    "4": ("четвёртый", "четвёртая", "четвёртое"), "5": ("пятый", "пятая", "пятое"),
    "-1": ("последний", "последняя", "последнее"), "-2": ("предпоследний", "предпоследняя", "предпоследнее"),
}  # fmt: skip
_LAST = "-1"


def rule_in_words(deadline: Deadline) -> str:
    """Return the deadline's rule and count in words: «не реже двух раз в год, апрель, октябрь»."""
    rule = dict(part.split("=") for part in (deadline.rrule or "").split(";"))
    often = _often(rule["FREQ"], int(rule.get("INTERVAL", 1)), deadline.min_count)
    if "BYSETPOS" in rule and "BYDAY" in rule:
        return _working_day(rule["BYSETPOS"], is_limit=deadline.subkind == "until")
    until = "до " if deadline.subkind == "until" else ""
    when = _when(rule, until)
    if rule["FREQ"] == "WEEKLY" and "BYDAY" in rule and often == "еженедельно":
        return when
    return ", ".join(filter(None, [often, when]))


def _working_day(number: str, *, is_limit: bool) -> str:
    if not is_limit:
        return f"{_ORDINALS[number][0] if number in _ORDINALS else f'{number}-й'} рабочий день месяца"
    return f"не позднее {'последнего' if number == _LAST else f'{number}-го'} рабочего дня месяца"


def _often(frequency: str, interval: int, count: int | None) -> str:
    adverb, unit = _UNITS.get((frequency, interval), ("", ""))
    if not unit:
        unit = f"{interval} {plural(interval, *_MANY[frequency])}"
        adverb = f"{'каждый' if interval % 10 == 1 else 'каждые'} {unit}"
    if count is None:
        return adverb
    times = _TIMES.get(count) or f"{count} {plural(count, 'раза', 'раз', 'раз')}"
    return f"не реже {times} в {unit}"


def _when(rule: dict[str, str], until: str) -> str:
    months = [int(month) for month in rule.get("BYMONTH", "").split(",") if month]
    days = _days_meant(rule)
    weekdays = [day for day in rule.get("BYDAY", "").split(",") if day]
    if months and days and rule["FREQ"] == "YEARLY":
        return ", ".join(_days_of(days, month, until) for month in months)
    if months and weekdays and rule["FREQ"] == "YEARLY":
        return ", ".join(f"{_weekday(weekdays[0])} {GENITIVE[month]}" for month in months)
    pieces = [_days_of_each(days, until), _weekdays(weekdays), _runs(months)]
    return ", ".join(filter(None, pieces))


def _days_meant(rule: dict[str, str]) -> list[str]:
    """Return the days a person named: «28, 29, 30, the last of them» is the 30th, or the last of February."""
    days = [day for day in rule.get("BYMONTHDAY", "").split(",") if day]
    earlier = len(rule.get("BYSETPOS", "").split(",")) - 1
    return [*days[:earlier], days[-1]] if "BYSETPOS" in rule else days


def _days_of(days: list[str], month: int, until: str) -> str:
    if days == [_LAST]:
        return f"{until}конца {GENITIVE[month]}" if until else f"конец {GENITIVE[month]}"
    if len(days) > 1 and _is_run(days):
        return f"с {days[0]} по {days[-1]} {GENITIVE[month]}"
    return f"{until}{', '.join(days)} {GENITIVE[month]}"


def _days_of_each(days: list[str], until: str) -> str:
    if days == [_LAST] and not until:
        return "последний день месяца"
    days = ["31" if day == _LAST else day for day in days]
    if len(days) > 1 and _is_run(days):
        return f"с {days[0]} по {days[-1]} число"
    return f"{until}{_with_and(days)} числа" if days else ""


def _is_run(days: list[str]) -> bool:
    numbers = [int(day) for day in days]
    return numbers == list(range(numbers[0], numbers[-1] + 1))


def _with_and(words: list[str]) -> str:
    """Return «средам», «средам и пятницам», «вторникам, средам и пятницам»."""
    return " и ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def _weekdays(days: list[str]) -> str:
    """Return «по вторникам и четвергам»; weekdays counted in the month – each in its own words."""
    if all(day in WEEKDAYS for day in days):
        names = [BY_WEEKDAY[WEEKDAYS.index(day)] for day in days]
        return f"по {_with_and(names)}" if names else ""
    return ", ".join(map(_weekday, days))


def _weekday(day: str) -> str:
    number, place = day[:-2], WEEKDAYS.index(day[-2:])
    if not number:
        return f"по {BY_WEEKDAY[place]}"
    gender = 2 if place in _NEUTER else 1 if place in _FEMININE else 0
    return f"{_ORDINALS[number][gender]} {NAMES[place]}"


def _runs(months: list[int]) -> str:
    """Return months in words, those in a row as a stretch, also over New Year: «октябрь – май»."""
    if len(months) == 12:  # noqa: PLR2004 - months of a year
        return "январь – декабрь"
    firsts = [month for month in months if (month - 2) % 12 + 1 not in months]
    words = []
    for first in firsts:
        last = first
        while last % 12 + 1 in months:
            last = last % 12 + 1
        words.append(NOMINATIVE[first] if first == last else f"{NOMINATIVE[first]} – {NOMINATIVE[last]}")
    return ", ".join(words)
