"""What was not held, and what was moved: an absent result is explained and never read as a zero."""

import datetime as dt
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from opora.vocabulary.in_force import remembered
from opora.vocabulary.own_words import Code, Words, own_and_built_in

_FILE = "vocabulary/calendar.toml"

Year = Annotated[int, Field(strict=True, ge=2000, le=2100, description="Год работы")]


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    procedure: Code
    source: Annotated[Words, Field(description="Откуда это известно")]


class _NotHeld(_Entry):
    year: Year
    why: Words
    subjects: tuple[Code, ...] = ()
    levels: tuple[Code, ...] = ()
    held: Annotated[tuple[Code, ...], Field(description="Предметы, которые всё же проводились")] = ()

    @property
    def is_whole(self) -> bool:
        return not (self.subjects or self.levels or self.held)

    def covers(self, subject: str, level: str) -> bool:
        if subject in self.held:
            return False
        return subject in (self.subjects or (subject,)) and level in (self.levels or (level,))


class _Moved(_Entry):
    year: Year
    why: Words


class _Results(_Entry):
    by: Annotated[str, Field(strict=True, description="День, к которому результаты есть: «06-15»")]
    year: Year | None = None

    @model_validator(mode="after")
    def _is_day(self) -> Self:
        try:
            self.day(self.year or 2001)
        except ValueError:
            raise ValueError(f"день года вида 06-15 (сейчас «{self.by}»)") from None
        return self

    def day(self, year: int) -> dt.date:
        return dt.date.fromisoformat(f"{year}-{self.by}")


class _Calendar(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    not_held: tuple[_NotHeld, ...] = ()
    moved: tuple[_Moved, ...] = ()
    results: tuple[_Results, ...] = ()


@remembered()
def _calendars() -> list[_Calendar]:
    """Return the calendars in force, the authority's own first: the first entry that fits is right."""
    return own_and_built_in(_FILE, TypeAdapter(_Calendar))[::-1]


@remembered(4_096)
def _not_held(procedure: str, year: int) -> list[_NotHeld]:
    entries = (one for calendar in _calendars() for one in calendar.not_held)
    return [one for one in entries if (one.procedure, one.year) == (procedure, year)]


def reason_not_held(procedure: str, subject: str, level: str, year: int) -> str | None:
    """Return why the paper was not held anywhere that year, in Russian; None – it was held, as far as is known."""
    return next((one.why for one in _not_held(procedure, year) if one.covers(subject, level)), None)


def reason_none_held(procedure: str, year: int) -> str | None:
    """Return why nothing at all of the procedure was held that year; None – something was, as far as is known."""
    return next((one.why for one in _not_held(procedure, year) if one.is_whole), None)


def reason_moved(procedure: str, year: int) -> str | None:
    """Return how the procedure was moved that year, in Russian; None – it was held at its usual time."""
    moved = (one for calendar in _calendars() for one in calendar.moved)
    return next((one.why for one in moved if (one.procedure, one.year) == (procedure, year)), None)


def results_due(procedure: str, year: int) -> dt.date | None:
    """Return the day by which results of that year are usually there; None – nobody is expected to send any.

    An entry for the year goes before the usual day, the authority's own before the built-in one.
    """
    entries = [one for calendar in _calendars() for one in calendar.results if one.procedure == procedure]
    fitting = [one for one in entries if one.year == year] or [one for one in entries if one.year is None]
    return fitting[0].day(year) if fitting else None
