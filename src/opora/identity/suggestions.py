"""Which school a person means by a code or a piece of a name, and which codes nobody can explain."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import pyarrow as pa

from opora.vocabulary.codes import CodeSystem, School, SchoolCode, code_system, school_code
from opora.vocabulary.school_spelling import municipality_key, school_key

#: How alike two codes and two names must be to be suggested, 0–1 of difflib.
_LIKE_CODES = 0.8
_LIKE_NAMES = 0.6

#: The shortest piece by which a code is found.
_PIECE_OF_CODE = 3


@dataclass(frozen=True)
class LikelySchool:
    """A school that may be meant.

    Attributes:
        school: its code in Opora.
        name: its name.
        municipality: its municipality, where any file names it.
        likeness: 0–1; 1 is the same code or name.
    """

    school: School
    name: str
    municipality: str | None
    likeness: float

    @property
    def label(self) -> str:
        """The school as a suggestion names it: «МКОУ Абанская ООШ №1, Абанский район (edu100101)»."""
        return f"{', '.join(filter(None, (self.name, self.municipality)))} ({self.school})"


def school_asked(text: str, schools: pa.Table, school_codes: pa.Table) -> School | None:
    """Return the school that the text names exactly: by any of its codes, or by a name no other school has.

    The municipality may stand after the name («СОШ №1, Канск») and tells apart two schools of one name.

    Args:
        text: what a person typed.
        schools: rows of SCHOOLS.
        school_codes: rows of SCHOOL_CODES.
    """
    code = school_code(text)
    for stands_for in _pairs(school_codes):
        if stands_for[0] == code:
            return School(stands_for[1])
    named = {row["school"] for row in _rows(schools) if row["school"] == code or _is_named(row, text)}
    return School(named.pop()) if len(named) == 1 else None


def _is_named(row: dict[str, Any], text: str) -> bool:
    """Tell whether the text is a name of the school, alone or with the municipality after it."""
    names = {school_key(name) for name in (row["name"], row["full_name"]) if name}
    if school_key(text) in names:
        return bool(school_key(text))
    name, comma, municipality = text.rpartition(",")
    same_place = municipality_key(municipality) == municipality_key(row["municipality"] or "")
    return bool(comma) and same_place and school_key(name) in names - {""}


def likeliest_schools(text: str, schools: pa.Table, school_codes: pa.Table, limit: int = 3) -> list[LikelySchool]:
    """Return the schools most like a code or a piece of a name, the likeliest first.

    A name that holds the text whole goes before one that only resembles it.

    Args:
        text: a code nobody knows, or what a person typed.
        schools: rows of SCHOOLS.
        school_codes: rows of SCHOOL_CODES.
        limit: how many at most.
    """
    rows = {row["school"]: row for row in _rows(schools)}
    likeness = dict(_like_names(school_key(text), rows))
    for school, alike in _like_codes(school_code(text), school_codes):
        likeness[school] = max(alike, likeness.get(school, 0.0))
    best = sorted((school for school in likeness if school in rows), key=lambda school: (-likeness[school], school))
    return [
        LikelySchool(School(school), rows[school]["name"], rows[school]["municipality"], likeness[school])
        for school in best[:limit]
    ]


def school_behind_code(code: str, schools: pa.Table, school_codes: pa.Table) -> LikelySchool | None:
    """Return the school of the register to which a code it does not have most likely belongs, or None.

    The school of the same name in the same municipality goes before one that only has a code like this one: of two
    neighbours' logins the next number is no sign of one school.

    Args:
        code: the code, which stands for itself in `schools` under the name files give it.
        schools: rows of SCHOOLS, those of the register among them.
        school_codes: rows of SCHOOL_CODES.
    """
    registered = schools.filter(schools["in_register"])
    own = next((row for row in _rows(schools) if row["school"] == code), None)
    same_name = school_asked(f"{own['name']}, {own['municipality']}", registered, school_codes) if own else None
    return next(iter(likeliest_schools(same_name or code, registered, school_codes, limit=1)), None)


def _like_codes(code: str, school_codes: pa.Table) -> Iterator[tuple[str, float]]:
    """Return the schools with a code like this one; a code made of a name is compared as a name."""
    likeness = _Likeness(code, _LIKE_CODES)
    for known, school in _pairs(school_codes):
        if code_system(known) is CodeSystem.NAME:
            continue
        alike = (_held(code, known) if len(code) >= _PIECE_OF_CODE else 0.0) or likeness.of(known)
        if alike:
            yield school, alike


def _like_names(key: str, rows: dict[str, dict[str, Any]]) -> Iterator[tuple[str, float]]:
    if not key:
        return
    likeness = _Likeness(key, _LIKE_NAMES)
    for school, row in rows.items():
        names = {school_key(name) for name in (row["name"], row["full_name"]) if name}
        alike = max((_held(key, name) or likeness.of(name) for name in names), default=0.0)
        if alike:
            yield school, alike


def _held(piece: str, whole: str) -> float:
    """Return how much of a name or code the text makes up when it is a piece of it: more than mere resemblance."""
    return 0.9 + 0.1 * len(piece) / len(whole) if piece in whole else 0.0


class _Likeness:
    """How alike one text is to many: difflib's ratio, 0 below the least that counts."""

    def __init__(self, text: str, least: float) -> None:
        self._matcher = SequenceMatcher(autojunk=False)
        self._matcher.set_seq2(text)
        self._least = least

    def of(self, other: str) -> float:
        """Return the likeness of another text, the cheap upper bounds of it asked first."""
        self._matcher.set_seq1(other)
        for ratio in (self._matcher.real_quick_ratio, self._matcher.quick_ratio):
            if ratio() < self._least:
                return 0.0
        alike = self._matcher.ratio()
        return alike if alike >= self._least else 0.0


def unexplained_codes(
    names: pa.Table, school_codes: pa.Table, codes_in_results: pa.Table | Iterable[str]
) -> list[SchoolCode]:
    """Return the codes of results that neither the register nor any file explains: own codes without a name, sorted.

    Args:
        names: rows of SCHOOL_NAMES.
        school_codes: rows of SCHOOL_CODES.
        codes_in_results: the codes results stand under, or a table with the column `school_code`.
    """
    if isinstance(codes_in_results, pa.Table):
        codes_in_results = codes_in_results.column("school_code").unique().to_pylist()
    said = zip(names.column("school_code").to_pylist(), names.column("name").to_pylist(), strict=True)
    named = {code for code, name in said if name}
    own = {row["school_code"] for row in _rows(school_codes) if row["joined"] == "own-code"}
    return sorted({SchoolCode(code) for code in codes_in_results if code in own - named})


def _pairs(school_codes: pa.Table) -> Iterator[tuple[str, str]]:
    columns = (school_codes.column(name).to_pylist() for name in ("school_code", "school"))
    return zip(*columns, strict=True)


def _rows(table: pa.Table) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = table.to_pylist()
    return rows
