"""Looking files over: the receipt that taking them in would give, and nothing of it published."""

import datetime as dt
from pathlib import Path

from opora.pipeline import look_over, take_in
from opora.store import Store
from tests.workbooks import xlsx

MOMENT = dt.datetime(2024, 7, 1, tzinfo=dt.UTC)
HEADING = ["Код школы", "Краткое наименование", "Муниципалитет"]
REGISTER = {"Школы": [HEADING, ["s1", "СОШ 1", "Канск"], ["s2", "СОШ 2", "Канск"]]}
CORRECTED = {"Школы": [HEADING, ["s1", "Лицей 1", "Канск"]]}


def written(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


def test_a_receipt_looked_over_is_the_receipt_of_taking_in(tmp_path: Path) -> None:
    store = Store(tmp_path / "данные")
    take_in([written(tmp_path / "реестр.xlsx", xlsx(REGISTER))], store, MOMENT)
    files = [written(tmp_path / "правка.xlsx", xlsx(CORRECTED)), written(tmp_path / "письмо.txt", "просьба".encode())]
    over = look_over(files, store, MOMENT)
    taken = take_in(files, store, MOMENT)
    assert over.files == taken.files
    assert [file.status for file in over.files] == ["superseded-older", "not-recognised"]
    assert (over.release, over.previous_release) == (1, 1)
    assert (taken.release, taken.previous_release) == (2, 1)


def test_looking_over_publishes_nothing_and_leaves_nothing_behind(tmp_path: Path) -> None:
    store = Store(tmp_path / "данные")
    file = written(tmp_path / "реестр.xlsx", xlsx(REGISTER))
    for _ in range(2):
        assert look_over([file], store, MOMENT).files[0].status == "accepted"
        assert store.numbers() == []
        assert list(tmp_path.rglob("*.parquet")) == []


def test_a_file_kept_under_its_fingerprint_is_told_by_its_senders_name(tmp_path: Path) -> None:
    store = Store(tmp_path / "данные")
    kept = written(tmp_path / "3f2a", xlsx(REGISTER))
    receipt = take_in({"Речной/реестр.xlsx": kept}, store, MOMENT, errand="отправка 5")
    assert [file.file for file in receipt.files] == ["Речной/реестр.xlsx"]
    manifest = store.current().manifest
    assert manifest is not None
    assert manifest.recipe.errand == "отправка 5"
    assert store.current().relation("files").project("file").fetchall() == [("Речной/реестр.xlsx",)]
