"""`python -m opora_web prepare`: bring an existing data folder to where the first page can be shown."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from opora_web.machine.first_start import prepare


class Command(BaseCommand):
    """Prepare the data folder."""

    help = "Привести рабочую базу и дерево организаций в порядок перед открытием сайта."
    requires_system_checks = ()  # they load every page; `check` is a command of its own

    def handle(self, *args: Any, **options: Any) -> None:
        """Migrate, and bring the tree in step with the release in force."""
        prepare(timezone.now())
