"""A cell as a row of tokens: numbers, dates, times, words with their senses, signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from opora.deadlines.letters import word_key
from opora.deadlines.lexicon import Sense, lexicon
from opora.deadlines.periods import CENTURY


@dataclass(frozen=True)
class Token:
    """One piece of a cell.

    Attributes:
        sort: its class in the grammar.
        start: where it starts in the readable text.
        end: where it ends.
        word: the word for comparing; of a sign – the sign.
        value: its number: of a month, an ordinal, a count.
        date: (day, month, year) of a dotted date, (hour, minute) of a time, (left, right) of two dotted numbers.
        note: how a broken or misspelt word was read.
    """

    sort: str
    start: int
    end: int
    word: str = ""
    value: int = 0
    date: tuple[int, ...] = ()
    note: str | None = None


_FIRST_YEAR, _LAST_YEAR = 1900, 2199
_NINETEEN_EIGHTY = 80
_HOURS, _MINUTES, _MONTHS, _DAYS = 24, 60, 12, 31

_SCANNER = re.compile(
    r"""
      (?<!\d)(?P<iso>\d{4}-\d{2}-\d{2}|\d{4}\.\d{2}\.\d{2})(?!\d)
    | (?<!\d)(?P<full>\d{1,2}\s*(?:\.\s*\d{1,2}\s*[.,]\s*\d{4}|/\s*\d{1,2}\s*/\s*\d{4}|,\d{1,2}[,.]\d{4}
                     |-\d{2}-\d{4}|-(?:0[1-9]|1[0-2])-\d{2}(?!-|\s*[а-яё])|\s(?:0[1-9]|1[0-2])\s(?:19|20)\d\d|\.\s*\d{1,2}\s*\.\s?\d{2}|/\d{1,2}/\d{2}))(?!\d|\s*[.:]\s*\d)
    | (?<![\d.])(?<!№)(?<!№\s)(?P<month>0?[1-9]|1[0-2])(?:[./](?P<year>(?:19|20|21)\d\d)(?!\d|\.\d)
                     |(?=\s?-\s?(?:0[1-9]|1[0-2])\.(?:19|20)\d\d(?!\d)))
    | (?<!\d)(?P<clock>\d{1,2}:\d{2}(?!\d)|\d{1,2}[.-][0-5]\d(?=\s*ч(?:ас|\b))|(?<=[вВB]\s)\d{1,2}-[0-5][05](?!\d)
                     |\d{1,2}-00(?!\d))
    | (?<!\d)(?P<dotted>\d{1,2}\s?\.\d{1,2}(?!\d)|\d{1,2}\.\s(?:0[1-9]|1[0-2])(?!\d|\s*[а-яА-Я])
                     |(?:0[1-9]|[12]\d|3[01])/(?:0[1-9]|1[0-2])(?!\d|/|\s*(?:уч|г\b|кл)))\.?
    | [«"“„]\s?(?P<quoted>\d{1,2})\s?[»"”“]
    | (?P<name>(?-i:ДО\s)?[«“„][^«»“”„]*[»”“]|"[^"]*")
    | (?P<number>\d+)(?:\s?-?\s?(?P<ordinal>го|его|ого|ье|я|й|е|ой|ый|ий|ая|ое|ую|му|ому|ом|ым|им|м|ых|их|х|ти)
                                                                                                        (?![а-яa-z]))?
    | (?P<word>[^\W\d_]+)
    | (?P<sign>\S)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SIGNS = {
    "-": "DASH", ",": "COMMA", ";": "SEMICOLON", "/": "SLASH", "(": "OPEN", ")": "CLOSE", ":": "COLON", "№": "NUMERO",
    "+": "AND", "&": "AND",
}  # fmt: skip
_PREPOSITIONS = frozenset({"PO", "UNTIL", "FROM", "IN", "ON", "DURING"})
_SILENT = frozenset({"DOT", "SKIP"})


def tokens_of(text: str) -> list[Token]:
    """Return the tokens of a readable text, words that need mending still as they stand."""
    return [token for found in _SCANNER.finditer(text) for token in _tokens(found)]


def _tokens(found: re.Match[str]) -> Iterator[Token]:
    """Yield the token of a match; «09.2020» is two: a month and its year; in «09-12.2020» the year stands once."""
    if found["month"]:
        yield Token("MONTH", *found.span("month"), found["month"], int(found["month"]))
    if found["year"]:
        yield Token("YEARNUM", *found.span("year"), found["year"], int(found["year"]))
    if not found["month"]:
        yield _token(found)


def _token(found: re.Match[str]) -> Token:
    sort = found.lastgroup or ""
    start, end = found.span()
    match sort:
        case "iso":
            year, month, day = map(int, re.findall(r"\d+", found[sort]))
            return Token("DATE", start, end, date=(day, month, year))
        case "full":
            return Token("DATE", start, end, date=_dated(found[sort]))
        case "clock" | "dotted":
            return _pair(found[sort], start, end, is_clock=sort == "clock")
        case "quoted" | "number" | "ordinal":
            return _number(found["quoted"] or found["number"], start, end)
        case _:
            return _worded(sort, found, start, end)


def _worded(sort: str, found: re.Match[str], start: int, end: int) -> Token:
    if sort == "word":
        return sensed(Token("OTHER", start, end, word_key(found["word"])))
    if sort == "name":
        return Token("NAME", start, end)
    return Token(_SIGNS.get(found[0], "DOT" if found[0] == "." else "SIGN"), start, end, found[0])


def full_year(year: int) -> int:
    """Return a year written with two digits as a whole one: 07 is 2007, 98 is 1998."""
    if year >= 100:  # noqa: PLR2004 - three digits and more are written in full
        return year
    return year + (CENTURY if year < _NINETEEN_EIGHTY else CENTURY - 100)


def _dated(text: str) -> tuple[int, int, int]:
    day, month, year = (int(part) for part in re.findall(r"\d+", text))
    return day, month, full_year(year)


def _pair(text: str, start: int, end: int, *, is_clock: bool) -> Token:
    left, right = (int(part) for part in re.findall(r"\d+", text))
    is_time = left < _HOURS and right < _MINUTES and len(re.findall(r"\d+", text)[1]) > 1
    is_date = 0 < left <= _DAYS and 0 < right <= _MONTHS
    sort = "CLOCK" if is_time and (is_clock or not is_date) else "DOTTED"
    return Token(sort, start, end, date=(left, right))


def _number(digits: str, start: int, end: int) -> Token:
    value = int(digits) if len(digits) < 9 else 0  # noqa: PLR2004 - no count of a plan is so long
    sort = "YEARNUM" if len(digits) == 4 and _FIRST_YEAR <= value <= _LAST_YEAR else "NUMBER"  # noqa: PLR2004 - digits of a year
    return Token(sort, start, end, digits, value)


def sensed(token: Token) -> Token:
    """Return the token with what its word stands for, where the word is known."""
    sense: Sense | None = lexicon().get(token.word)
    return token if sense is None else replace(token, sort=sense.sort, value=sense.value)


def spoken(tokens: list[Token]) -> list[Token]:
    """Return the tokens the grammar reads, without dots, words that say nothing, and a word written twice: «по по»."""
    said = [token for token in tokens if token.sort not in _SILENT]
    before = [None, *said]
    return [token for token, last in zip(said, before, strict=False) if not (last and _is_said_again(token, last))]


def _is_said_again(token: Token, last: Token) -> bool:
    is_month_again = (last.sort, token.sort) == ("MONTH", "MONTHWORD")  # «март месяц»
    return is_month_again or (token.sort in _PREPOSITIONS and token.word == last.word)
