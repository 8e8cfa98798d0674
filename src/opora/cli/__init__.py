"""Floor 5, the verbs of the path as commands."""

import gc
import os
import sys

#: New objects between two looks for garbage. Rows are made by the hundred thousand here and hardly ever in circles;
#: with Python's own few hundred a long command spends a tenth of its time looking.
OBJECTS_BETWEEN_LOOKS = 10_000


def main() -> None:
    """Run the command line and exit with its code."""
    # matrices here are small or sparse, and the engine has threads of its own: more of OpenBLAS's, which must be told
    # before it is loaded, wait for each other ten times longer than they work wherever anything else runs
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)
    try:
        from opora.cli.app import run

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:  # while the program was still being loaded
        sys.exit(1)


__all__ = ["main"]
