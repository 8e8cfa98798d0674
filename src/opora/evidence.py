"""From a number to its rows: which rows of which files stand behind a school's procedures."""

from typing import Any

from opora.identity.suggestions import likeliest_schools, school_asked
from opora.store import Release
from opora.tables.identification import Evidence, IdentifiedSchool, ProcedureResult, SourceRow
from opora.vocabulary.rules import RuleProcedure, RuleSet


class SchoolMissingError(LookupError):
    """No school answers to what was asked."""


def school_asked_for(release: Release, asked: str) -> str:
    """Return the code of the school that a person names by any of its codes, its name or a part of the name.

    Raises:
        SchoolMissingError: none or several answer; the message names the likeliest.
    """
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
    files = dict(release.relation("files").project("source_file, file").fetchall())
    codes = _codes(release, school.school)
    return [
        Evidence(
            procedure=result.procedure,
            subject=result.subject,
            paper_grade=result.paper_grade,
            year=result.year,
            label=result.label,
            rows=_rows(release, codes, files, result, procedure),
        )
        for result, procedure in zip(school.procedures, rules.procedure, strict=True)
        if result.pupils
    ]


def _codes(release: Release, school: str) -> str:
    """Return the school's codes as a list for SQL."""
    pairs = release.relation("school_codes").project("school_code, school").fetchall()
    codes = sorted({code for code, owner in pairs if owner == school} | {school})
    return ", ".join("'" + code.replace("'", "''") + "'" for code in codes)


def _rows(
    release: Release, codes: str, files: dict[str, str], result: ProcedureResult, procedure: RuleProcedure
) -> list[SourceRow]:
    levels = ", ".join(f"'{level}'" for level in procedure.levels)
    where = (
        f"school_code IN ({codes}) AND year = {result.year} AND procedure = '{result.procedure}' "
        f"AND subject = '{result.subject}' AND paper_grade = {result.paper_grade} AND level IN ({levels})"
    )
    pupils = release.relation("results").filter(f"{where} AND coalesce(attempt, 1) = 1")
    columns = "source_file, source_sheet, source_row, pupil, mark, test_score, primary_score"
    rows = pupils.project(columns).order("1, 2, 3").to_dicts()
    if not rows:
        counts = release.relation("mark_counts").filter(f"{where} AND area_level = 'school' AND mark_2 IS NOT NULL")
        rows = (
            counts.project("source_file, source_sheet, source_row, pupils, mark_2 AS below").order("1, 2, 3").to_dicts()
        )
    return [_source_row(row, files) for row in rows]


def _source_row(row: dict[str, Any], files: dict[str, str]) -> SourceRow:
    named = {name: row.get(name) for name in ("pupil", "mark", "test_score", "primary_score", "pupils", "below")}
    return SourceRow(file=files[row["source_file"]], sheet=row["source_sheet"], row=row["source_row"], **named)
