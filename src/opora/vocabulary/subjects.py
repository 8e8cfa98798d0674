"""School subjects and paper levels, recognised by the words files use."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from opora.vocabulary.authority import authority_data
from opora.vocabulary.spelling import plain

#: Levels of a paper: most papers have one level, some subjects are offered on two.
LEVELS = {
    "standard": "",
    "base": "базовый уровень",
    "profile": "профильный уровень",
    "advanced": "углублённый уровень",
}

_NUMBER = re.compile(r"^\d{1,2}\s*[-.–]?\s*")


@dataclass(frozen=True)
class Subject:
    """One school subject: `code` for tables and rules, Russian `name` for people."""

    code: str
    name: str


@cache
def subjects() -> dict[str, Subject]:
    """Return all subjects by code."""
    entries = authority_data("vocabulary/subjects.toml")["subject"]
    return {entry["code"]: Subject(entry["code"], entry["name"]) for entry in entries}


@cache
def _by_spelling() -> dict[str, tuple[str, str]]:
    known: dict[str, tuple[str, str]] = {}
    for entry in authority_data("vocabulary/subjects.toml")["subject"]:
        code = entry["code"]
        for spelling in (code, entry["name"], *entry["spellings"]):
            known[plain(spelling)] = (code, "standard")
        for level, spellings in entry.get("levels", {}).items():
            known |= {plain(spelling): (code, level) for spelling in spellings}
    return known


@lru_cache(maxsize=4_096)
def subject_named(text: str) -> tuple[str, str] | None:
    """Return (subject code, level) meant by the text, or None.

    A leading subject number is passed over («22 - Математика базовая»): numbers differ between exam systems.
    """
    known = _by_spelling()
    return known.get(plain(text)) or known.get(plain(_NUMBER.sub("", text.strip())))
