"""The words and signs of a formula, each with its place, and what is said of one that cannot be read."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opora.vocabulary.refusal import AnalysisRefusedError

_SHOWN = 24
_TOKEN = re.compile(
    r"(?P<space>\s+)"
    r"|(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<name>(?:[^\W\d]|\.(?!\d))[\w.]*)"
    r"|(?P<quoted>`[^`]+`)"
    r"|(?P<text>\"[^\"]*\"|'[^']*')"
    r"|(?P<sign>%in%|\|\||\*\*|[<>=!]=|[-+*/^:|(),~<>=])"
)


class FormulaUnreadableError(AnalysisRefusedError):
    """A formula cannot be read; the message shows the place."""

    def __init__(self, formula: str, at: int, why: str) -> None:
        rest = formula[at : at + _SHOWN]
        where = f"место {at + 1}, «{rest}{'…' if at + _SHOWN < len(formula) else ''}»" if rest else "конец формулы"
        super().__init__(f"Формула «{formula}» не читается: {where}. {why}")
        self.at = at


@dataclass(frozen=True)
class Token:
    """One word or sign.

    Attributes:
        kind: name, quoted, number, text or sign.
        text: as it is written.
        at: where it begins, from 0.
    """

    kind: str
    text: str
    at: int

    @property
    def name(self) -> str:
        """The column a name stands for, without backticks."""
        return self.text.strip("`")

    @property
    def is_name(self) -> bool:
        """Whether it names a column or a function."""
        return self.kind in {"name", "quoted"}

    def is_sign(self, *signs: str) -> bool:
        """Whether it is one of the signs."""
        return self.kind == "sign" and self.text in signs


def tokens(formula: str) -> list[Token]:
    """Return the words and signs of a formula; brackets are checked to close.

    Raises:
        FormulaUnreadableError: a sign is not known, or a bracket does not close.
    """
    found, at = [], 0
    while at < len(formula):
        match = _TOKEN.match(formula, at)
        if match is None:
            why = "Кавычка ` не закрыта." if formula[at] == "`" else f"Знак «{formula[at]}» в формуле не понятен."
            raise FormulaUnreadableError(formula, at, why)
        if match.lastgroup != "space":
            found.append(Token(str(match.lastgroup), match[0], at))
        at = match.end()
    _check_brackets(formula, found)
    return found


def _check_brackets(formula: str, words: Sequence[Token]) -> None:
    opened: list[Token] = []
    for word in words:
        if word.is_sign("("):
            opened.append(word)
        elif word.is_sign(")"):
            if not opened:
                raise FormulaUnreadableError(formula, word.at, "Скобка закрыта, но не была открыта.")
            opened.pop()
    if opened:
        raise FormulaUnreadableError(formula, opened[-1].at, "Скобка не закрыта.")


def closing(words: Sequence[Token], opening: int) -> int:
    """Return the position of the bracket that closes the one at `opening`."""
    depth = 0
    for position in range(opening, len(words)):
        depth += words[position].is_sign("(") - words[position].is_sign(")")
        if depth == 0:
            return position
    raise AssertionError("brackets have been checked")


def outside_brackets(words: Sequence[Token]) -> Iterator[tuple[int, Token]]:
    """Yield the words that stand in no bracket, with their positions."""
    depth = 0
    for position, word in enumerate(words):
        if word.is_sign("("):
            depth += 1
        elif word.is_sign(")"):
            depth -= 1
        elif depth == 0:
            yield position, word
