"""Groups of participants that a report names: the whole sample, a region, a municipality, a school."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from opora.sources.taken import Taken
from opora.vocabulary.codes import school_code
from opora.vocabulary.school_spelling import named_school_code
from opora.vocabulary.spelling import plain, tidy

SAMPLE, REGION, MUNICIPALITY, SCHOOL = "sample", "region", "municipality", "school"

_LOGIN = re.compile(r"(?<!\w)(?:[eе]du|[sѕ][cс]h)\d{6}(?!\d)", re.IGNORECASE)
_WORD = re.compile(r"\w+")
_EDGES = " ()[],;|/-–"

_SAMPLE = frozenset(map(plain, ("вся выборка", "выборка", "РФ", "Россия", "Российская Федерация", "страна")))
_TOTALS = frozenset(map(plain, ("итого", "всего", "итог", "среднее", "среднее значение", "общий итог")))
_CAPITALS = frozenset(map(plain, ("Москва", "Санкт-Петербург", "Севастополь")))
_CITY_WORDS = frozenset(map(plain, ("г", "город", "федерального", "значения")))
_REGION_WORDS = frozenset(map(plain, ("край", "область", "обл", "республика", "регион")))
_MUNICIPALITY_WORDS = frozenset(
    map(plain, ("район", "рн", "город", "г", "городской", "муниципальный", "муниципальное", "муниципалитет", "мо",
                "го", "мр", "зато", "поселение", "село", "посёлок", "пгт"))
)  # fmt: skip
_SCHOOL_WORDS = frozenset(
    map(plain, ("сош", "оош", "нош", "школа", "лицей", "гимназия", "прогимназия", "интернат", "корпус", "училище",
                "колледж", "техникум", "филиал", "ОО", "учреждение", "НШДС", "УВК", "СОШИ", "ООШИ"))
)  # fmt: skip
_SCHOOL_STEMS = tuple(map(plain, ("общеобразовательн", "образовательн", "кадетск")))
#: Ends of the abbreviated legal forms: МКОУ, МБОУ, ГБОУ, ЧОУ …; АНОО, ЧОО …; ГБНОУ.
_LEGAL_FORM = re.compile(rf"^[{plain('МГКФЧОРСАНБЛПДТ')}]{{1,6}}(?:{plain('ОУ')}|{plain('ОО')})$")


@dataclass(frozen=True)
class Area:
    """One group of participants.

    Attributes:
        level: sample, region, municipality or school.
        name: the group's name as in the file.
        municipality: its municipality; None above municipalities and where the file names none.
        school_code: the login, or else a code made of name and municipality; None above schools.
    """

    level: str
    name: str
    municipality: str | None = None
    school_code: str | None = None

    @property
    def school_name(self) -> str | None:
        """The school's name without its login; None where the file gives only the login."""
        return name_without_login(self.name)


def login_in(words: str) -> str | None:
    """Return the ФИС ОКО login that stands anywhere in the words."""
    found = _LOGIN.search(words)
    return school_code(found[0]) if found else None


def name_without_login(words: str) -> str | None:
    """Return «МКОУ Абанская ООШ №1» of «МКОУ Абанская ООШ №1 (edu100101)»."""
    found = _LOGIN.search(words)
    return (f"{words[: found.start()]} {words[found.end() :]}" if found else words).strip(_EDGES) or None


def is_total(words: str) -> bool:
    """Tell whether a row named so repeats the rows above it."""
    return plain(words).strip(" :.") in _TOTALS


@lru_cache(maxsize=65_536)
def level_named(words: str) -> str | None:
    """Return the level the name says by its own words, or None where only the row's place can tell."""
    name = plain(words)
    parts = _WORD.findall(name)
    if name.strip(" .") in _SAMPLE:
        return SAMPLE
    if _LOGIN.search(words) or any(map(_is_school_word, parts)):
        return SCHOOL
    return _level_above_school(name, parts)


def _is_school_word(word: str) -> bool:
    return word in _SCHOOL_WORDS or word.startswith(_SCHOOL_STEMS) or bool(_LEGAL_FORM.match(word))


def _level_above_school(name: str, parts: Sequence[str]) -> str | None:
    if "-".join(part for part in parts if part not in _CITY_WORDS) in _CAPITALS:
        return REGION
    if _MUNICIPALITY_WORDS.intersection(parts) or plain("р-н") in name:
        return MUNICIPALITY
    if _REGION_WORDS.intersection(parts) or plain("автономный округ") in name or plain("автономная область") in name:
        return REGION
    return MUNICIPALITY if plain("округ") in parts else None


class AreaPath:
    """Names of groups in the order of a report: a school lies in the municipality named last above it."""

    def __init__(self) -> None:
        self.last: Area | None = None
        self.municipality: str | None = None

    def step(self, words: str, unclear: str = MUNICIPALITY) -> Area:
        """Return the group of the next name.

        Args:
            words: the name as in the file.
            unclear: the level of a name whose words do not say it.
        """
        name = tidy(words)
        level = level_named(name) or unclear
        if level == SCHOOL:
            self.last = school_area(name, self.municipality)
        else:
            self.municipality = name if level == MUNICIPALITY else None
            self.last = Area(level, name, self.municipality)
        return self.last


def school_area(name: str, municipality: str | None, login: str | None = None) -> Area:
    """Return a school's group; its code is the login, given or in the name, or else made of name and municipality."""
    code = login or login_in(name) or named_school_code(name, municipality)
    return Area(SCHOOL, name, municipality, str(code))


def area_columns(areas: Iterable[Area]) -> dict[str, Any]:
    """Return the area columns of a table, one row per area."""
    listed = list(areas)
    return {
        "area_level": [area.level for area in listed],
        "area": [area.name for area in listed],
        "municipality": [area.municipality for area in listed],
        "school_code": [area.school_code for area in listed],
    }


def add_school_names(taken: Taken, areas: Iterable[Area]) -> None:
    """Add each school among the areas once, with its name and municipality."""
    rows: dict[str, Area] = {}
    for area in areas:
        if area.school_code:
            known = rows.get(area.school_code)
            rows[area.school_code] = area if known is None or known.school_name is None else known
    taken.add_rows(
        "school_names",
        [
            {"school_code": code, "name": area.school_name, "municipality": area.municipality}
            for code, area in rows.items()
        ],
    )
