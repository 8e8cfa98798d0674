"""Floor 5, the verbs of the path as commands."""

import sys


def main() -> None:
    """Run the command line and exit with its code."""
    from opora.cli.app import run

    sys.exit(run(sys.argv[1:]))


__all__ = ["main"]
