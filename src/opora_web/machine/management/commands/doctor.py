"""`opora doctor`."""

import dataclasses
import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from opora_web.machine.examination import VERDICT_IN_RUSSIAN, examined


class Command(BaseCommand):
    """Examine both stores."""

    help = "Проверить обе базы, версии, место и сказать, что делать."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the machine-readable answer."""
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was seen; end with 1 when something is in trouble."""
        seen = examined()
        if options["json"]:
            self.stdout.write(json.dumps([dataclasses.asdict(one) for one in seen], ensure_ascii=False, indent=1))
        else:
            for one in seen:
                self.stdout.write(f"[{VERDICT_IN_RUSSIAN[one.verdict]}] {one.what}: {one.seen}. {one.remedy}".rstrip())
        if any(one.verdict == "trouble" for one in seen):
            sys.exit(1)
