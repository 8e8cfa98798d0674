"""Who is who in a draft: codes of all files and of the register brought to schools, doubts said to the senders."""

from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from functools import reduce

import duckdb
import pyarrow as pa

from opora.identity.joining import joined_schools
from opora.identity.suggestions import school_behind_code
from opora.intake.files import Intake
from opora.store import Draft
from opora.vocabulary.spelling import listed

#: Tables whose rows belong to a school, and the column that names it: by a code of the file or by the register's.
_SCHOOL_COLUMN = {
    "results": "school_code",
    "mark_counts": "school_code",
    "journal_counts": "school_code",
    "score_counts": "school_code",
    "item_shares": "school_code",
    "register": "school",
    "contexts": "school",
}
_NAMED = 5  # so many codes are named in a sentence, the rest are counted


def join_schools(draft: Draft, intake: Intake) -> dict[str, list[str]]:
    """Bring every code to a school, and say to the senders which codes nobody explains or were joined by name.

    Returns:
        The schools each file of this take-in speaks of, by source_file.
    """
    schools, codes = joined_schools(
        draft.relation("register").to_arrow_table(),
        draft.relation("school_names").to_arrow_table(),
        sorted({code for _, code in _codes(draft.tables(), draft.relation)}),
    )
    draft.replace("schools", schools)
    draft.replace("school_codes", codes)
    arrived = _codes(draft.staging.tables(), lambda table: draft.staging.rows(draft.engine, table))
    _say_doubts(intake, arrived, schools, codes)
    return _by_file(arrived, codes)


def _codes(filled: Collection[str], rows: Callable[[str], duckdb.DuckDBPyRelation]) -> list[tuple[str, str]]:
    """Return distinct (source_file, code) over all filled tables that speak of schools."""
    named = [(table, column) for table, column in _SCHOOL_COLUMN.items() if table in filled]
    parts = [rows(table).project(f"source_file, {column} AS code").distinct() for table, column in named]
    if not parts:
        return []
    pairs = reduce(lambda one, other: one.union(other), parts)
    found: list[tuple[str, str]] = pairs.filter("code IS NOT NULL").distinct().order("source_file, code").fetchall()
    return found


def _by_file(arrived: Sequence[tuple[str, str]], codes: pa.Table) -> dict[str, list[str]]:
    school = dict(zip(codes["school_code"].to_pylist(), codes["school"].to_pylist(), strict=True))
    found: dict[str, set[str]] = defaultdict(set)
    for source_file, code in arrived:
        found[source_file].add(school.get(code, code))
    return {source_file: sorted(schools) for source_file, schools in found.items()}


def _say_doubts(intake: Intake, arrived: Sequence[tuple[str, str]], schools: pa.Table, codes: pa.Table) -> None:
    how = dict(zip(codes["school_code"].to_pylist(), codes["joined"].to_pylist(), strict=True))
    has_register = any(schools["in_register"].to_pylist())
    for source_file, mine in _grouped(arrived).items():
        unknown = [code for code in mine if has_register and how.get(code) == "own-code"]
        if unknown:
            near = [school_behind_code(code, schools, codes) for code in unknown[:_NAMED]]
            labels = list(dict.fromkeys(school.label for school in near if school))
            intake.warn(source_file, "school-unknown", listed(unknown), _likely(labels))
        by_name = [code for code in mine if how.get(code) == "same-name"]
        if by_name:
            intake.warn(source_file, "schools-joined-by-name", listed(by_name))


def _grouped(pairs: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    grouped: dict[str, list[str]] = defaultdict(list)
    for source_file, code in pairs:
        grouped[source_file].append(code)
    return grouped


def _likely(schools: Sequence[str]) -> str:
    return "код из реестра школ" + (f"; возможно, {', '.join(schools[:_NAMED])}" if schools else "")
