"""An analysis as screen, Word and Excel show it: the same sentences, tables, pictures and card in all three."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from opora.reports.wording import DASH, NBSP, printable
from opora.vocabulary.spelling import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    import altair as alt

    from opora.vocabulary.card import Card

#: How the values of a column are written; «signed» and «points» say which side of nothing a number stands on.
Look = Literal["text", "tag", "whole", "number", "signed", "percent", "points"]

NUMBERS: frozenset[Look] = frozenset({"whole", "number", "signed", "percent", "points"})


@dataclass(frozen=True)
class ReportColumn:
    """One column of a table: heading, width in characters, how its values are written.

    Attributes:
        heading: what stands above.
        width: in characters, for Excel; in parts of the whole, for Word.
        look: how values are written.
        tones: colours of words in a column of tags, by word.
        is_folded: whether a screen keeps it folded under the row's name; files show it as any other.
    """

    heading: str
    width: float
    look: Look = "text"
    tones: Mapping[str, str] = field(default_factory=dict)
    is_folded: bool = False

    @property
    def is_number(self) -> bool:
        """Whether values stand at the right edge."""
        return self.look in NUMBERS


@dataclass(frozen=True)
class ReportTable:
    """One table.

    Attributes:
        name: a short word: the sheet's name and the anchor on a page.
        caption: what it holds and how it is ordered.
        columns: its columns; the first names the row.
        rows: values, numbers as numbers; None where there is nothing to say.
        keys: for each row what it is about (a code), for links; empty where rows lead nowhere.
    """

    name: str
    caption: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Any, ...], ...]
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class ReportPicture:
    """One picture: `name` for its address, words that stand for it, and how it is drawn at a width in pixels.

    Attributes:
        shown: everything the picture depends on, as a text: two equal texts are one picture.
        table: the name of the table with the same numbers.
    """

    name: str
    description: str
    caption: str
    shown: str
    draw: Callable[[int], alt.LayerChart]
    table: str = ""


@dataclass(frozen=True)
class AnalysisReport:
    """One analysis with everything that lets a reader check it and make it again.

    Attributes:
        title: the analysis.
        about: which paper, whose schools.
        sentences: what follows, in plain words.
        tables: the numbers.
        pictures: the same numbers to look at.
        card: the method.
        origin: (what, text) lines: data, release, filters, order.
    """

    title: str
    about: str
    sentences: tuple[str, ...]
    tables: tuple[ReportTable, ...]
    card: Card
    origin: tuple[tuple[str, str], ...]
    pictures: tuple[ReportPicture, ...] = ()


def cell_text(value: Any, look: Look) -> str:
    """Return a value as screen and Word write it: «36,4 %», «+0,35», a dash for nothing."""
    if value is None or value == "":
        return DASH
    if not isinstance(value, (int, float)) or isinstance(value, bool) or look in {"text", "tag"}:
        return printable(str(value))
    return _NUMBER_TEXTS[look](float(value))


def _comma(text: str) -> str:
    return text.replace(".", ",").replace("-", "−")


def _signed(value: float, digits: int) -> str:
    """Return a number with its sign; what is nothing after rounding has none."""
    rounded = round(value, digits)
    return _comma(f"{rounded:+.{digits}f}") if rounded else f"{0:.{digits}f}".replace(".", ",")


_NUMBER_TEXTS: dict[Look, Callable[[float], str]] = {
    "whole": lambda value: f"{value:.0f}",
    "number": lambda value: _comma(f"{value:.2f}"),
    "signed": lambda value: _signed(value, 2),
    "percent": lambda value: percent(value).replace("-", "−"),
    "points": lambda value: _signed(value * 100, 0) + f"{NBSP}п.{NBSP}п.",
}
