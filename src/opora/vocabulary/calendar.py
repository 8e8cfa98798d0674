"""What was not held, and what was moved: an absent result is explained and never read as a zero."""

from functools import cache
from typing import Any

from opora.vocabulary.authority import authority_data


@cache
def _calendar() -> dict[str, list[dict[str, Any]]]:
    return authority_data("vocabulary/calendar.toml")


def reason_not_held(procedure: str, subject: str, level: str, year: int) -> str | None:
    """Return why the paper was not held anywhere that year, in Russian; None – it was held, as far as is known."""
    for entry in _calendar()["not_held"]:
        if (entry["procedure"], entry["year"]) == (procedure, year) and _covers(entry, subject, level):
            return str(entry["why"])
    return None


def _covers(entry: dict[str, Any], subject: str, level: str) -> bool:
    if subject in entry.get("held", ()):
        return False
    return subject in entry.get("subjects", (subject,)) and level in entry.get("levels", (level,))


def reason_moved(procedure: str, year: int) -> str | None:
    """Return how the procedure was moved that year, in Russian; None – it was held at its usual time."""
    moved = (entry for entry in _calendar()["moved"] if (entry["procedure"], entry["year"]) == (procedure, year))
    return next((str(entry["why"]) for entry in moved), None)
