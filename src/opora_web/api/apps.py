"""The app of this folder."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """The read API and its keys."""

    name = "opora_web.api"
    label = "api"
    verbose_name = "Доступ для программ"
