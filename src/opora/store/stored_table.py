"""One stored table: a Delta table in a folder that may be called anything.

delta-rs takes addresses, DuckDB takes patterns, people call folders «Мои данные [2024]»: both are kept from
reading more into a name than it says.
"""

import glob
from pathlib import Path
from urllib.parse import unquote

from deltalake import DeltaTable


def address(folder: Path) -> str:
    """Return the folder as the address under which delta-rs knows it."""
    return folder.absolute().as_uri()


def stored_files(folder: Path, version: int) -> list[str]:
    """Return the Parquet files of one version of the table, as patterns that match just these files."""
    # the column as delta-rs holds it: handed over to pyarrow, it would load pandas wherever that is installed
    paths = DeltaTable(address(folder), version=version).get_add_actions(flatten=True).column("path").to_pylist()
    return [glob.escape(str(folder / unquote(path))) for path in paths]
