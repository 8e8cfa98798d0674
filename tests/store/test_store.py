"""Releases: numbered, never changed, pointed back to by undo."""

from dataclasses import replace
from pathlib import Path

import pytest

from opora.store import FolderNameError, Recipe, ReleaseMissingError, ReleaseMovedError, Store, StoreBusyError
from opora.tables import CONTRACTS

RECIPE = Recipe(made_at="2024-06-01T00:00:00", opora="0")
PAPER = {"year": 2024, "procedure": "vpr", "subject": "russian", "paper_grade": 5, "level": "standard"}


def publish(store: Store, source_file: str, **columns: object) -> int | None:
    """Take in one file with one class's marks and publish it."""
    marks = columns.pop("mark", [2, 3])
    assert isinstance(marks, list)
    with store.draft() as draft:
        rows = PAPER | {"school_code": "edu100101", "class_name": "5А", "mark": marks} | columns
        rows.setdefault("pupil", [f"{rows['class_name']}/{number}" for number in range(len(marks))])
        draft.staging.put(source_file, "results", len(marks), rows)
        draft.put("results", draft.staging.rows(draft.engine, "results"))
        return draft.publish(RECIPE).number


def marks(store: Store) -> list[tuple[str, str, int]]:
    rows = store.current().relation("results").project("source_file, class_name, mark").order("1, 2, 3")
    return [tuple(row) for row in rows.fetchall()]


def test_before_the_first_release_every_table_is_empty_and_none_is_missing(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert store.current().number is None
    assert store.current().relation("results").fetchall() == []
    assert "mark" in store.current().table("results").collect_schema().names()


def test_the_parts_of_a_table_are_the_table_and_each_is_of_one_year_and_procedure(tmp_path: Path) -> None:
    store = Store(tmp_path / "2024=год (данные)")
    assert [part.collect().to_arrow().num_rows for part in store.current().partitions("results")] == [0]
    for year, procedure in ((2023, "vpr"), (2024, "vpr"), (2024, "oge"), (2024, "vpr")):
        label = f"{len(store.numbers())}А"
        publish(store, label, year=year, procedure=procedure, class_name=label)
    names = ("year", "procedure", "class_name", "pupil", "mark")
    parts = [part.select(*names).collect().to_arrow() for part in store.current().partitions("results")]
    assert [{(row["year"], row["procedure"]) for row in part.to_pylist()} for part in parts] == [
        {(2023, "vpr")},
        {(2024, "oge")},
        {(2024, "vpr")},
    ]
    whole = store.current().table("results").select(*names).collect().to_arrow()
    assert sorted(map(str, whole.to_pylist())) == sorted(str(row) for part in parts for row in part.to_pylist())
    assert {part.schema for part in parts} == {whole.schema}


def test_a_release_keeps_its_rows_when_later_ones_come(tmp_path: Path) -> None:
    store = Store(tmp_path)
    assert publish(store, "a") == 1
    first = store.release(1)
    assert publish(store, "b", class_name="5Б", mark=[5]) == 2
    assert marks(store) == [("a", "5А", 2), ("a", "5А", 3), ("b", "5Б", 5)]
    assert len(first.relation("results").fetchall()) == 2


def test_a_corrected_file_replaces_its_class_and_nothing_else(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "a")
    publish(store, "b", class_name="5Б", mark=[5])
    publish(store, "a corrected", mark=[4, 4, 4])
    assert marks(store) == [("a corrected", "5А", 4)] * 3 + [("b", "5Б", 5)]


def test_a_class_without_a_name_is_replaced_too(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "a", class_name=None)
    publish(store, "a corrected", class_name=None, mark=[4])
    assert [mark for _, _, mark in marks(store)] == [4]


def test_undo_points_back_and_numbers_are_never_used_again(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "a")
    publish(store, "b", class_name="5Б", mark=[5])
    assert store.undo().number == 1
    assert [source for source, _, _ in marks(store)] == ["a", "a"]
    assert publish(store, "c", class_name="5В", mark=[3]) == 3
    assert {source for source, _, _ in marks(store)} == {"a", "c"}
    assert {row[0] for row in store.release(2).relation("results").project("source_file").fetchall()} == {"a", "b"}


def test_undo_before_the_first_release_says_so(tmp_path: Path) -> None:
    with pytest.raises(ReleaseMissingError, match="более раннего выпуска нет"):
        Store(tmp_path).undo()


def test_an_unknown_release_names_those_there_are(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "a")
    with pytest.raises(ReleaseMissingError, match="Есть выпуски: 1"):
        store.release(7)


def test_an_unpublished_draft_is_never_seen_and_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "a")
    with store.draft() as draft:
        draft.staging.put("x", "results", 1, PAPER | {"school_code": "s", "pupil": ["1"], "mark": [5]})
        draft.put("results", draft.staging.rows(draft.engine, "results"))
    assert [source for source, _, _ in marks(store)] == ["a", "a"]
    publish(store, "b", class_name="5Б", mark=[5])
    assert {source for source, _, _ in marks(store)} == {"a", "b"}


