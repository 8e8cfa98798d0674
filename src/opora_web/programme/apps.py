"""The app of this folder."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Schools are understood, the list is approved, cases run."""

    name = "opora_web.programme"
    label = "programme"
    verbose_name = "Работа со школами"
