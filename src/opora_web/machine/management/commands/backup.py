"""`opora backup FILE`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from opora_web.machine.backup import BackupImpossibleError, write_backup


class Command(BaseCommand):
    """Write a backup."""

    help = "Резервная копия: обе базы, присланные файлы, свои правила – в одном файле."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add where to write."""
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> str:
        """Write it and say what is in it."""
        try:
            made = write_backup(options["file"], timezone.now())
        except BackupImpossibleError as error:
            self.stderr.write(str(error))
            sys.exit(1)
        size = f"{options['file'].stat().st_size / 2**20:.1f} МБ".replace(".", ",")
        return (
            f"Копия записана: {options['file']}, {size}, файлов {len(made.files)}, выпусков {len(made.releases)}.\n"
            "Храните её так же бережно, как папку данных: в ней коды участников и решения."
        )