def test_two_writers_do_not_meet(tmp_path: Path) -> None:
    with Store(tmp_path).draft(), pytest.raises(StoreBusyError), Store(tmp_path).draft():
        pass


def test_many_small_files_become_one(tmp_path: Path) -> None:
    store = Store(tmp_path)
    for number in range(40):
        publish(store, f"file {number}", class_name=f"5-{number}", mark=[3])
    assert len(marks(store)) == 40
    assert len(store.current().files("results")) < 40


def test_the_key_of_pupils_codes_is_made_once_and_kept_private(tmp_path: Path) -> None:
    first = Store(tmp_path).secret()
    assert Store(tmp_path).secret() == first
    assert (tmp_path / "secret").stat().st_mode & 0o077 == 0


def test_a_value_too_wide_for_its_column_is_named_and_not_staged(tmp_path: Path) -> None:
    with Store(tmp_path).draft() as draft:
        draft.staging.put("good", "results", 1, PAPER | {"school_code": "s", "pupil": ["1"], "mark": [5]})
        draft.staging.put("bad", "results", 1, PAPER | {"school_code": "s", "pupil": ["1"], "primary_score": [10**9]})
        rows = draft.staging.rows(draft.engine, "results")
        assert [row[0] for row in rows.project("source_file").fetchall()] == ["good"]
        assert draft.staging.misfits == [("bad", "results", "primary_score")]


@pytest.mark.parametrize("folder", ["Мои данные (2024)", "№ 5 #2", "a*b?c"])
def test_the_data_folder_may_be_called_anything(tmp_path: Path, folder: str) -> None:
    store = Store(tmp_path / folder)
    publish(store, "a")
    publish(store, "a corrected", mark=[4])
    assert marks(store) == [("a corrected", "5А", 4)]


def test_a_folder_name_that_cannot_be_stored_in_is_refused_with_a_remedy(tmp_path: Path) -> None:
    with pytest.raises(FolderNameError, match=r"знаки \[ \] мешают"):
        Store(tmp_path / "данные [1]")


def test_a_release_is_taken_back_only_while_it_is_the_one_in_force(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "a")
    publish(store, "b", class_name="5Б")
    with pytest.raises(ReleaseMovedError, match="В силе выпуск 2, а не 1"):
        store.undo(of=1)
    assert store.undo(of=2).number == store.current().number == 1


def test_a_discarded_draft_leaves_no_rows_on_the_disk(tmp_path: Path) -> None:
    store = Store(tmp_path)
    publish(store, "a")
    before = set(tmp_path.rglob("*.parquet"))
    with store.draft() as draft:
        draft.staging.put("b", "results", 1, PAPER | {"school_code": "edu1", "class_name": "5Б", "mark": [5]})
        draft.put("results", draft.staging.rows(draft.engine, "results"))
        assert set(tmp_path.rglob("*.parquet")) > before
        draft.discard()
    assert set(tmp_path.rglob("*.parquet")) == before
    assert publish(store, "c", class_name="5В", mark=[4]) == 2
    assert [source for source, _, _ in marks(store)] == ["a", "a", "c"]


def test_a_first_draft_may_be_discarded_too(tmp_path: Path) -> None:
    store = Store(tmp_path)
    with store.draft() as draft:
        draft.staging.put("a", "results", 1, PAPER | {"school_code": "edu1", "class_name": "5А", "mark": [5]})
        draft.put("results", draft.staging.rows(draft.engine, "results"))
        draft.discard()
    assert store.current().number is None
    assert publish(store, "b", mark=[4]) == 1
    assert marks(store) == [("b", "5А", 4)]


def test_a_table_stored_before_a_column_was_promised_is_read_and_grows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Store(tmp_path)
    today = CONTRACTS["register"]
    earlier = replace(today, columns=tuple(one for one in today.columns if one.name != "other_codes"))
    with monkeypatch.context() as then:
        then.setitem(CONTRACTS, "register", earlier)
        enter(store, {"school": "s1", "name": "Школа 1", "municipality": "Канск"})
    assert registered(store) == [("s1", None)]
    enter(store, {"school": "s2", "name": "Школа 2", "municipality": "Канск", "other_codes": "77"})
    assert registered(store) == [("s1", None), ("s2", "77")]
    enter(store, {"school": "s1", "name": "Школа 1", "municipality": "Канск", "other_codes": "78"})
    assert registered(store) == [("s1", "78"), ("s2", "77")]


def enter(store: Store, row: dict[str, str]) -> None:
    with store.draft() as draft:
        draft.put("register", draft.engine.from_arrow(CONTRACTS["register"].table([row])))
        draft.publish(RECIPE)


def registered(store: Store) -> list[tuple[str, str | None]]:
    rows = store.current().relation("register").project("school, other_codes").order("1").fetchall()
    return [(school, codes) for school, codes in rows]
