"""Numbers as an answer tells them: what is not known is null, never NaN."""

import math
from collections.abc import Iterable
from typing import SupportsFloat


def number(value: SupportsFloat | None) -> float | None:
    """Return a finite number, or None."""
    if value is None:
        return None
    real = float(value)
    return real if math.isfinite(real) else None


def numbers(values: Iterable[SupportsFloat | None]) -> list[float | None]:
    """Return numbers one by one, what is not finite as None."""
    return [number(value) for value in values]
