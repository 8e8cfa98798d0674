"""A made-up country of ten million results, published as a release."""

from pathlib import Path

import duckdb

from opora.store import Recipe, Store
from opora.synthetic import RegionPlan, write_region_tables

_PUPILS_PER_SCHOOL_AND_YEAR = 8 * 25


def store_region(data: Path, rows: int) -> tuple[int, int]:
    """Write about so many rows of 50 items of one year into a fresh store; return how many there are, and the year."""
    schools = min(40_000, rows // _PUPILS_PER_SCHOOL_AND_YEAR)
    plan = RegionPlan(schools=schools, pupils_per_grade=25, years=(2024,), items=50)
    written = write_region_tables(plan, data / "made-up", lambda *_: None)
    store = Store(data)
    with store.draft() as draft:
        engine = draft.engine
        for table in ("results", "register", "items"):
            source = data / "made-up" / "tables" / (f"{table}/*.parquet" if table == "results" else f"{table}.parquet")
            draft.put(table, engine.read_parquet(str(source)))
        codes = draft.relation("results").project("school_code").distinct()
        draft.replace("school_codes", codes.project("school_code, school_code AS school, 'own-code' AS joined"))
        draft.replace("schools", _schools(codes))
        draft.publish(Recipe(made_at="2024-06-01", opora="benchmark"))
    return written.rows, 2024


def _schools(codes: duckdb.DuckDBPyRelation) -> duckdb.DuckDBPyRelation:
    from opora.tables import SCHOOLS

    given = {"school": "school_code", "name": "school_code", "in_register": "false"}
    return codes.project(", ".join(f"{given.get(name, 'NULL')} AS {name}" for name in SCHOOLS.names))
