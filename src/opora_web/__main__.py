"""`python -m opora_web COMMAND`: the commands of the site and of Django itself (migrate, check, shell)."""

import os
import sys

from opora_web.environment import EnvironmentRefusedError

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora_web.settings")


def main() -> None:
    """Run one command; wrong variables of the environment are told in plain words."""
    from django.core.management import execute_from_command_line

    try:
        execute_from_command_line(sys.argv)
    except EnvironmentRefusedError as refused:
        print(refused, file=sys.stderr)  # noqa: T201 - there is nothing else to say it with yet
        sys.exit(2)


if __name__ == "__main__":
    main()
