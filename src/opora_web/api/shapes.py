"""What the API answers: shapes of the library, and a few of its own."""

import datetime as dt

from ninja import Field, Schema

from opora.tables.identification import IdentifiedSchool


class Complaint(Schema):
    """What stands in the way, in Russian."""

    detail: str


class SchoolShape(Schema):
    """A school as the register of the release in force has it. `codes` are all codes by which files name it."""

    school: str
    name: str
    municipality: str | None
    kind: str | None
    rural: bool | None
    pupils: int | None
    codes: list[str]


class SchoolPage(Schema):
    """A part of a list: `count` is how many there are in all."""

    count: int
    release: int
    items: list[SchoolShape]


class ReleaseShape(Schema):
    """A release: which numbers it stands on, when it was made, whether it is in force."""

    number: int
    previous: int | None
    made_at: dt.datetime
    opora: str
    files: int = Field(description="сколько файлов добавил выпуск")
    is_current: bool


class FindingPage(Schema):
    """What a rule set says of schools in a year."""

    count: int
    release: int
    year: int
    rules: str
    rules_title: str
    items: list[IdentifiedSchool]


class CaseShape(Schema):
    """A school that is supported: where its case is, how it goes, what it was opened on. Words are in Russian."""

    case: int
    school: str
    opened_on: dt.date
    phase: str
    phase_since: dt.date
    state: str = Field(description="green – идёт по плану, amber – есть отставание, red – нужна помощь")
    state_reason: str
    direction: str
    is_paused: bool
    closed_on: dt.date | None
    year: int
    rules: str
    release: int = Field(description="выпуск, на выводе которого дело открыто")


class CasePage(Schema):
    """A part of the list of cases: `count` is how many there are in all."""

    count: int
    items: list[CaseShape]
