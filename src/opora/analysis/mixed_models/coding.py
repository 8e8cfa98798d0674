"""How R turns the terms of a formula into columns: treatment coding, full dummies where the rank asks for them.

Source: R Core Team, `model.matrix` and `terms.formula`; Chambers & Hastie (1992), Statistical Models in S, 2.4.1.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import narwhals.stable.v2 as nw

from opora.analysis.mixed_models.formula import Terms
from opora.analysis.mixed_models.variables import Variable

INTERCEPT = "(Intercept)"


@dataclass(frozen=True)
class Coding:
    """How a variable becomes columns.

    Attributes:
        expression: the number, or what levels are told apart by.
        levels: (name, value) of a factor, the reference first; none for a number.
        powers: the columns of a polynomial, the lowest first, in place of the expression.
    """

    expression: nw.Expr
    levels: tuple[tuple[str, object], ...] = ()
    powers: tuple[nw.Expr, ...] = ()

    def pieces(self, label: str, *, is_full: bool) -> list[tuple[str, nw.Expr]]:
        """Return the columns of one variable with R's names: all levels, or all but the reference."""
        if len(self.powers) > 1:
            return [(f"{label}{power}", one) for power, one in enumerate(self.powers, start=1)]
        if self.powers:
            return [(label, self.powers[0])]
        if not self.levels:
            return [(label, self.expression)]
        return [
            (f"{label}{name}", (self.expression == value).cast(nw.Float64()))
            for name, value in self.levels[0 if is_full else 1 :]
        ]


@dataclass(frozen=True)
class DesignColumn:
    """One column of a model matrix; the intercept has no expression.

    Attributes:
        name: as R names it.
        expression: its values.
        factor: of a column that is 1 in one level of a factor and 0 in others, which factor; empty for any other.
    """

    name: str
    expression: nw.Expr | None
    factor: str = ""


def design_columns(terms: Terms, codings: Mapping[str, Coding]) -> tuple[DesignColumn, ...]:
    """Return the columns of the model matrix in R's order and under R's names.

    Args:
        terms: the terms of a formula.
        codings: how each variable, by its label, becomes columns.
    """
    found = [DesignColumn(INTERCEPT, None)] if terms.has_intercept else []
    first = _first_factor(terms, codings)
    for number, term in enumerate(terms.terms):
        full = {
            one.label
            for one in term
            if (number, one.label) == first or not _is_spanned(one, term, terms.terms[:number])
        }
        found += _columns_of_term(term, codings, full)
    return tuple(found)


def _first_factor(terms: Terms, codings: Mapping[str, Coding]) -> tuple[int, str] | None:
    """Return the factor that takes the place of an intercept that is not there: the first one, in the first term."""
    if terms.has_intercept:
        return None
    factors = (
        (number, one.label) for number, term in enumerate(terms.terms) for one in term if codings[one.label].levels
    )
    return next(factors, None)


def _is_spanned(one: Variable, term: Sequence[Variable], before: Iterable[Sequence[Variable]]) -> bool:
    """Return whether the term without this variable is contained in an earlier term: then contrasts are enough."""
    rest = {other.label for other in term} - {one.label}
    return not rest or any(rest <= {other.label for other in earlier} for earlier in before)


def _columns_of_term(term: Sequence[Variable], codings: Mapping[str, Coding], full: set[str]) -> list[DesignColumn]:
    """Return the columns of a main effect or an interaction; the levels of the first variable change fastest."""
    pieces = [codings[one.label].pieces(one.label, is_full=one.label in full) for one in term]
    columns = []
    for chosen in product(*reversed(pieces)):
        names, expressions = zip(*reversed(chosen), strict=True)
        whole = expressions[0]
        for expression in expressions[1:]:
            whole *= expression
        is_level = len(term) == 1 and bool(codings[term[0].label].levels)
        columns.append(DesignColumn(":".join(names), whole, term[0].label if is_level else ""))
    return columns


def in_r_order(words: Iterable[str]) -> list[str]:
    """Return words as R sorts them in a Russian or English locale.

    Signs come before digits and digits before letters; case counts only between words that are else equal (small
    letters first); ё stands after е. In the C locale R would put all capitals first: `levels` says another order.
    """
    return sorted(words, key=lambda word: ([_place(letter) for letter in word.casefold()], word.swapcase()))


def _place(letter: str) -> tuple[int, str, bool]:
    kind = 2 if letter.isalpha() else 1 if letter.isdigit() else 0
    return kind, "е" if letter == "ё" else letter, letter == "ё"
