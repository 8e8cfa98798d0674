"""Everything an administrator may set, in one list: variables of the environment, each with its meaning.

A wrong value is refused at once, with what is expected; nothing is guessed.
"""

import os
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, available_timezones

from opora.store.durable import write_durably


class EnvironmentRefusedError(ValueError):
    """A variable of the environment has a value that the site cannot take."""


@dataclass(frozen=True)
class Variable:
    """One variable: its name, what it means (in Russian, for the reference), how its text is read.

    `read` raises ValueError with what is expected.
    """

    name: str
    meaning: str
    default: str
    read: Callable[[str], Any]

    def value(self, environment: Mapping[str, str]) -> Any:
        """Return the value in that environment.

        Raises:
            EnvironmentRefusedError: the text is not what is expected.
        """
        text = environment.get(self.name, "") or self.default
        try:
            return self.read(text)
        except ValueError as expected:
            raise EnvironmentRefusedError(f"{self.name}: ожидается {expected}; задано «{text}».") from None


def _yes_or_no(text: str) -> bool:
    answers = {"да": True, "yes": True, "1": True, "нет": False, "no": False, "0": False}
    if text.casefold() not in answers:
        raise ValueError("да или нет")
    return answers[text.casefold()]


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not text.isdecimal() or not least <= int(text) <= most:
            raise ValueError(f"целое число от {least} до {most}")
        return int(text)

    return read


def _one_of(*choices: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in choices:
            raise ValueError(" или ".join(choices))
        return text

    return read


def _time_zone(text: str) -> str:
    if text not in available_timezones():
        raise ValueError("название часового пояса, например Europe/Moscow или Asia/Krasnoyarsk")
    return ZoneInfo(text).key


def _database(text: str) -> dict[str, Any]:
    """Return PostgreSQL's settings, empty for the default SQLite file in the data folder."""
    if not text:
        return {}
    address = urlsplit(text)
    if address.scheme not in {"postgresql", "postgres"} or not address.path.strip("/"):
        raise ValueError("адрес вида postgresql://имя:пароль@сервер:5432/база")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": address.path.strip("/"),
        "USER": unquote(address.username or ""),
        "PASSWORD": unquote(address.password or ""),
        "HOST": address.hostname or "",
        "PORT": address.port or "",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def _mail(text: str) -> dict[str, Any]:
    """Return how letters go out: to the server's console, to a folder, or by a mail server."""
    if text in {"console", "file"}:
        kind = "filebased" if text == "file" else "console"
        return {"EMAIL_BACKEND": f"django.core.mail.backends.{kind}.EmailBackend"}
    address = urlsplit(text)
    if address.scheme not in {"smtp", "smtps"} or not address.hostname:
        raise ValueError("console, file или адрес вида smtp://имя:пароль@сервер:587 (smtps – для порта 465)")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": address.hostname,
        "EMAIL_PORT": address.port or (465 if address.scheme == "smtps" else 587),
        "EMAIL_HOST_USER": unquote(address.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(address.password or ""),
        "EMAIL_USE_SSL": address.scheme == "smtps",
        "EMAIL_USE_TLS": address.scheme == "smtp" and bool(address.username),
        "EMAIL_TIMEOUT": 20,
    }


def _https_address(text: str) -> str:
    if text and urlsplit(text).scheme != "https":
        raise ValueError("адрес, который начинается с https://")
    return text


def _site_address(text: str) -> str:
    address = urlsplit(text)
    if text and (address.scheme not in {"http", "https"} or not address.hostname or address.path.strip("/")):
        raise ValueError("адрес вида https://opora.example.ru, без пути")
    return text.rstrip("/")


VARIABLES: tuple[Variable, ...] = (
    Variable("OPORA_DATA", "Папка данных: выпуски, база, загруженные файлы, свои правила.", "opora-data", Path),
    Variable("OPORA_DATABASE", "База PostgreSQL; пусто – файл SQLite в папке данных.", "", _database),
    Variable("OPORA_SECRET_KEY", "Ключ подписей сайта; пусто – создаётся в папке данных.", "", str),
    Variable("OPORA_HOSTS", "Имена сайта через запятую.", "localhost,127.0.0.1,[::1]", _words),
    Variable("OPORA_HTTPS", "Сайт открывают по https: да или нет.", "нет", _yes_or_no),
    Variable("OPORA_PROXY", "Перед сайтом стоит прокси, который сообщает https и адрес посетителя.", "нет", _yes_or_no),
    Variable("OPORA_DEBUG", "Режим разработчика: да или нет. На рабочем сайте – нет.", "нет", _yes_or_no),
    Variable("OPORA_AUTHORITY", "Название органа управления образованием или региона.", "Регион", str),
    Variable("OPORA_TIME_ZONE", "Часовой пояс.", "Europe/Moscow", _time_zone),
    Variable("OPORA_MAIL", "Письма: console, file или smtp://имя:пароль@сервер:587.", "file", _mail),
    Variable("OPORA_MAIL_FROM", "От кого письма.", "opora@localhost", str),
    Variable("OPORA_ADDRESS", "Адрес сайта для ссылок в письмах и календарях; пусто – без ссылок.", "", _site_address),
    Variable("OPORA_UPLOAD_MB", "Наибольший размер одной отправки, МБ.", "500", _number(1, 10_000)),
    Variable("OPORA_LOCKOUT_ATTEMPTS", "После скольких неудачных входов вход закрывается.", "7", _number(3, 100)),
    Variable("OPORA_LOCKOUT_MINUTES", "На сколько минут закрывается вход.", "30", _number(1, 10_000)),
    Variable("OPORA_SECOND_FACTOR", "Второй фактор входа.", "optional", _one_of("optional", "required")),
    Variable("OPORA_OIDC", "Адрес службы единого входа (OpenID Connect); пусто – выключен.", "", _https_address),
    Variable("OPORA_OIDC_CLIENT", "Имя сайта в службе единого входа.", "", str),
    Variable("OPORA_OIDC_SECRET", "Ключ сайта в службе единого входа.", "", str),
)


def environment_values(environment: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return every variable's value by name, without the prefix, in lower case.

    Raises:
        EnvironmentRefusedError: some are wrong; all of them are named.
    """
    values, refused = {}, []
    for variable in VARIABLES:
        try:
            values[variable.name.removeprefix("OPORA_").lower()] = variable.value(environment)
        except EnvironmentRefusedError as error:
            refused.append(str(error))
    if refused:
        raise EnvironmentRefusedError("\n".join(refused))
    return values


def secret_key(data: Path) -> str:
    """Return the key the site signs with; made once in the data folder, readable by the owner only."""
    file = data / "site-key"
    if not file.exists():
        data.mkdir(parents=True, exist_ok=True)
        write_durably(file, secrets.token_urlsafe(48).encode())
        file.chmod(0o600)
    return file.read_text()
