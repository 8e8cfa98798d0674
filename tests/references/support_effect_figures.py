"""Figures of statsmodels and rdrobust; made by support_effect_reference.py."""

import json
from pathlib import Path
from typing import Any

FIGURES: dict[str, dict[str, Any]] = json.loads(
    Path(__file__).with_name("support_effect.json").read_text(encoding="utf-8")
)
