"""The arithmetic of a formula as the engine computes it, row by row."""

import ast
import math
import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any

import narwhals.stable.v2 as nw

from opora.analysis.mixed_models.polynomials import HIGHEST_DEGREE, Polynomial
from opora.analysis.mixed_models.tokens import FormulaUnreadableError

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


def _log(x: nw.Expr, base: float = math.e) -> nw.Expr:
    return nw.when(x > 0).then(x.log(base))


#: What may be computed row by row. Outside its reach a function gives a missing value, as R's NaN is.
_FUNCTIONS: dict[str, Callable[[nw.Expr], nw.Expr]] = {
    "I": lambda x: x,
    "offset": lambda x: x,
    "log": _log,
    "log2": lambda x: _log(x, 2),
    "log10": lambda x: _log(x, 10),
    "log1p": lambda x: _log(x + 1),
    "exp": lambda x: x.exp(),
    "sqrt": lambda x: nw.when(x >= 0).then(x.sqrt()),
    "abs": lambda x: x.abs(),
}
#: Functions of the whole column, and constants that functions take after it, in R's order.
_WHOLE = ("scale", "mean")
_OPTIONS = {"scale": ("center", "scale"), "mean": ("na_rm",), "log": ("base",)}
_KNOWN = ", ".join((*_FUNCTIONS, *_WHOLE, "poly", "factor"))
_WHOLE_POWERS = range(1, 13)


@dataclass(frozen=True)
class Computed:
    """How one variable of a formula is computed.

    Attributes:
        formula: the formula.
        at: where in it the variable begins.
        columns: the columns that the numbered names v0, v1 … of the tree stand for.
        numbers: the columns met so far that must hold numbers.
        wholes: numbers of the whole table met so far, under the names the expression knows them by.
    """

    formula: str
    at: int
    columns: Sequence[str]
    numbers: list[str] = field(default_factory=list)
    wholes: dict[str, nw.Expr] = field(default_factory=dict)

    def without_powers(self, node: ast.expr) -> tuple[ast.expr, Polynomial | None]:
        """Return the tree of x and the powers asked for where a tree is `poly(x, degree, raw = …)`; others as they are.

        Raises:
            FormulaUnreadableError: the powers are not told as numbers from 1 to the highest.
        """
        match node:
            case ast.Call(func=ast.Name(id="poly"), args=[argument, *others], keywords=asked):
                given = dict(zip(("degree",), others, strict=False)) | {str(one.arg): one.value for one in asked}
                told = {name: self._constant(one) for name, one in given.items()}
                degree, is_raw = told.pop("degree", 1), bool(told.pop("raw", False))
                is_twice = len(given) < len(others) + len(asked)
                if told or is_twice or degree not in range(1, HIGHEST_DEGREE + 1):
                    raise self._unreadable(f"Ожидается poly(x, степень) со степенью от 1 до {HIGHEST_DEGREE}.")
                return argument, Polynomial(int(degree), is_raw)
        return node, None

    def of(self, node: ast.expr) -> Any:
        """Return the expression of a tree.

        Raises:
            FormulaUnreadableError: it is no arithmetic that can be computed row by row.
        """
        match node:
            case ast.Name(id=name) if name[1:].isdigit():
                column = self.columns[int(name[1:])]
                self.numbers.append(column)
                return nw.col(column).cast(nw.Float64())
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return nw.lit(float(number))
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
            case ast.Call(func=ast.Name(id=name), args=[argument, *others], keywords=asked):
                return self._called(name, argument, others, {str(one.arg): one.value for one in asked})
        raise self._not_known()

    def _combined(self, combine: _Binary, left: ast.expr, right: ast.expr) -> Any:
        """Return the result; a whole power is multiplied out, exactly and without the engine's own power."""
        if combine is operator.pow and isinstance(right, ast.Constant) and right.value in _WHOLE_POWERS:
            return reduce(operator.mul, [self.of(left)] * round(self._constant(right)))
        return combine(self.of(left), self.of(right))

    def _compared(self, node: ast.expr, other: ast.expr) -> Any:
        """Return a side of a comparison: a column compared with a text stays words."""
        match node, other:
            case ast.Constant(value=str() as word), _:
                return nw.lit(word)
            case ast.Name(id=name), ast.Constant(value=str()) if name[1:].isdigit():
                return nw.col(self.columns[int(name[1:])]).cast(nw.String())
        return self.of(node)

    def _called(self, name: str, node: ast.expr, others: Sequence[ast.expr], asked: dict[str, ast.expr]) -> nw.Expr:
        """Return what a function makes of its first argument."""
        options = _OPTIONS.get(name, ())
        given = dict(zip(options, others, strict=False)) | asked
        if name not in (*_FUNCTIONS, *_WHOLE) or len(given) < len(others) + len(asked) or given.keys() - set(options):
            raise self._not_known()
        constants = {option: self._constant(one) for option, one in given.items()}
        before = len(self.wholes)
        argument = self.of(node)
        if name in _WHOLE and len(self.wholes) > before:
            raise self._unreadable(f"{name}() берётся от столбцов, а не от величины всего столбца.")
        if name == "scale":
            return self._scaled(argument, **constants)
        if name == "mean":
            return self._whole(_known(argument).mean())
        return _log(argument, **constants) if name == "log" else _FUNCTIONS[name](argument)

    def _constant(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            return node.value
        raise self._not_known()

    def _scaled(self, x: nw.Expr, *, center: float = True, scale: float = True) -> nw.Expr:
        """Return the numbers less their mean, in units of their standard deviation; or less and in units as told."""
        known = _known(x)
        middle = self._whole(known.mean()) if center is True else nw.lit(float(center))
        if scale is not True:
            return (x - middle) / float(scale or 1)
        away = known - float(center)
        spread = known.std() if center is True else ((away * away).sum() / (known.count() - 1)).sqrt()
        return (x - middle) / self._whole(spread)

    def _whole(self, number: nw.Expr) -> nw.Expr:
        """Return a number of the whole table: it is counted before the rows are."""
        name = f"whole {self.at} {len(self.wholes)}"  # no dot: a distributed engine takes it for a path
        self.wholes[name] = number
        return nw.col(name)

    def _not_known(self) -> FormulaUnreadableError:
        return self._unreadable(f"Понятны + − * / ^, сравнения и функции {_KNOWN}.")

    def _unreadable(self, why: str) -> FormulaUnreadableError:
        return FormulaUnreadableError(self.formula, self.at, why)


def _known(x: nw.Expr) -> nw.Expr:
    """Return the numbers that are there; R's `scale` leaves the others out, whatever else their rows lack."""
    return nw.when(x.is_finite()).then(x)
