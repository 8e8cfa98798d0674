"""`opora restore FILE`."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from opora_web.machine.backup import BackupImpossibleError
from opora_web.machine.restoring import restore_backup


class Command(BaseCommand):
    """Put a backup back."""

    help = "Вернуть резервную копию."
    requires_system_checks: list[str] = []  # noqa: RUF012 - Django's own shape; there may be no database yet

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add what to restore and whether something may be replaced."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--overwrite", action="store_true")

    def handle(self, *args: Any, **options: Any) -> str:
        """Put it back and say where the replaced folder is."""
        try:
            restored, replaced = restore_backup(options["file"], timezone.now(), overwrite=options["overwrite"])
        except (BackupImpossibleError, FileNotFoundError) as error:
            self.stderr.write(str(error))
            sys.exit(1)
        lines = [
            f"Копия от {restored.made_at} возвращена: выпусков {len(restored.releases)}, действует {restored.current}."
        ]
        if replaced:
            lines.append(f"Прежняя папка данных сохранена: {replaced}")
        return "\n".join(lines)
