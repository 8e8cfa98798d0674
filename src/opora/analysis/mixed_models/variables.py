"""What a formula calls a variable: a column, a function of columns, a factor – with the name R gives it."""

import ast
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import narwhals.stable.v2 as nw

from opora.analysis.mixed_models.computed import Computed
from opora.analysis.mixed_models.polynomials import Polynomial
from opora.analysis.mixed_models.tokens import FormulaUnreadableError, Token

Kind = Literal["column", "number", "truth", "levels"]


@dataclass(frozen=True)
class Variable:
    """One variable of a formula.

    Attributes:
        label: as R writes it: `age`, `I(age^2)`, `log(pupils)`.
        columns: the columns of the table it is made of.
        kind: "column" – as the column's own type says; "number" and "truth" – computed; "levels" – a factor whatever
            the column's type.
        expression: how it is computed from the columns and the wholes.
        numbers: those of its columns that must hold numbers.
        wholes: numbers of the whole table, such as a mean, under the names the expression knows them by.
        polynomial: which powers of the expression stand in its place; None – the expression itself.
    """

    label: str
    columns: tuple[str, ...]
    kind: Kind
    expression: nw.Expr
    numbers: tuple[str, ...] = ()
    wholes: Mapping[str, nw.Expr] = field(default_factory=dict)
    polynomial: Polynomial | None = None


def variable(formula: str, words: Sequence[Token]) -> Variable:
    """Return the variable that a name or a function call of the formula stands for.

    Raises:
        FormulaUnreadableError: it is no arithmetic that can be computed row by row.
    """
    if len(words) == 1 and words[0].is_name:
        name = words[0].name
        if words[0].text == ".":
            raise FormulaUnreadableError(formula, words[0].at, "Назовите столбцы: точка вместо них не понятна.")
        return Variable(_as_r_quotes(name), (name,), "column", nw.col(name))
    label = label_of(words)
    if words[0].text in FACTOR:
        return Variable(label, (factor_column(formula, words),), "levels", nw.col(factor_column(formula, words)))
    columns = [name.name for name in _names(words)]
    if not columns:
        raise FormulaUnreadableError(formula, words[0].at, "Ожидается название столбца.")
    computed = Computed(formula, words[0].at, columns)
    tree, polynomial = computed.without_powers(_tree(formula, words))
    return Variable(
        label=label,
        columns=tuple(dict.fromkeys(columns)),
        kind="truth" if _is_truth(tree) else "number",
        expression=computed.of(tree),
        numbers=tuple(dict.fromkeys(computed.numbers)),
        wholes=computed.wholes,
        polynomial=polynomial,
    )


def _as_r_quotes(name: str) -> str:
    """Return a name as R shows it: in backticks only where it could not stand without them."""
    return name if re.fullmatch(r"(?:[^\W\d_]|\.(?!\d))[\w.]*", name) else f"`{name}`"


#: How R names what counts in the expected result without a coefficient.
OFFSET = "offset"

#: How R makes a factor of a column.
FACTOR = ("factor", "as.factor")


def factor_column(formula: str, words: Sequence[Token]) -> str:
    """Return the column of `factor(column)`.

    Raises:
        FormulaUnreadableError: there is more in the brackets.
    """
    if len(words) != 4 or not words[2].is_name:  # noqa: PLR2004 - factor ( name )
        why = "В factor() ожидается название одного столбца; порядок его значений задаёт --levels."
        raise FormulaUnreadableError(formula, words[0].at, why)
    return words[2].name


def label_of(words: Sequence[Token]) -> str:
    """Return the text as R writes it back: spaces round + - * = and comparisons, none round ^ / and brackets."""
    parts: list[str] = []
    before: Token | None = None
    for word in words:
        is_unary = word.is_sign("-", "+") and (before is None or (before.kind == "sign" and before.text != ")"))
        if word.is_sign("+", "-", "*", "=", "<", ">", "==", "!=", "<=", ">=") and not is_unary:
            parts.append(f" {word.text} ")
        elif word.is_sign(","):
            parts.append(", ")
        else:
            parts.append("^" if word.text == "**" else _as_r_writes(word))
        before = word
    return "".join(parts)


def _as_r_writes(word: Token) -> str:
    if word.is_name:
        return _as_r_quotes(word.name)
    if word.kind == "text":
        return f'"{word.text[1:-1]}"'
    return _number_of_r(float(word.text)) if word.kind == "number" else word.text


def _number_of_r(number: float) -> str:
    """Return a number as R writes it: 0.001, but 1e-04 and 1e+05 – the shorter of two ways."""
    digits, power = f"{number:.14e}".split("e")
    plain = f"{number:.15f}".rstrip("0").rstrip(".")
    scientific = f"{digits.rstrip('0').rstrip('.')}e{power}"
    return scientific if len(scientific) < len(plain) or float(plain) != number else plain


#: Words that are no columns though nothing follows them.
_CONSTANTS = {"TRUE": "True", "FALSE": "False"}


def _names(words: Sequence[Token]) -> list[Token]:
    """Return the names of columns: those that neither a bracket nor = follows."""
    after = [*words[1:], None]
    return [
        word
        for word, next_one in zip(words, after, strict=True)
        if word.is_name and word.text not in _CONSTANTS and not (next_one and next_one.is_sign("(", "="))
    ]


def _tree(formula: str, words: Sequence[Token]) -> ast.expr:
    """Return the arithmetic as a tree; columns stand in it under numbered names, whatever they are called."""
    numbered = {id(word): f"v{number}" for number, word in enumerate(_names(words))}
    text = "".join(numbered.get(id(word)) or _as_python_writes(word) for word in words)
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as cause:
        raise FormulaUnreadableError(formula, words[0].at, "Это выражение не понятно.") from cause


def _as_python_writes(word: Token) -> str:
    if word.is_name:
        return _CONSTANTS.get(word.text, word.text.replace(".", "_"))
    return "**" if word.is_sign("^") else word.text


def _is_truth(tree: ast.expr) -> bool:
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "I" and tree.args:
        return _is_truth(tree.args[0])
    return isinstance(tree, ast.Compare)
