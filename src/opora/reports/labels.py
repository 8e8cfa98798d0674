"""Where names stand in a picture so that they cover neither each other nor the points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

Align = Literal["left", "right", "center"]

_LETTER, _LINE = 6.1, 13.0  # pixels of one letter and one line at the size of labels
_GAP = 9.0  # from a point's centre to its label
_POINT = 5.0  # half the side of a point
_SHORT = 4  # letters of a number on the list
_CROWDED = 45.0  # covered pixels from which a number is left out


@dataclass(frozen=True)
class Label:
    """A text and its place: pixels from the picture's top left corner; `align` says which end stands there."""

    text: str
    x: float
    y: float
    align: Align


@dataclass(frozen=True)
class _Box:
    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "_Box") -> float:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0.0, width) * max(0.0, height)


def placed_labels(
    wanted: Sequence[tuple[str, float, float]], points: Sequence[tuple[float, float]], size: tuple[int, int]
) -> list[Label]:
    """Return a label for each wanted (text, x, y), each at the freest of the places round its point.

    Numbers stay close to their points, for away from it nobody knows whose they are; one without room is left out.

    Args:
        wanted: text and the pixel of the point it belongs to; the first ones choose first.
        points: pixels of all points of the picture.
        size: width and height of the picture in pixels.
    """
    taken = [_Box(x - _POINT, y - _POINT, x + _POINT, y + _POINT) for x, y in points]
    labels = []
    for text, x, y in wanted:
        costs = [(_cost(box, taken, size), _distance(label, x, y), label, box) for label, box in _places(text, x, y)]
        cost, _, label, box = min(costs, key=lambda place: place[:2])
        if len(text) > _SHORT or cost < _CROWDED:
            taken.append(box)
            labels.append(label)
    return labels


def apart(heights: Sequence[float], gap: float) -> list[float]:
    """Return ascending heights moved as little as possible (in squares) so that neighbours are a gap apart.

    Heights less their place times the gap must not fall: an isotonic regression by pooling adjacent violators.
    """
    pools: list[tuple[float, int]] = []
    for place, height in enumerate(heights):
        mean, number = height - place * gap, 1
        while pools and pools[-1][0] > mean:
            before, size = pools.pop()
            mean, number = (mean * number + before * size) / (number + size), number + size
        pools.append((mean, number))
    levels = [mean for mean, number in pools for _ in range(number)]
    return [level + place * gap for place, level in enumerate(levels)]


def _places(text: str, x: float, y: float) -> Iterator[tuple[Label, _Box]]:
    """Right, left, and step by step further up and down."""
    width = _LETTER * len(text)
    sides: tuple[Align, ...] = ("left", "right")
    rises = (0, -8, 8) if len(text) <= _SHORT else (0, -14, 14, -28, 28, -42, 42)
    for rise, align in product(rises, sides):
        start = x + _GAP if align == "left" else x - _GAP
        left = start if align == "left" else start - width
        yield Label(text, start, y + rise, align), _Box(left, y + rise - _LINE / 2, left + width, y + rise + _LINE / 2)
    for rise in (-15, 15):
        yield (
            Label(text, x, y + rise, "center"),
            _Box(x - width / 2, y + rise - _LINE / 2, x + width / 2, y + rise + _LINE / 2),
        )


def _cost(box: _Box, taken: Sequence[_Box], size: tuple[int, int]) -> float:
    covered = sum(box.overlap(other) for other in taken)
    outside = max(0.0, -box.left) + max(0.0, box.right - size[0]) + max(0.0, -box.top) + max(0.0, box.bottom - size[1])
    return covered + 100 * outside


def _distance(label: Label, x: float, y: float) -> float:
    return abs(label.y - y) + (2.0 if label.align != "left" else 0.0) + abs(label.x - x) / 100
