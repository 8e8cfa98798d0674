"""What people do to a table without changing what it says: for properties of readers."""

import random
from collections.abc import Sequence

from hypothesis import strategies as st

from opora.sources.cells import Cell

_LOOK_ALIKES = str.maketrans("АВСЕНКМОРТХаеосрху", "ABCEHKMOPTXaeocpxy")


def disordered(rows: Sequence[Sequence[Cell]], seed: int) -> list[list[Cell]]:
    """Return the table with its columns shuffled, Latin letters in its headings and blank rows between its rows."""
    chance = random.Random(seed)
    order = chance.sample(range(len(rows[0])), len(rows[0]))
    heading = [_retyped(str(rows[0][position]), chance) for position in order]
    mixed: list[list[Cell]] = [heading]
    for row in rows[1:]:
        mixed += [["" for _ in order]] * chance.randint(0, 2)
        mixed.append([row[position] for position in order])
    return mixed


def _retyped(words: str, chance: random.Random) -> str:
    letters = [letter.translate(_LOOK_ALIKES) if chance.random() < 0.3 else letter for letter in words]
    return " " * chance.randint(0, 2) + "".join(letters).replace(" ", " " * chance.randint(1, 2))


seeds = st.integers(0, 2**32 - 1)
