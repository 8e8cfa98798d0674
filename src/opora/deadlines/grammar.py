"""The engine of the grammar: rules over classes of tokens, and the longest reading at each place of a cell.

A rule is a line of names – `FROM? NUMBER (DASH|PO) NUMBER MONTH` – with a function that makes a piece of what it
covers. Names in capitals are classes of tokens or other lines; `first=DAY` lets the function find what DAY covered.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from opora.deadlines.points import Piece
from opora.deadlines.tokens import Token

#: Every class of token; one sign of the private area stands for each in the compiled rules.
SORTS = (
    "ACCORDING", "AFTER", "AGE", "ALWAYS", "AND", "CARDINAL", "CLASS", "CLOCK", "CLOSE", "COLON", "COMMA", "DASH",
    "DATE", "DATEWORD", "DAYWORD", "DOTTED", "DURING", "EACH", "EDGE", "EXCEPT", "FIXED", "FROM", "GOD", "HALF",
    "HALFOF", "HOLIDAY", "HOUR", "IN", "LESS", "LOSTDASH", "MINUTE", "MONTH", "MONTHWORD", "MORE", "NAME", "NOT",
    "NUMBER", "NUMERO", "OF", "ON", "OPEN", "ORDINAL", "OTHER", "PERIOD", "PLAN", "PO", "QUARTER", "REGULAR", "ROMAN",
    "SCHOOL", "SEASON", "SEMICOLON", "SIGN", "SLASH", "STREET", "TENDAYS", "TERM", "THEN", "THIS", "THROUGH", "TIMES",
    "TRIMESTER", "TWICE", "UNTIL", "WEEK", "WEEKDAY", "WHEN", "WHOLE", "YEARNUM",
)  # fmt: skip
_SIGN = {sort: chr(0xE000 + number) for number, sort in enumerate(SORTS)}
#: Lines that other lines are made of; each may use those above it.
_LINES = {
    "INTO": "(?:IN|ON)",
    "OVER": "(?:INTO? DURING)",
    "NTH": "(?:NUMBER|ORDINAL)",
    "YEARS": "(?:COMMA?(?:YEARNUM GOD*|NUMBER GOD+)|INTO? THIS GOD|OPEN YEARNUM GOD* CLOSE)",
    "INYEARS": "(?:YEARNUM GOD* (?:(?:COMMA AND?|AND) YEARNUM GOD*)+)",
    "TWOYEARS": "(?:YEARNUM (?:DASH|SLASH) (?:YEARNUM|NUMBER))",
    "SCHOOLYEAR": "(?:(?:TWOYEARS|NUMBER (?:DASH|SLASH) NUMBER) GOD* SCHOOL GOD?"
    "|YEARNUM SLASH (?:YEARNUM|NUMBER) GOD*)",
    "ONDAY": "(?:COMMA? OPEN? INTO? WEEKDAY CLOSE?)",
    "DAY": "(?:(?:WEEKDAY COMMA?)?(?:NTH MONTH YEARS?|DATE GOD*|DOTTED (?:YEARNUM GOD*)?) ONDAY?)",
    "TO": "(?:DASH|PO|UNTIL|LOSTDASH)",
    "ALSO": "(?:COMMA AND?|AND)",
    "LIST": "(?:ALSO|SEMICOLON)",
    "STRETCH": "(?:INTO? PERIOD COMMA? COLON? DASH?|OVER|INTO)",
    "COUNTER": "(?:NUMBER|ORDINAL|ROMAN|CARDINAL)",
    "COUNTERS": "(?:COUNTER (?:(?:DASH|PO|COMMA|AND|COMMA AND) COUNTER)*)",
    "INTERVAL": "(?:SCHOOL? GOD|AGE|QUARTER|SCHOOL? HALF|SCHOOL? TERM|TRIMESTER|WEEK|TENDAYS|MONTHWORD|DAYWORD"
    "|HALFOF GOD)",
    "ATHOUR": "(?:CLOCK HOUR?|DOTTED HOUR?|NUMBER HOUR)",
    "BEFORE": "(?:NOT? UNTIL)",
    "SINCE": "(?:NOT? (?:FROM|OF)+)",
    "ANYWHOLE": "(?:WHOLE|THIS)*",
}


@dataclass(frozen=True)
class Reading:
    """What a rule covered, and how to find its named places."""

    tokens: Sequence[Token]
    match: re.Match[str]
    text: str

    def named(self, name: str) -> list[Token]:
        """Return the tokens a named place covered; none when the rule has no such place or it was left out."""
        start, end = self.match.span(name) if name in self.match.re.groupindex else (0, 0)
        return list(self.tokens[max(start, 0) : max(end, 0)])

    @property
    def covered(self) -> list[Token]:
        """Return all tokens of the rule."""
        return list(self.tokens[self.match.start() : self.match.end()])

    @property
    def words(self) -> str:
        """Return the piece of the text the rule covered."""
        return self.text[self.covered[0].start : self.covered[-1].end].strip(" ,;")

    @property
    def notes(self) -> tuple[str, ...]:
        """Return how broken words within were read."""
        return tuple(token.note for token in self.covered if token.note)


#: Makes a piece, or several, of what a rule covered; None – the words only look like it.
Builder = Callable[[Reading], Piece | tuple[Piece, ...] | None]


@dataclass(frozen=True)
class Rule:
    """One rule of the grammar: a compiled line, and what it makes."""

    pattern: re.Pattern[str]
    build: Builder


def rule(line: str, build: Builder) -> Rule:
    """Return the rule of a line."""
    return Rule(re.compile(_compiled(line), re.DOTALL), build)


def _compiled(line: str) -> str:
    def piece(found: re.Match[str]) -> str:
        name, word = found[1], found[2]
        inner = _SIGN.get(word) or _line(word)
        return f"(?P<{name}>{inner})" if name else inner

    named_groups = re.sub(r"(\w+)=\(", r"(?P<\1>", line)
    return re.sub(r"(?:([a-z_]+\d?)=)?([A-Z]{2,})", piece, named_groups).replace(" ", "")


@cache
def _line(name: str) -> str:
    return _compiled(_LINES[name])


def signs(tokens: Iterable[Token]) -> str:
    """Return the tokens as the compiled rules see them."""
    return "".join(_SIGN.get(token.sort, _SIGN["SIGN"]) for token in tokens)


@dataclass(frozen=True)
class Row:
    """A cell ready for reading: its text, its tokens, and the tokens as the compiled rules see them."""

    text: str
    tokens: Sequence[Token]
    signs: str

    def longest(self, rules: Sequence[Rule], place: int) -> tuple[tuple[Piece, ...], int]:
        """Return the pieces of the rule that covers most from the place on, and where it ends.

        Of two rules that cover as much the earlier wins; no pieces when nothing can be read there.
        """
        matches = ((one, one.pattern.match(self.signs, place)) for one in rules)
        fitting = sorted(((one, match) for one, match in matches if match), key=lambda pair: -pair[1].end())
        for one, match in fitting:
            made = one.build(Reading(self.tokens, match, self.text)) if match.end() > place else None
            if made:
                return (made if isinstance(made, tuple) else (made,)), match.end()
        return (), place
