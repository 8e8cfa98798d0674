"""Running a command in process, and the keys its JSON promises."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from opora.cli.app import run

PROBLEM_KEYS = {"code", "severity", "file", "sheet", "row", "column", "found", "expected", "remedy", "text"}
FILE_KEYS = {"file", "status", "source", "year", "rows", "schools", "problems"}
FILE_STATUSES = {"accepted", "already-known", "superseded-older", "refused", "not-recognised"}
SCHOOL_KEYS = {
    "school", "name", "municipality", "status", "listed", "low_procedures", "probability_low", "list_stability",
    "procedures", "reasons", "would_change",
}  # fmt: skip
PROCEDURE_KEYS = {
    "procedure", "subject", "paper_grade", "pupil_grade", "year", "pupils", "below", "share_below", "interval",
    "is_low", "availability",
}  # fmt: skip
STATUSES = {"low", "stably-low", "at-risk", "none", "insufficient-data"}
AVAILABILITIES = {"measured", "not-held", "too-few", "withheld"}


def answered(tmp_path: Path, *words: object) -> tuple[int, Any]:
    """Run a command with --json FILE and return its exit code and the JSON."""
    file = tmp_path / "ответ.json"
    code = run([*map(str, words), "--json", str(file)])
    return code, json.loads(file.read_text(encoding="utf-8"))


def missing(keys: set[str], record: Mapping[str, Any]) -> set[str]:
    """Return promised keys that a record lacks; more keys than promised are allowed."""
    return keys - set(record)
