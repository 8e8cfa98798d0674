"""What the room knows about schools without asking anybody: sizes, what rising means, how a name is sought."""

import re
from dataclasses import dataclass

from opora.tables.identification import IdentifiedSchool
from opora.vocabulary.spelling import plain

_WORD = re.compile(r"\w+")
#: A number this short is the number of a school and must be the whole number; a longer one is a piece of a code.
_SHORT_NUMBER = 3


@dataclass(frozen=True)
class Size:
    """A size of schools: from so many pupils to so many, the last left out."""

    code: str
    words: str
    least: int
    below: int

    def holds(self, pupils: int | None) -> bool:
        """Tell whether a school of so many pupils is of this size."""
        return pupils is not None and self.least <= pupils < self.below


SIZES = (
    Size("tiny", "до 50 учеников", 0, 50),
    Size("small", "50–199 учеников", 50, 200),
    Size("middle", "200–599 учеников", 200, 600),
    Size("large", "600 учеников и больше", 600, 1_000_000),
)


def is_rising(identified: IdentifiedSchool) -> bool:
    """Tell whether results grow as far as chance lets us tell.

    The school left the list, or its share below the threshold fell in some procedure and rose in none.
    """
    moved = {result.movement for result in identified.procedures}
    return identified.movement == "left" or ("fell" in moved and "rose" not in moved)


def is_falling(identified: IdentifiedSchool) -> bool:
    """Tell whether the share below the threshold rose in some procedure and fell in none."""
    moved = {result.movement for result in identified.procedures}
    return "rose" in moved and "fell" not in moved


def sought_words(text: str) -> list[str]:
    """Return the words of a search as they are compared: ё as е, any case, without «№» and quotes."""
    return _WORD.findall(plain(text))


def is_found(words: list[str], sought: str) -> bool:
    """Tell whether every word stands in the text; a short number must be a whole number: «1» is not «10»."""
    return all(_stands(word, sought) for word in words)


def _stands(word: str, sought: str) -> bool:
    if word.isdecimal() and len(word) <= _SHORT_NUMBER:
        return f" {word} " in sought
    return word in sought
