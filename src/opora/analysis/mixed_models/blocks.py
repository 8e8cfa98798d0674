"""Small matrices by the thousand, one for each level of a grouping, for real and complex numbers.

A block array is rows × columns × levels: the levels stand last, so that each step runs along them without a pause –
ten times faster than one tiny product after another.

Complex numbers carry a derivative in their imaginary part (Squire & Trapp 1998, Using complex variables to estimate
derivatives of real functions, SIAM Review 40). So nothing here may take a modulus or a conjugate.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

#: Real or complex numbers.
Numbers: TypeAlias = NDArray[Any]


def levels_last(blocks: Numbers) -> Numbers:
    """Return levels × rows × columns as rows × columns × levels."""
    return np.ascontiguousarray(np.moveaxis(blocks, 0, -1))


def levels_first(blocks: Numbers) -> Numbers:
    """Return rows × columns × levels as levels × rows × columns."""
    return np.moveaxis(blocks, -1, 0)


def inverses(blocks: Numbers) -> tuple[Numbers, Any]:
    """Return the inverse of every block and the sum of the logarithms of their determinants.

    Args:
        blocks: k × k × levels, symmetric, positive definite.
    """
    size = blocks.shape[0]
    if size == 1:
        return 1 / blocks, np.log(blocks).sum()
    if size == 2:  # noqa: PLR2004 - an intercept and a slope: the usual case, written out
        a, b, d = blocks[0, 0], blocks[0, 1], blocks[1, 1]
        determinant = a * d - b * b
        return np.array([[d, -b], [-b, a]]) / determinant, np.log(determinant).sum()
    first = levels_first(blocks)
    return levels_last(np.linalg.inv(first)), log_determinant(first).sum()


def lower_roots(blocks: Numbers) -> Numbers:
    """Return the lower triangle L of every block LL′, symmetric and positive definite."""
    found = np.zeros_like(blocks)
    for column in range(len(blocks)):
        left = blocks[column:, column] - (found[column:, :column] * found[column, :column]).sum(axis=1)
        found[column:, column] = left / np.sqrt(left[0])
    return found


def log_determinant(matrices: Numbers) -> Numbers:
    """Return the logarithm of the determinant of a matrix, or of each of many (levels first)."""
    sign, size = np.linalg.slogdet(matrices)
    logarithm: Numbers = size + np.log(sign) if np.iscomplexobj(matrices) else size
    return logarithm


def transposed(blocks: Numbers) -> Numbers:
    """Return every block transposed, without the conjugation that a Hermitian transpose would bring."""
    return np.swapaxes(blocks, 0, 1)


def product(one: Numbers, other: Numbers) -> Numbers:
    """Return the products of blocks, level by level."""
    height, inner, levels = one.shape
    width = other.shape[1]
    found = np.empty((height, width, levels), np.result_type(one, other))
    for i in range(height):
        for j in range(width):
            np.multiply(one[i, 0], other[0, j], out=found[i, j])
            for between in range(1, inner):
                found[i, j] += one[i, between] * other[between, j]
    return found


def times(blocks: Numbers, matrix: Numbers) -> Numbers:
    """Return block @ matrix for every block."""
    return transposed(times_left(matrix, transposed(blocks)))


def times_left(matrix: Numbers, blocks: Numbers) -> Numbers:
    """Return matrix′ @ block for every block."""
    found = np.empty((matrix.shape[1], *blocks.shape[1:]), np.result_type(matrix, blocks))
    for i in range(matrix.shape[1]):
        np.multiply(blocks[0], matrix[0, i], out=found[i])
        for between in range(1, matrix.shape[0]):
            if matrix[between, i]:
                found[i] += blocks[between] * matrix[between, i]
    return found


def summed_products(one: Numbers, other: Numbers) -> Numbers:
    """Return Σ one @ other′ over all levels."""
    found = one[:, 0] @ other[:, 0].T
    for column in range(1, one.shape[1]):
        found += one[:, column] @ other[:, column].T
    return found
