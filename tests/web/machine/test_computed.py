"""What was computed of releases that are gone goes; everything that may still be asked for stays."""

import datetime as dt
import os
from pathlib import Path
from typing import Any

import pytest
from django.test import RequestFactory

from opora_web.interface.charts import chart_answer, library_file
from opora_web.machine.computed import clear_computed
from opora_web.machine.reapers import REAPERS

NOW = dt.datetime(2024, 9, 1, 9, tzinfo=dt.UTC)
LONG_AGO = (NOW - dt.timedelta(days=30)).timestamp()


def _file(path: Path, *, at: float = LONG_AGO) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"{}")
    os.utime(path, (at, at))
    return path


@pytest.fixture
def root(tmp_path: Path, settings: Any) -> Path:
    settings.COMPUTED = tmp_path / "computed"
    return tmp_path / "computed"


def test_only_what_belongs_to_releases_that_are_gone_goes(root: Path, release: int):
    kept = [
        _file(root / f"{release:06d}" / "indicators-2024-abc.json"),
        _file(root / "pictures" / f"{release:06d}" / "ab" / "ab12.svg"),
        _file(root / "pictures" / "000000" / "cd" / "cd12.json"),
        _file(root / "000000" / "identification.json"),
        _file(root / library_file()),
        _file(root / "readme"),
    ]
    gone = [
        _file(root / "999998" / "indicators-2024-abc.json"),
        _file(root / "pictures" / "999998" / "ab" / "ab12.svg"),
        _file(root / "pictures" / "ab" / "ab12.svg"),
        _file(root / "scripts" / "vega-0.0.1.js.gz"),
        _file(root / f"{release:06d}" / "indicators-2024-abc.4711"),
    ]
    assert clear_computed(NOW) == len(gone)
    assert [file.exists() for file in kept] == [True] * len(kept)
    assert [file.exists() for file in gone] == [False] * len(gone)
    assert clear_computed(NOW) == 0


def test_a_file_another_server_is_just_writing_stays(root: Path, release: int):
    writing = _file(root / f"{release:06d}" / "growth.4711", at=NOW.timestamp())
    assert clear_computed(NOW) == 0
    assert writing.exists()


def test_links_lead_nobody_outside(root: Path, release: int, tmp_path: Path):
    outside = _file(tmp_path / "outside" / "precious.txt")
    root.mkdir()
    (root / "999997").symlink_to(outside.parent)
    (root / "pictures").symlink_to(outside.parent)
    assert clear_computed(NOW) == 0
    assert outside.exists()


def test_an_empty_or_missing_folder_is_no_matter(root: Path, release: int):
    assert clear_computed(NOW) == 0


def test_a_picture_lies_with_its_release(root: Path):
    def draw() -> Any:
        import altair as alt

        data = alt.InlineData(values=[{"x": 1}])
        return alt.layer(alt.Chart(data).mark_point().encode(x="x:Q"))

    for asked, folder in (("7", "000007"), ("../../etc", "000000"), ("1" * 40, "000000"), ("", "000000")):
        chart_answer(RequestFactory().get("/", {"release": asked}), "json", f"одно {asked}", draw)
        assert list((root / "pictures" / folder).rglob("*.json"))


@pytest.mark.django_db
def test_the_worker_clears_when_it_starts(root: Path, release: int):
    assert clear_computed in REAPERS
    gone = _file(root / "999996" / "indicators.json")
    for reap in REAPERS:  # what a worker does first; a whole worker would close this test's own connection
        reap(NOW)
    assert not gone.exists()
