"""The app of this folder."""

from django.apps import AppConfig


class InterfaceConfig(AppConfig):
    """Base templates, components, words of the screens."""

    name = "opora_web.interface"
    label = "interface"
    verbose_name = "Оформление"
