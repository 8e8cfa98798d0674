"""Absent is a value with a reason: never zero, never dropped."""

from enum import StrEnum


class Availability(StrEnum):
    """Why a result is there or is not."""

    MEASURED = "measured"
    NOT_HELD = "not-held"
    TOO_FEW = "too-few"
    WITHHELD = "withheld"


AVAILABILITY_IN_RUSSIAN = {
    Availability.MEASURED: "измерено",
    Availability.NOT_HELD: "не проводилось",
    Availability.TOO_FEW: "мало участников",
    Availability.WITHHELD: "не раскрывается",
}
