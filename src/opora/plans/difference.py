"""What differs between two editions of a plan, one row each."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from opora.tables.plan import Place

Change = Literal["added", "removed", "changed", "moved"]
Part = Literal["title", "period", "heading", "words", "measure", "indicator"]

CHANGE_IN_RUSSIAN: dict[Change, str] = {
    "added": "добавлено",
    "removed": "исключено",
    "changed": "изменено",
    "moved": "переставлено",
}


class _Record(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FieldDifference(_Record):
    """What one column said and says: its name in `Measure` or `Plan`, `text` of a section, or as people read it."""

    field: str
    before: str
    after: str


class RowDifference(_Record):
    """One row that differs: a measure, an indicator, a section of words, an empty heading, the title or the period.

    `number` and `name` are the newer ones where there is a newer row; an indicator's number is its measure's. `before`
    and `after` are its rows in the two files, None where it has none; `moved` are measures whose words are the same
    and whose place among the others is not. `fields` of what was added are all that it says beside number and name.
    """

    change: Change
    number: str | None
    name: str
    fields: tuple[FieldDifference, ...] = ()
    before: Place | None = None
    after: Place | None = None
    part: Part = "measure"
