"""The floor of taking in: merely opening the same files with the fastest reader and looking at every cell."""

import sys
import time
from pathlib import Path

from python_calamine import CalamineWorkbook

from benchmarks.measured import tell


def main() -> None:
    """Open every workbook of the folder and iterate over its rows."""
    files = sorted(Path(sys.argv[1]).glob("*.xlsx"))
    started, cells = time.perf_counter(), 0
    for file in files:
        book = CalamineWorkbook.from_path(file)
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).to_python():
                for _ in row:
                    cells += 1
    tell(time.perf_counter() - started)


main()
