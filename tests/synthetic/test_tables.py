"""The same region as ready tables."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from opora.synthetic import RegionPlan, WrittenRegion, tables_region, write_region_tables
from opora.synthetic.region import made_up_region
from opora.synthetic.tables_region import groups_by_size
from opora.tables import CONTEXTS, ITEMS, REGISTER, RESULTS
from opora.tables.results import ITEM_COLUMNS
from tests.synthetic.regions import silence

PLAN = RegionPlan(schools=12, pupils_per_grade=20, years=(2023, 2024), items=50)


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> WrittenRegion:
    return write_region_tables(PLAN, tmp_path_factory.mktemp("tables"), silence)


def results_of(written: WrittenRegion, name: str) -> dict[str, np.ndarray]:
    path = next(path for path in written.files if path.stem == name)
    table = pq.read_table(path)
    return {column: table[column].to_numpy(zero_copy_only=False) for column in table.column_names}


def test_tables_keep_their_contracts(written: WrittenRegion) -> None:
    schemas = {path.stem: pq.read_schema(path) for path in written.files}
    for contract in (REGISTER, CONTEXTS, ITEMS):
        assert schemas.pop(contract.name).equals(contract.schema)
    assert set(schemas) == {f"{year}-{procedure}" for year in (2023, 2024) for procedure in ("vpr", "oge", "ege")}
    assert all(schema.equals(RESULTS.schema) for schema in schemas.values())


def test_required_columns_are_filled_and_keys_are_single(written: WrittenRegion) -> None:
    required = [column.name for column in RESULTS.columns if column.is_required]
    for path in written.files[3:]:
        table = pq.read_table(path)
        assert all(table[name].null_count == 0 for name in required)
        assert table.group_by(list(RESULTS.key)).aggregate([]).num_rows == table.num_rows > 0


def test_items_are_written_as_planned_and_add_up(written: WrittenRegion) -> None:
    columns = results_of(written, "2024-oge")
    items = np.array([columns[name] for name in ITEM_COLUMNS[:50]])
    assert np.array_equal(np.maximum(items, 0).sum(axis=0), columns["primary_score"])
    assert set(np.unique(items)) == {-1, 0, 1}
    assert all(np.isnan(columns[name].astype(float)).all() for name in ITEM_COLUMNS[50:])


def test_rows_are_told_and_row_groups_are_parts(written: WrittenRegion) -> None:
    assert written.rows == sum(pq.read_metadata(path).num_rows for path in written.files[3:])
    metadata = pq.read_metadata(next(path for path in written.files if path.stem == "2024-vpr"))
    assert metadata.num_row_groups == 4  # four papers, one group of schools


def test_a_pupil_keeps_one_code_from_year_to_year(written: WrittenRegion) -> None:
    fifth, sixth = (results_of(written, name) for name in ("2023-vpr", "2024-vpr"))

    def pupils(columns: dict[str, np.ndarray], grade: int) -> set[tuple[str, str]]:
        here = columns["paper_grade"] == grade
        return set(zip(columns["school_code"][here], columns["pupil"][here], strict=True))

    assert len(pupils(fifth, 5) & pupils(sixth, 6)) > 0.9 * len(pupils(fifth, 5))
    assert not pupils(fifth, 5) & pupils(sixth, 5)


def test_marks_and_test_scores_stand_where_the_exam_gives_them(written: WrittenRegion) -> None:
    columns = results_of(written, "2024-ege")
    base = columns["level"] == "base"
    assert np.array_equal(np.isnan(columns["mark"].astype(float)), ~base)
    assert np.array_equal(np.isnan(columns["test_score"].astype(float)), base)


def test_the_truth_lies_beside_the_tables(written: WrittenRegion) -> None:
    assert written.truth == written.files[0].parents[1] / "truth" / "schools.csv"
    assert len(written.truth.read_text(encoding="utf-8").splitlines()) == 1 + 12


def test_pupils_are_drawn_group_by_group_and_none_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: WrittenRegion
) -> None:
    monkeypatch.setattr(tables_region, "PUPILS_AT_A_TIME", 60)
    pieces = write_region_tables(PLAN, tmp_path, silence)
    assert pieces.rows == pytest.approx(written.rows, rel=0.1)
    metadata = pq.read_metadata(next(path for path in pieces.files if path.stem == "2024-vpr"))
    assert metadata.num_row_groups > 8
    region = made_up_region(PLAN)
    groups = groups_by_size(region, 60)
    assert np.array_equal(np.concatenate([group.schools for group in groups]), np.arange(12))


def test_equal_plans_give_equal_bytes(tmp_path: Path, written: WrittenRegion) -> None:
    again = write_region_tables(PLAN, tmp_path / "again", silence)
    assert [path.read_bytes() for path in again.files] == [path.read_bytes() for path in written.files]
    other = write_region_tables(RegionPlan(12, 20, (2023, 2024), 1, items=50), tmp_path / "other", silence)
    assert other.files[3].read_bytes() != written.files[3].read_bytes()
