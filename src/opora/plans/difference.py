"""What differs between two editions of a plan, one row each."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from opora.tables.plan import Place

Change = Literal["added", "removed", "changed", "moved"]
Part = Literal["measure", "indicator", "words"]

CHANGE_IN_RUSSIAN: dict[Change, str] = {
    "added": "добавлено",
    "removed": "исключено",
    "changed": "изменено",
    "moved": "переставлено",
}


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldDifference(_Record):
    """What one column said and says: its name in `Measure`, `text` of a section, or a heading as people read it."""

    field: str
    before: str
    after: str


class RowDifference(_Record):
    """One measure, indicator or section of words that differs.

    `number` and `name` are the newer ones where there is a newer row; an indicator's number is its measure's. `before`
    and `after` are its rows in the two files, None where it has none; `moved` are measures whose words are the same
    and whose place among the others is not.
    """

    change: Change
    number: str | None
    name: str
    fields: tuple[FieldDifference, ...] = ()
    before: Place | None = None
    after: Place | None = None
    part: Part = "measure"
