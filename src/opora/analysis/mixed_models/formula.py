"""An lme4 formula taken apart: response, terms of the fixed part, terms of the random part.

    score ~ prior + sex + (1|municipality/school)

The fixed part is expanded by formulaic (`a*b`, `(a+b)^2`, `a/b`, `-1`); bars are lme4's own and are taken out before.
Source: Bates, Mächler, Bolker, Walker (2015), Fitting linear mixed-effects models using lme4, J. Stat. Softw. 67(1).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from opora.analysis.mixed_models.tokens import (
    FormulaUnreadableError,
    Token,
    closing,
    outside_brackets,
    tokens,
)
from opora.analysis.mixed_models.variables import FACTOR, OFFSET, Variable, factor_column, label_of, variable

_STAND_IN = "variable {} of the formula"
_MARKED = re.compile("⧛\x1b\\[1;31m(.*?)\x1b\\[0m⧚", re.DOTALL)


@dataclass(frozen=True)
class Terms:
    """The terms of a linear predictor, in the order R gives their columns.

    Attributes:
        has_intercept: whether there is an intercept.
        terms: each term's variables; the variables of an interaction stand in the order of the formula.
    """

    has_intercept: bool
    terms: tuple[tuple[Variable, ...], ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        """All variables, each once."""
        return tuple({one.label: one for term in self.terms for one in term}.values())


@dataclass(frozen=True)
class Bar:
    """One random term, `(terms | grouping)`.

    Attributes:
        group: the grouping factor as lme4 names it: `school`, `school:municipality`.
        keys: the columns whose values together make a level, in the order of the name.
        terms: what varies between levels; its effects are correlated with each other.
    """

    group: str
    keys: tuple[str, ...]
    terms: Terms


@dataclass(frozen=True)
class MixedFormula:
    """A formula that could be read; offsets count in the expected result as they are, without a coefficient."""

    text: str
    response: Variable
    fixed: Terms
    bars: tuple[Bar, ...]
    offsets: tuple[Variable, ...]

    @property
    def variables(self) -> tuple[Variable, ...]:
        """All variables but the grouping factors, each once."""
        random = (one for bar in self.bars for one in bar.terms.variables)
        every = (self.response, *self.fixed.variables, *random, *self.offsets)
        return tuple({one.label: one for one in every}.values())

    @property
    def keys(self) -> tuple[str, ...]:
        """The columns of the grouping factors, each once."""
        return tuple(dict.fromkeys(key for bar in self.bars for key in bar.keys))


def read_formula(text: str) -> MixedFormula:
    """Take a formula apart.

    Raises:
        FormulaUnreadableError: it cannot be read; the message shows the place.
    """
    words = tokens(text)
    tildes = [position for position, word in enumerate(words) if word.is_sign("~")]
    if len(tildes) != 1:
        at = words[tildes[1]].at if tildes else len(text)
        raise FormulaUnreadableError(text, at, "Ожидается один знак ~: слева результат, справа то, от чего он зависит.")
    left, right = words[: tildes[0]], words[tildes[0] + 1 :]
    if not left:
        raise FormulaUnreadableError(text, 0, "Слева от ~ ожидается столбец с результатом.")
    fixed, bars = _without_bars(text, right)
    if not bars:
        raise FormulaUnreadableError(text, len(text), "Нет случайной части: добавьте, например, (1|school).")
    fixed, offsets = _without_offsets(text, fixed)
    response = variable(text, left)
    if response.polynomial:
        raise FormulaUnreadableError(text, 0, "Слева от ~ ожидается одно число, а не степени.")
    return MixedFormula(text, response, _terms(text, fixed), tuple(_expanded(text, bars)), offsets)


def _without_bars(text: str, words: Sequence[Token]) -> tuple[list[Token], list[list[Token]]]:
    """Return the words of the fixed part and the words inside each bracket with a bar."""
    fixed: list[Token] = []
    bars: list[list[Token]] = []
    position = 0
    while position < len(words):
        word = words[position]
        end = closing(words, position) if word.is_sign("(") else position
        inside = list(words[position + 1 : end])
        if any(one.is_sign("|", "||") for _, one in outside_brackets(inside)):
            _require_plus(text, word, fixed[-1:], words[end + 1 : end + 2], "со случайной частью")
            fixed = fixed[:-1]
            bars.append(inside)
            position = end
        elif word.is_sign("|", "||"):
            raise FormulaUnreadableError(text, word.at, "Случайная часть ставится в скобки: (1|school).")
        else:
            fixed.append(word)
        position += 1
    return fixed, bars


def _without_offsets(text: str, words: Sequence[Token]) -> tuple[list[Token], tuple[Variable, ...]]:
    """Return the words of the fixed part and the offsets that stood among them."""
    fixed: list[Token] = []
    offsets: list[Variable] = []
    pieces = list(_pieces(words))
    for piece, after in zip(pieces, [*pieces[1:], ()], strict=False):
        if piece[0].text == OFFSET and len(piece) > 1:
            _require_plus(text, piece[0], fixed[-1:], after[:1], "с offset()")
            fixed = fixed[:-1]
            offsets.append(variable(text, piece))
        else:
            fixed += piece
    return fixed[1:] if fixed and fixed[0].is_sign("+") else fixed, tuple(offsets)


def _require_plus(text: str, one: Token, before: Sequence[Token], after: Sequence[Token], beside: str) -> None:
    """Refuse a part that anything but a plus joins to those before and after it."""
    if not all(sign.is_sign("+") for sign in before) or not all(sign.is_sign("+", "-") for sign in after):
        raise FormulaUnreadableError(text, one.at, f"Рядом {beside} ожидается «+».")


def _terms(text: str, words: Sequence[Token]) -> Terms:
    """Return the terms that formulaic expands, variables and terms put in R's order."""
    from formulaic.errors import FormulaicError
    from formulaic.parser import DefaultFormulaParser

    known: list[Variable] = []
    written = _with_stand_ins(text, words, known)
    try:
        found = DefaultFormulaParser(include_intercept=True).get_terms(written or "1")
    except FormulaicError as cause:
        raise _misplaced(text, words, str(cause)) from cause
    place = {f"`{_STAND_IN.format(number)}`".strip("`"): number for number in range(len(known))}
    numbered = [sorted(place[factor.expr] for factor in term.factors) for term in found if str(term) != "1"]
    ordered = sorted(numbered, key=len)
    return Terms(
        has_intercept=any(str(term) == "1" for term in found),
        terms=tuple(tuple(known[number] for number in term) for term in ordered),
    )


