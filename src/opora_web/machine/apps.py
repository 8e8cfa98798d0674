"""The app of this folder."""

from django.apps import AppConfig

from opora.vocabulary.in_force import work_for
from opora_web.facts import authority_folders


class MachineConfig(AppConfig):
    """Commands that run and keep the site."""

    name = "opora_web.machine"
    label = "machine"
    verbose_name = "Машинное отделение"

    def ready(self) -> None:
        """Work for the authority of the data folder: its procedures, subjects and calendar are known."""
        work_for(authority_folders())
