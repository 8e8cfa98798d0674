"""Commands of the site as processes of their own."""

import os
import subprocess
import sys
from pathlib import Path


def site(data: Path, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the site on a data folder; the database is SQLite there unless a variable says otherwise."""
    environment = {**os.environ, "OPORA_DATA": str(data), "DJANGO_SETTINGS_MODULE": "opora_web.settings"}
    environment |= {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "OPORA_DATABASE": ""}
    return subprocess.run(
        [sys.executable, "-m", "opora_web", *words],
        env=environment | variables,
        capture_output=True,
        text=True,
        check=False,
    )
