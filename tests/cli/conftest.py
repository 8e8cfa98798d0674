"""One tiny made-up region, taken in once for all tests that only read."""

from pathlib import Path

import pytest

from opora.cli.app import run


@pytest.fixture(scope="session")
def region(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the files of fourteen schools and three years."""
    out = tmp_path_factory.mktemp("регион") / "region"
    assert run(["generate", "--schools", "14", "--out", str(out)]) == 0
    return out / "files"


@pytest.fixture(scope="session")
def data(region: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that has taken the region in as release 1; tests only read it."""
    folder = tmp_path_factory.mktemp("данные")
    assert run(["take-in", str(region), "--data", str(folder)]) == 0
    return folder
