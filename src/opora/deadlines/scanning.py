"""A cell read from left to right: the longest piece at each place, and the words between that tell no time."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from opora.deadlines.days import DAY_RULES
from opora.deadlines.deadline import Kind
from opora.deadlines.frequency import FREQUENCY_RULES
from opora.deadlines.grammar import Reading, Row, Rule, rule, signs
from opora.deadlines.letters import readable
from opora.deadlines.mending import mended
from opora.deadlines.months import MONTH_RULES
from opora.deadlines.numerals import with_numerals
from opora.deadlines.parts_of_year import PART_RULES
from opora.deadlines.phrases import LAST_RESORT_RULES, PHRASE_RULES
from opora.deadlines.points import Clock, Found, Phrase, Piece, Recurrence
from opora.deadlines.tokens import spoken, tokens_of
from opora.deadlines.whole_years import YEAR_RULES

#: No cell of a plan is longer; what comes after is not read, and said so.
_LONGEST = 1000
_TOO_LONG = "прочитано только начало очень длинной записи"


def _time(reading: Reading) -> Piece:
    times: list[str | None] = []
    for place, token in enumerate(reading.covered):
        if token.sort in {"CLOCK", "DOTTED"}:
            times.append(f"{token.date[0]:02}:{token.date[1]:02}")
        elif token.sort == "HOUR":
            times.append(_spoken_time(reading, place))
    return Clock("/".join(dict.fromkeys(filter(None, times))), reading.words)


def _spoken_time(reading: Reading, place: int) -> str | None:
    before = reading.covered[place - 1]
    if before.sort != "NUMBER" or before.value >= 24:  # noqa: PLR2004 - hours of a day
        return None
    after = reading.covered[place + 1] if place + 1 < len(reading.covered) else None
    return f"{before.value:02}:{after.value if after and after.sort == 'NUMBER' else 0:02}"


_AT = "(?:CLOCK HOUR?|DOTTED HOUR|NUMBER HOUR (?:NUMBER MINUTE)?)"
_TIME_RULES: tuple[Rule, ...] = (
    rule(f"COMMA? (?:EDGE (?:DASH|COLON)?)? (?:INTO|FROM|UNTIL)? {_AT} (?:(?:DASH|UNTIL|PO) {_AT})?", _time),
)
_RULES = (*DAY_RULES, *MONTH_RULES, *PART_RULES, *YEAR_RULES, *FREQUENCY_RULES, *_TIME_RULES, *PHRASE_RULES)


@lru_cache(maxsize=4096)
def found_in(text: str) -> Found:
    """Return everything a cell says about time, in the order of the text."""
    plain = readable(text[:_LONGEST])
    tokens = spoken(with_numerals(mended(tokens_of(plain)), plain))
    row = Row(plain, tokens, signs(tokens))
    found = _scan(row, _RULES)
    if all(isinstance(piece, Clock) for piece in found.pieces):
        found = _scan(row, (*_RULES, *LAST_RESORT_RULES))
    return replace(found, doubts=(*found.doubts, _TOO_LONG)) if len(text) > _LONGEST else found


def is_place(piece: Piece) -> bool:
    """Return whether the piece is a place, read only so that its number is not taken for a day."""
    return isinstance(piece, Phrase) and piece.subkind == "place"


def _scan(row: Row, rules: tuple[Rule, ...]) -> Found:
    pieces: list[Piece] = []
    unread: list[str] = []
    left: list[int] = []
    place, is_onward = 0, False
    while place < len(row.tokens):
        found, end = row.longest(rules, place)
        if found:
            pieces += [_onward(piece) if is_onward else piece for piece in found if not is_place(piece)]
            unread += [piece.text for piece in found if is_place(piece)]
            is_onward = False
        else:
            token, end = row.tokens[place], place + 1
            left.append(place)
            is_onward = is_onward or (token.sort == "THEN" and bool(pieces))
            if (token.word.isalnum() and token.sort != "THEN") or token.sort in {"NAME", "OTHER"}:
                unread.append(row.text[token.start : token.end])
        place = end
    loose = " ".join(_loose(row, left)) if pieces else ""
    return Found(
        tuple(pieces), " ".join(unread) or None, (f"рядом со сроком не прочитано: «{loose}»",) if loose else ()
    )


#: Words of time that change what stands beside them, so that leaving one out is no small matter.
_OF_TIME = frozenset({
    "AFTER", "CARDINAL", "DOTTED", "EDGE", "HALF", "HALFOF", "LESS", "MORE", "NUMBER", "ORDINAL", "QUARTER", "TENDAYS",
    "TIMES", "TWICE", "UNTIL", "YEARNUM",
})  # fmt: skip
_NUMBERS = frozenset({"CARDINAL", "DOTTED", "NUMBER", "ORDINAL", "YEARNUM"})
#: What a number beside it counts or names: «5 классы», «школа 5», «№ 5», «ул. Мира, 5».
_NUMBERED = frozenset({
    "AGE", "CLASS", "DAYWORD", "HOUR", "MINUTE", "MONTHWORD", "NAME", "NUMERO", "OTHER", "SIGN", "SLASH", "STREET",
    "WEEK",
})  # fmt: skip


_LISTED = frozenset({"AND", "COMMA", "DASH", "NUMBER"})


def _loose(row: Row, left: Sequence[int]) -> Iterator[str]:
    """Yield words of time that were left out though they stand right beside what was read: «сентябрь 22»."""
    for place in left:
        token = row.tokens[place]
        is_beside = any(one not in left for one in _places_beside(row, place))
        if token.sort in _OF_TIME and is_beside and not _is_of_name(row, place):
            yield row.text[token.start : token.end]


def _places_beside(row: Row, place: int) -> Iterator[int]:
    """Yield the places of the nearest words before and after; a dash parts no words."""
    for step in (-1, 1):
        one = place + step
        while 0 <= one < len(row.tokens) and row.tokens[one].sort == "DASH":
            one += step
        if 0 <= one < len(row.tokens):
            yield one


def _is_of_name(row: Row, place: int) -> bool:
    """Return whether it only counts or names something: «5–6 классы», «школа 5», «к 80-летию», «начало – 1 марта»."""
    token = row.tokens[place]
    if token.sort == "EDGE":
        return any(one.sort in {"DASH", "COLON"} for one in row.tokens[place + 1 : place + 2])
    if token.sort not in _NUMBERS:
        return token.word in {"к", "ко"}
    after = [one for one in row.tokens[place + 1 :] if one.sort not in _LISTED]
    return any(one.sort in _NUMBERED for one in (*row.tokens[max(place - 1, 0) : place], *after[:1]))


def _onward(piece: Piece) -> Piece:
    """«…, далее ежемесячно»: what is repeated or lasts goes on from the days before it, and they do not bound it."""
    match piece:
        case Recurrence():
            return replace(piece, is_onward=True)
        case Phrase(kind=Kind.CONTINUOUS, subkind=None):
            return replace(piece, subkind="onward")
        case _:
            return piece
