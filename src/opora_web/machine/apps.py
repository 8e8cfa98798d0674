"""The app of this folder."""

from django.apps import AppConfig


class MachineConfig(AppConfig):
    """Commands that run and keep the site."""

    name = "opora_web.machine"
    label = "machine"
    verbose_name = "Машинное отделение"
