"""What a formula calls a variable: a column, a function of columns, a factor – with the name R gives it."""

import ast
import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal

import narwhals.stable.v2 as nw

from opora.analysis.mixed_models.tokens import FormulaUnreadableError, Token

Kind = Literal["column", "number", "truth", "levels", "scaled"]


@dataclass(frozen=True)
class Variable:
    """One variable of a formula.

    Attributes:
        label: as R writes it: `age`, `I(age^2)`, `log(pupils)`.
        columns: the columns of the table it is made of.
        kind: "column" – as the column's own type says; "number" and "truth" – computed; "levels" – a factor whatever
            the column's type; "scaled" – a number brought to mean 0 and standard deviation 1.
        expression: how it is computed from the columns.
    """

    label: str
    columns: tuple[str, ...]
    kind: Kind
    expression: nw.Expr


def variable(formula: str, words: Sequence[Token]) -> Variable:
    """Return the variable that a name or a function call of the formula stands for.

    Raises:
        FormulaUnreadableError: it is no arithmetic that can be computed row by row.
    """
    if len(words) == 1 and words[0].is_name:
        name = words[0].name
        return Variable(_as_r_quotes(name), (name,), "column", nw.col(name))
    label = label_of(words)
    if words[0].text in {"factor", "as.factor"}:
        return _factor(formula, words, label)
    columns = [name.name for name in _names(words)]
    tree = _tree(formula, words, columns)
    kind: Kind = "truth" if _is_truth(tree) else "number"
    if words[0].text == "scale":
        kind = "scaled"
    return Variable(label, tuple(dict.fromkeys(columns)), kind, _Computed(formula, words[0].at, columns).of(tree))


def _as_r_quotes(name: str) -> str:
    """Return a name as R shows it: in backticks only where it could not stand without them."""
    return name if re.fullmatch(r"(?:[^\W\d_]|\.(?!\d))[\w.]*", name) else f"`{name}`"


def _factor(formula: str, words: Sequence[Token], label: str) -> Variable:
    if len(words) != 4 or not words[2].is_name:  # noqa: PLR2004 - factor ( name )
        raise FormulaUnreadableError(formula, words[0].at, "В factor() ожидается название одного столбца.")
    name = words[2].name
    return Variable(label, (name,), "levels", nw.col(name))


def label_of(words: Sequence[Token]) -> str:
    """Return the text as R writes it back: spaces round + - * and comparisons, none round ^ / and brackets."""
    parts: list[str] = []
    before: Token | None = None
    for word in words:
        is_unary = word.is_sign("-", "+") and (before is None or (before.kind == "sign" and before.text != ")"))
        if word.is_sign("+", "-", "*", "<", ">", "==", "!=", "<=", ">=") and not is_unary:
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
    return f"{float(word.text):.15g}" if word.kind == "number" else word.text


def _names(words: Sequence[Token]) -> list[Token]:
    """Return the names of columns: those that no bracket follows."""
    after = [*words[1:], None]
    return [
        word
        for word, next_one in zip(words, after, strict=True)
        if word.is_name and not (next_one and next_one.is_sign("("))
    ]


def _tree(formula: str, words: Sequence[Token], columns: Sequence[str]) -> ast.expr:
    """Return the arithmetic as a tree; columns stand in it under numbered names, whatever they are called."""
    numbered = {id(word): f"v{number}" for number, word in enumerate(_names(words))}
    text = "".join(
        numbered.get(id(word))
        or ("**" if word.is_sign("^") else word.text.replace(".", "_") if word.is_name else word.text)
        for word in words
    )
    assert len(numbered) == len(columns)
    try:
        return ast.parse(text, mode="eval").body
    except SyntaxError as cause:
        raise FormulaUnreadableError(formula, words[0].at, "Это выражение не понятно.") from cause


def _is_truth(tree: ast.expr) -> bool:
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and tree.func.id == "I" and tree.args:
        return _is_truth(tree.args[0])
    return isinstance(tree, ast.Compare)


_Binary = Callable[[Any, Any], Any]
_BINARY: dict[type[ast.operator], _Binary] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_COMPARE: dict[type[ast.cmpop], _Binary] = {
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}


def _log(x: nw.Expr, base: float = 2.718281828459045) -> nw.Expr:
    return nw.when(x > 0).then(x.log(base))


#: What may be computed row by row. Outside its reach a function gives a missing value, as R's NaN is.
_FUNCTIONS: dict[str, Callable[..., nw.Expr]] = {
    "I": lambda x: x,
    "scale": lambda x: x,
    "log": _log,
    "log2": lambda x: _log(x, 2),
    "log10": lambda x: _log(x, 10),
    "log1p": lambda x: _log(x + 1),
    "exp": lambda x: x.exp(),
    "sqrt": lambda x: nw.when(x >= 0).then(x.sqrt()),
    "abs": lambda x: x.abs(),
}
FUNCTIONS = (*_FUNCTIONS, "factor", "as.factor")


@dataclass(frozen=True)
class _Computed:
    """How a tree is computed by the engine."""

    formula: str
    at: int
    columns: Sequence[str]

    def of(self, node: ast.expr) -> Any:
        """Return the expression, or the number a constant is."""
        match node:
            case ast.Name(id=name) if name[1:].isdigit():
                return nw.col(self.columns[int(name[1:])]).cast(nw.Float64())
            case ast.Constant(value=int() | float() as number):
                return float(number)
            case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=inner):
                return 0 - self.of(inner) if isinstance(sign, ast.USub) else self.of(inner)
            case _:
                return self._operation(node)

    def _operation(self, node: ast.expr) -> Any:
        match node:
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _BINARY:
                return self._combined(_BINARY[type(sign)], left, right)
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in _COMPARE:
                return _COMPARE[type(sign)](self._compared(left, right), self._compared(right, left))
            case ast.Call(func=ast.Name(id=name), args=[_, *_] as arguments, keywords=[]) if name in _FUNCTIONS:
                return _FUNCTIONS[name](*map(self.of, arguments))
        known = ", ".join(one for one in FUNCTIONS if one != "as.factor")
        raise FormulaUnreadableError(self.formula, self.at, f"Понятны + − * / ^, сравнения и функции {known}.")

    def _combined(self, combine: _Binary, left: ast.expr, right: ast.expr) -> Any:
        """Return the result; a whole power is multiplied out, exactly and without the engine's own power."""
        base, power = self.of(left), self.of(right)
        if combine is operator.pow and isinstance(power, float) and power.is_integer() and 1 <= power <= _MOST_POWER:
            return reduce(operator.mul, [base] * int(power))
        return combine(base, power)

    def _compared(self, node: ast.expr, other: ast.expr) -> Any:
        """Return a side of a comparison: a column compared with a text stays words."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return node.value
        if isinstance(other, ast.Constant) and isinstance(other.value, str) and isinstance(node, ast.Name):
            return nw.col(self.columns[int(node.id[1:])])
        return self.of(node)


_MOST_POWER = 12
