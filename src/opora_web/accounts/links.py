"""One-time links: how a person gets in for the first time, or again after forgetting the password."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.urls import reverse

from opora_web.accounts.models import Person

#: How many days a link lives.
LINK_DAYS = settings.PASSWORD_RESET_TIMEOUT // 86_400


def one_time_link(person: Person) -> str:
    """Return the path where the person chooses a password; it dies when used, and after `LINK_DAYS`."""
    key = default_token_generator.make_token(person)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
