"""What every test stands on."""

from collections.abc import Iterator

import pytest

from opora.vocabulary.authority import BUILT_IN
from opora.vocabulary.in_force import work_for


@pytest.fixture(autouse=True)
def _nobodys_words() -> Iterator[None]:
    """Leave no test's authority in force for the next one."""
    yield
    work_for((BUILT_IN,))
