"""What was not held, and what was moved: an absent result is explained and never read as a zero."""

import datetime as dt
from functools import cache
from pathlib import Path
from typing import Any

from opora.vocabulary.authority import BUILT_IN, authority_data


@cache
def _calendar(where: tuple[Path, ...] = (BUILT_IN,)) -> dict[str, list[dict[str, Any]]]:
    return authority_data("vocabulary/calendar.toml", where)


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


def results_due(procedure: str, year: int, where: tuple[Path, ...] = (BUILT_IN,)) -> dt.date | None:
    """Return the day by which results of that year are usually there; None – nobody is expected to send any.

    An entry for the year goes before the usual day. `where` are the folders of calendars, the authority's own first.
    """
    entries = [entry for entry in _calendar(where).get("results", ()) if entry["procedure"] == procedure]
    for entry in sorted(entries, key=lambda entry: "year" not in entry):
        if entry.get("year", year) == year:
            return dt.date.fromisoformat(f"{year}-{entry['by']}")
    return None


def reason_none_held(procedure: str, year: int, where: tuple[Path, ...] = (BUILT_IN,)) -> str | None:
    """Return why nothing at all of the procedure was held that year; None – something was, as far as is known."""
    for entry in _calendar(where).get("not_held", ()):
        is_whole = not {"subjects", "levels", "held"} & entry.keys()
        if is_whole and (entry["procedure"], entry["year"]) == (procedure, year):
            return str(entry["why"])
    return None
