"""The app of this folder."""

from django.apps import AppConfig


class PublicConfig(AppConfig):
    """What everybody may read."""

    name = "opora_web.public"
    label = "public"
    verbose_name = "Открытые сведения"
