"""Numbers of a cell that are no plain figures: «II квартал», «IX–XII», «двадцать пятое», «09.23»."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from opora.deadlines.letters import roman_number
from opora.deadlines.tokens import Token, full_year

#: Roman numerals stand only before words that are counted so.
_COUNTED_IN_ROMAN = frozenset({"QUARTER", "HALF", "TERM", "TRIMESTER", "WEEK", "TENDAYS", "HALFOF"})
_BETWEEN_NUMERALS = frozenset({"ROMAN", "NUMBER", "DASH", "COMMA", "AND", "PO", "SCHOOL"})
_MAY_BE_NUMERAL = frozenset({"OTHER", "IN", "ON"})
#: What may stand beside months in a cell that holds nothing but months.
_BESIDE_MONTHS = frozenset({"DASH", "COMMA", "AND", "SEMICOLON", "DOT", "GOD", "YEARNUM", "FROM", "PO", "UNTIL"})
_MONTHS, _QUARTERS, _TENS = 12, 4, frozenset({20, 30})
_SPAN_OF_PLAN, _FIVE_MINUTES = 5, 5


def with_numerals(tokens: Sequence[Token], text: str) -> list[Token]:
    """Return the tokens with every number known for what it is."""
    counted = _with_tens(_with_second_senses(_with_two_digit_years(tokens)))
    return _with_counters(_with_short_years(_with_lone_numerals(counted, text), text), text)


# --- «в 22 году» ----------------------------------------------------------------------------------------------------


def _with_two_digit_years(tokens: Sequence[Token]) -> list[Token]:
    """«24 г.», «с 24 по 26 год»: years; «СОШ № 15 г. Канска» and «3 года» hold none."""
    said = [token for token in tokens if token.sort != "DOT"]
    years: list[Token] = []
    for place in range(len(said) - 2, -1, -1):
        before, number, (after, *beyond) = said[max(place - 1, 0) : place], said[place], said[place + 1 : place + 3]
        goes_on = after.sort in _LINKS and bool(years) and beyond == years[-1:]
        if _has_two_digits(number) and (goes_on or _is_year(before, after, beyond)):
            years.append(number)
    return [
        replace(token, sort="YEARNUM", value=full_year(token.value)) if token in years else token for token in tokens
    ]


_LINKS = frozenset({"DASH", "PO", "UNTIL", "COMMA", "AND"})


def _has_two_digits(number: Token) -> bool:
    return number.sort == "NUMBER" and len(number.word) == len("24") and number.value > _MONTHS


def _is_year(before: Sequence[Token], after: Token, beyond: Sequence[Token]) -> bool:
    is_town = after.word == "г" and any(token.sort == "OTHER" for token in beyond)
    is_named = any(token.sort in {"NUMERO", "NAME", "STREET"} for token in before)
    return after.sort == "GOD" and not is_town and not is_named


# --- «III четв.», «весь пер.» ---------------------------------------------------------------------------------------


def _with_second_senses(tokens: Sequence[Token]) -> list[Token]:
    """«III четв.» is a school term, «по четв.» a Thursday; «весь пер.» is a period, «пер. Мира» a lane."""
    before = [None, *tokens]
    return [_in_second_sense(token, last) for token, last in zip(tokens, before, strict=False)]


def _in_second_sense(token: Token, last: Token | None) -> Token:
    follows, sort = _SECOND_SENSES.get(token.word, (frozenset(), ""))
    return replace(token, sort=sort, value=0) if last and last.sort in follows else token


#: Abbreviation of two words → what it stands after in its second sense, and that sense.
_SECOND_SENSES = {
    "четв": (frozenset({"NUMBER", "ORDINAL", "OTHER"}), "TERM"), "пер": (frozenset({"WHOLE"}), "PERIOD"),
}  # fmt: skip


# --- «двадцать пятого» ----------------------------------------------------------------------------------------------


def _with_tens(tokens: Sequence[Token]) -> list[Token]:
    joined: list[Token] = []
    for token in tokens:
        tens = joined[-1] if joined else None
        is_unit = token.sort in {"ORDINAL", "CARDINAL"} and 0 < token.value < min(_TENS) / 2
        if tens and is_unit and tens.sort == "CARDINAL" and tens.value in _TENS:
            joined[-1] = replace(token, start=tens.start, value=tens.value + token.value)
        else:
            joined.append(token)
    return joined


# --- months without their names -------------------------------------------------------------------------------------


def _with_lone_numerals(tokens: Sequence[Token], text: str) -> list[Token]:
    """«IX–XII» as the whole of a cell are months, «I–IV» are quarters."""
    numerals = [_roman(token, text) for token in tokens if token.sort not in _BESIDE_MONTHS]
    if not all(numerals):
        return list(tokens)
    are_months = max((numeral or 0 for numeral in numerals), default=0) > _QUARTERS
    sort, note = ("MONTH", "римские цифры прочитаны как месяцы") if are_months else ("ROMAN", None)
    return [
        token if token.sort in _BESIDE_MONTHS
        else replace(token, sort=sort, value=_roman(token, text) or 0, note=note)
        for token in tokens
    ]  # fmt: skip


def _with_short_years(tokens: Sequence[Token], text: str) -> list[Token]:
    """«09.23–05.24» as the whole of a cell: months and years; «09.15–10.00» are times of day."""
    pairs = [token for token in tokens if token.sort not in _BESIDE_MONTHS]
    dotted = all(token.sort == "CLOCK" and text[token.start : token.end].count(".") for token in pairs)
    if not pairs or not dotted or not _are_months_of_years([(token.date[1], token.date[0]) for token in pairs]):
        return list(tokens)
    parted: list[Token] = []
    for token in tokens:
        parted += _month_and_year(token, text[token.start : token.end]) if token.sort == "CLOCK" else [token]
    return parted


def _are_months_of_years(pairs: Sequence[tuple[int, int]]) -> bool:
    """Return whether pairs of year and month run on as a plan does; times of day stand at whole five minutes."""
    is_in_order = all(before <= after for before, after in pairwise(pairs))
    is_short = pairs[-1][0] - pairs[0][0] <= _SPAN_OF_PLAN
    has_months = all(1 <= month <= _MONTHS for _, month in pairs)
    return is_in_order and is_short and has_months and any(year % _FIVE_MINUTES for year, _ in pairs)


def _month_and_year(token: Token, words: str) -> list[Token]:
    month, year = token.date
    cut = token.start + words.index(".")
    return [
        Token("MONTH", token.start, cut, words, month, note=f"«{words}» прочитано как месяц и год"),
        Token("YEARNUM", cut + 1, token.end, words, full_year(year)),
    ]


# --- «II квартал», «I-й квартал» ------------------------------------------------------------------------------------


def _with_counters(tokens: Sequence[Token], text: str) -> list[Token]:
    tokens = list(tokens)
    is_counted = False
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        numeral = _roman(token, text)
        if is_counted and numeral:
            tokens[place] = replace(token, sort="ROMAN", value=numeral)
        elif token.sort in _COUNTED_IN_ROMAN:
            is_counted = True
        elif token.sort not in _BETWEEN_NUMERALS and not _is_ordinal_ending(tokens, place):
            is_counted = False
    return [token for place, token in enumerate(tokens) if not _ends_a_numeral(tokens, place)]


def _roman(token: Token, text: str) -> int | None:
    return roman_number(text[token.start : token.end]) if token.sort in _MAY_BE_NUMERAL and token.word else None


def _is_ordinal_ending(tokens: Sequence[Token], place: int) -> bool:
    """«I-й квартал»: the ending after a numeral is no word of its own."""
    return tokens[place].word in {"й", "ый", "е", "ое", "м", "я", "го", "ой", "ом"} and place > 1


def _ends_a_numeral(tokens: Sequence[Token], place: int) -> bool:
    token = tokens[place]
    if token.sort == "DASH" and place + 1 < len(tokens) and place > 0:
        return tokens[place - 1].sort == "ROMAN" and _is_ordinal_ending(tokens, place + 1)
    if not _is_ordinal_ending(tokens, place):
        return False
    before = tokens[place - 2] if tokens[place - 1].sort == "DASH" else tokens[place - 1]
    return before.sort == "ROMAN"