def _with_stand_ins(text: str, words: Sequence[Token], known: list[Variable]) -> str:
    """Return the text with every variable replaced by a numbered name, so that no name can be misread."""
    parts: list[str] = []
    for piece in _pieces(words):
        if piece[0].text == OFFSET and len(piece) > 1:
            raise FormulaUnreadableError(text, piece[0].at, "offset() ставится отдельным слагаемым постоянной части.")
        if piece[0].is_name:
            found = variable(text, piece)
            if found.label not in [one.label for one in known]:
                known.append(found)
            number = [one.label for one in known].index(found.label)
            parts.append(f"`{_STAND_IN.format(number)}`")
        else:
            parts.append(piece[0].text)
    return " ".join(parts)


def _pieces(words: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """Yield names, calls with all that stands in their brackets, and signs."""
    position = 0
    while position < len(words):
        is_call = words[position].is_name and any(word.is_sign("(") for word in words[position + 1 : position + 2])
        end = closing(words, position + 1) if is_call else position
        yield words[position : end + 1]
        position = end + 1


def _misplaced(text: str, words: Sequence[Token], said: str) -> FormulaUnreadableError:
    """Return what is said of a fixed part that formulaic cannot read: the first sign it marked, where we wrote it."""
    marked = _MARKED.search(said)
    before = said[: marked.start()].rsplit("\n", 1)[-1] if marked else ""
    number = (
        len([part for part in re.split(r"`[^`]*`|(\S+)", before) if part and part.strip()]) + before.count("`") // 2
    )
    at = words[min(number, len(words) - 1)].at if words else len(text)
    return FormulaUnreadableError(text, at, "Здесь знаки и названия стоят не так, как в формуле R.")


def _expanded(text: str, bars: Sequence[Sequence[Token]]) -> list[Bar]:
    """Return the random terms with `||` and `/` written out, as lme4 does."""
    found: list[Bar] = []
    for words in bars:
        position = next(number for number, word in outside_brackets(words) if word.is_sign("|", "||"))
        left, right = words[:position], words[position + 1 :]
        terms = _terms(text, left)
        if not left or not right or not (terms.has_intercept or terms.terms):
            raise FormulaUnreadableError(text, words[position].at, "Ожидается вид (1|school): слева и справа от черты.")
        pieces = _uncorrelated(terms) if words[position].is_sign("||") else [terms]
        found += [Bar(group, keys, piece) for piece in pieces for group, keys in _groups(text, right)]
    return found


def _uncorrelated(terms: Terms) -> list[Terms]:
    """Return the pieces of `(x||g)`: the intercept and each term by itself."""
    alone = [Terms(has_intercept=False, terms=(term,)) for term in terms.terms]
    return [Terms(has_intercept=True, terms=()), *alone] if terms.has_intercept else alone


def _groups(text: str, words: Sequence[Token]) -> list[tuple[str, tuple[str, ...]]]:
    """Return the grouping factors of `a`, `a:b` or `a/b/c`: lme4's names and their columns, the innermost first."""
    pieces = list(_pieces(words))
    signs = [piece[0] for piece in pieces[1::2]]
    if len(pieces) % 2 == 0 or not all(sign.is_sign("/", ":") for sign in signs):
        raise _not_grouping(text, words)
    (group, key), *others = (_grouping_factor(text, piece) for piece in pieces[::2])
    keys = [key]
    found: list[tuple[str, list[str]]] = []
    for sign, (name, key) in zip(signs, others, strict=True):
        if sign.text == "/":
            found.append((group, keys))
            inner = f"({group})" if len(keys) > 1 else group
            group, keys = f"{name}:{inner}", [key, *keys]
        else:
            group, keys = f"{group}:{name}", [*keys, key]
    return [(name, tuple(columns)) for name, columns in reversed([*found, (group, keys)])]


def _grouping_factor(text: str, piece: Sequence[Token]) -> tuple[str, str]:
    """Return the name and the column of `school` or `factor(school)`: a grouping is a factor by itself."""
    if len(piece) == 1 and piece[0].is_name:
        return piece[0].name, piece[0].name
    if piece[0].text not in FACTOR:
        raise _not_grouping(text, piece)
    return label_of(piece), factor_column(text, piece)


def _not_grouping(text: str, words: Sequence[Token]) -> FormulaUnreadableError:
    return FormulaUnreadableError(text, words[0].at, "Справа от черты ожидается school, a:b или a/b.")
