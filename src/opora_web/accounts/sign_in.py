"""How people come in: only by invitation; the service of single sign-on may bring known people, not new ones."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from opora_web.accounts.history import save_with_reason
from opora_web.accounts.lockout import forget_failures
from opora_web.accounts.models import Person


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up by themselves."""

    error_messages = DefaultAccountAdapter.error_messages | dict.fromkeys(
        ("username_password_mismatch", "email_password_mismatch"),
        "Имя и пароль не подошли друг к другу. Проверьте раскладку и клавишу Caps Lock.",
    )

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - the library's signature
        """Tell that there is no open sign-up."""
        return False

    def set_password(self, user: Person, password: str) -> None:
        """Set a password that the person chose, and open the door that wrong ones have locked."""
        user.set_password(password)
        save_with_reason(user, user, "новый пароль")
        forget_failures(user)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Says what is so about a code, and what to do."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": "Код не подошёл. Введите тот, что показан сейчас; часы в телефоне должны идти точно."
    }


def name_tried(request: HttpRequest | None, credentials: dict[str, Any] | None = None) -> str:
    """Return whose door was tried, for the lock-out: the same person by name and by address is one."""
    given = credentials or {}
    tried = given.get("username") or given.get("email") or (request.POST.get("login") if request else None) or ""
    known = Person.objects.filter(email__iexact=tried).values_list("username", flat=True).first() if tried else None
    return str(known or tried).casefold()


class SocialAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """A service of single sign-on brings people whose address is known here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002 - the library's signature
        """Tell that an unknown person is not let in."""
        return False
