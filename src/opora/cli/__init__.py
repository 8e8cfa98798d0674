"""Floor 5, the verbs of the path as commands."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    try:
        from opora.cli.app import run

        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:  # while the program was still being loaded
        sys.exit(1)


__all__ = ["main"]
