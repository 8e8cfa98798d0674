"""From a number to its rows: which rows of which files stand behind a school's procedures."""

from dataclasses import dataclass
from typing import Any

from opora.identity.suggestions import likeliest_schools, school_asked
from opora.store import Release
from opora.tables import SCHOOL_NAMES, TAKEN_TABLES, Contract
from opora.tables.identification import Evidence, IdentifiedSchool, ProcedureResult, SourceRow
from opora.vocabulary.obstacles import ObstacleError
from opora.vocabulary.papers import PAPER
from opora.vocabulary.rules import RuleProcedure, RuleSet


class SchoolMissingError(ObstacleError, LookupError):
    """No school answers to what was asked."""


@dataclass(frozen=True)
class SchoolSource:
    """What one file says of a school. Grain: one file, one table, one code of the school.

    Attributes:
        file: its name as it was sent.
        source: the code of the reader that recognised it.
        year: the year of the results in it; None of registers.
        release: the release that took it in.
        table: the heading of the table its rows stand in.
        code: the code under which it knows the school.
        rows: how many rows are about the school.
    """

    file: str
    source: str
    year: int | None
    release: int
    table: str
    code: str
    rows: int


@dataclass(frozen=True)
class SchoolAlias:
    """One code of a school: on what ground it is the school's, and how files spell the name beside it."""

    code: str
    joined: str
    names: tuple[str, ...]


def school_asked_for(release: Release, asked: str) -> str:
    """Return the code of the school that a person names by any of its codes, its name or a part of the name.

    Raises:
        SchoolMissingError: none or several answer; the message names the likeliest.
    """
    if release.number is None:
        raise SchoolMissingError(f"Школа «{asked}» не найдена: выпусков ещё нет. Примите файлы: opora take-in ПАПКА.")
    schools, codes = (release.relation(name).to_arrow_table() for name in ("schools", "school_codes"))
    school = school_asked(asked, schools, codes)
    if school is None:
        near = "; ".join(likely.label for likely in likeliest_schools(asked, schools, codes))
        perhaps = f"Возможно, это: {near}." if near else f"Все школы: opora rows {release.number} schools."
        raise SchoolMissingError(f"Школа «{asked}» не найдена. {perhaps}")
    return school


def evidence_of(release: Release, school: IdentifiedSchool, rules: RuleSet) -> list[Evidence]:
    """Return the source rows of every procedure of the school that has a result.

    Individual rows come first; a ready-made statistic stands where there are none, as in the counting itself.
    """
    asked = [(one, procedure) for one, procedure in zip(school.procedures, rules.procedure, strict=True) if one.pupils]
    if not asked:
        return []
    files = dict(release.relation("files").project("source_file, file").fetchall())
    rows = _rows(release, _codes(release, school.school), sorted({one.year for one, _ in asked}))
    return [
        Evidence(
            procedure=result.procedure,
            subject=result.subject,
            paper_grade=result.paper_grade,
            year=result.year,
            label=result.label,
            rows=[_source_row(row, files) for row in _behind(rows, result, procedure)],
        )
        for result, procedure in asked
    ]


@dataclass(frozen=True)
class _Rows:
    """A school's rows of some years: of its pupils, and of ready-made statistics."""

    pupils: list[dict[str, Any]]
    counts: list[dict[str, Any]]


def _codes(release: Release, school: str) -> str:
    """Return the school's codes as a list for SQL."""
    pairs = release.relation("school_codes").project("school_code, school").fetchall()
    codes = sorted({code for code, owner in pairs if owner == school} | {school})
    return ", ".join("'" + code.replace("'", "''") + "'" for code in codes)


def _rows(release: Release, codes: str, years: list[int]) -> _Rows:
    """Return all rows of the school at once: one pass over a large table costs as much as eight small answers."""
    where = f"school_code IN ({codes}) AND year IN ({', '.join(map(str, years))})"
    pupils = release.relation("results").filter(f"{where} AND coalesce(attempt, 1) = 1")
    counts = release.relation("mark_counts").filter(f"{where} AND area_level = 'school' AND mark_2 IS NOT NULL")
    return _Rows(
        pupils.project(f"{_ADDRESS}, {_PAPER}, pupil, mark, test_score, primary_score").order("1, 2, 3").to_dicts(),
        counts.project(f"{_ADDRESS}, {_PAPER}, pupils, mark_2 AS below").order("1, 2, 3").to_dicts(),
    )


_ADDRESS = "source_file, source_sheet, source_row"
_PAPER = ", ".join(PAPER)


def _behind(rows: _Rows, result: ProcedureResult, procedure: RuleProcedure) -> list[dict[str, Any]]:
    wanted = {
        (result.year, result.procedure, result.subject, result.paper_grade, level) for level in procedure.levels
    }  # fmt: skip
    pupils = [row for row in rows.pupils if tuple(row[name] for name in PAPER) in wanted]
    return pupils or [row for row in rows.counts if tuple(row[name] for name in PAPER) in wanted]


def _source_row(row: dict[str, Any], files: dict[str, str]) -> SourceRow:
    named = {name: row.get(name) for name in ("pupil", "mark", "test_score", "primary_score", "pupils", "below")}
    return SourceRow(file=files[row["source_file"]], sheet=row["source_sheet"], row=row["source_row"], **named)


def sources_of(release: Release, school: str) -> list[SchoolSource]:
    """Return which files say anything of a school, newest year first, registers last."""
    codes = _codes(release, school)
    files = {row["source_file"]: row for row in release.relation("files").to_arrow_table().to_pylist()}
    found = []
    for contract in TAKEN_TABLES:
        column = _school_column(contract)
        if column and contract is not SCHOOL_NAMES and release.files(contract.name):
            about = release.relation(contract.name).filter(f"{column} IN ({codes})")
            rows = about.aggregate(f"source_file, {column}, count(*)").fetchall()
            found += [_source(files[file], contract.heading, code, number) for file, code, number in rows]
    return sorted(found, key=lambda one: (-(one.year or 0), one.table, one.file, one.code))


def _school_column(contract: Contract) -> str | None:
    return next((name for name in ("school_code", "school") if name in contract.names), None)


def _source(file: dict[str, Any], table: str, code: str, rows: int) -> SchoolSource:
    known = {name: file[name] for name in ("file", "source", "year", "release")}
    return SchoolSource(**known, table=table, code=code, rows=rows)


def aliases_of(release: Release, school: str) -> list[SchoolAlias]:
    """Return every code of a school with the names files give beside it; the register's own code first."""
    codes = _codes(release, school)
    names: dict[str, set[str]] = {}
    mentions = release.relation("school_names").filter(f"school_code IN ({codes}) AND name IS NOT NULL")
    for code, name in mentions.project("school_code, name").distinct().fetchall():
        names.setdefault(code, set()).add(name)
    pairs = release.relation("school_codes").filter(f"school_code IN ({codes})").project("school_code, joined")
    return [
        SchoolAlias(code, joined, tuple(sorted(names.get(code, ()))))
        for code, joined in sorted(pairs.fetchall(), key=lambda pair: (pair[0] != school, pair[0]))
    ]
