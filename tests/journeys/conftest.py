"""A district for each test."""

from pathlib import Path

import pytest

from tests.journeys.district import District


@pytest.fixture
def district(tmp_path: Path) -> District:
    """Return an empty district."""
    return District(tmp_path)
