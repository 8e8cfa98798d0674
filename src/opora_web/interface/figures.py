"""A chart on a page: a picture with words that stand for it, the numbers as a table, and where it all comes from."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page

#: How a number, or its absence, begins.
_BEGINNINGS = {"", "–", "+", "−", "-", *"0123456789"}


@dataclass(frozen=True)
class Figure:
    """A chart as a page shows it; `interface/figure.html` draws it.

    Attributes:
        name: a word for the page's own anchors.
        address: where the picture lives, without its form: «…/vpr-mathematics-5».
        release: the release it shows; it is part of the address, so that browsers may keep the picture.
        alt: what the picture says, for whoever does not see it.
        caption: data date, release and filters.
        headings: the headings of the figure's own table.
        rows: the same numbers as the picture shows, as words.
        table: where they stand on the page already, its anchor and its name; then the figure has no table of its own.
        query: more of the address, for pictures that depend on it.
        has_narrow: whether the same is drawn for phones, too: at `narrow=1`.
        pages: where the table has more rows than one page holds: the page that is shown.
        pages_name: the name of its number in the address.
        is_open: whether the table stands open.
    """

    name: str
    address: str
    release: int
    alt: str
    caption: str
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    table: tuple[str, str] | None = None
    query: tuple[tuple[str, str], ...] = ()
    has_narrow: bool = False
    pages: Page[tuple[str, ...]] | None = None
    pages_name: str = ""
    is_open: bool = False

    @property
    def picture(self) -> str:
        """The address of the picture."""
        return self._at("svg")

    @property
    def spec(self) -> str:
        """The address of the same chart for the browser to draw."""
        return self._at("json")

    @property
    def narrow_picture(self) -> str:
        """The address of the picture for phones."""
        return self._at("svg", narrow="1")

    @property
    def narrow_spec(self) -> str:
        """The address of the chart for phones."""
        return self._at("json", narrow="1") if self.has_narrow else self.spec

    @property
    def labelled_headings(self) -> list[tuple[str, bool]]:
        """The headings, and whether numbers stand below them: every value begins as a number does, or is absent."""
        columns = zip(*self.rows, strict=True) if self.rows else ((),) * len(self.headings)
        return [
            (heading, all(cell[:1] in _BEGINNINGS for cell in cells))
            for heading, cells in zip(self.headings, columns, strict=True)
        ]

    @property
    def labelled_rows(self) -> list[list[tuple[str, bool, str]]]:
        """The rows with each cell's heading, for narrow screens, and whether it is of numbers."""
        labels = self.labelled_headings
        return [[(*label, cell) for label, cell in zip(labels, row, strict=True)] for row in self.rows]

    def _at(self, form: str, **more: str) -> str:
        return f"{self.address}.{form}?{urlencode([('release', self.release), *self.query, *more.items()])}"
