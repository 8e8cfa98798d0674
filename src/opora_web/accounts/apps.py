"""Who a person is and which schools they may see."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Organisations, people, posts."""

    name = "opora_web.accounts"
    label = "accounts"
    verbose_name = "Люди и организации"
