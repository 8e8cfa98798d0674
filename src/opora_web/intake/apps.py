"""The app of this folder."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Files arrive: what was sent, its receipt, the release it became."""

    name = "opora_web.intake"
    label = "intake"
    verbose_name = "Приём файлов"
