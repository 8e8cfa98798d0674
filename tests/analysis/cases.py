"""Reference cases that lie beside the repository; where they do not, the tests that need them are skipped."""

import json
from pathlib import Path
from typing import Any

import pytest

CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "stats"

needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the reference cases do not lie beside the repository")


def told(name: str) -> Any:
    """Return the JSON of a case."""
    return json.loads((CASES / name).read_text(encoding="utf-8"))
