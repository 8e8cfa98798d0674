"""A process killed at any moment of a take-in leaves the last release readable and whole.

The child counts file events with Python's audit hook and kills itself, as `kill -9` would, at the one asked for.
Events inside the storage library's Rust code are not seen by the hook, so a second test kills by the clock as well.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from opora.store import Store
from tests.workbooks import xlsx

pytestmark = pytest.mark.slow

HEADING = ["ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "1 (4б)", "Первичный балл", "Отметка"]

CHILD = """
import datetime as dt, json, os, signal, sys
from pathlib import Path
from opora.pipeline import take_in
from opora.store import Store

data, folder, is_dying = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3] == "dying"
EVENTS = {"open", "os.rename", "os.remove", "os.mkdir", "os.rmdir"}

def write(fatal):
    met = 0
    def count(event, args):
        nonlocal met
        if event in EVENTS and str(data) in str(args[0]):
            met += 1
            if met == fatal:
                os.kill(os.getpid(), signal.SIGKILL)
    if fatal:
        sys.addaudithook(count)
    take_in([folder], Store(data), dt.datetime(2024, 6, 1))

def in_a_process_of_its_own(deed, *words):
    child = os.fork()
    if child == 0:
        deed(*words)
        sys.stdout.flush()
        os._exit(0)
    return os.waitpid(child, 0)[1]

def tell():
    release = Store(data).current()
    rows = release.relation("results").project("class_name, mark").order("1, 2").fetchall()
    known = {f for (f,) in release.relation("files").project("source_file").fetchall()}
    assert {f for (f,) in release.relation("results").project("source_file").fetchall()} <= known
    print(json.dumps([release.number, rows]))

if is_dying:
    for fatal in range(1, 400):
        status = in_a_process_of_its_own(write, fatal)
        print(json.dumps(status))
        sys.stdout.flush()
        in_a_process_of_its_own(tell)
        if status == 0:
            break
else:
    write(0)
"""


def write_books(folder: Path, marks: dict[str, list[int]]) -> Path:
    """Write one workbook per class with the given marks."""
    folder.mkdir()
    for class_name, given in marks.items():
        rows = [["edu100101", "Абанский район", "СОШ 1", 50000 + number, class_name, mark - 1, mark - 1, mark]
                for number, mark in enumerate(given)]  # fmt: skip
        content = xlsx({"Индивидуальные результаты": [["ВПР 2024 Математика 5 класс"], HEADING, *rows]})
        (folder / f"{class_name}.xlsx").write_bytes(content)
    return folder


def child(data: Path, folder: Path, how: str = "living") -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-W", "ignore", "-c", CHILD, str(data), str(folder), how]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def written(data: Path, folder: Path) -> int:
    """Take the folder in by a process of its own; return its exit code."""
    with child(data, folder) as living:
        return living.wait(60)


def state(data: Path) -> tuple[int | None, list[tuple[str, int]]]:
    """Return the release in force and the marks it holds, read afresh as another process would."""
    release = Store(data).current()
    rows = release.relation("results").project("class_name, mark").order("1, 2").fetchall()
    files = release.relation("files").project("source_file").fetchall()
    assert {row[0] for row in release.relation("results").project("source_file").fetchall()} <= {f for (f,) in files}
    return release.number, [tuple(row) for row in rows]


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two sendings: the first is in force, the second corrects one class and brings another."""
    folder = tmp_path_factory.mktemp("sendings")
    return (
        write_books(folder / "first", {"5А": [2, 3, 4], "5Б": [5, 5]}),
        write_books(folder / "second", {"5А": [3, 3, 3, 3], "5В": [2]}),
    )


OLD = (1, [("5А", 2), ("5А", 3), ("5А", 4), ("5Б", 5), ("5Б", 5)])
NEW = [("5А", 3), ("5А", 3), ("5А", 3), ("5А", 3), ("5Б", 5), ("5Б", 5), ("5В", 2)]


def is_whole(number: int | None, rows: list[tuple[str, int]]) -> bool:
    """Tell whether this is the release of the first sending or that of the second, with nothing between."""
    return (number, rows) == OLD or (number != 1 and rows == NEW)


def prepared(tmp_path: Path, places: tuple[Path, Path]) -> Path:
    data = tmp_path / "data"
    assert written(data, places[0]) == 0
    assert state(data) == OLD
    return data


def test_a_writer_killed_at_any_file_event_leaves_the_old_release_or_the_new_one(
    tmp_path: Path, places: tuple[Path, Path]
) -> None:
    data = prepared(tmp_path, places)
    with child(data, places[1], "dying") as dying:
        said = dying.communicate(timeout=300)[0].splitlines()
    statuses = [json.loads(line) for line in said[::2]]
    states = [json.loads(line) for line in said[1::2]]
    assert set(statuses) == {signal.SIGKILL, 0}  # died at every event in turn, until none was left to die at
    assert statuses.count(signal.SIGKILL) > 30
    assert all(is_whole(number, [(class_name, mark) for class_name, mark in rows]) for number, rows in states)
    assert [tuple(row) for row in states[-1][1]] == NEW


@pytest.mark.parametrize("share", [0.5, 0.6, 0.7, 0.8, 0.9])
def test_a_writer_killed_by_the_clock_leaves_a_whole_release(
    tmp_path: Path, places: tuple[Path, Path], share: float
) -> None:
    data = prepared(tmp_path, places)
    started = time.monotonic()
    written(tmp_path / "measure", places[1])
    with child(data, places[1]) as dying:
        time.sleep((time.monotonic() - started) * share)
        dying.kill()
    assert is_whole(*state(data))
    assert written(data, places[1]) == 0
    assert state(data)[1] == NEW
